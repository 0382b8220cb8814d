"""Calendars: how a figure of one year is put together from the agricultural years of a run.

The model's year 1932 runs from 1 July 1932 to 30 June 1933; its stocks stand at 1 July 1932. A calendar year takes part
of two such years, and for famine deaths, imports and what shut towns kept out unequal parts: three judgements, made here
and nowhere else.
"""

from collections.abc import Iterable

from pyrrhic.errors import UnknownName
from pyrrhic.model.axes import FIRST_YEAR, LAST_YEAR

FAMINE_DEATHS_BEFORE_JANUARY = 0.05
IMPORTS_BEFORE_JANUARY = 0.3
SHUT_BEFORE_JANUARY = {1932: 0.0, 1933: 1.0}  # towns were shut in calendar 1933: the share of what each year lost by it
FLOWS = {"migration_total": (("arrivals", 1.0), ("departures", -1.0))}

Part = tuple[str, int, float]  # quantity, index of the agricultural year, weight


def agricultural_year(quantity: str, year: int) -> list[Part]:
    """The agricultural year that begins on 1 July; for a stock, what stands on that day."""
    return [(quantity, _index(year), 1.0)]


def mean_of_two_years(quantity: str, year: int) -> list[Part]:
    """Half of each of the agricultural years in which a calendar year lies; for a stock, what stands on 1 January."""
    return _weighed(quantity, halves(year))


def end_of_year(quantity: str, year: int) -> list[Part]:
    """What stands at the end of the calendar year: the mean of the Julys before and after it."""
    return _weighed(quantity, [(_index(year), 0.5), (_index(year + 1), 0.5)])


def calendar_flow(quantity: str, year: int) -> list[Part]:
    """A flow between towns and villages in a calendar year: half of two agricultural years.

    What towns that were shut in calendar 1933 kept out of the flows of 1932/33 and 1933/34 falls wholly into it.
    """
    shut = [(_index(year - 1), 1.0 - _shut_before_january(year - 1)), (_index(year), _shut_before_january(year))]
    opened = [(index, 0.5 - share) for index, share in shut]
    flows = FLOWS.get(quantity, ((quantity, 1.0),))
    return [
        part for flow, sign in flows for part in (*_weighed(f"{flow}_open", opened, sign), *_weighed(flow, shut, sign))
    ]


def calendar_trade(quantity: str, year: int) -> list[Part]:
    """Net imports of a calendar year: of imports three tenths before January, of exports half."""
    bought = [(_index(year), IMPORTS_BEFORE_JANUARY), (_index(year - 1), 1.0 - IMPORTS_BEFORE_JANUARY)]
    return [*_weighed("grain_imports", bought), *_weighed("grain_exports", halves(year), -1.0)]


def calendar_famine(quantity: str, year: int) -> list[Part]:
    """Famine deaths of a calendar year: all but a twentieth of an agricultural year's fall after 1 January."""
    return _weighed(quantity, famine(year))


def calendar_deaths(quantity: str, year: int) -> list[Part]:
    """Deaths from all causes in a calendar year: ordinary ones half and half, famine deaths after 1 January."""
    ordinary = [*_weighed(quantity, halves(year)), *_weighed("excess_deaths", halves(year), -1.0)]
    return [*ordinary, *_weighed("excess_deaths", famine(year))]


CALENDARS = {
    "agricultural year": agricultural_year,
    "1 July": agricultural_year,
    "mid-year": agricultural_year,
    "1 January": mean_of_two_years,
    "calendar year": mean_of_two_years,
    "end of year": end_of_year,
    "calendar flow": calendar_flow,
    "calendar trade": calendar_trade,
    "calendar deaths": calendar_deaths,
    "calendar famine deaths": calendar_famine,
}
AGRICULTURAL = "agricultural year"


def parts_of(quantity: str, calendar: str, year: int) -> list[Part]:
    """The numbers of a run that make up a quantity's figure of one year, with their weights.

    Raises `UnknownName` for a calendar that there is not.
    """
    if calendar not in CALENDARS:
        raise UnknownName("calendar", calendar, CALENDARS, where=quantity)
    return CALENDARS[calendar](quantity, year)


def shift_on_axis(calendar: str) -> float:
    """How far from the agricultural year of the same number figures of a calendar lie: half a year before for 1 January.

    Raises `UnknownName` for a calendar that there is not.
    """
    return sum(weight * (index - _index(FIRST_YEAR + 1)) for _, index, weight in parts_of("", calendar, FIRST_YEAR + 1))


def halves(year: int) -> list[tuple[int, float]]:
    """The two agricultural years of a calendar year, half each."""
    return [(_index(year - 1), 0.5), (_index(year), 0.5)]


def famine(year: int) -> list[tuple[int, float]]:
    """The two agricultural years of a calendar year with the shares of famine deaths."""
    return [(_index(year), FAMINE_DEATHS_BEFORE_JANUARY), (_index(year - 1), 1.0 - FAMINE_DEATHS_BEFORE_JANUARY)]


def _weighed(quantity: str, weights: Iterable[tuple[int, float]], sign: float = 1.0) -> list[Part]:
    return [(quantity, index, sign * weight) for index, weight in weights]


def _shut_before_january(year: int) -> float:
    """Share of what shut towns kept out in an agricultural year that falls before 1 January."""
    return SHUT_BEFORE_JANUARY.get(year, 0.5)


def _index(year: int) -> int:
    """The place of an agricultural year in a run; the first and the last stand for those outside."""
    return min(max(year, FIRST_YEAR), LAST_YEAR) - FIRST_YEAR
