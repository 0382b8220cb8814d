"""The operations behind derived series: ranges, conversions, and the refusal to mix territories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.errors import BadInput, PyrrhicError
from pyrrhic.record import load
from pyrrhic.record.derive.operations import (
    Point,
    add,
    as_it_stood,
    derived,
    join,
    ratio,
    scale,
    subtract,
    take,
    years_in_words,
)

INTERWAR, POSTWAR = "USSR, interwar borders", "USSR, post-1945 borders"


def points(territory, **values):
    return {
        int(year[1:]): Point(int(year[1:]), value, 0.9 * value, 1.1 * value, territory)
        for year, value in values.items()
    }


def test_the_range_of_a_point_spans_its_own_limits_and_its_rivals(small):
    harvest = take(load(folder=small), "grain_harvest", territory=INTERWAR)
    assert (harvest[1932].value, harvest[1932].low, harvest[1932].high) == (57.5, 50, 60)
    assert [o.source for o in harvest[1932].inputs] == ["smith1999", "jones2001"]
    assert (harvest[1933].low, harvest[1933].high) == (70, 70)


def test_another_hand_may_be_taken_as_the_centre(small):
    harvest = take(load(folder=small), "grain_harvest", territory=INTERWAR, source="jones2001")
    assert {year: p.value for year, p in harvest.items()} == {1932: 50.1}


def test_a_year_with_two_territories_needs_one_named(small, tmp_path):
    mine = tmp_path / "mine.csv"
    header = (small / "transcribed" / "small.csv").read_text(encoding="utf-8").splitlines()[0]
    mine.write_text(header + '\ngrain_harvest,1932,61,,,Mt,"USSR, 1940 borders",,main,smith1999,12,A,\n')
    with pytest.raises(BadInput, match="name the territory"):
        take(load([mine], folder=small), "grain_harvest")


def test_ratios_are_taken_on_one_territory_only():
    harvest = points(INTERWAR, y1932=60) | points(POSTWAR, y1940=90)
    area = points(INTERWAR, y1932=100, y1940=110)
    assert {year: p.value for year, p in ratio(harvest, area, 10).items()} == {1932: 6.0}
    with pytest.raises(BadInput, match="1940 for USSR, post-1945 borders and USSR, interwar borders"):
        ratio(points(POSTWAR, y1940=90), area)


def test_a_join_across_territories_is_refused_without_an_overlap_year():
    earlier, later = points(INTERWAR, y1938=100, y1939=110), points(POSTWAR, y1940=130)
    with pytest.raises(BadInput, match="without a year known in both"):
        join(earlier, later)
    with pytest.raises(BadInput, match="1940 is not in the earlier series"):
        join(earlier, later, overlap=1940)


def test_a_join_scales_the_earlier_figures_by_the_overlap_year():
    earlier, later = points(INTERWAR, y1938=100, y1939=110), points(POSTWAR, y1939=132, y1940=140)
    joined = join(earlier, later, overlap=1939)
    assert {year: p.value for year, p in joined.items()} == pytest.approx({1938: 120, 1939: 132, 1940: 140})
    assert {p.territory for p in joined.values()} == {POSTWAR}


def test_series_of_one_territory_join_without_an_overlap():
    joined = join(points(INTERWAR, y1926=1), points(INTERWAR, y1927=2))
    assert [p.value for p in joined.values()] == [1, 2]


def test_the_country_as_it_stood_keeps_territories_and_refuses_double_years():
    whole = as_it_stood(points(INTERWAR, y1939=1), points(POSTWAR, y1940=2))
    assert [p.territory for p in whole.values()] == [INTERWAR, POSTWAR]
    with pytest.raises(PyrrhicError, match="both have 1939"):
        as_it_stood(points(INTERWAR, y1939=1), points(POSTWAR, y1939=2))


def test_a_series_without_points_is_an_error():
    with pytest.raises(PyrrhicError, match="draft_power: the record holds none"):
        derived("draft_power", "mid-year", "Nothing.", {})


def test_asking_for_a_missing_year_names_the_years_there_are():
    series = derived("draft_power", "mid-year", "Taken.", points(INTERWAR, y1928=1, y1929=2, y1933=3))
    with pytest.raises(PyrrhicError, match="no figure for 1931; it has 1928-1929, 1933"):
        series.at(1931)


positive = st.floats(0.1, 1000)


@given(positive, positive, positive)
def test_ranges_contain_their_values_under_every_operation(a, b, factor):
    first, second = points(INTERWAR, y1932=a), points(INTERWAR, y1932=b)
    for result in (ratio(first, second), add(first, second), subtract(first, second), scale(first, factor)):
        assert result[1932].low <= result[1932].value <= result[1932].high


@given(st.sets(st.integers(1900, 1970), min_size=1))
def test_years_in_words_lose_no_year(years):
    spelled = set()
    for run in years_in_words(years).split(", "):
        first, _, last = run.partition("-")
        spelled |= set(range(int(first), int(last or first) + 1))
    assert spelled == years
