"""Pieces of work in this process and in others: results in order, progress under a name, an end with a failure."""

import multiprocessing
import os
import signal
import threading
from functools import partial

import made_up_work
import pytest

from pyrrhic.calibration.sampling import workers as workers_module
from pyrrhic.calibration.sampling.workers import Task, work_through
from pyrrhic.errors import CannotRun


def doubles(count: int) -> list[Task]:
    return [Task(f"task {number}", made_up_work.double, (number,)) for number in range(count)]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_are_in_order_and_progress_is_told_under_its_name(workers):
    lines = []
    assert work_through(doubles(5), workers, lines.append) == [0, 2, 4, 6, 8]
    assert sorted(lines) == [f"task {number}: doubling {number}" for number in range(5)]


def test_one_worker_stays_in_this_process_and_several_do_not(tmp_path):
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    alone.mkdir()
    beside.mkdir()
    own = [Task("who", made_up_work.who, (str(alone), 1))] * 2
    assert work_through(own, 1, print) == [os.getpid()] * 2 and work_through(own[:1], 8, print) != [os.getpid()]
    others = work_through([Task("who", made_up_work.who, (str(beside), 2))] * 2, 2, print)
    assert os.getpid() not in others and len(set(others)) == 2
    assert work_through([], 4, print) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_is_raised_as_it_was(workers):
    with pytest.raises(ValueError, match="made up to fail"):
        work_through([Task("fail", made_up_work.fail, ()), *doubles(2)], workers, lambda line: None)


def test_an_interruption_ends_the_workers(tmp_path):
    def interrupt(line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_through(
            [Task("late", made_up_work.write_late, (str(tmp_path / str(number)),)) for number in range(2)], 2, interrupt
        )
    assert not multiprocessing.active_children() and not list(tmp_path.iterdir())


def test_a_worker_that_is_killed_is_told_in_a_sentence():
    """As the system does where memory is out."""
    with pytest.raises(CannotRun, match="perhaps for want of memory; run the same command"):
        work_through([Task("lost", made_up_work.kill_oneself, ()), *doubles(1)], 2, lambda line: None)


def test_workers_that_begin_do_not_hear_an_interruption_and_this_process_hears_it_afterwards(request):
    if not hasattr(signal, "pthread_sigmask"):
        return  # Windows keeps no such list
    # A process begun in the background of a shell is deaf to interruptions for good.
    request.addfinalizer(
        partial(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler))
    )
    with pytest.raises(KeyboardInterrupt), workers_module._deaf_to_interruption():
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # to this thread: another one would not be deaf
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
