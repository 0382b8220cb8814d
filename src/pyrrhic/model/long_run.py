"""The long run after 1953: the feed plan, and the years counted from the base."""

from pyrrhic.engine.arithmetic import maximum
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


@equation
def feed_plan(year: CalendarYear, feed_plan_start: CalendarYear, feed_plan_on: Dimensionless) -> Dimensionless:
    """Years for which the state has pushed meat and milk, and so feed, since the reforms of 1953.

    lever x years since the start.
    Source: nove1969; strauss1969. Holds for 1953-1970; zero before.
    """
    return feed_plan_on * maximum(year - feed_plan_start, 0.0)


@equation
def feed_intensity(feed_growth: Dimensionless, feed_plan: Dimensionless) -> Dimensionless:
    """Grain fed per animal against the norms of the 1920s.

    1 + growth x feed plan.
    Source: johnsonBrooks1983; strauss1969. Holds for 1926-1970.
    """
    return 1.0 + feed_growth * feed_plan
