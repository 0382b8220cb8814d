"""What is asked about: the headlines, or figures named by the user, in history, in a scenario, or saved by one."""

from collections.abc import Iterable, Sequence

from pyrrhic.errors import BadInput, CannotRun
from pyrrhic.fields import check_name
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.figures import Figure, figures
from pyrrhic.runs.measure import EACH, OVER_YEAR_BEFORE
from pyrrhic.studies.judgements import Headline, headlines
from pyrrhic.studies.scenarios import scenario as scenarios


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
