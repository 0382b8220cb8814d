"""What an answer depends on, as plain dicts: tornadoes, shares of the variance, elementary effects, and boxes."""

from collections.abc import Sequence
from math import isinf
from typing import TYPE_CHECKING, Any

from pyrrhic.app.views.figures import finite
from pyrrhic.model.axes import MEMBER_TITLES
from pyrrhic.model.titles import title
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.studies.judgements import TENTH, Headline, headlines
from pyrrhic.studies.sensitivity.beliefs import FIXED, YIELD, Belief, assumed, groups
from pyrrhic.studies.sensitivity.identified import LOOSE, NEAR, WIDE
from pyrrhic.texts import Text

if TYPE_CHECKING:
    from pyrrhic.studies.sensitivity import analysis, discovery, space, tornado

View = dict[str, Any]
DIGITS = 16
OF_A_BOX = ("box", "coverage", "density", "mass")


# --- one at a time ------------------------------------------------------------------------------------------------


def tornado_view(moved: "tornado.Moved") -> View:
    """The tornado of each outcome, and the rule by which free numbers count as not identified."""
    from pyrrhic.studies.sensitivity.tornado import AGAINST, tornadoes

    return {
        "method": "tornado",
        "draws": len(moved.base),
        "members": int(moved.numbers.numbers.shape[1]),
        "failed": moved.numbers.failures,
        "rule": {"spread": WIDE, "mean": NEAR, "alone": LOOSE, "against": AGAINST},
        "threshold": TENTH,
        "outcomes": [_tornado(shown) for shown in tornadoes(moved)],
        "fingerprint": moved.fingerprint[:DIGITS],
    }


def _tornado(shown: "tornado.Tornado") -> View:
    low, median, high = map(finite, shown.points)
    return {**_outcome(shown.outcome), "low": low, "median": median, "high": high, "bars": list(map(_bar, shown.bars))}


def _bar(bar: "tornado.Bar") -> View:
    known = bar.informed
    return {
        **belief_view(bar.belief),
        "range": list(bar.ends),
        "range_of": _range_of(bar.belief),
        "usual": finite(bar.move.usual),
        "low": finite(bar.move.low),
        "high": finite(bar.move.high),
        "change": finite(bar.move.change),
        "is_large": bar.move.is_large,
        "failed": list(bar.failed),
        "fit": [finite(change) for change in bar.fit],
        "mean": known and known.mean,
        "spread": known and known.spread,
        "alone": known and finite(known.alone),
        "tied": bool(known and known.tied),
    }


# --- many at once -------------------------------------------------------------------------------------------------


def analysis_view(done: "analysis.Analysis") -> View:
    """The effects of each group on each outcome, and the members that failed."""
    return {
        "method": done.varied.method,
        "blocks": done.varied.size,
        "each": done.varied.each,
        "prior": done.varied.prior,
        "members": done.members,
        "failed": done.failed,
        "corners": _corners(done.corners),
        "groups": {name: _group(name) for name in done.inputs.group_names},
        "outcomes": [
            {
                **_outcome(outcome),
                "mean": finite(effects.mean),
                "spread": finite(effects.spread),
                "blocks": effects.blocks,
                "spoilt": effects.spoilt,
                "without": without,
                "effects": [_effect(effect) for effect in effects.effects],
            }
            for outcome, effects, without in zip(done.outcomes, done.effects, done.without, strict=True)
        ],
        "fingerprint": done.fingerprint[:DIGITS],
    }


def _effect(effect: Any) -> View:
    return {name: part if name == "group" else finite(part) for name, part in vars(effect).items()}


def _group(name: str) -> Text:
    """The title of a group, or of the one number that it is."""
    if name in groups():
        return groups()[name]
    parameter, _, place = name.partition("[")
    named = assumed(parameter)
    kinds = list(MEMBER_TITLES.get(named.shape, {}).values())
    return _with_part(named.title, kinds[int(place.removesuffix("]"))] if place and kinds else None)


# --- boxes --------------------------------------------------------------------------------------------------------


