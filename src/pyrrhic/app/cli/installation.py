"""`pyrrhic doctor`, `warm`, `completion` and `version`: whether this installation works, and what makes it quick."""

import csv
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, document, finish
from pyrrhic.app.cli.group import COMPLETION
from pyrrhic.app.cli.options import OneOf, json_option, language_option
from pyrrhic.errors import CannotRun

if TYPE_CHECKING:
    from pyrrhic.app.language import Language

SHELLS = ("bash", "zsh", "fish")

OLDEST_PYTHON = (3, 11)
NEEDED = (
    "numpy",
    "scipy",
    "click",
    "msgspec",
    "duckdb",
    "pyarrow",
    "pandas",
    "xarray",
    "h5netcdf",
    "h5py",
    "jinja2",
    "markupsafe",
    "babel",
    "matplotlib",
)
FOR_EXTRAS = {
    "calibrate": ("ensembles and calibration", ("ziglang", "nutpie", "arviz")),
    "sensitivity": ("Morris' and Sobol's indices", ("salib",)),
    "excel": ("workbooks for Excel", ("xlsxwriter",)),
}
OPTIONAL = tuple(name for _, names in FOR_EXTRAS.values() for name in names)
TOLERANCE = 1e-9


@click.command()
@language_option
@json_option
def doctor(say: "Language", as_json: bool) -> None:
    """Check Python, libraries, record, model, scenarios, one run, files and the cache.

    Exits with 1 on a fault.
    """
    results = []
    for name, check in CHECKS.items():
        results.append(_checked(name, check))
        if not as_json:
            mark = say("ok") if results[-1]["sound"] else say("FAULT")
            print(f"{mark:<5}  {say(name)}: {results[-1]['message']}", flush=True)
    sound = all(result["sound"] for result in results)
    if as_json:
        print(document({"sound": sound, "checks": results}))
    finish(sound)


def _checked(name: str, check: Callable[[], str]) -> dict[str, Any]:
    """One check: whether it is sound, what it says, and how long it took."""
    began = time.perf_counter()
    try:
        sound, message = True, check()
    except Exception as error:
        sound, message = False, _message_of(error)
    return {"check": name, "sound": sound, "message": message, "seconds": round(time.perf_counter() - began, 3)}


@click.command()
@language_option
@json_option
def warm(say: "Language", as_json: bool) -> None:
    """Compile the model, so that the first run with --draws and the first calibration find it in the cache."""
    from pyrrhic.calibration.programs import compile_programs

    began = time.perf_counter()
    programs, folder = compile_programs()
    kept = Path(folder).is_dir() and any(Path(folder).iterdir())
    view = {"seconds": round(time.perf_counter() - began, 2), "cache": folder, "programs": programs, "kept": kept}
    ready, lost = (
        "Programs ready: {programs}, in {seconds} s; cache: {cache}",
        "Programs compiled: {programs}, in {seconds} s; none is kept, for nothing can be written to {cache}",
    )
    text = ready if kept else lost
    answer(view, lambda view: say(text, **view), as_json)


@click.command()
@click.argument("shell", type=OneOf("shell", SHELLS))
@json_option
def completion(shell: str, as_json: bool) -> None:
    """Print a script that lets a shell complete commands, options, and names of scenarios, quantities and series.

    \b
    To install it:
      bash   pyrrhic completion bash > ~/.pyrrhic-complete.bash
             echo '. ~/.pyrrhic-complete.bash' >> ~/.bashrc
      zsh    pyrrhic completion zsh > ~/.pyrrhic-complete.zsh
             echo '. ~/.pyrrhic-complete.zsh' >> ~/.zshrc
      fish   pyrrhic completion fish > ~/.config/fish/completions/pyrrhic.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    script = kind(click.Group(), {}, "pyrrhic", COMPLETION).source() if kind else ""
    answer({"shell": shell, "script": script}, lambda view: view["script"], as_json)


@click.command()
@json_option
def version(as_json: bool) -> None:
    """Print the version of the package."""
    import pyrrhic

    answer({"version": pyrrhic.__version__}, lambda view: f"pyrrhic {view['version']}", as_json)


# --- the checks of `pyrrhic doctor` ---------------------------------------------------------------------------


def _message_of(error: Exception) -> str:
    """What went wrong: a sentence of our own as it is, another's with the kind of error."""
    own = type(error).__module__.startswith("pyrrhic.")
    return str(error) if own else f"{type(error).__name__}: {error}"


def _python() -> str:
    if sys.version_info < OLDEST_PYTHON:
        raise CannotRun(f"Python {sys.version.split()[0]} is older than {'.'.join(map(str, OLDEST_PYTHON))}")
    return sys.version.split()[0]


def _libraries() -> str:
    missing = [name for name in NEEDED if not _version(name)]
    if missing:
        raise CannotRun(f"not installed: {', '.join(missing)}; install with: pip install {' '.join(missing)}")
    held = ", ".join(f"{name} {_version(name)}" for name in (*NEEDED, *OPTIONAL) if _version(name))
    return "; ".join([held, *_absent()])


def _absent() -> Iterator[str]:
    """For each extra that is not whole what it is for, and what is missing of it."""
    for extra, (purpose, names) in FOR_EXTRAS.items():
        missing = [name for name in names if not _version(name)]
        if missing:
            yield f"for {purpose} also install pyrrhic[{extra}] ({', '.join(missing)})"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _record() -> str:
    from pyrrhic.record import load
    from pyrrhic.record.checks.rows import check

    problems = check()
    if problems:
        raise CannotRun(f"{len(problems)} problems, the first: {problems[0]}; see pyrrhic record check")
    record = load()
    return f"{len(record)} series, {len(record.observations)} observations, every row sound"


