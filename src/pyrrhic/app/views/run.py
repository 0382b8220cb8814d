"""What `pyrrhic run` and `pyrrhic compare` show, as plain dicts: single runs with their numbers, draws with intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from pyrrhic.app.links import scenario as links
from pyrrhic.app.views.columns import ShownQuantity, shown_quantities, usual
from pyrrhic.app.years import over_the_years_shared, span
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.runs.case import Draws
from pyrrhic.runs.run import Run
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.scenario import Scenario
from pyrrhic.studies.scenarios.warnings import failure, warnings
from pyrrhic.units import ADDITIVE

SURE_ENDS = 20  # draws below which no draw lies beyond the 5 % and the 95 % end


@dataclass(frozen=True, eq=False)
class At:
    """Draws that are given, the scenario in the place of history, and what is to be said of them."""

    draws: Draws
    below: str
    remark: str


@dataclass(frozen=True)
class Asked:
    """Scenarios to be run: one, or two to be compared.

    `keep` are the quantities wanted instead of the usual; `whole` keeps every one of a single run. `draws` is None for
    single runs at the starting fit; `structure` is the variant whose draws they are, all unless one is named, and
    `positions` of debates are held instead, fitted where `fit` and no posterior is shipped. `at` are draws that are given,
    `own` those of a folder. `besides` are quantities that are kept to stand beside a user's figures, and not shown.
    """

    specs: Sequence[str]
    keep: Sequence[str] = ()
    years: str = ""
    draws: int | None = None
    structure: str = ""
    whole: bool = False
    positions: Sequence[str] = ()
    fit: bool = False
    at: At | None = None
    besides: Sequence[str] = ()
    own: Draws | None = None

    @property
    def at_draws(self) -> bool:
        """Whether it is run at draws; a position has nothing else."""
        return bool(self.positions) or not (self.draws is None and self.at is None and self.own is None)


def runs(asked: Asked, progress: Callable[[str], None] = lambda line: None) -> tuple[list[Run], list[str]]:
    """The runs of the scenarios over the years they share, and the warnings.

    Raises `UnknownName`, `BadInput` or `CannotRun` for what cannot be run or shown, before anything runs.
    """
    whole, sentences = whole_runs(asked, progress)
    return over_the_years_shared(whole, asked.years), sentences


def whole_runs(asked: Asked, progress: Callable[[str], None] = lambda line: None) -> tuple[list[Run], list[str]]:
    """The runs of the scenarios over all of their years, and the warnings.

    Raises `UnknownName`, `BadInput` or `CannotRun` for what cannot be run or shown, before anything runs.
    """
    span(asked.years)
    if asked.at_draws:
        _check_draws(asked)
        loaded, drawn, remarks = _drawn(asked, progress)
        results = _at(loaded, _names(asked), drawn)
    else:
        loaded, remarks = links.load_all(asked.specs), []
        results = _single(asked, loaded)
    return results, [
        *links.remarks(asked.specs, is_held=asked.at is not None),
        *remarks,
        *_warnings(loaded, results),
    ]


def at_draws(asked: Asked) -> list[Run]:
    """The runs of the scenarios at draws, with the quantities that are kept and nothing else."""
    loaded, drawn, _ = _drawn(asked, lambda line: None)
    return _at(loaded, asked.keep, drawn)


def _at(loaded: Sequence[Scenario], names: Sequence[str], drawn: Draws) -> list[Run]:
    return [scenarios.run(scenario, names, drawn) for scenario in loaded]


def _single(asked: Asked, loaded: Sequence[Scenario]) -> list[Run]:
    """A run of each scenario at the starting fit."""
    if asked.whole and not asked.keep:
        return [scenarios.run(scenario, None).without_closing_stocks() for scenario in loaded]
    return [scenarios.run(scenario, _names(asked)) for scenario in loaded]


def _check_draws(asked: Asked) -> None:
    """Raises `BadInput` for one draw, which has no interval, and `UnknownName` for a quantity that there is not."""
    from pyrrhic.model import assemble

    if asked.draws is not None and asked.draws < 2:
        raise BadInput("one draw has no interval", where=f"--draws {asked.draws}", allowed="2 or more")
    for name in asked.keep:
        if name not in assemble().names:
            raise UnknownName("quantity", name, assemble().names)


def _drawn(asked: Asked, progress: Callable[[str], None]) -> tuple[list[Scenario], Draws, list[str]]:
    """The scenarios, the draws at which all are run, and what is to be said of these."""
    from pyrrhic.calibration import mixture

    if asked.at is not None:
        return links.load_all(asked.specs, below=asked.at.below), asked.at.draws, [asked.at.remark]
    if asked.own is not None:
        return links.load_all(asked.specs), asked.own, []
    if not asked.positions:
        loaded = links.load_all(asked.specs)
        return loaded, mixture.draws(asked.draws, [asked.structure] if asked.structure else []), []
    from pyrrhic.studies.debates import expressed

    held = expressed.asked(asked.positions, asked.draws, asked.fit, progress)
    assert held.draws is not None, "positions without draws are refused"
    return links.load_all(asked.specs, below=held.scenario), held.draws, expressed.remarks(held)


def _names(asked: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(asked.keep or usual()), *asked.besides]))


def _warnings(loaded: Sequence[Scenario], results: Sequence[Run]) -> list[str]:
    """What is to be said of the scenarios, and of their runs, before the numbers are read."""
    of_scenarios = [sentence for scenario in loaded for sentence in warnings(scenario)]
    of_runs = [sentence for run in results for sentence in (failure(run) if run.is_single else _few(run))]
    return list(dict.fromkeys([*of_scenarios, *of_runs]))


def _few(run: Run) -> list[str]:
    """What is to be said of intervals over few draws."""
    draws = len(run.weights)
    if draws >= SURE_ENDS:
        return []
    return [f"with {draws} draws the ends of the 90 % interval are the least and the greatest of them"]


# --- as plain dicts -------------------------------------------------------------------------------------------


def view(runs: Sequence[Run], keep: Sequence[str]) -> dict[str, Any]:
    """One scenario, or the second less the first: at draws with quantiles in the place of numbers."""
    from pyrrhic.app.views.bands import bands

    shown = shown_quantities(keep)
    if not runs[0].is_single:
        return bands(runs, shown)
    return _of_one(runs[0], shown) if len(runs) == 1 else _of_two(runs[0], runs[1], shown)


def _of_one(run: Run, shown: Sequence[ShownQuantity]) -> dict[str, Any]:
    """A run: its quantities by kind and region, and for the whole country where they have regions."""
    from pyrrhic.runs.files import run_document

    document = run_document(run.only(quantity.name for quantity in shown))
    quantities = {name: {**entry, **_whole_country(run, name)} for name, entry in document["quantities"].items()}
    return {**document, "quantities": quantities}


def _whole_country(run: Run, name: str) -> dict[str, Any]:
    """The numbers of a quantity with regions for the whole country, and how they were taken together."""
    how = how_over_regions(run, name)
    if how == "national":
        return {}
    return {"over_regions": how, "national": _listed(run.by_kind(name)[..., 0])}


def _of_two(first: Run, second: Run, shown: Sequence[ShownQuantity]) -> dict[str, Any]:
    """The differences, second less first, national, per year and in all for what adds up."""
    return {
        "first": _in_short(first),
        "second": _in_short(second),
        "years": list(first.years),
        "differences": {quantity.name: _difference(first, second, quantity) for quantity in shown},
    }


def _in_short(run: Run) -> dict[str, Any]:
    return {
        "scenario": run.name,
        "title": dict(run.title),
        "fingerprint": run.fingerprint,
        "failed_year": run.fails_in,
    }


def _difference(first: Run, second: Run, quantity: ShownQuantity) -> Mapping[str, Any]:
    name = quantity.name
    difference = (second.by_kind(name) - first.by_kind(name))[..., 0]
    return {
        "unit": first.units[name],
        "over_regions": how_over_regions(first, name),
        "dims": ["year", *(axis for axis in first.axes[name][:1] if axis)],
        "values": _listed(difference),
        "in_all": _number(difference.sum()) if quantity.adds_up else None,
    }


def _listed(values: numpy.ndarray) -> list:
    """Numbers (year, kind) as lists; one number a year where there are no kinds."""
    rows = [[_number(value) for value in row] for row in values]
    return [row[0] for row in rows] if values.shape[1] == 1 else rows


def _number(value: float) -> float | None:
    return float(value) if numpy.isfinite(value) else None


def how_over_regions(run: Run, name: str) -> str:
    """How the regions of a quantity are taken together: sum, mean, or national where it has none."""
    if run.values[name].shape[2] == 1:
        return "national"
    return "sum" if run.units[name] in ADDITIVE else "mean"
