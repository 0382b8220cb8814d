"""What is written in the tables is what the record holds; a user's rivals come in through the same door."""

import csv
import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_record import write_record

from pyrrhic.errors import PyrrhicError, UnknownName
from pyrrhic.record import load
from pyrrhic.record.tables import TRANSCRIBED_HEADER, field_starts, transcribed_files
from pyrrhic.record.years import LATEST, agricultural_year, parse_year

USER_HEADER = ",".join(TRANSCRIBED_HEADER) + "\n"


def test_series_keep_main_and_rival_apart(small):
    series = load(folder=small).series("grain_harvest")
    assert [(o.year, o.value) for o in series.main(territory="USSR, interwar borders")] == [
        ("1932", 57.5),
        ("1933", 70),
    ]
    assert [o.source for o in series.select(role="rival")] == ["jones2001"]
    assert [o.value for o in series.main(region="Ukraine")] == [14.5]
    assert series.title["ru"] == "Сбор зерна"


def test_an_observation_knows_its_place_and_citation(small):
    rival = load(folder=small).series("grain_harvest").select(role="rival")[0]
    assert rival.place == "small.csv:3"
    assert rival.citation == "jones2001[Table 3]"
    assert rival.low is None
    assert rival.note == "low, as the author says"


def test_a_misspelt_series_is_answered_with_the_nearest(small):
    with pytest.raises(UnknownName, match="did you mean grain_harvest"):
        load(folder=small).series("grain_harvst")


def test_search_by_words_topic_region_grade_and_source(small):
    record = load(folder=small)

    def names(**wanted):
        return [series.name for series in record.search(**wanted)]

    assert names(text="barn harvest") == ["grain_harvest"]
    assert names(text="дворов") == ["kolkhoz_share"]
    assert names(topic="land") == ["grain_area"]
    assert names(region="Ukraine") == ["grain_harvest"]
    assert names(grade="C") == ["kolkhoz_share"]
    assert names(source="jones2001") == ["grain_harvest", "kolkhoz_share"]
    with pytest.raises(PyrrhicError, match="did you mean Ukraine"):
        record.search(region="Ukrain")


def test_loading_again_gives_the_same_record(small):
    assert load(folder=small) is load(folder=small)


def test_a_row_that_cannot_be_read_is_named(tmp_path):
    folder = write_record(tmp_path, transcribed='grain_area,1932,many,,,Mha,"USSR, interwar borders",,main,s,,A,\n')
    with pytest.raises(PyrrhicError, match=r"small\.csv:2:1: .*many"):
        load(folder=folder)


def test_a_users_rival_stands_beside_the_record(small, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(USER_HEADER + 'grain_harvest,1932,54,,,Mt,"USSR, interwar borders",,rival,own2026,3,A,\n')
    (tmp_path / "mine.bib").write_text("@book{own2026,\n  author = {Own},\n  title = {Mine},\n  year = {2026},\n}\n")
    record = load([mine], folder=small)
    assert [o.value for o in record.series("grain_harvest").select(source="own2026")] == [54]
    assert record.works["own2026"].title == "Mine"
    assert not load(folder=small).series("grain_harvest").select(source="own2026")


def test_a_users_main_figure_takes_the_place_of_the_records(small, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(USER_HEADER + 'grain_harvest,1933,65,,,Mt,"USSR, interwar borders",,main,jones2001,3,A,\n')
    main = load([mine], folder=small).series("grain_harvest").main(territory="USSR, interwar borders")
    assert [o.value for o in main] == [57.5, 65]


def test_a_user_may_add_a_series_with_a_title(small, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(USER_HEADER + 'bees,1932,4.1,,,million,"USSR, interwar borders",,main,smith1999,3,A,title: Bees\n')
    assert load([mine], folder=small).series("bees").title.en == "Bees"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            'grain_harvest,1933,65,,,Mt,"USSR, interwar borders",,rival,nobody1900,3,A,',
            r"mine\.csv:2:60: .*nobody1900",
        ),
        (
            'grain_harvst,1933,65,,,Mt,"USSR, interwar borders",,main,smith1999,3,A,',
            r"mine\.csv:2:1: .*did you mean",
        ),
        (
            'grain_harvest,1933,71,,,Mt,"USSR, interwar borders",,rival,smith1999,3,A,',
            r"mine\.csv:2:1: .*small\.csv:4",
        ),
    ],
)
def test_a_users_file_with_a_fault_is_refused(small, tmp_path, row, message):
    mine = tmp_path / "mine.csv"
    mine.write_text(USER_HEADER + row + "\n")
    with pytest.raises(PyrrhicError, match=message):
        load([mine], folder=small)


text = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\u0085"), max_size=20)
numbers = st.decimals(-(10**6), 10**6, places=3, allow_nan=False)


@given(
    rows=st.lists(
        st.tuples(st.integers(1900, 1976), numbers, text, text),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row[0],
    )
)
def test_every_written_row_is_read_back(rows, tmp_path_factory):
    written = [
        [
            "grain_area",
            str(year),
            f"{value}",
            "",
            "",
            "Mha",
            "world",
            "",
            "main",
            "smith1999",
            page,
            "A",
            note,
        ]
        for year, value, page, note in sorted(rows, key=lambda row: row[0])
    ]
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(written)
    folder = write_record(tmp_path_factory.mktemp("record"), transcribed=table.getvalue())
    read = load(folder=folder).series("grain_area").observations
    assert [(o.year, o.value, o.page, o.note) for o in read] == [
        (row[1], float(row[2]), row[10], row[12]) for row in written
    ]
    lines = table.getvalue().rstrip("\n").split("\n")
    for o, line in zip(read, lines, strict=True):
        assert line[field_starts(line)[1] - 1 :].startswith(o.year)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("1932", "year", 1932, 1932),
        ("1931/32", "agricultural year", 1931, 1932),
        ("1899/00", "agricultural year", 1899, 1900),
        ("1930-03-01", "date", 1930, 1930),
        ("1930-03", "month", 1930, 1930),
        ("1933-37", "period", 1933, 1937),
        ("1909-13", "period", 1909, 1913),
        ("1900-1909", "period", 1900, 1909),
    ],
)
def test_year_forms(text, kind, first, last):
    assert parse_year(text)[:3] == (kind, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "32",
        "1931/33",
        "1930-13-01",
        "1937-33",
        "1932 ",
        "1932\n",
        "circa 1932",
        "1930-02-31",
        "1933-1937",
        "1909-1900",
    ],
)
def test_malformed_years_are_refused(text):
    with pytest.raises(ValueError, match="malformed year"):
        parse_year(text)


def test_no_series_of_periods_has_a_month_among_them():
    """1900-09 among decades is read as September: such a period is written in full."""
    kinds: dict[str, set[str]] = {}
    for seen in load().observations:
        kinds.setdefault(seen.series, set()).add(parse_year(seen.year).kind)
    assert not [name for name, forms in kinds.items() if {"period", "month"} <= forms]


@given(st.integers(1850, LATEST))
def test_agricultural_years_read_back(first):
    assert parse_year(agricultural_year(first)).first == first


def test_the_whole_record_loads_without_heavy_libraries():
    program = (
        "import sys; from pyrrhic.record import load; record = load(); "
        "print(len(record.observations), {'pandas', 'numpy', 'duckdb', 'pyarrow'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    count, heavy = answer.split(maxsplit=1)
    assert int(count) > 3000
    assert heavy.strip() == "set()"
    assert transcribed_files()
