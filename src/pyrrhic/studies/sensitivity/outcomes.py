"""What is asked about: the headlines, figures named by the user in history or in a scenario, and statements of claims."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy

from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import comparisons, log_densities
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import BadInput, CannotRun
from pyrrhic.fields import check_name
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.runs.figures import Figure, figures
from pyrrhic.runs.measure import EACH, OVER_YEAR_BEFORE, measure_of_draws
from pyrrhic.runs.run import Run
from pyrrhic.studies.claims.batch import runs_of
from pyrrhic.studies.claims.claim import claims
from pyrrhic.studies.claims.measured import hold_of
from pyrrhic.studies.claims.probability import figure_at_draws
from pyrrhic.studies.claims.statement import COMPARED, Statement
from pyrrhic.studies.judgements import Headline, headlines, numbers_of
from pyrrhic.studies.scenarios import scenario as scenarios

Runs = Mapping[str, Run]


@dataclass(frozen=True)
class Outcome:
    """One number at every draw: the runs that it is read from, the quantities it needs of them, and how it is read."""

    name: str
    runs: tuple[str, ...]
    needs: tuple[str, ...]
    read: Callable[[Runs, Draws], numpy.ndarray]
    description: str


def of_headline(headline: Headline) -> Outcome:
    """The number of a headline."""
    read = partial(_of_headline, headline)
    described = f"{headline.measure} {headline.scenarios}"
    return Outcome(headline.name, headline.scenarios, headline.measure.needs, read, described)


def _of_headline(headline: Headline, runs: Runs, drawn: Draws) -> numpy.ndarray:
    return numbers_of(headline, runs, measure_of_draws)


def of_statement(statement: Statement) -> Outcome:
    """1 where a statement holds, 0 where it does not, not a number where its figure is none.

    Raises `BadInput` for one about figures of the record alone, which no belief changes, and for one that is not read
    from two runs at most, such as a share in what several causes do together.
    """
    if statement.is_of_the_record:
        raise BadInput("it is about figures of the record alone, on which no belief bears", where=statement.key)
    if not runs_of(statement):
        raise BadInput(
            "it divides a difference among causes, which is not read from one or two runs", where=statement.key
        )
    needs = [name for figure in statement.figures if figure.measure for name in figure.measure.needs]
    parts = (statement.figure, statement.than, statement.minus)
    described = f"{runs_of(statement)} {statement.compare} {statement.holds} {statement.years} {parts}"
    names = runs_of(statement)
    return Outcome(statement.key, names, tuple(dict.fromkeys(needs)), partial(_of_statement, statement), described)


def _of_statement(statement: Statement, runs: Runs, drawn: Draws) -> numpy.ndarray:
    sides = [figure_at_draws(statement, runs[name]) for name in runs_of(statement)]
    with numpy.errstate(all="ignore"):
        numbers = COMPARED[statement.compare](sides[1], sides[0]) if statement.compare else sides[0]
    holds, fails = hold_of(statement.holds, numbers, statement.years)
    return numpy.where(holds, 1.0, numpy.where(fails, 0.0, numpy.nan))


def of_the_fit() -> Outcome:
    """The log density of all compared figures, by the errors of each draw and the figures that its variant believes."""
    return Outcome("fit", (AS_IT_HAPPENED,), tuple(quantities()), _log_density, "log density of the compared figures")


def _log_density(runs: Runs, drawn: Draws) -> numpy.ndarray:
    values, density = runs[AS_IT_HAPPENED].values, numpy.empty(len(drawn))
    for place, name in enumerate(drawn.structures):
        draws = drawn.structure_of == place
        own = {quantity: array[..., draws] for quantity, array in values.items()}
        with numpy.errstate(all="ignore"):
            figures_of_it = log_densities(comparisons(structure(name)), own, drawn.persistence[:, draws])
        density[draws] = figures_of_it.sum(axis=0)
    return density


def statements() -> dict[str, Statement]:
    """Every statement of the claims by its key."""
    return {statement.key: statement for claim in claims() for statement in claim.statements}


def outcomes(names: Sequence[str] = (), scenario: str = "", saved: bool = False) -> tuple[Headline, ...]:
    """The headlines, or the headlines and figures named; in a scenario their figures as they are there.

    With `saved` it is what history has more of than the scenario. Raises `UnknownName`, `BadInput` for a figure that
    no run computes or that is several numbers, and `CannotRun` where the scenario ends before its years are over.
    """
    if saved and not scenario:
        raise BadInput("it does not say which scenario saves", where="--saved", allowed="--saved with --scenario")
    if not scenario:
        return _checked(map(outcome, names) if names else headlines())
    scenarios.checked(scenario, "--scenario")
    if saved and scenario == AS_IT_HAPPENED:
        raise BadInput("history saves nothing beside itself", where="--saved", allowed="another --scenario")
    wanted = [outcome(name) for name in names] or _one_of_each_figure(headlines())
    return _checked(_in_scenario(headline.figure, scenario, saved) for headline in wanted)


def outcome(name: str) -> Headline:
    """The headline of that name, or the figure of that name in history."""
    known = {headline.name: headline for headline in headlines()}
    if name in known:
        return known[name]
    check_name("figure", name, (*known, *figures()), "")
    wanted = figures()[name]
    if wanted.measure is None:
        raise BadInput(f"no run computes the figure {name}", allowed="a figure that the model computes")
    return Headline(name, wanted.title, wanted, wanted.measure)


def _in_scenario(figure: Figure, scenario: str, saved: bool) -> Headline:
    assert figure.measure is not None
    return Headline(figure.name, figure.title, figure, figure.measure, scenario, saved and scenario != AS_IT_HAPPENED)


def _one_of_each_figure(asked: Iterable[Headline]) -> list[Headline]:
    return list({headline.figure.name: headline for headline in asked}.values())


def _checked(asked: Iterable[Headline]) -> tuple[Headline, ...]:
    """The outcomes, each once, where their runs can be read."""
    wanted = tuple({headline.name: headline for headline in asked}.values())
    for headline in wanted:
        if headline.measure.how in (EACH, OVER_YEAR_BEFORE):
            raise BadInput(f"the figure {headline.figure.name} is several numbers", allowed="a figure of one number")
        for name in headline.scenarios:
            _check_end(headline, name)
    return wanted


def _check_end(headline: Headline, scenario: str) -> None:
    ends = scenarios.case(scenarios.load(scenario)).years[-1]
    if headline.measure.end > ends:
        raise CannotRun(
            f"{headline.figure.name} is read up to {headline.measure.end}, and the run ends with {ends}", where=scenario
        )
