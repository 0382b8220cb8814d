"""One contract for every command: what is refused is one sentence or one document, under any code page, with status 2."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from refusals import error_of, refused

from pyrrhic.app.cli import answers
from pyrrhic.app.cli.main import COMMANDS, main, pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import PyrrhicError

CODE_PAGES = ("cp1252", "cp866", "ascii")
LOST = "потеряно"
FULL = Path("/dev/full")
# By command a misspelt name, value or file; a command that takes none is asked for a misspelt option.
MISSPELT = {
    "run": "nep+no_exprots",
    "compare": "as_it_happened nepp",
    "scenario list": "--lang de",
    "scenario show": f"{LOST}.toml",
    "scenario check": f"{LOST}.toml",
    "scenario new": f"{LOST}/a.toml",
    "scenario export": f"nepp -o {LOST}.xmile",
    "scenario levers": "--lang de",
    "scenario schema": "--jsn",
    "show": "grain_yeild",
    "record list": "--topic herd",
    "record show": "grain_collectoins",
    "record check": f"--with {LOST}.csv",
    "record export": "anywhere --format xls",
    "record sql": "selct",
    "cite": "grain_harvst",
    "site": "--draws many",
    "handout": "s33",
    "lab": "--draws many",
    "report": f"--scenario {LOST}.toml",
    "calibrate": "--structure bsae",
    "posterior show": "bsae",
    "posterior check": "--lang de",
    "posterior values": f"-o {LOST}/a.npz",
    "posterior stamp": f"--before {LOST}.npz",
    "posterior predictive": "--draws many",
    "posterior residuals": "--draws many",
    "posterior sbc": "--draws 0",
    "structures list": "--lang de",
    "structures weights": "--lang de",
    "structures show": "bsae",
    "validate": "1946_48",
    "fit": "--series brths",
    "claims": "labor",
    "attribute": "no_exports --outcome excess_deaths_1932_3",
    "ablate": "exportz",
    "judgements": "store_limi",
    "sensitivity": "--method sobl",
    "discover": "catle_1933 --above 1",
    "debates": "--lang de",
    "debate": "harvst",
    "replicate": "alen2003",
    "published": "japanese_pat",
    "doctor": "--lang de",
    "warm": "--lang de",
    "completion": "bsh",
    "version": "--jsn",
}


def commands(command: click.Command, words: tuple[str, ...] = ()) -> list[str]:
    """Every command line that can be given, groups left out."""
    if not isinstance(command, click.Group):
        return [" ".join(words)]
    context = click.Context(command, info_name="pyrrhic")
    return [
        line
        for name in command.list_commands(context)
        for line in commands(command.get_command(context, name), (*words, name))
    ]


EVERY = commands(pyrrhic)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """Every test runs in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_every_command_is_asked():
    assert sorted(MISSPELT) == sorted(EVERY) and {line.split()[0] for line in EVERY} == set(COMMANDS)


@pytest.mark.parametrize("code_page", CODE_PAGES)
@pytest.mark.parametrize("line", EVERY)
def test_a_misspelt_name_or_file_is_one_sentence_or_one_document(answered, line, code_page):
    words = [*line.split(), *MISSPELT[line].split()]
    refused(*answered(code_page, *words))
    error_of(*answered(code_page, *words, "--json"))


@pytest.mark.parametrize("line", EVERY)
def test_a_misspelt_option_is_one_sentence_with_the_nearest(answered, line):
    words = [*line.split(), "--jsno"]
    assert "did you mean --json?" in refused(*answered("ascii", *words))
    error = error_of(*answered("ascii", *words, "--json"))
    assert error["nearest"] == "--json" and error["where"] == line


@pytest.mark.parametrize("line", EVERY)
@pytest.mark.parametrize("asked", ["-h", "--help"])
def test_every_command_has_help(answered, line, asked):
    status, out, err = answered("ascii", *line.split(), asked)
    assert status == 0 and err == b"" and f"Usage: pyrrhic {line}".encode() in out and b"--json" in out


@pytest.mark.parametrize("words", [[], ["record"], ["scenario"], ["posterior"], ["structures"]])
def test_a_group_alone_prints_its_help(answered, words):
    status, out, err = answered("ascii", *words)
    assert status == 0 and err == b"" and b"Commands:" in out
    assert out == answered("ascii", *words, "--help")[1]


SPOKEN = [
    "run nep --years 1932",
    "compare as_it_happened nep --years 1932",
    "run nep --draws 20 --keep excess_deaths --years 1932",
    "scenario list",
    "scenario show nep",
    "scenario levers",
    "show grain_yield",
    "record list horses",
    "record show grain_collections",
    "cite producer_share",
    "posterior show",
    "posterior check",
    "structures list",
    "structures weights",
    "structures show harvest_low",
    "claims",
    "claims S8 --why",
    "attribute no_exports+relief_accepted --outcome excess_deaths_1932_33 --single --interactions --channels",
    "ablate exports",
    "judgements store_limit --single",
    "judgements --single",
    "debates",
    "published flexible_procurement",
    "replicate allen2003",
]


