"""The rules of the house: imports in one direction, equations that read like the paper, nothing in the
repository that belongs to a machine or a registry, one formatter and one type checker."""

import ast
import inspect
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections import Counter
from pathlib import Path

import numpy
import pytest

import pyrrhic
from pyrrhic.engine.equations import CLOSES
from pyrrhic.model import SLOTS, assemble, assemble_all_rivals, levers, opening, opening_values, parameters
from pyrrhic.model.inputs import DEFINITION
from pyrrhic.runs.history import historical_paths
from pyrrhic.sources import bibliography, references, split
from pyrrhic.units import UNITS, Unit

ROOT = Path(__file__).parents[1]
LONGEST_FILE, MOST_MODULES, MOST_STATEMENTS = 400, 12, 10
MADE = {"_build", "generated", "__pycache__"}
EMPTY_NAMES = {"one", "found", "told", "said"}
MODEL = assemble()
RIVALS = {f"{slot.quantity}: {name}": rival for slot in SLOTS for name, rival in slot.rivals.items()}
EQUATIONS = {**{name: equation.function for name, equation in MODEL.equations.items()}, **RIVALS}
ASSUMED = {**parameters(), **opening_values()}


# --- one direction of imports -----------------------------------------------------------------------------


def lint_imports(source: Path) -> subprocess.CompletedProcess:
    """The import contract of pyproject.toml, checked on the package below `source`."""
    call = f"lint_imports(config_filename={str(ROOT / 'pyproject.toml')!r}, no_cache=True)"
    command = [sys.executable, "-c", f"from importlinter.cli import lint_imports; raise SystemExit({call})"]
    return subprocess.run(
        command, cwd=source, env={**os.environ, "PYTHONPATH": str(source)}, capture_output=True, text=True, check=False
    )


def test_imports_go_one_way():
    contract = lint_imports(ROOT / "src")
    assert contract.returncode == 0, contract.stdout + contract.stderr


