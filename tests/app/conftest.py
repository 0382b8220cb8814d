"""What the tests of the command line share."""

import pytest

from pyrrhic.app.cli.main import main


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch):
    """Lines long enough for sentences to stand on one of them."""
    monkeypatch.setenv("COLUMNS", "4000")


@pytest.fixture
def call(capsys):
    """Runs one command line: (exit status, standard output, standard error)."""

    def called(*arguments):
        status = main(list(arguments))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return called
