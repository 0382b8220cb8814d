"""What the tests of the command line share."""

import io
import sys

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


@pytest.fixture
def answered(monkeypatch):
    """Runs one command line with standard output and error in a code page: (status, output, error), as bytes."""

    def called(code_page: str, *words: str):
        streams = [io.TextIOWrapper(io.BytesIO(), encoding=code_page) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            status = main(list(words))
            for stream in streams:
                stream.flush()
        return status, *(stream.buffer.getvalue() for stream in streams)

    return called
