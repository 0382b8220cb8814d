"""What `pyrrhic fit` shows of the second edition as plain dicts: the figures to reach, and the readings changed."""

from typing import TYPE_CHECKING, Any

from pyrrhic.app.views.figures import finite

if TYPE_CHECKING:
    from pyrrhic.studies.fit.second_edition import Aimed

View = dict[str, Any]


def second_edition_view(single: bool, draws: int | None) -> View:
    """Every figure to reach, judged by the mixture, or by the single run where that can judge."""
    from pyrrhic.studies.fit import second_edition as study

    basis = study.at_the_starting_fit() if single else study.at_draws(draws)
    judged = study.judge(basis)
    return {
        "by": "single" if single else "mixture",
        "draws": 1 if single else int(basis.history.weights.size),
        "figures": [figure_view(aimed) for aimed in judged],
        "counts": {state: sum(aimed.state == state for aimed in judged) for state in study.STATES},
    }


def figure_view(aimed: "Aimed") -> View:
    """One figure to reach: its bounds, its numbers, and the verdict that follows from them."""
    target = aimed.aim.target
    return {
        "name": target.name,
        "title": target.title,
        "state": aimed.state,
        "judged_by": aimed.aim.judged_by,
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "strict": target.strict,
        "misses_allowed": aimed.aim.misses_allowed,
        "numbers": {str(figure.label): finite(float(figure.value)) for figure in aimed.figures},
        "outside": [str(figure.label) for figure in aimed.outside],
        "share": aimed.share,
        "unknown": list(aimed.aim.unknown),
        "why_not": aimed.why_not or None,
        "why": target.why,
        "sources": list(target.sources),
    }


def changed_readings_view() -> View:
    """Every reading that was changed after its outcome was seen."""
    from pyrrhic.studies.fit.changed_readings import changed_readings

    return {"changed_readings": [vars(changed) for changed in changed_readings()]}
