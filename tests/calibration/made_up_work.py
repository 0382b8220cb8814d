"""Pieces of work for processes of their own, which can only be told of functions of a module."""

import os
import signal
import time
from pathlib import Path

MOST_LOOKS = 12_000  # after two minutes there is no other process


def double(number: int, tell) -> int:
    """Say something, and give back twice a number."""
    tell(f"doubling {number}")
    return 2 * number


def who(folder: str, processes: int, tell) -> int:
    """The number of the process, said when so many have begun: one that begins sooner does not take the work of another."""
    begun = Path(folder)
    (begun / str(os.getpid())).touch()
    for _ in range(MOST_LOOKS):
        if len(list(begun.iterdir())) >= processes:
            break
        time.sleep(0.01)
    return os.getpid()


def fail(tell) -> None:
    """Fail in one's own words."""
    raise ValueError("made up to fail")


def write_late(path: str, tell) -> None:
    """Write a file after a minute."""
    tell("begun")
    time.sleep(60.0)
    Path(path).write_text("late", encoding="utf-8")


def kill_oneself(tell) -> None:
    """End as a process does that the system ends."""
    os.kill(os.getpid(), signal.SIGKILL)
