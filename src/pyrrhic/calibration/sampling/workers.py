"""Tasks run in several processes at once, which report how far they are and can be interrupted."""

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.queues import Queue

from pyrrhic.errors import CannotRun

WAIT = 0.2  # seconds between two looks at what the workers say
THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")  # read when a process first loads NumPy
_lines_of_worker: "Queue[str] | None" = None  # in a worker: where it says how far it is


@dataclass(frozen=True)
class Task:
    """A function of a module, its arguments, and the name under which its progress is told.

    The function is called with one more argument, a function that takes a line of progress.
    """

    name: str
    function: Callable
    arguments: tuple


def work_through(tasks: Sequence[Task], workers: int, progress: Callable[[str], None]) -> list:
    """The results of the tasks, in their order; an interruption or a failure ends the workers.

    With one worker they run one after another in this process. Workers do linear algebra in one thread each, for the
    threads of several wait for each other, which on two cores makes the search for a mode ten times as slow. A single
    task goes to a worker too, so that its numbers do not depend on how many others there are.
    """
    if workers <= 1 or not tasks:
        return [
            task.function(*task.arguments, lambda line, task=task: progress(f"{task.name}: {line}")) for task in tasks
        ]
    processes = multiprocessing.get_context("spawn")
    lines = processes.Queue()
    pool = ProcessPoolExecutor(min(workers, len(tasks)), processes, _begin, (lines,))
    with _one_thread_each(), _deaf_to_interruption():
        futures = [pool.submit(_do, task) for task in tasks]
    try:
        _listen(futures, lines, progress)
    except BrokenProcessPool:
        raise CannotRun(
            "a worker was ended from outside, perhaps for want of memory; run the same command again"
        ) from None
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    _pass_on(lines, progress)  # what was still on its way when the last task was done
    return [future.result() for future in futures]


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that begin in here do linear algebra in one thread, unless the user has said in how many."""
    added = [name for name in THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


@contextmanager
def _deaf_to_interruption() -> Iterator[None]:
    """Processes that begin in here never hear Ctrl-C, not even while they load; it reaches this one afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _listen(futures: Sequence[Future], lines: "Queue[str]", progress: Callable[[str], None]) -> None:
    """Pass on what the workers say until all are done or one has failed."""
    waiting = set(futures)
    while waiting:
        finished, waiting = wait(waiting, WAIT, FIRST_COMPLETED)
        _pass_on(lines, progress)
        for future in finished:
            future.result()


def _pass_on(lines: "Queue[str]", progress: Callable[[str], None]) -> None:
    """Tell everything that has been said so far."""
    with suppress(queue.Empty):
        while True:
            progress(lines.get_nowait())


def _begin(lines: "Queue[str]") -> None:
    """A worker leaves Ctrl-C to the process that began it, and ends when that process ends, however it does."""
    global _lines_of_worker
    _lines_of_worker = lines
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _do(task: Task):
    return task.function(*task.arguments, lambda line: _tell(f"{task.name}: {line}"))


def _tell(line: str) -> None:
    """Say a line to the process that began this worker."""
    if _lines_of_worker is not None:
        _lines_of_worker.put(line)
