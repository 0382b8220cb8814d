"""The pages on how to add something, followed to the letter in a copy of the package: what they show can be added."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pyrrhic
from pyrrhic.app.cli.main import main

SCRIPTS = Path(__file__).parents[1] / "scripts"
PAGES = Path(__file__).parents[1] / "docs" / "contributing"
NOT_FOLLOWED = {"index", "language-string", "posterior"}  # they show no entry of a file
BLOCK = re.compile(r"^```(?:toml)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The files that take the blocks of a page, in their order.
FILES = {
    "figure": ["record/transcribed/harvest.csv"],
    "derived-series": ["record/derive/farm.py", "app/text/notes/derived.toml"],
    "equation": ["model/farm/draft_power.py", "model/quantities.toml", "app/text/equations/farm.toml"],
    "parameter": ["model/parameters/land.toml"],
    "lever": ["model/levers/policy.toml", "runs/history.toml"],
    "claim": ["runs/figures/farm.toml", "studies/claims/draft_power.toml"],
    "debate": ["studies/debates/working_animals.toml"],
    "target": ["studies/targets.toml"],
    "variant": ["calibration/structures.toml"],
}
# What is asked of the copy, where the commands of the page are slow or ask for nothing that was added.
QUESTIONS = {
    "claim": "from pyrrhic.studies.claims import claims; print(*(claim.key for claim in claims()))",
    "debate": "from pyrrhic.studies.debates import position_names; print(*position_names())",
    "target": "from pyrrhic.studies.fit.single import targets; print(*(target.name for target in targets()))",
    "variant": "from pyrrhic.calibration.coordinates import coordinates; print(coordinates('longer_memory').size)",
}
NAMES = {
    "claim": "S9",
    "debate": "working_animals=starved",
    "target": "towns_1927",
    "variant": r"\d+",
    "figure": "69.9 .*Davies and Wheatcroft 2004, p. 446",
}


def page(name: str) -> tuple[str, str]:
    """What a page says to write, and how to check it."""
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    written, _, checked = text.partition("**Check it**")
    return written, checked


def commands(name: str) -> list[list[str]]:
    """The commands with which a page checks what was added, those left out that run the model many times."""
    first = BLOCK.search(page(name)[1]).group(1)
    lines = [line.partition("#")[0].split() for line in first.splitlines() if line.startswith("pyrrhic ")]
    return [words[1:] for words in lines if words[1] in ("show", "record", "scenario")]


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the package."""
    package = Path(pyrrhic.__file__).parent
    return shutil.copytree(package, tmp_path / "pyrrhic", ignore=shutil.ignore_patterns("__pycache__"))


def asked(copy: Path, *arguments: str) -> str:
    """What Python prints with the copy of the package; the test fails where it is refused."""
    environment = {**os.environ, "PYTHONPATH": str(copy.parent)}
    command = [sys.executable, "-B", *arguments]
    done = subprocess.run(command, cwd=copy.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def follow(name: str, copy: Path) -> None:
    """Add the blocks of a page to the files that it names."""
    blocks = BLOCK.findall(page(name)[0])
    for file, block in zip(FILES[name], blocks, strict=False):
        with (copy / file).open("a", encoding="utf-8") as opened:
            opened.write(block if file.endswith(".csv") else f"\n\n{block}")
    if name == "figure":
        asked(copy, "-P", str(SCRIPTS / "data_version.py"), "--unpublished")
    if name == "derived-series":
        function = re.search(r"^def (\w+)", blocks[0], re.MULTILINE).group(1)
        listed = copy / "record" / "derive" / "series.py"
        text = listed.read_text(encoding="utf-8")
        listed.write_text(
            text.replace("] = (\n    grain.", f"] = (\n    farm.{function},\n    grain."), encoding="utf-8"
        )


def test_every_page_is_followed():
    pages = {file.stem for file in PAGES.glob("*.md")}
    assert pages == {*FILES, "scenario", *NOT_FOLLOWED}


@pytest.mark.parametrize("name", FILES)
def test_what_a_page_shows_can_be_added(name, copy):
    follow(name, copy)
    printed = asked(copy, "-c", QUESTIONS[name]) if name in QUESTIONS else ""
    printed += "".join(asked(copy, "-m", "pyrrhic", *command) for command in commands(name))
    assert re.search(NAMES.get(name, "."), " ".join(printed.split())), printed


@pytest.mark.parametrize("name", ["derived-series", "equation", "parameter", "lever"])
def test_what_a_page_adds_is_not_there_yet(name, capsys):
    assert main(commands(name)[0]) == 2, f"{name}.md: {' '.join(commands(name)[0])} shows what is shipped"
    assert "there is no" in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name][0].endswith(".toml")])
def test_the_entries_of_a_page_have_free_names(name):
    package = Path(pyrrhic.__file__).parent
    for file, block in zip(FILES[name], BLOCK.findall(page(name)[0]), strict=False):
        shipped = (package / file).read_text(encoding="utf-8") if (package / file).exists() else ""
        assert block.splitlines()[0] not in shipped.splitlines(), f"{name}.md: {file} has this entry"


def test_the_changes_of_the_page_on_scenarios_are_those_of_a_scenario(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["scenario", "new", "my.toml"]) == 0
    changes = next(block for block in BLOCK.findall(page("scenario")[0]) if block.startswith("[levers]"))
    file = tmp_path / "my.toml"
    frame, _, _ = file.read_text(encoding="utf-8").partition("[levers]")
    file.write_text(frame + changes, encoding="utf-8")
    capsys.readouterr()
    assert main(["scenario", "check", "my.toml"]) in (0, 1)
    assert "changes: 4" in capsys.readouterr().out
