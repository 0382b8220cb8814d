"""Debates: a page for each, with its positions side by side, computed from the posteriors when the pages are written."""

from collections.abc import Iterable, Sequence

from pages.markdown import anchored, contents, escape, link, page, reference, table
from pyrrhic.app.language import ENGLISH
from pyrrhic.app.text.answered.debates import how
from pyrrhic.app.views.answered.debates import debate_view
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.studies.debates import Debate, debates
from pyrrhic.studies.debates.compared import Compared, Held, Outcome, compared

DRAWS = 100  # of each position
_ABOUT = (
    "Where scholars disagree. Each debate is a question with positions, and each position is expressed in the model: by a "
    "variant that has a posterior of its own, by a prior or a figure by which the shipped draws are weighed anew, or by a "
    "scenario. A position that no equation here can express is listed with the reason. What follows from each stands side by "
    "side; how well the data go with each is a weight, and equal weights stand beside it. `--position DEBATE=POSITION` holds a "
    "position in other commands."
)
_OUTCOMES = ("Position", "Median", "90 % interval", "Medians of its variants")
_WEIGHTS = ("Position", "Behind", "Error", "Weight by figures held out", "Equal weight")


def pages() -> dict[str, str]:
    """The list of debates, and a page for each."""
    found = debates()
    rows = [
        [link(each.title.en, f"debate-{each.name}"), f"`{each.name}`", escape(", ".join(each.positions))]
        for each in found.values()
    ]
    index = page("# Debates", escape(_ABOUT), table(("Debate", "Name", "Positions"), rows), contents(list(found)))
    return {"debates/index": index, **{f"debates/{each.name}": _debate(each) for each in found.values()}}


def _debate(asked: Debate) -> str:
    answer = compared(asked, DRAWS)
    views = {view["name"]: view for view in debate_view(answer)["positions"]}
    return page(
        f"(debate-{asked.name})=\n# {escape(asked.title)}",
        escape(asked.question),
        "## Positions",
        *(_position(held, how(views[held.expressed.positions[0].name], ENGLISH)) for held in answer.held),
        "## What follows from each",
        *_outcomes(answer),
        *_counts(answer.held),
        *_verdicts(answer),
        "## What the data say",
        _weights(answer),
        _priors(answer.held),
        *_together(answer),
        "## What this comparison can say",
        escape(asked.finding),
    )


def _position(held: Held, expressed_so: str) -> str:
    """What a position holds, by whom, and how it is expressed."""
    (position,) = held.expressed.positions
    return page(
        anchored(f"position-{position.debate}-{position.name}", f"{escape(position.title)} (`{position.name}`)", 3),
        f"*{escape(position.author)}*",
        escape(position.text),
        f"Works: {', '.join(map(reference, position.works))}",
        f"{escape(expressed_so)} {escape(position.expression)}".strip(),
    )


def _outcomes(answer: Compared) -> Iterable[str]:
    """A table for each headline."""
    shown = [held for held in answer.held if held.outcomes]
    for headline in answer.debate.headlines:
        title = escape(f"{headline.title} ({headline.figure.unit})")
        scenario = "" if headline.scenario == AS_IT_HAPPENED else f"Scenario: {_scenarios(headline.scenario)}"
        rows = [[names, *_numbers(outcome)] for names, outcome in _alike(shown, headline.name)]
        yield page(f"**{title}**", scenario, table(_OUTCOMES, rows) if rows else "No position has draws.")


def _alike(shown: Sequence[Held], headline: str) -> Iterable[tuple[str, Outcome]]:
    """The different outcomes of a headline, each with the names of the positions that have it."""
    alike: dict[Outcome, list[str]] = {}
    for held in shown:
        alike.setdefault(held.outcomes[headline], []).append(f"`{held.expressed.positions[0].name}`")
    return ((", ".join(names), outcome) for outcome, names in alike.items())


