"""Workers do linear algebra in one thread each."""

import os

from pyrrhic.calibration.sampling.workers import THREADS, Task, work_through


def test_workers_begin_with_one_thread_and_leave_the_environment_as_it_was(monkeypatch):
    for name in THREADS[:-1]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(THREADS[-1], "3")
    before = dict(os.environ)
    tasks = [Task(name, os.getenv, (name,)) for name in THREADS]
    assert work_through(tasks, 2, print) == ["1", "1", "3"]
    assert dict(os.environ) == before
