"""`pyrrhic run`, `compare`, `report`, `warm` and `version`."""

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Out = Annotated[
    list[str],
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        default_factory=list,
        help="Also write a file: .nc, .parquet, .csv or .json (may be repeated).",
    ),
]
Keep = Annotated[str, typer.Option("--keep", metavar="A,B", help="Quantities to show and write instead of the usual.")]
Draws = Annotated[
    str,
    typer.Option(
        "--draws",
        metavar="N",
        help="Run N draws of the posterior and show intervals; with -o, write every draw (.nc, .parquet or .csv).",
    ),
]
Structure = Annotated[
    str,
    typer.Option(
        "--structure", help="With --draws: one structure by itself, such as harvest_low, instead of the mixture."
    ),
]
Years = Annotated[str, typer.Option("--years", metavar="1926-1940", help="Agricultural years to show.")]


def run(
    out: Out,
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO[+SCENARIO]", help="A shipped scenario, a TOML file, or several joined by +."),
    ],
    keep: Keep = "",
    years: Years = "",
    draws: Draws = "",
    structure: Structure = "",
    as_json: Json = False,
) -> None:
    """Run a scenario once, at the starting fit, or at draws of the posterior, and print quantities per year."""
    if draws:
        return _bands([scenario], draws, structure, keep, years, out, as_json)
    from pyrrhic.app.views import run as run_views

    runs, warnings = run_views.runs([scenario], _names(keep), years, whole=bool(out))
    _tell(warnings, as_json)
    written = _write(runs, out, as_json)
    if as_json:
        typer.echo(
            json.dumps(run_views.run_view(runs[0], _names(keep), warnings, written, _command()), ensure_ascii=False)
        )
    else:
        typer.echo(run_views.run_text(runs[0], _names(keep)))


def compare(
    out: Out,
    first: Annotated[str, typer.Argument(metavar="A")],
    second: Annotated[str, typer.Argument(metavar="B")],
    keep: Keep = "",
    years: Years = "",
    draws: Draws = "",
    structure: Structure = "",
    as_json: Json = False,
) -> None:
    """Run two scenarios and print the second less the first, per agricultural year and in all."""
    if draws:
        return _bands([first, second], draws, structure, keep, years, out, as_json)
    from pyrrhic.app.views import run as run_views

    runs, warnings = run_views.runs([first, second], _names(keep), years, whole=bool(out))
    _tell(warnings, as_json)
    written = _write(runs, out, as_json)
    if as_json:
        typer.echo(
            json.dumps(run_views.compare_view(*runs, _names(keep), warnings, written, _command()), ensure_ascii=False)
        )
    else:
        typer.echo(run_views.compare_text(*runs, _names(keep)))


def _bands(specs: list[str], draws: str, structure: str, keep: str, years: str, out: list[str], as_json: bool) -> None:
    """Show intervals over the mixture of structures, or over the posterior of one; write every draw to the files."""
    from pyrrhic.app.views import bands as band_views
    from pyrrhic.calibration.mixture import number_of_draws
    from pyrrhic.runs.files import refuse_unwritable

    count = number_of_draws(draws)
    for file in out:
        refuse_unwritable(file, at_draws=True)
    runs = band_views.ensembles(specs, count, _names(keep), years, [structure] if structure else [])
    written = _write(runs, out, as_json)
    shown = band_views.bands(runs, _names(keep))
    typer.echo(
        json.dumps({**shown, "written": written, "command": _command()}, ensure_ascii=False)
        if as_json
        else band_views.text(shown)
    )


def report(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The HTML file.")] = Path("report.html"),
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", help="A scenario to set beside history (may be repeated).")
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="en or ru.")] = "en",
    as_json: Json = False,
) -> None:
    """Write the report: record and model side by side, the scenarios, the claims, the sources, in one HTML file."""
    from pyrrhic.app.report.report import write_report

    written = write_report(out, scenarios=scenario or None, language=language, command=_command(), quiet=as_json)
    if as_json:
        typer.echo(
            json.dumps(
                {"written": str(written or out), "language": language, "command": _command()}, ensure_ascii=False
            )
        )


def warm(as_json: Json = False) -> None:
    """Compile the model, so that the first run with --draws and the first calibration find it in the cache."""
    import time

    from pyrrhic.app.views.run import compile_programs

    began = time.perf_counter()
    programs, folder = compile_programs()
    seconds = round(time.perf_counter() - began, 2)
    if as_json:
        typer.echo(json.dumps({"seconds": seconds, "cache": folder, "programs": programs}))
    else:
        typer.echo(f"{programs} programs ready in {seconds} s; cache: {folder}")


def version(as_json: Json = False) -> None:
    """Print the version of the package."""
    import pyrrhic

    typer.echo(json.dumps({"version": pyrrhic.__version__}) if as_json else f"pyrrhic {pyrrhic.__version__}")


def _names(text: str) -> tuple[str, ...]:
    """The names in a list separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _tell(warnings: list[str], as_json: bool) -> None:
    """Print warnings on standard error; a JSON document holds its own."""
    for warning in () if as_json else warnings:
        typer.echo(f"warning: {warning}", err=True)


def _write(runs, files: list[str], as_json: bool) -> list[str]:
    """Write the runs to each file, saying so."""
    if not files:
        return []
    from pyrrhic.runs.files import write

    return _written(files, lambda file: write(runs, file, _command()), as_json)


def _written(files: list[str], write: Callable[[str], Path], as_json: bool) -> list[str]:
    """The files, each written and named on standard error; a JSON document names them itself."""
    written = [str(write(file)) for file in files]
    for file in () if as_json else written:
        typer.echo(f"written: {file}", err=True)
    return written


def _command() -> str:
    """The command line that made a result."""
    return shlex.join(["pyrrhic", *sys.argv[1:]])