@pytest.mark.parametrize(
    "module, line",
    [
        ("record/load.py", "import pyrrhic.engine"),
        ("model/farm/harvest.py", "from pyrrhic.record import load"),
        ("runs/history.py", "import click"),
        ("studies/verdict.py", "import nutpie"),
        ("engine/loop.py", "from pyrrhic.model import assemble"),
    ],
)
def test_the_contract_refuses_the_other_direction(tmp_path, module, line):
    shutil.copytree(ROOT / "src" / "pyrrhic", tmp_path / "pyrrhic", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "pyrrhic" / module
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    contract = lint_imports(tmp_path)
    assert contract.returncode == 1
    assert "BROKEN" in contract.stdout, contract.stdout + contract.stderr


# --- every equation reads like the paper ------------------------------------------------------------------


@pytest.mark.parametrize("name", EQUATIONS)
def test_equation_says_what_it_is_and_names_sources_that_exist(name):
    text = inspect.getdoc(EQUATIONS[name]) or ""
    summary, _, rest = text.partition("\n\n")
    assert summary.endswith("."), f"{name}: the docstring must begin with one sentence and an empty line"
    assert rest.strip(), f"{name}: the docstring has no formula in words"
    cited = references(text)
    assert cited, f"{name}: the docstring names no source as `Source: key[page]`"
    for reference in cited:
        assert split(reference)[0] in bibliography(), f"{name}: {reference} is not in sources.bib"


@pytest.mark.parametrize("name", EQUATIONS)
def test_equation_has_units_and_no_defaults_and_one_idea(name):
    function = EQUATIONS[name]
    signature = inspect.signature(function)
    arguments = signature.parameters.values()
    for annotation in (*(argument.annotation for argument in arguments), signature.return_annotation):
        assert any(isinstance(extra, Unit) for extra in getattr(annotation, "__metadata__", ()))
    assert all(argument.default is argument.empty for argument in arguments)
    assert count_statements(function) <= MOST_STATEMENTS


def count_statements(function) -> int:
    """Statements of a function's body, its docstring left out."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) - 2


def test_statements_are_counted_in_nested_blocks_too():
    def nested(x):
        """A loop, a condition in it, two assignments and a return."""
        for item in x:
            if item:
                x = item
                item = x
        return x

    assert count_statements(count_statements) == 2
    assert count_statements(nested) == 5


def test_each_equation_runs_alone_and_has_the_axes_it_declares():
    for name, function in EQUATIONS.items():
        reads = inspect.signature(function).parameters
        result = function(*[numpy.ones((*MODEL.shape(read), 2)) for read in reads])
        kinds, places = MODEL.trace.shape(MODEL.trace.placed(function.axes))
        assert result.shape == (kinds, places, 2), f"{name} gives {result.shape}"
        assert result.dtype == numpy.float64, f"{name} gives {result.dtype}"


def test_rivals_have_the_axes_of_their_slot_or_fewer():
    for name, rival in RIVALS.items():
        assert set(rival.axes) <= set(assemble_all_rivals().axes_of(name.partition(":")[0])), name


@pytest.mark.parametrize("name", MODEL.stocks)
def test_a_stock_has_the_axes_and_the_unit_with_which_it_closes(name):
    assert MODEL.axes_of(name) == MODEL.axes_of(name + CLOSES) and MODEL.unit(name) == MODEL.unit(name + CLOSES)
    assert opening()[name].shape[:2] == MODEL.shape(name)


# --- every number has a unit, bounds and a source ---------------------------------------------------------


@pytest.mark.parametrize("name", ASSUMED)
def test_parameter_has_unit_bounds_and_a_work_or_a_reason(name):
    parameter = ASSUMED[name]
    assert parameter.unit in UNITS, f"{name}: {parameter.unit} is not one of units.py"
    low, high = parameter.bounds
    assert low < high
    assert ((low <= parameter.value) & (parameter.value <= high)).all(), f"{name} lies outside its bounds"
    by_definition = parameter.basis == DEFINITION
    grounds = [bool(parameter.source), bool(parameter.reason), by_definition]
    assert sum(grounds) == 1, f"{name} needs works, or the reason of a judgement, or is so by definition"
    assert parameter.judgement == bool(parameter.reason) and (not by_definition or parameter.note)
    for reference in parameter.source:
        assert split(reference)[0] in bibliography(), f"{name}: {reference} is not in sources.bib"


@pytest.mark.parametrize("name", parameters())
def test_parameter_is_read_by_an_equation_in_its_unit(name):
    assert any(name in inspect.signature(function).parameters for function in EQUATIONS.values())
    if name in MODEL.inputs:
        assert MODEL.inputs[name].unit.symbol == parameters()[name].unit
        assert MODEL.inputs[name].bounds == parameters()[name].bounds
        assert MODEL.shape(name) == parameters()[name].value.shape[:2]


@pytest.mark.parametrize("name", levers())
def test_lever_stays_within_its_bounds_in_history(name):
    lever = levers()[name]
    assert lever.unit in UNITS
    low, high = lever.bounds
    path = historical_paths()[name]
    assert ((low <= path) & (path <= high)).all(), f"{name}: the path as it happened leaves {low} to {high}"


# --- the repository ---------------------------------------------------------------------------------------


def repository_files() -> list[Path]:
    """The files that are written by hand or kept. What is made is not looked into: another test may be making it."""
    files = [file for file in ROOT.iterdir() if file.is_file() and file.name not in ("report.html", ".git")]
    for top in ("src", "tests", "docs", "benchmarks", "scripts", ".ci"):
        for folder, inner, names in os.walk(ROOT / top):
            inner[:] = [name for name in inner if name not in MADE and not name.endswith(".egg-info")]
            files += [Path(folder) / name for name in names]
    return files


def text_of(file: Path) -> str:
    """The text of a file, empty where it is not text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


FORBIDDEN = {
    "a registry's host": r"p[y]pi\.org|p[y]thonhosted|n[p]mjs\.|d[e]bian\.org|\s--(extra-)?index-[u]rl",
    "a download address": r"https?://[^ \"]*\.(whl|t[g]z|tar\.gz)",
    "a path of one machine": r"(?<![\w.])/(w[o]rk|r[o]ot|t[m]p|h[o]me|f[a]rm)/",
    "something left undone": r"\b(T[O]DO|F[I]XME|X[X]X)\b",
    "a limit of time in a test": r"\bt[i]meout=\d",
    "a skipped test": r"pytest\.s[k]ip\(|@pytest\.mark\.(s[k]ip|x[f]ail)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    pattern = re.compile(FORBIDDEN[what])
    places = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in repository_files()
        if (match := pattern.search(text_of(file)))
    ]
    assert not places, f"{what}: {places}"


@pytest.mark.parametrize(
    "what, example",
    [
        ("a registry's host", "see p" + "ypi.org"),
        ("a download address", "https:" + "//example.org/a-1.0.whl"),
        ("a path of one machine", "open('/wor" + "k/main')"),
        ("something left undone", "# TO" + "DO"),
        ("a limit of time in a test", "subprocess.run(command, time" + "out=60)"),
        ("a skipped test", "pytest.sk" + "ip('later')"),
    ],
)
def test_what_is_forbidden_would_be_found(what, example):
    assert re.search(FORBIDDEN[what], example)


def test_no_written_file_is_longer_than_one_idea():
    written = [file for file in repository_files() if file.suffix in (".py", ".js", ".css", ".sh")]
    assert len(written) > 50
    long = {
        str(file.relative_to(ROOT)): lines for file in written if (lines := text_of(file).count("\n")) > LONGEST_FILE
    }
    assert not long, f"over {LONGEST_FILE} lines: {long}"


def test_the_record_and_the_model_name_works_and_not_web_addresses():
    package = ROOT / "src" / "pyrrhic"
    files = [package / "sources.bib", *package.rglob("*.csv"), *package.rglob("*.toml")]
    assert len(files) > 50
    addresses = [
        f"{file.name}: {match.group()}"
        for file in files
        if (match := re.search(r"https?:|www\.|\b[\w-]+\.(com|org|net|ru|ua|kz)\b", text_of(file)))
    ]
    assert not addresses


def test_no_folder_is_fuller_than_a_dozen_modules():
    package = ROOT / "src" / "pyrrhic"
    modules = Counter(file.parent for file in package.rglob("*.py") if file.name != "__init__.py")
    assert len(modules) > 10
    full = {str(folder.relative_to(package)): number for folder, number in modules.items() if number > MOST_MODULES}
    assert not full, f"over {MOST_MODULES} modules: {full}"


# --- names ------------------------------------------------------------------------------------------------


def names_that_say_nothing(code: str) -> list[str]:
    """The variables and parameters of some code that are called by a word of `EMPTY_NAMES`, as `line: name`."""
    nodes = list(ast.walk(ast.parse(code)))
    names = [(node.lineno, node.id) for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names += [(node.lineno, node.arg) for node in nodes if isinstance(node, ast.arg)]
    names += [
        (node.lineno, node.name)
        for node in nodes
        if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name
    ]
    return [f"{line}: {name}" for line, name in sorted(names) if name in EMPTY_NAMES]


def test_names_are_nouns_of_what_they_hold():
    files = [file for top in ("src", "scripts", "benchmarks") for file in (ROOT / top).rglob("*.py")]
    assert len(files) > 150
    names = {str(file.relative_to(ROOT)): names_that_say_nothing(text_of(file)) for file in files}
    assert not {file: lines for file, lines in names.items() if lines}


@pytest.mark.parametrize(
    "code",
    [
        "found = 1",
        "for one in (1, 2): pass",
        "[told for told in ()]",
        "def f(said): pass",
        "lambda *one: 0",
        "with open('x') as found: pass",
        "(said := 1)",
        "class Row:\n    found: int",
        "try: pass\nexcept OSError as told: pass",
        "match 1:\n    case one: pass",
    ],
)
def test_a_name_that_says_nothing_would_be_found(code):
    assert len(names_that_say_nothing(code)) == 1


@pytest.mark.parametrize("code", ["one_year = found_by = 1", "row.found = 1", "f(one=1)"])
def test_other_names_and_fields_are_left_alone(code):
    assert not names_that_say_nothing(code)


# --- tools ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check --no-cache", "format --check --no-cache"])
def test_ruff_has_nothing_to_say(command):
    call = [sys.executable, "-m", "ruff", *command.split(), "."]
    report = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stdout


def type_errors(*files: Path) -> list[str]:
    """What mypy says of the package, or of some files, with the settings of pyproject.toml; a line for each error."""
    call = [sys.executable, "-m", "mypy", "--no-pretty", *map(str, files)]
    report = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert report.returncode in (0, 1), report.stdout + report.stderr
    return [line for line in report.stdout.splitlines() if ": error:" in line]


def test_mypy_has_nothing_to_say():
    wrong = type_errors()
    assert not wrong, "\n".join(wrong)


def test_mypy_would_find_a_wrong_type(tmp_path):
    file = tmp_path / "small.py"
    file.write_text('length: int = "three"\n', encoding="utf-8")
    assert len(type_errors(file)) == 1


def test_the_version_is_the_same_wherever_it_is_written():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited.group(1) == project["version"] == pyrrhic.__version__


IN_THE_ROOT = {
    *(".ci", ".gitignore", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md"),
    *("benchmarks", "docs", "pyproject.toml", "requirements-test.lock", "requirements.lock", "scripts", "src", "tests"),
}
LARGEST = 1_000_000  # bytes


def test_what_is_committed_has_a_place_and_is_small():
    """What a command or an example writes into the folder is not committed by mistake."""
    if not (ROOT / ".git").exists():
        return  # what is committed is known only in a clone
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    files = [Path(name) for name in listed.split("\0") if name]
    assert {file.parts[0] for file in files} == IN_THE_ROOT
    assert not [file for file in files if (ROOT / file).is_file() and (ROOT / file).stat().st_size > LARGEST]