def _scenarios(spec: str) -> str:
    return " + ".join(link(name, f"scenario-{name}") for name in spec.split("+"))


def _numbers(outcome: Outcome) -> list[str]:
    spread = f"{outcome.lowest:.3g} to {outcome.highest:.3g}" if outcome.lowest != outcome.highest else ""
    return [f"{outcome.median:.3g}", f"{outcome.low:.3g} to {outcome.high:.3g}", spread]


def _counts(held: Sequence[Held]) -> Iterable[str]:
    """The figures in which authors count."""
    rows = [
        [
            f"`{each.expressed.positions[0].name}`",
            escape(f"{counted.figure.title} ({counted.figure.unit})"),
            *_numbers(counted),
        ]
        for each in held
        for counted in each.counts
    ]
    if rows:
        yield page("**The figures in which each author counts**", table(("Position", "Figure", *_OUTCOMES[1:]), rows))


def _verdicts(answer: Compared) -> Iterable[str]:
    """The claims and statements on which the verdict is not the same under all positions."""
    verdicts = answer.verdicts
    if not verdicts.positions:
        return
    differing = [*verdicts.differing_claims, *verdicts.differing_statements]
    about = (
        f"{verdicts.claims} claims and {verdicts.statements} statements were judged under each of "
        f"{', '.join(f'`{name}`' for name in verdicts.positions)}; the verdicts differ on {len(differing)}."
    )
    rows = [[escape(f"{each.key}: {each.text}"), *map(escape, each.verdicts.values())] for each in differing]
    header = ("Claim or statement", *(f"`{name}`" for name in verdicts.positions))
    yield page("## Verdicts", about, table(header, rows) if rows else "")


def _weights(answer: Compared) -> str:
    weights = answer.weights
    if not weights.positions:
        return "The data weigh no position of this debate against another."
    rows = [
        [
            ", ".join(f"`{name}`" for name in (row.position, *row.alike)),
            f"{row.behind:.1f}",
            f"{row.error:.1f}",
            f"{row.held_out:.0%}",
            f"{row.equal:.0%}",
        ]
        for row in sorted(weights.positions, key=lambda row: row.behind)
    ]
    close = [f"`{pair.first}` and `{pair.second}`" for pair in weights.pairs if not pair.is_told]
    warning = f"Within two standard errors of each other, so that the data do not tell them apart: {'; '.join(close)}."
    return page(
        table(_WEIGHTS, rows),
        f"Log predictive densities of {weights.figures} figures, each predicted without itself; errors over {weights.blocks} rows and landmarks.",
        warning if close else "Every two of these are more than two standard errors apart.",
    )


def _priors(held: Sequence[Held]) -> str:
    """By how much the data favour the priors of positions that are priors."""
    factors = [
        f"`{each.expressed.positions[0].name}` {each.expressed.weighed.factor:.2g}"
        for each in held
        if each.expressed.weighed and each.expressed.weighed.is_enough and each.expressed.weighed.factor is not None
    ]
    if not factors:
        return ""
    return f"By how much the data favour the prior of a position over that of the model, as a factor: {'; '.join(factors)}."


def _together(answer: Compared) -> Iterable[str]:
    """The medians of the headlines under every position of the other debates."""
    shown = [held for held in answer.together if held.outcomes]
    if not shown:
        return
    numbered = [
        f"{at}. {escape(f'{one.title} ({one.figure.unit})')}" for at, one in enumerate(answer.debate.headlines, 1)
    ]
    rows = [
        [
            link(
                held.expressed.positions[0].key,
                f"position-{held.expressed.positions[0].debate}-{held.expressed.positions[0].name}",
            ),
            *(f"{held.outcomes[headline.name].median:.3g}" for headline in answer.debate.headlines),
        ]
        for held in shown
    ]
    header = ("Position", *(str(at) for at, _ in enumerate(numbered, 1)))
    yield page("## Under the positions of the other debates", "Medians of:", "\n".join(numbered), table(header, rows))
