"""Years as the equations count them."""

from pyrrhic.engine.equations import equation
from pyrrhic.units import CalendarYear, Dimensionless

BASE_YEAR = 1926.0


@equation
def years_since_1926(year: CalendarYear) -> Dimensionless:
    """Years since the model's first.

    year - 1926.
    Source: selskoeKhoziaistvo1960. Holds for 1926-1970.
    """
    return year - BASE_YEAR