@pytest.mark.parametrize("line", SPOKEN)
def test_an_answer_is_printed_under_any_code_page_in_both_languages(answered, line):
    russian = answered("utf-8", *line.split(), "--lang", "ru")[1].decode("utf-8")
    assert russian != answered("utf-8", *line.split())[1].decode("utf-8")
    assert any("а" <= letter <= "я" for letter in russian)
    for code_page in CODE_PAGES:
        status, out, _ = answered(code_page, *line.split(), "--lang", "ru")
        assert status == 0
        assert out.decode(code_page) == russian.encode(code_page, "backslashreplace").decode(code_page)
        json.loads(answered(code_page, *line.split(), "--json")[1].decode("utf-8"))


@pytest.mark.parametrize("line", SPOKEN)
def test_lines_fit_the_terminal(answered, monkeypatch, line):
    for width in (90, 140):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = answered("utf-8", *line.split())[1].decode("utf-8").splitlines()
        assert lines and max(map(len, lines)) <= width, max(lines, key=len)


@pytest.mark.parametrize("line", SPOKEN)
def test_what_the_screens_themselves_say_has_a_translation(line, monkeypatch, capsys):
    made = []

    class Remembered(Language):
        def __init__(self, code):
            super().__init__(code)
            made.append(self)

    monkeypatch.setattr("pyrrhic.app.language.Language", Remembered)
    assert main([*line.split(), "--lang", "ru"]) == 0
    missing = {text for say in made for text in say.missing}
    assert not missing & SAID, f"texts to translate in pyrrhic.po: {sorted(missing & SAID)}"


def _said() -> set[str]:
    """Every string that stands in the modules of text: what they say of themselves, besides names and formats."""
    import ast

    import pyrrhic.app.text

    (folder,) = pyrrhic.app.text.__path__
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in Path(folder).rglob("*.py")]
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


SAID = _said()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("run nep --structure base", "run: --structure needs --draws"),
        ("run nep --draws 1 --structure base", "one draw has no interval; allowed: 2 or more"),
        ("run nep --draws 3", f"--draws 3: 3 draws asked for; allowed: {len(available())} to"),
        ("compare nep nep --structure base", "compare: --structure needs --draws"),
        ("run nep --draws 20 --years 1950", "the scenario ends in 1940"),
        ("run nep --draws -3", "-3 is not a number that it takes; allowed: 1 or more"),
        ("run nep -o folder.csv", "folder.csv: it is a folder; name a file in it"),
        ("run nep --draws 20 -o folder.csv", "folder.csv: it is a folder; name a file in it"),
        ("report -o folder.csv", "folder.csv: it is a folder; name a file in it"),
        ("judgements --single --draws 20", "judgements: --draws cannot be used with --single"),
        ("fit --single --draws 20", "fit: --draws cannot be used with --single"),
        ("fit --table-1 --series pigs", "fit: --series cannot be used with --table-1"),
        ("fit --check --series pigs", "fit: --series cannot be used with --check"),
        ("calibrate --all --structure base", "calibrate: --structure cannot be used with --all"),
        ("calibrate --quick --chains 3", "calibrate: --chains cannot be used with --quick"),
        ("calibrate --starting-fit --ship", "calibrate: --ship cannot be used with --starting-fit"),
        ("calibrate --chains 1", "allowed: 2 or more"),
        ("cite producer_share --bibtex --json", "--bibtex cannot be used with --json"),
        ("record lst", "record: there is no command named lst; did you mean list?"),
        ("run", "run: missing argument"),
        ("run nep --years 1932 --years 1933", "run: --years is given 2 times; allowed: once"),
        ("scenario list --lang ru --lang en", "scenario list: --lang is given 2 times"),
        ("run nep --keep horses,,herds", "--keep horses,,herds: a name is missing beside a comma"),
        ("run nep --years ١٩٣٢", "not a year or a span of years of the model"),
        ("fit --check --table-1", "fit: --check cannot be used with --table-1"),
        ("posterior sbc --error-scale nan", "--error-scale: nan is not a number that it takes"),
        ("posterior sbc --error-scale inf", "--error-scale: inf is not a number that it takes"),
        ("calibrate --acceptance nan", "--acceptance: nan is not a number that it takes"),
        ("posterior predictive --draws 9999999", "9999999 draws asked for; allowed:"),
        ("posterior values", "posterior values: missing option '--out' / '-o'"),
        ("posterior values -o a.txt", "a.txt: no format has the suffix .txt; allowed: .npz"),
        ("calibrate --quick -o file.csv", "file.csv: it is a file; name a folder"),
        ("record export file.csv", "file.csv: it is a file; name a folder"),
    ],
)
def test_what_would_be_ignored_or_makes_no_sense_is_refused(answered, tmp_path, line, sentence):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file.csv").touch()
    if "--json" in line:
        assert sentence in error_of(*answered("ascii", *line.split()))["what"]
    else:
        assert sentence in refused(*answered("ascii", *line.split()))


