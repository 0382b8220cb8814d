"""Numbers as the page of the model writes them, names of the model as links, and the numbers and paths that are assumed.

parameter_view("coercion_response", 400, Linked("words.en.html", "record.en.html"), Language("en"))["posterior"]
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.site.works import cited
from pyrrhic.app.views.show import RIVALS, View, view
from pyrrhic.calibration import mixture
from pyrrhic.engine.equations import CLOSES
from pyrrhic.model import assemble, levers, opening_values, parameters
from pyrrhic.model.titles import title, titles
from pyrrhic.runs.case import Draws

WIDTH, EDGE = 220.0, 4.0  # of the picture of a number


@dataclass(frozen=True)
class Linked:
    """The files that links open."""

    words: str
    record: str


def written(value: float, say: Language) -> str:
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 or not size else 4
    return say.number(value, decimals)


def anchor(name: str) -> str:
    """The anchor of a name of the model; the same in every language."""
    return name.replace(":", "-by-")


def link(name: str, say: Language) -> View:
    """A name of the model as a link to its place on this page; a stock leads to the equation that closes it."""
    model = assemble()
    place = name + CLOSES if name in model.stocks else name
    if name in RIVALS and model.choices[RIVALS[name][0].quantity] == RIVALS[name][1]:
        place = RIVALS[name][0].quantity  # the rival that the model uses
    return {"href": f"#{anchor(place)}", "title": titled(name, say), "name": name}


def titled(name: str, say: Language) -> str:
    if name in assumed():
        return say.pick(assumed()[name].title)
    if name in levers():
        return say.pick(levers()[name].title)
    quantity = name.removesuffix(CLOSES) if name.removesuffix(CLOSES) in titles() else name
    return say.pick(title(quantity))


# --- numbers that are assumed ----------------------------------------------------------------------------------------


@cache
def assumed() -> Mapping[str, Any]:
    return {**parameters(), **opening_values()}


def parameter_view(name: str, draws: int | None, files: Linked, say: Language) -> View:
    shown, parameter = view(name, say), assumed()[name]
    return {
        "anchor": anchor(name),
        "name": name,
        "title": say.pick(parameter.title),
        "unit": "" if shown["unit"] == "1" else shown["unit_name"],
        "is_free": parameter.free,
        "value": _span(parameter.value, say),
        "prior": _prior(parameter.prior, say) if parameter.free else "",
        "picture": _picture(name, draws),
        "posterior": _posterior(name, draws, say) if parameter.free else "",
        "range": _range(parameter, say),
        "reason": shown["reason"],
        "note": shown["note"],
        "readers": [link(reader, say) for reader in shown["readers"]],
        "works": cited(_references(shown), files.words, say),
    }


def _span(value: numpy.ndarray, say: Language) -> str:
    """A number, or the least and the greatest of several."""
    low, high = (written(float(end), say) for end in (value.min(), value.max()))
    return low if low == high else say("{low} to {high}", low=low, high=high)


def _range(parameter: Any, say: Language) -> str:
    if parameter.range is None:
        return ""
    low, high = (written(end, say) for end in parameter.range)
    return say("{low} to {high}", low=low, high=high)


def _prior(prior: Mapping[str, Any], say: Language) -> str:
    low, middle, high = _ends_of_prior(prior)
    return say(
        "{middle} ({low} to {high})", middle=written(middle, say), low=written(low, say), high=written(high, say)
    )


NINETY = 1.6449  # standard deviations of a normal distribution that hold nine tenths


def _ends_of_prior(prior: Mapping[str, Any]) -> tuple[float, float, float]:
    """The middle nine tenths of a prior."""
    middles = prior["median"]
    median = numpy.mean([*middles.values()] if isinstance(middles, Mapping) else middles)
    spread = prior["spread"]
    steps = numpy.array([-NINETY, 0.0, NINETY]) * spread
    if prior["distribution"] == "lognormal":
        ends = median * numpy.exp(steps)
    elif prior["distribution"] == "logitnormal":
        ends = 1 / (1 + numpy.exp(-(numpy.log(median / (1 - median)) + steps)))
    else:
        ends = median + steps
    return float(ends[0]), float(ends[1]), float(ends[2])


@cache
def _draws(count: int | None) -> Draws:
    return mixture.draws(count)


def _ends_of_posterior(name: str, count: int | None) -> tuple[float, float, float]:
    """The middle nine tenths of a number over the draws; of several the mean."""
    drawn = _draws(count)
    numbers = drawn.parameters[name].mean(axis=(0, 1))
    order = numpy.argsort(numbers)
    reached = numpy.cumsum(drawn.weights[order]) / drawn.weights.sum()
    low, middle, high = (
        float(numbers[order][min(numpy.searchsorted(reached, level), len(order) - 1)]) for level in (0.05, 0.5, 0.95)
    )
    return low, middle, high


def _posterior(name: str, count: int | None, say: Language) -> str:
    low, middle, high = _ends_of_posterior(name, count)
    return say(
        "{middle} ({low} to {high})", middle=written(middle, say), low=written(low, say), high=written(high, say)
    )


def _picture(name: str, count: int | None) -> View | None:
    """Where prior and posterior lie on one scale; none of a number that calibration may not move."""
    parameter = assumed()[name]
    if not parameter.free:
        return None
    prior, posterior = _ends_of_prior(parameter.prior), _ends_of_posterior(name, count)
    least, most = min(prior[0], posterior[0]), max(prior[2], posterior[2])
    across = [EDGE + (end - least) / (most - least or 1) * (WIDTH - 2 * EDGE) for end in (*prior, *posterior)]
    return {"prior": [round(x, 1) for x in across[:3]], "posterior": [round(x, 1) for x in across[3:]]}


def lever_view(name: str, files: Linked, say: Language) -> View:
    shown = view(name, say)
    return {
        "anchor": anchor(name),
        "name": name,
        "title": shown["title"],
        "sentence": shown["sentence"],
        "unit": "" if shown["unit"] == "1" else shown["unit_name"],
        "reason": shown["reason"],
        "note": shown["note"],
        "series": [{"name": series, "href": f"{files.record}#{series}"} for series in shown["series"]],
        "readers": [link(reader, say) for reader in shown["readers"]],
        "works": cited(_references(shown), files.words, say),
    }


def _references(shown: View) -> Iterable[str]:
    """The works behind a name; what rests on a series of the record says so apart."""
    return (source["reference"] for source in shown["sources"] if not source["reference"].startswith("record: "))