def discovery_view(done: "discovery.Discovered") -> View:
    """The boxes of a proposition, each with its limits, and the members that failed."""
    asked = done.proposition
    return {
        "name": asked.outcome.name,
        "title": asked.title,
        "unit": None,
        "runs": list(asked.outcome.runs),
        "scenario": "",
        "saved": False,
        **(_outcome(asked.headline) if asked.headline else {}),
        "above": None if not asked.headline or isinf(asked.low) else asked.low,
        "below": None if not asked.headline or isinf(asked.high) else asked.high,
        "prior": done.prior,
        "members": done.members,
        "failed": done.failed,
        "without": done.without,
        "share": done.share,
        "boxes": [
            {
                "coverage": box.coverage,
                "density": box.density,
                "mass": box.mass,
                "members": box.members,
                "limits": [_limit(limit) for limit in limits],
            }
            for box, limits in done.boxes
        ],
        "corners": _corners(done.corners),
        "fingerprint": done.fingerprint[:DIGITS],
    }


def _limit(limit: "discovery.Limit") -> View:
    return {
        **belief_view(limit.belief),
        "low": limit.low,
        "high": limit.high,
        "range_of": _range_of(limit.belief),
        "variants": list(limit.variants),
    }


# --- shared -------------------------------------------------------------------------------------------------------


def belief_view(belief: Belief) -> View:
    """What a belief is called: its key and, where it is a number of the model, name, kind or place, title and unit."""
    if not belief.name:
        return {"key": belief.key, "name": belief.key, "part": "", "title": groups()[belief.group], "unit": ""}
    named = {"key": belief.key, "name": belief.name, "part": belief.part}
    if belief.kind == YIELD:
        return {**named, "title": _with_part(title(belief.name), _place(belief.part)), "unit": "1"}
    parameter = assumed(belief.name)
    kinds = MEMBER_TITLES.get(parameter.shape, {})
    return {**named, "title": _with_part(parameter.title, kinds.get(belief.part)), "unit": parameter.unit}


def _place(part: str) -> Text:
    """Year and region of an unexplained yield."""
    year, _, region = part.partition(", ")
    return _with_part(Text(year, year), MEMBER_TITLES["region"][region]) if region else Text(year, year)


def _with_part(whole: Text, part: Text | None) -> Text:
    return whole if part is None else Text(f"{whole.en}, {part.en}", f"{whole.ru}, {part.ru}")


def _range_of(belief: Belief) -> str:
    return assumed(belief.name).range_of if belief.kind == FIXED else "value"


def _outcome(headline: Headline) -> View:
    return {
        "name": headline.name,
        "title": headline.title,
        "unit": headline.figure.unit,
        "runs": list(headline.scenarios),
        "scenario": _asked_scenario(headline),
        "saved": headline.saved,
    }


def _asked_scenario(headline: Headline) -> str:
    """The scenario of a figure; none of a headline, whose title says it, and of history."""
    own = headline in headlines() or headline.scenario == AS_IT_HAPPENED
    return "" if own else headline.scenario


def _corners(corners: Sequence["space.Corner"]) -> list[View]:
    return [{**belief_view(corner.belief), "high": corner.high, "share": corner.share} for corner in corners]


# --- rows ---------------------------------------------------------------------------------------------------------


def rows(view: View) -> list[View]:
    """A view as rows of a table: a line for each outcome and number or group, or for each limit of a box."""
    if "boxes" in view:
        boxes = enumerate(view["boxes"], start=1)
        return [
            {"box": number, **{name: box[name] for name in OF_A_BOX[1:]}, **_flat(limit)}
            for number, box in boxes
            for limit in box["limits"]
        ]
    parts = "bars" if view["method"] == "tornado" else "effects"
    return [{"outcome": outcome["name"], **_flat(part)} for outcome in view["outcomes"] for part in outcome[parts]]


def _flat(part: View) -> View:
    """Plain cells: a text in English, pairs as two cells, names in one."""
    cells: View = {}
    for name, value in part.items():
        if name in ("range", "failed", "fit"):
            cells |= {f"{name}_low": value[0], f"{name}_high": value[1]}
        else:
            cells[name] = " ".join(value) if name == "variants" else str(value) if name == "title" else value
    return cells