def _model() -> str:
    from pyrrhic.model import assemble

    model = assemble()
    return f"{len(model.equations)} equations, {len(model.stocks)} stocks, {len(model.inputs)} inputs"


def _scenarios() -> str:
    from pyrrhic.studies.scenarios.scenario import paths, shipped

    every = shipped()
    for scenario in every:
        paths(scenario)
    return f"{len(every)} shipped, all within bounds"


def _run() -> str:
    """One run of history: no failure, and every accounting identity closes."""
    from pyrrhic.model import assemble
    from pyrrhic.model.identities import CLOSES_TO, reads
    from pyrrhic.studies.scenarios.scenario import load, run

    quantities = (*assemble().stocks, *assemble().equations)
    history = run(load("as_it_happened"), [*quantities, *reads()])
    if history.fails_in:
        raise CannotRun(f"the run of history fails in {history.fails_in}")
    gaps = identity_gaps(history)
    worst = max(gaps, key=lambda name: gaps[name])
    if not gaps[worst] < CLOSES_TO:
        raise CannotRun(f"the identity of {worst} does not close: {gaps[worst]:.1e}", allowed=f"{CLOSES_TO:.0e}")
    return (
        f"{len(quantities)} quantities over {len(history.years)} years; "
        f"{len(gaps)} identities close to {gaps[worst]:.0e}; {history.short}"
    )


def identity_gaps(run) -> dict[str, float]:
    """The largest relative gap of each accounting identity of a run that keeps what it reads."""
    from pyrrhic.model.identities import gaps

    return {name: float(gap.max()) for name, gap in gaps(run.values).items()}


def _files() -> str:
    """A tiny run, written in each format and read back, in a temporary folder."""
    from pyrrhic.runs.files import WRITERS, write
    from pyrrhic.studies.scenarios.scenario import load, run

    short_run = run(load("as_it_happened"), ["grain_exports"]).in_years(1926, 1930)
    with tempfile.TemporaryDirectory() as folder:
        for suffix in WRITERS:
            file = write([short_run], Path(folder) / f"tiny{suffix}", "pyrrhic doctor")
            if READERS[suffix](file) != short_run.values["grain_exports"].reshape(-1).tolist():
                raise CannotRun(f"a file {suffix} does not hold the numbers that were written to it")
    return f"{', '.join(WRITERS)}: written and read back the same"


def _read_netcdf(file: Path) -> list[float]:
    from pyrrhic.runs.files import read

    return read(file)["grain_exports"].values.reshape(-1).tolist()


def _read_parquet(file: Path) -> list[float]:
    import pyarrow.parquet

    return pyarrow.parquet.read_table(file)["value"].to_pylist()


def _read_csv(file: Path) -> list[float]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [float(row["value"]) for row in csv.DictReader(opened)]


def _read_json(file: Path) -> list[float]:
    return json.loads(file.read_text(encoding="utf-8"))["runs"][0]["quantities"]["grain_exports"]["values"]


READERS: dict[str, Callable[[Path], list[float]]] = {
    ".nc": _read_netcdf,
    ".parquet": _read_parquet,
    ".csv": _read_csv,
    ".json": _read_json,
}


def _posteriors() -> str:
    """Every shipped posterior is whole, and of this model, these priors and these figures."""
    from pyrrhic.calibration.posterior import available, load

    try:
        posteriors = [load(name) for name in available()]
    except CannotRun as error:
        raise CannotRun(str(error)) from None
    if not posteriors:
        raise CannotRun("none is shipped; make one with: pyrrhic calibrate --structure base --ship")
    return f"{len(posteriors)} shipped, {sum(len(posterior.z) for posterior in posteriors)} draws, all current"


def _compiled() -> str:
    """The compiled program gives the numbers of the NumPy loop, at one draw of the base structure."""
    import numpy

    from pyrrhic.calibration.coordinates import coordinates
    from pyrrhic.calibration.ensemble import run_at
    from pyrrhic.engine import compiler
    from pyrrhic.runs.history import historical_paths

    if not compiler.available():
        return f"no compiler, so ensembles run with NumPy, some three times slower; {compiler.HOW_TO_INSTALL}"
    from pyrrhic.engine.loop import simulate

    where = coordinates("base")
    z = numpy.zeros((1, where.size))
    fast = run_at(where, z, historical_paths(), where.model.stocks)
    plain = simulate(where.model, where.parameters(z), where.opening_at(z), where.paths(z), where.model.stocks)
    worst = max(
        float((abs(fast.values[name] - plain.values[name]) / (1.0 + abs(plain.values[name]))).max())
        for name in where.model.stocks
    )
    if not worst < TOLERANCE:
        raise CannotRun(f"the compiled program differs from the NumPy loop by {worst:.1e}, allowed {TOLERANCE:.0e}")
    return f"{len(where.model.stocks)} stocks as with NumPy, to {worst:.0e}"


def _cache() -> str:
    from pyrrhic.engine.compiler import cache_folder

    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return f"{folder} can be written to"
    except OSError as error:
        raise CannotRun(
            f"{folder} cannot be written to ({error.strerror}); set XDG_CACHE_HOME to a folder that can"
        ) from None


CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "libraries": _libraries,
    "record": _record,
    "model": _model,
    "scenarios": _scenarios,
    "one run": _run,
    "posteriors": _posteriors,
    "compiled run": _compiled,
    "files": _files,
    "cache": _cache,
}
