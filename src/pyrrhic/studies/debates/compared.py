"""A debate answered: the headlines under each position, side by side, and how well the data go with each.

answer = compared(debate("harvest"))
answer.held[0].outcomes["excess_deaths_1930_31_1933_34"].median
answer.weights.pairs[0].is_told
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy

from pyrrhic.calibration.mixture import USUAL_DRAWS
from pyrrhic.errors import CannotRun
from pyrrhic.runs.figures import Figure
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.runs.run import Run, run, sound_in_all
from pyrrhic.studies.debates.debate import Debate, Position, debate
from pyrrhic.studies.debates.expressed import FITTED, LEAST_DRAWS, Expressed, Progress, expressed, sets_the_same
from pyrrhic.studies.debates.verdicts import Verdicts, verdicts_under
from pyrrhic.studies.debates.weights import Weights, weights_of
from pyrrhic.studies.judgements import Headline
from pyrrhic.studies.scenarios import scenario as scenarios

LEVELS = (0.5, 0.05, 0.95)


@dataclass(frozen=True)
class Outcome:
    """A figure under a position: median and 90 % interval over its draws, and the range of medians of its variants."""

    figure: Figure
    median: float
    low: float
    high: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Held:
    """A position as it was expressed, the headlines under it by name, and the figures in which its author counts."""

    expressed: Expressed
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    counts: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Compared:
    """A debate with each position held, the weights of the data, the verdicts, and positions of other debates."""

    debate: Debate
    held: tuple[Held, ...]
    weights: Weights
    verdicts: Verdicts
    together: tuple[Held, ...] = ()


def compared(
    asked: Debate, number: int | None = None, fit: bool = False, progress: Progress = lambda line: None
) -> Compared:
    """The positions of a debate side by side, at so many draws each; a fit is made where it is asked for and needed."""
    wanted, runs = USUAL_DRAWS if number is None else number, Runs()
    if wanted < LEAST_DRAWS:
        raise CannotRun("one draw has no interval", where=f"--draws {wanted}", allowed=f"{LEAST_DRAWS} or more")
    forms = forms_of(asked, wanted, fit, progress)
    others = [each for name in asked.together for each in debate(name).positions.values() if not each.not_in_model]
    beside = [expressed([each], wanted) for each in others]
    return Compared(
        asked,
        tuple(held_at(each, asked.headlines, runs) for each in forms),
        weights_of(forms),
        verdicts_under(forms),
        tuple(held_at(each, asked.headlines, runs) for each in beside),
    )


def forms_of(
    asked: Debate, number: int, fit: bool = False, progress: Progress = lambda line: None
) -> tuple[Expressed, ...]:
    """Every position of a debate as so many draws; a fit is made once for positions that set the same."""
    forms: list[Expressed] = []
    for each in asked.positions.values():
        forms.append(_fitted_before(each, forms) or expressed([each], number, fit, progress))
    return tuple(forms)


def _fitted_before(position: Position, forms: Sequence[Expressed]) -> Expressed | None:
    """The fit that was made for another position which sets the same, or None."""
    for other in forms:
        if other.state == FITTED and sets_the_same(position, other.positions[0]):
            return replace(other, positions=(position,))
    return None


def held_at(each: Expressed, headlines: Sequence[Headline], runs: "Runs") -> Held:
    """A position with its outcomes; without any where it could not be expressed."""
    if each.draws is None:
        return Held(each)
    runs.prepare(each, _wanted(each, headlines))
    outcomes = {headline.name: runs.outcome(each, headline) for headline in headlines}
    counted = tuple(runs.counted(each, figure) for figure in each.positions[0].counts_by if figure.measure)
    return Held(each, outcomes, counted)


def _wanted(each: Expressed, headlines: Sequence[Headline]) -> Iterator[tuple[str, Measure]]:
    """Every scenario and measure that the headlines and the author's own figures read."""
    for headline in headlines:
        yield from ((each.joined_to(spec), headline.measure) for spec in headline.scenarios)
    for figure in each.positions[0].counts_by:
        if figure.measure:
            yield each.scenario, figure.measure


class Runs:
    """Runs of scenarios at draws, each made once for all positions that rest on the same draws."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], Run] = {}

    def prepare(self, each: Expressed, wanted: Iterator[tuple[str, Measure]]) -> None:
        """Run every scenario that is read, with all quantities that are."""
        needs: dict[str, set[str]] = {}
        for spec, measure in wanted:
            needs.setdefault(spec, set()).update(measure.needs)
        for spec, names in needs.items():
            made = self._made.get(self._key(each, spec))
            if made is None or not names <= set(made.values):
                keep = tuple(sorted(names | set(made.values if made else ())))
                case = scenarios.case(scenarios.load(spec), keep).at(each.draws)
                self._made[self._key(each, spec)] = run(case)

    def outcome(self, each: Expressed, headline: Headline) -> Outcome:
        """A headline under a position; what a scenario saves is history less the scenario."""
        ran = [self._made[self._key(each, each.joined_to(spec))] for spec in headline.scenarios]
        first, *others = (_numbers(each_run, headline.measure) for each_run in ran)
        return _outcome(headline.figure, sound_in_all(ran), first - others[0] if others else first)

    def counted(self, each: Expressed, figure: Figure) -> Outcome:
        """A figure in which the author of a position counts."""
        assert figure.measure is not None
        ran = self._made[self._key(each, each.scenario)]
        return _outcome(figure, ran, _numbers(ran, figure.measure))

    @staticmethod
    def _key(each: Expressed, spec: str) -> tuple[str, str]:
        return (each.draws.fingerprint if each.draws else "", spec)


def _numbers(ran: Run, measure: Measure) -> numpy.ndarray:
    """The measure at every draw. Raises `CannotRun` where the scenario ends before the years are over."""
    numbers = measure_of_draws(ran, measure)
    if numbers is None:
        raise CannotRun(f"it ends before {measure.end + 1}", where=ran.name)
    return numbers


def _outcome(figure: Figure, ran: Run, numbers: numpy.ndarray) -> Outcome:
    median, low, high = (float(point) for point in ran.quantile(numbers, LEVELS))
    lowest, highest = (float(end) for end in ran.range_of_medians(numbers))
    return Outcome(figure, median, low, high, lowest, highest)
