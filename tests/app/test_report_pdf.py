"""The report on paper: refused with words where nothing can print it, and handed to the browser with everything open."""

import stat

import pytest

from pyrrhic.app.report import pdf
from pyrrhic.errors import BadFile, CannotRun

PAGE = "<html><details><summary>More</summary>all of it</details></html>"
SCRIPT = """#!/bin/sh
for word in "$@"; do
  case "$word" in --print-to-pdf=*) out="${word#--print-to-pdf=}";; file:*) page="${word#file://}";; esac
done
cat "$page" > "$out"; head -c 20000 /dev/zero >> "$out"
"""


@pytest.fixture
def only(tmp_path, monkeypatch):
    """A PATH with nothing on it but what the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}")
    return folder


def install(folder, text, name="chromium"):
    program = folder / name
    program.write_text(text, encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_without_a_browser_it_is_refused_before_anything_is_computed(only, tmp_path, call):
    with pytest.raises(CannotRun, match="printed by Chromium"):
        pdf.write_pdf(PAGE, tmp_path / "report.pdf")
    status, out, error = call("report", "--out", str(tmp_path / "r.html"), "--pdf", str(tmp_path / "report.pdf"))
    assert status == 2 and out == "" and "apt-get install" in error and "Scenario" not in error
    assert not (tmp_path / "r.html").exists()


def test_what_a_click_opens_is_open_on_paper(only, tmp_path, monkeypatch):
    install(only, SCRIPT)
    monkeypatch.setenv("PATH", f"{only}:/usr/bin:/bin")
    printed = pdf.write_pdf(PAGE, tmp_path / "report.pdf")
    assert b"<details open><summary>" in printed.read_bytes()
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["report.pdf"]


def test_a_browser_that_prints_nothing_is_named(only, tmp_path, monkeypatch):
    install(only, "#!/bin/sh\nexit 0\n")
    monkeypatch.setenv("PATH", f"{only}:/usr/bin:/bin")
    with pytest.raises(CannotRun, match="printed nothing"):
        pdf.write_pdf(PAGE, tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    with pytest.raises(BadFile, match="it is a folder"):
        pdf.refuse(tmp_path)
    with pytest.raises(BadFile, match="there is no folder"):
        pdf.refuse(tmp_path / "absent" / "report.pdf")


def test_neither_page_nor_pdf_is_written_under_the_name_of_the_other(only, tmp_path, call):
    install(only, SCRIPT)
    page, printed = str(tmp_path / "r.html"), str(tmp_path / "r.pdf")
    for words, sentence in (
        (("--out", page, "--pdf", page), "the name is not that of one; allowed: .pdf"),
        (("--out", printed), "the report is an HTML page; allowed: --pdf FILE"),
    ):
        status, _, error = call("report", *words)
        assert status == 2 and sentence in error and "Scenario" not in error
    assert not list(tmp_path.glob("r.*"))
