"""The figures that the second edition of the model should reach, as data, and how each is judged.

    for judged in judge(at_the_starting_fit()):      # or judge(at_draws(200)): under the mixture of the variants
        judged.aim.target.title, judged.state        # met, missed, not computed

They stand in studies/second_edition.toml. An entry is that of a target (studies/target_file.py) and says beside it who
judges it: `judged_by` the run of history, a scenario, the variants, posteriors, coverage, figures held out, or a command.
`computed` names a function of computed.py that gives its numbers, where they are not read out of a run. `scenario` is
the name of one, or its levers; `over_history` divides by the run of history. Of the numbers `misses_allowed` may lie
outside the bounds. A name that the model does not have, of a quantity, a row, a series, a scenario or a fold, makes
the figure "not computed in this build". No verdict is typed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy

from pyrrhic.calibration import mixture
from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.calibration.landmarks import landmarks
from pyrrhic.calibration.likelihood import all_folds
from pyrrhic.errors import BadFile, CannotRun, PyrrhicError
from pyrrhic.fields import TRUTH, WHOLE, WORD, WORDS, Content, check_entry, check_name, either, entries_of, one_of
from pyrrhic.model import assemble
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.runs.case import Draws
from pyrrhic.runs.run import Run, history, run
from pyrrhic.studies.fit import computed
from pyrrhic.studies.replications.replicate import MET
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.change import Scenario
from pyrrhic.studies.scenarios.library import of_document
from pyrrhic.studies.target_file import OWN, READ, read_target
from pyrrhic.studies.verdict import Figure, Target
from pyrrhic.texts import Text

FILE = "second_edition.toml"
MISSED, NOT_COMPUTED = "missed", "not computed"
STATES = (MET, MISSED, NOT_COMPUTED)
HISTORY, SCENARIO, VARIANTS, POSTERIORS, COVERAGE, HELD_OUT, COMMAND = (
    "history",
    "scenario",
    "variants",
    "posteriors",
    "coverage",
    "held out",
    "command",
)
JUDGES: Mapping[str, Text] = {
    HISTORY: Text("run of history", "расчёт истории"),
    SCENARIO: Text("scenario", "сценарий"),
    VARIANTS: Text("variants", "варианты"),
    POSTERIORS: Text("posteriors", "апостериорные распределения"),
    COVERAGE: Text("coverage", "охват"),
    HELD_OUT: Text("held out", "отложенные данные"),
    COMMAND: Text("command", "команда"),
}
ONLY_AT_DRAWS = Text("it needs draws of the posteriors", "нужны выборки из апостериорных распределений")
OF_AN_AIM: Mapping[str, Content] = {
    "judged_by": one_of("judge", JUDGES),
    "misses_allowed": WHOLE,
    "scenario": either(WORD, lambda value, field, place: check_entry(value, {"levers": _any}, f"{place}, {field}")),
    "over_history": TRUTH,
    "computed": one_of("way to compute", lambda: computed.WAYS),
    "rivals": WORDS,
    "apart": WORDS,
    "fold": WORD,
    "diagnostic": one_of("diagnostic", ("largest_r_hat", "smallest_effective_size", "divergences")),
    "command": WORD,
}


def _any(value: Any, field: str, place: str) -> None:
    """What a scenario holds is checked where it is read."""


@dataclass(frozen=True)
class Aim:
    """A figure to reach, who judges it, and the names in its entry that this build does not know.

    `options` are the fields that its function reads, where it is computed; `scenario` is None but for a scenario.
    """

    target: Target
    judged_by: str
    misses_allowed: int = 0
    scenario: Scenario | None = None
    over_history: bool = False
    computed: str = ""
    command: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aimed:
    """A figure to reach with its numbers, medians where there are draws, and the share of the draws that reach it.

    Without numbers `why_not` says why.
    """

    aim: Aim
    figures: tuple[Figure, ...] = ()
    share: float | None = None
    why_not: Text | str = ""

    @property
    def outside(self) -> tuple[Figure, ...]:
        """The numbers outside the bounds."""
        return tuple(figure for figure in self.figures if not self.aim.target.holds(figure.value))

    @property
    def state(self) -> str:
        """Met, missed, or not computed."""
        if not self.figures:
            return NOT_COMPUTED
        return MET if len(self.outside) <= self.aim.misses_allowed else MISSED


@dataclass(frozen=True)
class Basis:
    """What is judged: the run of history, its draws where it has any, and the runs of the scenarios that were asked."""

    history: Run
    draws: Draws | None


def at_draws(number: int | None = None) -> Basis:
    """History under the mixture of the variants. Raises `CannotRun` where a posterior is missing or stale."""
    drawn = mixture.draws(number)
    return Basis(run(history(keep=needed(), draws=drawn)), drawn)


def at_the_starting_fit() -> Basis:
    """The single run of history; what is judged by draws is then not computed."""
    return Basis(run(history(keep=needed())), None)


def judge(basis: Basis, names: Iterable[str] = ()) -> tuple[Aimed, ...]:
    """Every figure to reach, or those named, judged in the order of the file."""
    wanted = list(names)
    for name in wanted:
        check_name("figure to reach", name, (aim.target.name for aim in aims()), "")
    return tuple(_judged(aim, basis) for aim in aims() if not wanted or aim.target.name in wanted)


def _judged(aim: Aim, basis: Basis) -> Aimed:
    if aim.unknown:
        return Aimed(aim, why_not=Text(f"no {', '.join(aim.unknown)}", f"нет {', '.join(aim.unknown)}"))
    if aim.judged_by == COMMAND:
        return Aimed(aim, why_not=aim.command)
    if aim.computed and aim.computed not in computed.AT_A_POINT and basis.draws is None:
        return Aimed(aim, why_not=ONLY_AT_DRAWS)
    try:
        return _of_draws(aim, _numbers(aim, basis), basis.history)
    except CannotRun as error:
        return Aimed(aim, why_not=str(error))


def _numbers(aim: Aim, basis: Basis) -> tuple[Figure, ...]:
    """The numbers of an aim: one of each figure, or one for each draw."""
    if aim.computed:
        return computed.WAYS[aim.computed](basis.history, aim.options)
    if aim.scenario is None:
        return aim.target.read(basis.history.values)
    changed = aim.target.read(scenarios.run(aim.scenario, aim.target.needs, basis.draws).values)
    if not aim.over_history:
        return changed
    usual = aim.target.read(basis.history.values)
    return tuple(
        replace(figure, value=figure.value / before.value) for figure, before in zip(changed, usual, strict=True)
    )


def _of_draws(aim: Aim, figures: tuple[Figure, ...], drawn: Run) -> Aimed:
    """Medians of the numbers, and the share of the draws of which no more than allowed lie outside."""
    if all(numpy.size(figure.value) == 1 for figure in figures):
        return Aimed(aim, tuple(replace(figure, value=float(numpy.squeeze(figure.value))) for figure in figures))
    numbers = numpy.array([numpy.broadcast_to(figure.value, drawn.weights.shape) for figure in figures])
    outside = (~numpy.asarray(aim.target.holds(numbers))).sum(axis=0)
    medians = drawn.quantile(numpy.where(numpy.isfinite(numbers), numbers, numpy.inf), 0.5)
    of_medians = [replace(figure, value=float(value)) for figure, value in zip(figures, medians, strict=True)]
    return Aimed(aim, tuple(of_medians), float(drawn.mean(outside <= aim.misses_allowed)))


# --- the file ---------------------------------------------------------------------------------------------------


@cache
def aims() -> tuple[Aim, ...]:
    """Every figure to reach. Raises a `PyrrhicError` with the entry that is wrong."""
    entries = entries_of(files("pyrrhic.studies").joinpath(FILE))
    return tuple(read_aim(name, entry, f"{FILE}, {name}") for name, entry in entries.items())


def needed() -> tuple[str, ...]:
    """The quantities that a run of history must keep for all of them."""
    read = (name for aim in aims() if not aim.unknown for name in aim.target.needs)
    computing = (name for aim in aims() if aim.computed and not aim.unknown for name in computed.needs(aim.options))
    return tuple(dict.fromkeys([*computed.always(), *read, *computing]))


def read_aim(name: str, entry: Mapping, place: str) -> Aim:
    """A figure to reach as its file declares it; `place` names the file and the entry in an error."""
    check_entry(entry, {**OWN, **READ, **OF_AN_AIM}, place, required=("title", "unit", "judged_by", "bounds", "why"))
    if entry["judged_by"] == COMMAND and "command" not in entry:
        raise BadFile("it does not say which command", where=place)
    own, other = _parted(entry)
    unknown = tuple(dict.fromkeys(_unknown(entry)))
    measured = not (unknown or "computed" in entry or "command" in entry)
    return Aim(
        read_target(name, {**own, **(other if measured else {})}, (), measured, place),
        entry["judged_by"],
        entry.get("misses_allowed", 0),
        _scenario(entry, name, place) if measured and "scenario" in entry else None,
        entry.get("over_history", False),
        entry.get("computed", ""),
        entry.get("command", ""),
        {**other, **{key: entry[key] for key in ("rivals", "apart", "fold", "diagnostic") if key in entry}},
        unknown,
    )


def _parted(entry: Mapping) -> tuple[dict, dict]:
    """The fields of every target, and those that say what is read."""
    return ({key: entry[key] for key in OWN if key in entry}, {key: entry[key] for key in READ if key in entry})


def _scenario(entry: Mapping, name: str, place: str) -> Scenario:
    """A shipped scenario, or one of the levers of an entry."""
    asked = entry["scenario"]
    if isinstance(asked, str):
        return scenarios.load(asked)
    try:
        return of_document({"title": entry["title"], "description": entry["why"], **asked}, name)
    except PyrrhicError as error:
        raise error.at(f"{place}, scenario") from None


def _unknown(entry: Mapping) -> Iterator[str]:
    """The names in an entry that this build does not know, each with its kind."""
    for key, value in entry.items():
        if key in NAMED:
            names = value if isinstance(value, list) else [value]
            yield from (f"{key} {name}" for name in names if isinstance(name, str) and name not in NAMED[key]())
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Mapping) and key != "scenario":
                yield from _unknown(part)


@cache
def _rows() -> frozenset[str]:
    return frozenset([*(row.name for row in correspondences()), *(mark.name for mark in landmarks())])


NAMED: Mapping[str, Callable[[], Collection[str]]] = {
    "quantity": lambda: assemble().names,
    "row": _rows,
    "series": lambda: (*load(), *DERIVED),
    "rivals": lambda: (*load(), *DERIVED),
    "apart": _rows,
    "scenario": scenarios.names,
    "fold": lambda: [fold.name for fold in all_folds()],
}