def test_levers_and_parameters_can_be_kept_with_draws_and_without(call):
    for draws in ([], ["--draws", "20"]):
        status, out, _ = call("run", "nep", *draws, "--keep", "procurement_plan", "--years", "1932", "--json")
        assert status == 0 and list(json.loads(out)["quantities"]) == ["procurement_plan"]


def test_warnings_of_a_scenario_are_printed_with_draws_too(call, tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\n[levers]\ncoercion = { 1935 = 1.0 }\n',
        encoding="utf-8",
    )
    for draws in ([], ["--draws", "20"]):
        _, _, err = call("run", "mine.toml", *draws, "--keep", "excess_deaths", "--years", "1932")
        assert "warning: mine.toml: lever coercion" in err or "warning: mine: lever coercion" in err
        _, out, _ = call("run", "mine.toml", *draws, "--keep", "excess_deaths", "--years", "1932", "--json")
        assert "lever coercion" in json.loads(out)["warnings"][0]


def test_a_run_that_fails_says_so_and_exits_with_1(call, monkeypatch):
    from dataclasses import replace

    import numpy

    from pyrrhic.studies.scenarios import scenario

    run = scenario.run
    monkeypatch.setattr(scenario, "run", lambda *asked: replace(run(*asked), failed_year=numpy.array([1933])))
    for line in ("run nep", "compare as_it_happened nep"):
        status, _, err = call(*line.split())
        assert status == answers.FINDINGS and "warning: nep: the run fails in 1933" in err
        assert call(*line.split(), "--json")[0] == answers.FINDINGS


def test_json_has_no_word_for_what_is_not_a_number(call):
    status, out, _ = call("record", "sql", "select 'nan'::double as a, 'inf'::double as b, 1.5 as c", "--json")
    assert status == 0 and json.loads(out) == [{"a": None, "b": None, "c": 1.5}]


@pytest.mark.parametrize(("library", "extra"), [("nutpie", "calibrate"), ("ziglang", "fast")])
def test_a_missing_library_names_the_extra_that_brings_it(library, extra):
    refusal = answers.refusal(ModuleNotFoundError(f"No module named '{library}'", name=f"{library}.core"))
    assert str(refusal).endswith(f"install it with: pip install pyrrhic[{extra}]")
    pyproject = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert any(wanted.startswith(library) for wanted in pyproject["project"]["optional-dependencies"][extra])


def test_a_fault_of_the_program_is_no_refusal():
    assert answers.refusal(RuntimeError("a fault")) is None
    assert isinstance(answers.refusal(FileNotFoundError(2, "", "a.csv")), PyrrhicError)


def process(line: str, **options) -> subprocess.CompletedProcess:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "pyrrhic", *line.split()]
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, **options)


@pytest.mark.parametrize("line", ["scenario levers", "scenario levers --json"])
def test_a_reader_who_has_left_is_told_nothing(line):
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as closed:
        done = process(line, stdout=closed)
    assert done.returncode == 0 and done.stderr == b""


@pytest.mark.parametrize("line", ["scenario levers", "scenario levers --json", "show nope --json"])
def test_a_full_device_is_one_sentence(line):
    if not FULL.exists():
        return  # only Linux has a device that is always full
    with FULL.open("wb") as full:
        done = process(line, stdout=full)
    assert done.returncode == answers.REFUSED
    assert done.stderr.decode().startswith("pyrrhic: standard output cannot be written to")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ru", "run"),
        ("run ne", "nep"),
        ("run nep+no_mt", "nep+no_mts"),
        ("run nep --keep horses,cattl", "horses,cattle"),
        ("run nep --structure harvest_l", "harvest_low"),
        ("run nep --ye", "--years"),
        ("show grain_yiel", "grain_yield"),
        ("record show draft_pow", "draft_power"),
        ("scenario show reforms", "reforms_in_1946"),
        ("ablate slaugh", "slaughter"),
        ("report --lang r", "ru"),
    ],
)
def test_names_are_completed(monkeypatch, capsys, words, expected):
    monkeypatch.setenv("_PYRRHIC_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"pyrrhic {words}")
    monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
    main([])
    assert expected in [line.partition(",")[2] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_asks_the_program(call, shell):
    status, out, _ = call("completion", shell)
    assert status == 0 and "_PYRRHIC_COMPLETE" in out and f"{shell}_complete" in out
