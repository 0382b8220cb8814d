"""The quantities that a scenario may take as given: units, regions or kinds, totals, and the bounds of what is possible."""

from collections.abc import Mapping
from functools import cache
from math import inf

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.studies.scenarios.change import Quantity

FAR_BEYOND_HISTORY = 1000.0
SIGNED_UNITS = ("1", "per year", "index")
A_STOCK = "is a stock, carried over from the year before, so it cannot be given"
A_PARAMETER = "is a parameter, which a scenario leaves as it is"


@cache
def quantities() -> Mapping[str, Quantity]:
    """Every quantity that the usual model computes anew in every year, by name."""
    from pyrrhic.model import assemble

    model = assemble()
    return {
        name: Quantity(model.unit(name).symbol, _parts(model, name), _total_of(model, name))
        for name in model.equations
        if not name.endswith(CLOSES)
    }


@cache
def refused() -> Mapping[str, str]:
    """Names of the model that cannot be taken as given, each with the reason."""
    from pyrrhic.model import assemble, parameter_values

    stocks = assemble().stocks
    totals = {name: quantity.total_of for name, quantity in quantities().items() if quantity.total_of in stocks}
    return {
        **{name: f"is only the total of {stock}, a stock, so it cannot be given" for name, stock in totals.items()},
        **dict.fromkeys(parameter_values(), A_PARAMETER),
        **dict.fromkeys((*stocks, *(stock + CLOSES for stock in stocks)), A_STOCK),
    }


def bounds(unit: str, history: numpy.ndarray) -> tuple[float, float]:
    """Between which values a quantity has a sense, judged by its course in the model's run of history.

    What is counted or weighed, and never negative in any region of history, cannot be negative; a share that never is
    more than the whole cannot be more. Beyond a thousand times the largest value of history nothing is meant.
    """
    largest = float(numpy.abs(history).max()) or 1.0
    low = 0.0 if history.min() >= 0.0 and unit not in SIGNED_UNITS else -inf
    high = 1.0 if unit == "share" and largest <= 1.0 else inf
    return max(low, -FAR_BEYOND_HISTORY * largest), min(high, FAR_BEYOND_HISTORY * largest)


def _parts(model: Model, name: str) -> tuple[str, ...]:
    axes = [axis for axis in model.axes_of(name) if axis]
    return tuple(member for axis in axes for member in model.axes[axis].members)


def _total_of(model: Model, name: str) -> str:
    """The quantity that this one adds up over regions or kinds, if that is all it does."""
    node, values = model.trace.values[name], model.trace.values
    if node.operation != "sum":
        return ""
    return next((other for other in (*model.stocks, *model.equations) if values[other] is node.parts[0]), "")
