"""What a refusal is: one sentence on standard error, or one document on standard output, and status 2."""

import json

from pyrrhic.app.cli import answers

PARTS = {"what", "where", "allowed", "nearest"}


def refused(status: int, out: bytes, err: bytes) -> str:
    """The one sentence of a refusal."""
    assert status == answers.REFUSED and out == b""
    (line,) = err.decode("ascii", errors="replace").splitlines()
    assert line.startswith("pyrrhic: ") and "Traceback" not in line and "'utf-8'" not in line
    return line


def error_of(status: int, out: bytes, err: bytes) -> dict:
    """The parts of a refusal with --json, read as strictly as JSON is written."""
    assert status == answers.REFUSED and err == b""

    def nothing_else(word):
        raise ValueError(word)

    document = json.loads(out.decode("utf-8"), parse_constant=nothing_else)
    assert set(document) == {"error"} and set(document["error"]) == PARTS and document["error"]["what"]
    return document["error"]
