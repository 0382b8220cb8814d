"""Harsh settings for every test: no network beyond this machine, no deadline for a loaded one."""

import fcntl
import ipaddress
import os
import pickle
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(items) -> None:
    """What takes longest comes first, so that no worker is left with it at the end, alone."""
    items.sort(key=lambda test: (test.path.stem != "test_documentation", test.get_closest_marker("browser") is None))


class NetworkRefused(RuntimeError):
    """A test tried to open a connection beyond the loopback interface."""


def _is_loopback(family: int, address) -> bool:
    """Whether an address stays on this machine; a name other than localhost would have to be looked up outside."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = address[0]
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Refuse every connection that would leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            patch.setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))
        yield


def _guarded(original):
    def connect(self, address):
        if not _is_loopback(self.family, address):
            raise NetworkRefused(f"a test tried to connect to {address!r}")
        return original(self, address)

    return connect


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A temporary folder of this session of tests, the same for all its workers."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """One worker at a time; the others wait, and the lock goes with the worker that holds it."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def report_of(shared_folder) -> Callable[[str], dict]:
    """The report in a language, made once for all workers: its `view`, its `page`, the steps of its `progress`."""

    @cache
    def made(language: str) -> dict:
        file = shared_folder / f"report-{language}.pickle"
        with _alone(shared_folder / f"report-{language}.lock"):
            if not file.exists():
                file.write_bytes(pickle.dumps(_report(language)))
        return pickle.loads(file.read_bytes())

    return made


@pytest.fixture(scope="session")
def written_site(shared_folder) -> Path:
    """The site with three draws of each variant, written once for all workers. Whoever writes into it copies it first."""
    from pyrrhic.app.site.site import write_site
    from pyrrhic.calibration.posterior import available

    site = shared_folder / "written site"
    with _alone(shared_folder / "site.lock"):
        if not site.exists():
            draft = shared_folder / "site that is being written"
            write_site(draft, draws=3 * len(available()))
            draft.rename(site)
    return site


def _report(language: str) -> dict:
    """The report as the command makes it."""
    from pyrrhic.app.report.report import render, report_view

    command = "pyrrhic report" if language == "en" else f"pyrrhic report --lang {language}"
    progress: list[str] = []
    view = report_view(None, language, command, progress.append)
    return {"page": render(view), "view": view, "progress": progress}
