"""Input that nobody means: empty words, names that move the cursor, pipes for files, streams that are closed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from refusals import error_of, refused

from pyrrhic.app.cli import answers
from pyrrhic.studies.scenarios.warnings import TO_BE_WRITTEN

FULL = Path("/dev/full")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """Every test runs in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        ("run", "nep", "--keep", ""),
        ("run", "nep", "--years", ""),
        ("run", "nep", "--draws", "20", "--structure", ""),
        ("run", "nep", "-o", ""),
        ("run", ""),
        ("scenario", "new", "a.toml", "--extends", " "),
        ("record", "export", ""),
        ("record", "sql", ""),
        ("ablate", ""),
    ],
)
def test_an_empty_word_is_refused_and_not_ignored(answered, words):
    assert refused(*answered("ascii", *words)).endswith(" is empty")
    assert error_of(*answered("ascii", *words, "--json"))["what"].endswith(" is empty")


@pytest.mark.parametrize("words", [("--json",), ("--json", "run", "nep"), ("--version", "--json")])
def test_json_before_a_command_is_refused_as_a_document(answered, words):
    assert error_of(*answered("ascii", *words))["what"] == "there is no option named --json"


@pytest.mark.parametrize("words", [("run",), ("show",), ("run", "nep", "--keep"), ("scenario", "check"), ()])
def test_a_name_does_nothing_to_the_terminal_and_is_cut_where_it_is_long(answered, words):
    escape = "\x1b[2J" + "x" * 5000
    said = refused(*answered("utf-8", *words, escape))
    assert "\\u001b[2Jxxx" in said and len(said) < 600


def test_what_is_printed_of_files_does_nothing_to_the_terminal(call):
    for line in (["scenario", "new", "a\x1b[31m.toml"], ["scenario", "check", "a\x1b[31m.toml"]):
        _, out, err = call(*line)
        assert "\x1b" not in out + err and "a\\u001b[31m" in out
    _, out, _ = call("record", "sql", "select chr(27) as a")
    assert "\x1b" not in out and "\\u001b" in out


@pytest.mark.parametrize(
    "line",
    ["run nep -o {}", "run nep --draws 20 -o {}", "report -o {}", "record check --with {}", "record list --with {}"],
)
def test_a_pipe_is_no_file(answered, tmp_path, line):
    if not hasattr(os, "mkfifo"):
        return  # Windows has no pipes among its files
    os.mkfifo(tmp_path / "pipe.csv")
    assert "pipe.csv: it is a pipe or a device, not a file" in refused(
        *answered("ascii", *line.format("pipe.csv").split())
    )


def test_a_link_is_followed_and_stays(call, tmp_path):
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert call("run", "nep", "--keep", "horses", "-o", "link.csv")[0] == 0
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "real.csv").is_file()


def test_a_new_scenario_extends_several_and_files_by_their_paths(call, tmp_path):
    (tmp_path / "folder").mkdir()
    for file, extended in (("a.toml", "nep+no_exports"), ("folder/b.toml", "a.toml")):
        assert call("scenario", "new", file, "--extends", extended)[0] == 0
        written = Path(file).read_text(encoding="utf-8")
        for text in TO_BE_WRITTEN.values():
            written = written.replace(text.en, "Ours").replace(text.ru, "Наш")
        Path(file).write_text(written, encoding="utf-8")
        assert call("scenario", "check", file)[0] == 0


def test_a_new_scenario_may_have_any_name_that_a_file_may_have(call):
    for file in ("new\nline.toml", 'quo"te.toml', os.fsdecode(b"x\xff.toml") if os.name == "posix" else "x.toml"):
        assert call("scenario", "new", file)[0] == 0
        assert call("scenario", "check", file)[0] == answers.FINDINGS  # it changes nothing yet


@pytest.mark.parametrize(
    ("redirected", "sentence"),
    [
        ("version >&-", "standard output: it is closed, so nothing can be printed"),
        ("record sql - <&-", "standard input: it is closed, so nothing can be read"),
        ("record sql - </dev/null", "the query is empty"),
        ("run nope 2>/dev/full", ""),
    ],
)
def test_streams_that_are_closed_empty_or_full(redirected, sentence):
    if not FULL.exists():
        return  # of Linux, as the shell's words are
    command = f"{sys.executable} -m pyrrhic {redirected}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == answers.REFUSED and sentence in done.stderr and len(done.stderr.splitlines()) < 2
