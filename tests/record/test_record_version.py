"""The version of the data follows its figures: a change is named in changes.csv, and the version is raised."""

import csv
import importlib.util
import shutil
from pathlib import Path

import pytest

from pyrrhic.record.checks.rows import check, rows_of
from pyrrhic.record.checks.version import COVERED, digest, digests, hash_of, is_of, registered, version_problems
from pyrrhic.record.registers import Change, changes, data_version
from pyrrhic.record.tables import FOLDER, RECORD_HEADER, transcribed_files

SCRIPT = Path(__file__).parents[2] / "scripts" / "data_version.py"
FIGURE = "PYR-003102"  # grain collections of 1939/40, never changed


def loaded(file):
    """A script as a module; scripts are no package."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path):
    """The record, to be changed."""
    for part in ("transcribed", "catalogue", "registers"):
        shutil.copytree(FOLDER / part, tmp_path / part)
    return tmp_path


def edit(folder, name, **fields):
    """Change a figure, or take it out where no field is given."""
    for file in transcribed_files(folder):
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        if name in {row["id"] for row in rows}:
            rows = [{**row, **fields} if row["id"] == name else row for row in rows]
            kept = [row for row in rows if fields or row["id"] != name]
            with file.open("w", encoding="utf-8", newline="") as opened:
                writer = csv.DictWriter(opened, RECORD_HEADER, lineterminator="\n")
                writer.writeheader()
                writer.writerows(kept)


def problems(folder, *told):
    """What the check says of a folder, with those changes named in changes.csv."""
    every = [*changes(FOLDER), *told]
    return [str(each).removeprefix(f"{folder}/") for each in version_problems(rows_of(folder), folder, every)]


def raise_version(folder, version):
    file = folder / "registers" / "version.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f'version = "{data_version()[0]}"', f'version = "{version}"', 1), encoding="utf-8")


def change(name, version, field="value"):
    return Change(name, version, field, "11.6", "11.7", "misread")


def test_the_record_is_of_its_version():
    assert not list(version_problems(rows_of(), FOLDER, changes()))
    assert len(registered(FOLDER)) == len(rows_of())


def test_a_changed_figure_must_be_named_and_the_version_raised(folder):
    edit(folder, FIGURE, value="11.7")
    figure, version = problems(folder)
    assert figure.startswith("transcribed/procurement.csv:")
    assert f"{FIGURE} is not what it was in version {data_version()[0]}; say in changes.csv what was changed" in figure
    assert version.startswith("registers/version.toml:3:1: the figures are not those of version")
    assert "(0 new, 1 changed, 0 removed): raise the version, then run scripts/data_version.py" in version


def test_record_check_says_so_too(folder):
    edit(folder, FIGURE, value="11.7")
    messages = [problem.message for problem in check(folder=folder)]
    assert any(f"{FIGURE} is not what it was" in message for message in messages)
    assert any("the figures are not those of version" in message for message in messages)


def test_a_row_for_an_earlier_version_is_not_enough(folder):
    edit(folder, FIGURE, value="11.7")
    raise_version(folder, "2.1.0")
    assert len(problems(folder, change(FIGURE, "2"))) == 2
    (version,) = problems(folder, change(FIGURE, "2.1"))
    assert "the figures are not those" in version


def test_a_figure_that_is_taken_out_must_be_named(folder):
    edit(folder, FIGURE)
    gone, version = problems(folder)
    assert gone.startswith(f"registers/changes.csv:1:1: {FIGURE} is gone since version")
    assert "(0 new, 0 changed, 1 removed)" in version


def test_a_new_figure_needs_a_version_and_no_row_of_changes(folder):
    file = folder / "transcribed" / "procurement.csv"
    new = file.read_text(encoding="utf-8").splitlines()[-1].split(",", 1)[1]
    file.write_text(file.read_text(encoding="utf-8") + f"PYR-999999,{new}\n", encoding="utf-8")
    (version,) = problems(folder)
    assert "(1 new, 0 changed, 0 removed)" in version


def test_a_note_a_page_and_a_place_seen_may_be_mended_within_a_version(folder):
    edit(folder, FIGURE, note="mended", page="12", seen_in="")
    assert not problems(folder)


def test_every_field_that_says_what_a_figure_is_counts():
    row = dict.fromkeys(RECORD_HEADER, "1")
    assert all(digest({**row, name: "2"}) != digest(row) for name in COVERED)
    assert set(RECORD_HEADER) - set(COVERED) == {"id", "page", "note", "value_is", "seen", "seen_in", "flag"}


def test_a_register_that_was_changed_by_hand_is_seen(folder):
    file = folder / "registers" / "version.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("sha256:", "sha256:0"), encoding="utf-8")
    (version,) = problems(folder)
    assert "figures.csv was changed by hand" in version


@pytest.mark.parametrize(
    ("told", "version", "same"),
    [("2", "2.0.0", True), ("2.1", "2.1.0", True), ("2", "2.1.0", False), ("20", "2", False)],
)
def test_a_change_may_name_its_version_in_short(told, version, same):
    assert is_of(told, version) is same


def test_the_script_asks_first_for_the_change_then_for_the_version_and_then_writes(folder, monkeypatch):
    script = loaded(SCRIPT)
    edit(folder, FIGURE, value="11.7")
    assert f"{FIGURE} is not what it was" in script.main(folder)
    monkeypatch.setattr(script, "changes", lambda _: (*changes(FOLDER), change(FIGURE, "2.1"), change(FIGURE, "2")))
    assert "stands already; raise it" in script.main(folder)
    raise_version(folder, "2.1.0")
    assert script.main(folder) == ""
    assert not problems(folder, change(FIGURE, "2.1"))
    now = digests(row.fields for row in rows_of(folder))
    text = (folder / "registers" / "version.toml").read_text(encoding="utf-8")
    assert hash_of(now) in text and text.count('version = "2.1.0"') == 2


def test_new_figures_of_a_version_that_nobody_has_are_taken_in(folder):
    script = loaded(SCRIPT)
    edit(folder, FIGURE, note="mended")
    file = folder / "transcribed" / "procurement.csv"
    new = file.read_text(encoding="utf-8").splitlines()[-1].split(",", 1)[1]
    file.write_text(file.read_text(encoding="utf-8") + f"PYR-999999,{new}\n", encoding="utf-8")
    assert script.main(folder, is_unpublished=True) == "" and not problems(folder)
