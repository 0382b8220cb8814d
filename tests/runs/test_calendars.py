"""The flows between village and town in a calendar year: what shut towns kept out falls into 1933."""

import numpy
import pytest

from pyrrhic.model import FIRST_YEAR, YEARS
from pyrrhic.runs.calendars import SHUT_BEFORE_JANUARY, parts_of


def flow_of(quantity: str, values, year: int) -> float:
    return sum(weight * values[name][index] for name, index, weight in parts_of(quantity, "calendar flow", year))


def towns(shut: dict[int, float]):
    """Ten arrive and six leave; while towns are shut four fewer arrive and two fewer leave."""
    closed = numpy.zeros(len(YEARS))
    for year, share in shut.items():
        closed[year - FIRST_YEAR] = share
    opened = {"arrivals_open": 10.0 + 0.0 * closed, "departures_open": 6.0 + 0.0 * closed}
    return {**opened, "arrivals": 10.0 - 4.0 * closed, "departures": 6.0 - 2.0 * closed}


HISTORY = dict.fromkeys(SHUT_BEFORE_JANUARY, 0.5)


@pytest.mark.parametrize("year, expected", [(1932, 10.0), (1933, 6.0), (1934, 10.0), (1950, 10.0)])
def test_towns_shut_for_half_of_two_agricultural_years_were_shut_in_the_calendar_year_between(year, expected):
    assert flow_of("arrivals", towns(HISTORY), year) == pytest.approx(expected)


def test_nobody_is_kept_out_of_any_year_where_towns_stay_open():
    assert [flow_of("arrivals", towns({}), year) for year in (1932, 1933, 1934)] == pytest.approx([10.0] * 3)


@pytest.mark.parametrize("year", range(1928, 1936))
def test_the_net_flow_is_arrivals_less_departures(year):
    values = towns(HISTORY)
    net = flow_of("arrivals", values, year) - flow_of("departures", values, year)
    assert flow_of("migration_total", values, year) == pytest.approx(net)


def test_nothing_is_lost_between_agricultural_and_calendar_years():
    values = towns(HISTORY)
    assert sum(flow_of("arrivals", values, year) for year in range(1930, 1940)) == pytest.approx(100.0 - 4.0)
