"""`pyrrhic attribute`: what of the difference between a scenario and history is due to each of its changes."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, document, tell, warn
from pyrrhic.app.cli.options import (
    Count,
    completed,
    draws_option,
    fit_option,
    json_option,
    language_option,
    position_option,
    refuse_together,
    refuse_without,
    scenario_argument,
    seed_option,
    structure_option,
)
from pyrrhic.files import CSV, JSON, refuse_device, suffix_of, write_text

if TYPE_CHECKING:
    from pyrrhic.app.language import Language
    from pyrrhic.runs.case import Draws

SAVED = (JSON, CSV)
PICTURES = (".svg", ".png")
MOST_ORDERS = 10_000  # whose standard error is a ninth of that of the usual ones


def _figures() -> Iterable[str]:
    """The figures that the model computes."""
    from pyrrhic.runs.figures import figures

    return [name for name, figure in figures().items() if figure.measure is not None]


def _ways() -> Iterable[str]:
    from pyrrhic.studies.attribution import WAYS

    return WAYS


def _writable(suffixes: tuple[str, ...]):
    """A check of files to be written, before anything is run."""

    def check(context: click.Context, parameter: click.Parameter, files: tuple[str, ...]) -> list[Path]:
        for file in files:
            suffix_of(Path(file), suffixes)
            refuse_device(Path(file), file)
        return list(map(Path, files))

    return check


@click.command()
@scenario_argument("scenario")
@click.option(
    "--outcome",
    required=True,
    metavar="FIGURE",
    shell_complete=completed(_figures),
    help="The figure whose difference is divided, such as excess_deaths_1932_33.",
)
@click.option(
    "--by",
    default="lever",
    metavar="WAY",
    shell_complete=completed(_ways),
    help="Divide among levers (lever), levers that are moved together (group), the scenarios it is made of (scenario), or "
    "the groups of a TOML file.",
)
@click.option("--interactions", is_flag=True, help="Show how much more two changes do together than apart.")
@click.option("--channels", is_flag=True, help="Show by which quantities of the model the difference comes about.")
@click.option(
    "--orders",
    type=Count(4, MOST_ORDERS),
    metavar="N",
    help="Sample so many orders of the changes, as is done with 128 where there are more than ten.",
)
@seed_option
@draws_option
@structure_option
@position_option
@fit_option
@click.option("--single", is_flag=True, help="Run the starting fit alone, without an interval.")
@click.option(
    "--out",
    "-o",
    multiple=True,
    metavar="FILE",
    callback=_writable(SAVED),
    help="Also write every number to a file: .json or .csv (may be repeated).",
)
@click.option(
    "--picture",
    multiple=True,
    metavar="FILE",
    callback=_writable(PICTURES),
    help="Also draw history, each change and the scenario: .svg or .png (may be repeated).",
)
@language_option
@json_option
@click.pass_context
def attribute(
    context: click.Context,
    scenario: str,
    outcome: str,
    by: str,
    interactions: bool,
    channels: bool,
    orders: int | None,
    seed: int,
    draws: int | None,
    structure: str,
    positions: tuple[str, ...],
    fit: bool,
    single: bool,
    out: list[Path],
    picture: list[Path],
    say: "Language",
    as_json: bool,
) -> None:
    """Divide the difference between a scenario and history among the changes that make it.

    Each change is made alone, and withheld while all others are made; its share is what it adds, averaged over all orders
    (Shapley's value), in every draw of the mixture of the variants.
    """
    from pyrrhic.app.links.scenario import load
    from pyrrhic.app.links.scenario import remarks as remarks_on_links
    from pyrrhic.app.text.answered.attribution import attribution_text
    from pyrrhic.app.views.answered.attribution import attribution_view
    from pyrrhic.runs.figures import figure
    from pyrrhic.studies.attribution import Asked, attribute
    from pyrrhic.studies.scenarios.warnings import warnings

    if single:
        refuse_together(context, "--single", "draws", "structure", "positions")
    if positions:
        refuse_together(context, "--position", "structure")
    else:
        refuse_without(context, "--position", "fit")
    if interactions:
        refuse_together(context, "--interactions", "orders")
    loaded = load(scenario)
    pairs = None if orders is None else (orders + 1) // 2
    asked = Asked(loaded, figure(outcome, "--outcome"), by, interactions, channels, pairs, seed)
    warn([*remarks_on_links([scenario]), *warnings(loaded)], as_json)

    def progress(done: int, of: int) -> None:
        tell(say("{done} of {all} runs", done=say.number(done, 0), all=say.number(of, 0)))

    drawn, remarks = _held(positions, draws, fit) if positions else (_draws(draws, structure, single), [])
    warn(remarks, as_json)
    view = attribution_view(attribute(asked, drawn, progress))
    for file in [*_saved(view, out), *_drawn(view, picture, say)]:
        tell(say("written: {file}", file=file))
    answer(view, lambda view: attribution_text(view, say), as_json)


def _draws(number: int | None, structure: str, single: bool) -> "Draws":
    from pyrrhic.calibration import mixture
    from pyrrhic.studies.attribution import USUAL_DRAWS, at_the_starting_fit

    if single:
        return at_the_starting_fit()
    return mixture.draws(USUAL_DRAWS if number is None else number, [structure] if structure else ())


def _held(positions: tuple[str, ...], number: int | None, fit: bool) -> tuple["Draws", list[str]]:
    """The draws of positions of debates, and what is to be said of them."""
    from pyrrhic.studies.attribution import USUAL_DRAWS
    from pyrrhic.studies.debates.expressed import draws_of_history, remarks

    form = draws_of_history(positions, USUAL_DRAWS if number is None else number, fit, tell)
    assert form.draws is not None, "positions without draws are refused"
    return form.draws, remarks(form)


def _saved(view: dict[str, Any], files: Iterable[Path]) -> Iterable[Path]:
    """Write the numbers to files."""
    from pyrrhic.app.views.answered.attribution import rows

    for file in files:
        content = document(view) if file.suffix.lower() == JSON else _as_csv(rows(view))
        yield write_text(file, content + "\n" if file.suffix.lower() == JSON else content)


def _as_csv(rows: list[dict[str, Any]]) -> str:
    import csv
    from io import StringIO

    text = StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _drawn(view: dict[str, Any], files: Iterable[Path], say: "Language") -> Iterable[Path]:
    """Draw the waterfall."""
    if not files:
        return
    from pyrrhic.app.report.waterfall import write_waterfall

    for file in files:
        yield write_waterfall(view, file, say)
