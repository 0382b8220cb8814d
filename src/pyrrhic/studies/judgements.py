"""Fixed values that could lie otherwise: how far each moves a headline between the ends of its range.

    first = judged(at_the_starting_fit())[0]
    first.parameter.name, first.greatest.headline.name, first.greatest.change

Every fixed judgement has a range, and so have a few numbers of works. One is moved at a time and nothing is fitted
anew, so that of what moves a headline fitted to figures a new fit would take back a part.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import isfinite, nan

import numpy

from pyrrhic.calibration import mixture
from pyrrhic.engine.compiled import simulate
from pyrrhic.errors import BadFile
from pyrrhic.fields import NUMBER, TEXT, TRUTH, WORD, Content, check_entry, check_name, entries_of
from pyrrhic.model import Parameter, assemble, opening, opening_values, parameters
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.runs.measure import Measure, measure_of_draws, read
from pyrrhic.runs.run import Run, run, sound_in_all
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import Text, text_of

FILE = "judgements.toml"
TENTH = 0.1
USUAL_DRAWS = 170
CLOSING = Text(
    "One value is moved at a time and nothing is fitted anew: a new fit would take back a part of what moves a figure that "
    "it is fitted to. What is listed here is assumed, and the headlines are no better known than it.",
    "Каждое число меняется отдельно, и ничто не подгоняется заново: новая подгонка вернула бы часть того, что сдвигает "
    "показатель, по которому она ведётся. Всё перечисленное принято на веру, и показатели известны не лучше этих чисел.",
)
FIELDS: Mapping[str, Content] = {"title": TEXT, "figure": WORD, "scenario": WORD, "saved": TRUTH, "least": NUMBER}


@dataclass(frozen=True)
class Headline:
    """A figure of history or of a scenario; where it is `saved`, what history has more of than the scenario.

    `least` is what a change is measured against where the figure itself is smaller.
    """

    name: str
    title: Text
    figure: Figure
    measure: Measure
    scenario: str = AS_IT_HAPPENED
    saved: bool = False
    least: float = 0.0

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that it is read from."""
        return (AS_IT_HAPPENED, self.scenario) if self.saved else (self.scenario,)


@dataclass(frozen=True)
class Move:
    """A headline as it is, and with one fixed value at the low and at the high end of its range."""

    headline: Headline
    usual: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """The widest difference among the three, as a share of the headline; not a number where a run fails."""
        three = (self.usual, self.low, self.high)
        if not all(map(isfinite, three)):
            return nan
        return (max(three) - min(three)) / max(abs(self.usual), self.headline.least)

    @property
    def is_large(self) -> bool:
        """Whether it is more than a tenth, or a run at an end of the range fails."""
        return not self.change <= TENTH


@dataclass(frozen=True)
class Judged:
    """A fixed value with a range, and how far it moves each headline."""

    parameter: Parameter
    moves: tuple[Move, ...]

    @property
    def greatest(self) -> Move:
        """The greatest move; one that fails comes before all others."""
        return max(self.moves, key=_size)

    @property
    def large(self) -> tuple[Move, ...]:
        """The moves of more than a tenth, the greatest first."""
        return tuple(sorted((move for move in self.moves if move.is_large), key=_size, reverse=True))


Numbers = Mapping[str, tuple[float, ...]]  # by headline: as it is, then at both ends of each fixed value in turn


def judged(numbers: Numbers, names: Iterable[str] = ()) -> tuple[Judged, ...]:
    """Every fixed value with a range, or those named, by how far it moves the headline that it moves most."""
    values = [
        Judged(parameter, tuple(_move(headline, numbers[headline.name], place) for headline in headlines()))
        for place, parameter in enumerate(ranged(names))
    ]
    return tuple(sorted(values, key=lambda value: _size(value.greatest), reverse=True))


def _move(headline: Headline, numbers: tuple[float, ...], place: int) -> Move:
    low, high = numbers[1 + 2 * place : 3 + 2 * place]
    return Move(headline, numbers[0], low, high)


def _size(move: Move) -> float:
    return move.change if isfinite(move.change) else numpy.inf


def ranged(names: Iterable[str] = ()) -> tuple[Parameter, ...]:
    """Every fixed value that has a range, or those named. Raises `UnknownName`."""
    known = {
        name: parameter
        for name, parameter in {**parameters(), **opening_values()}.items()
        if parameter.range is not None
    }
    wanted = list(names)
    for name in wanted:
        check_name("fixed value with a range", name, known, "")
    return tuple(known[name] for name in wanted or known)


# --- the single run, and draws ------------------------------------------------------------------------------------


def at_the_starting_fit(names: Iterable[str] = ()) -> Numbers:
    """The headlines of single runs, all ends of all ranges side by side as members of one run of each scenario."""
    values = _side_by_side(ranged(names))
    runs = {name: _members(name, values) for name in scenarios_of(headlines())}
    return {headline.name: tuple(map(float, numbers_of(headline, runs, read))) for headline in headlines()}


