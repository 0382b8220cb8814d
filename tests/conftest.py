"""Harsh settings for every test: no network beyond this machine, no deadline for a loaded one."""

import ipaddress
import os
import socket

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


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
