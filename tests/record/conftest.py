"""The small record as fixtures."""

from importlib import import_module
from pathlib import Path

import pytest
from small_record import WORKS, write_record


@pytest.fixture
def works(monkeypatch):
    """The small record's bibliography in place of the package's."""
    for module in ("pyrrhic.record.checks.rows", "pyrrhic.record.load"):
        monkeypatch.setattr(import_module(module), "bibliography", lambda: WORKS)
    return WORKS


@pytest.fixture
def small(tmp_path, works) -> Path:
    """The small record, without a fault."""
    return write_record(tmp_path / "record")
