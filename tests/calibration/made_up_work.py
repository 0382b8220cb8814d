"""Pieces of work for processes of their own, which can only be told of functions of a module."""

import os
import signal
import time
from pathlib import Path


def double(number: int, tell) -> int:
    """Say something, and give back twice a number."""
    tell(f"doubling {number}")
    return 2 * number


def who(tell) -> int:
    """The number of the process."""
    time.sleep(0.2)  # so that one worker does not take both
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