def _side_by_side(moved: tuple[Parameter, ...]) -> dict[str, numpy.ndarray]:
    """The parameters of the starting fit; along the last axis as they are, then each of those moved at both ends."""
    values = dict(fitted_parameters())
    for place, parameter in enumerate(moved):
        array = numpy.repeat(values[parameter.name], 1 + 2 * len(moved), axis=-1)
        array[..., 1 + 2 * place : 3 + 2 * place] = numpy.concatenate(_ends(parameter), axis=-1)
        values[parameter.name] = array
    return values


def _members(scenario: str, values: Mapping[str, numpy.ndarray]) -> Mapping[str, numpy.ndarray]:
    paths = scenarios.paths(scenarios.load(scenario))
    kept = quantities_of(headlines(), scenario)
    return simulate(assemble(), values, opening(values), paths, kept, beyond_bounds=True).values


def used_draws(number: int | None = None) -> int:
    """How many draws are run where so many are asked for: as many of each variant."""
    return len(mixture.draws(USUAL_DRAWS if number is None else number))


def at_draws(number: int | None = None, names: Iterable[str] = ()) -> Numbers:
    """The medians of the headlines over draws of the mixture. Raises `CannotRun` where a posterior is missing or stale.

    A value that a variant sets otherwise is moved in that variant too.
    """
    moved = ranged(names)
    drawn = mixture.draws(USUAL_DRAWS if number is None else number)
    points = [drawn, *(at for parameter in moved for at in _at_both_ends(drawn, parameter))]
    medians = [_medians(point) for point in points]
    return {headline.name: tuple(numbers[headline.name] for numbers in medians) for headline in headlines()}


def _at_both_ends(drawn: Draws, parameter: Parameter) -> Iterator[Draws]:
    for side, end in zip(("low", "high"), _ends(parameter), strict=True):
        moved = {**drawn.parameters, parameter.name: end}
        yield replace(drawn, parameters=moved, fingerprint=f"{drawn.fingerprint} {parameter.name} {side}")


def _medians(drawn: Draws) -> dict[str, float]:
    """The median of each headline over the draws that fail in none of the runs it is read from."""
    runs = {
        name: run(scenarios.case(scenarios.load(name), quantities_of(headlines(), name)).at(drawn))
        for name in scenarios_of(headlines())
    }
    return {headline.name: _median(headline, runs) for headline in headlines()}


def _median(headline: Headline, runs: Mapping[str, Run]) -> float:
    sound = sound_in_all([runs[name] for name in headline.scenarios])
    return float(sound.quantile(numbers_of(headline, runs, measure_of_draws), 0.5))


def _ends(parameter: Parameter) -> tuple[numpy.ndarray, numpy.ndarray]:
    assert parameter.ends is not None
    return parameter.ends


def numbers_of(headline: Headline, runs: Mapping, way) -> numpy.ndarray:
    """The headline of each member or draw; what a scenario saves is history less the scenario."""
    first, *others = (way(runs[name], headline.measure) for name in headline.scenarios)
    return first - others[0] if others else first


def scenarios_of(asked: Iterable[Headline]) -> tuple[str, ...]:
    """The scenarios that some headlines are read from, each once."""
    return tuple(dict.fromkeys(name for headline in asked for name in headline.scenarios))


def quantities_of(asked: Iterable[Headline], scenario: str) -> tuple[str, ...]:
    """The quantities that some headlines read from a scenario."""
    read_there = (headline for headline in asked if scenario in headline.scenarios)
    return tuple(dict.fromkeys(name for headline in read_there for name in headline.measure.needs))


# --- the file -----------------------------------------------------------------------------------------------------


@cache
def headlines() -> tuple[Headline, ...]:
    """Every headline in the order of the file. Raises a `PyrrhicError` with the entry that is wrong."""
    entries = entries_of(files(__package__).joinpath(FILE))
    return tuple(read_headline(name, entry, f"{FILE}, {name}") for name, entry in entries.items())


def read_headline(name: str, entry: Mapping, place: str) -> Headline:
    """A headline as its file declares it; `place` names the file and the entry in an error."""
    check_entry(entry, FIELDS, place, required=("title", "figure"))
    wanted = figure(entry["figure"], place)
    if wanted.measure is None:
        raise BadFile("the figure is not computed by the model", where=place)
    if "scenario" in entry:
        check_name("scenario", entry["scenario"], scenarios.names(), place)
    elif entry.get("saved"):
        raise BadFile("it does not say which scenario saves", where=place)
    own = {field: entry[field] for field in ("scenario", "saved", "least") if field in entry}
    return Headline(name, text_of(entry, "title", place), wanted, wanted.measure, **own)
