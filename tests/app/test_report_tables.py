"""The tables under the pictures: for every figure of the record its work, the page, where it was read, and how it is cited."""

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.report.places import with_pages
from pyrrhic.app.report.tables.pictures import tables_of
from pyrrhic.app.text.names import in_words
from pyrrhic.app.witnesses import place_seen, witness_in_words
from pyrrhic.record import load
from pyrrhic.record.registers import witnesses

FIGURES = {figure.id: figure for figure in load().observations}
INTERWAR, LARGER = "USSR, interwar borders", "USSR, 1940 borders"


@pytest.fixture(scope="module", params=["en", "ru"])
def shown(request, report_of):
    return Language(request.param), report_of(request.param)


def tables(view):
    return [table for picture in view["pictures"] for table in picture["tables"] if table["listed"]]


def of_figures(*identifiers, territories=()):
    """The one table of a panel with a mark for each figure."""
    behind = [FIGURES[identifier] for identifier in identifiers]
    points = [
        {
            **{"year": figure.year, "value": figure.value, "low": figure.value, "high": figure.value},
            **{"territory": territory, "grades": [figure.grade], "figures": [figure]},
        }
        for figure, territory in zip(behind, territories, strict=True)
    ]
    series = {"role": "record", "label": "Record", "series": "any", "calendar": "calendar year", "points": points}
    panel = {"kind": "years", "title": "Any", "unit": "Mt", "series": [series], "decimals": 1}
    (table,) = tables_of({"key": "any", "panels": [panel]}, Language("en"))
    return table


def test_every_figure_of_a_picture_has_its_work_page_place_seen_and_identifier(shown):
    say, report = shown
    for picture in report["view"]["pictures"]:
        listed = [table for table in picture["tables"] if table["listed"]]
        printed = {
            identifier: table["notes"][work["note"] - 1]
            for table in listed
            for row in table["rows"]
            for work in row["works"]
            for identifier in work["identifiers"]
        }
        marks = [
            point
            for panel in picture["panels"]
            for part in panel.get("series") or panel["rows"]
            for point in part.get("marks") or part.get("points", ())
        ]
        assert set(printed) == {figure.id for point in marks for figure in point.get("figures", ())}
        for identifier, note in printed.items():
            figure = FIGURES[identifier]
            assert note["key"] == figure.source
            assert note["work"].rstrip(".") == in_words(figure.citation, say).rstrip(".")
            assert witness_in_words(figure.seen_in, say).rstrip(".") in note["seen"]
            assert note["seen"].rstrip(".") == place_seen(figure, say).rstrip(".")


def test_a_work_stands_once_below_a_table_and_every_note_is_called_for(shown):
    _, report = shown
    for table in tables(report["view"]):
        notes = [tuple(note.values()) for note in table["notes"]]
        assert len(notes) == len(set(notes))
        assert {work["note"] for row in table["rows"] for work in row["works"]} == set(range(1, len(notes) + 1))


def test_the_page_prints_the_notes_and_the_command_of_the_citation(shown):
    _, report = shown
    for picture in report["view"]["pictures"]:
        assert f"<code>pyrrhic cite {picture['example']}</code>" in report["page"]
        for table in picture["tables"]:
            assert report["page"].count(f'<li id="note-{table["id"]}-') == len(table["notes"])


def test_the_command_says_the_same_of_the_figure(call, report_of):
    example = report_of("en")["view"]["pictures"][0]["example"]
    status, out, _ = call("cite", example)
    assert status == 0 and FIGURES[example].page in out
    assert witness_in_words(FIGURES[example].seen_in, Language("en")) in out


def test_what_all_rows_have_in_common_is_said_once_and_another_territory_above_its_rows():
    same = of_figures("PYR-000897", "PYR-000898", territories=[INTERWAR, INTERWAR])
    assert same["shared"] == f"Territory: {INTERWAR}. Grade: B."
    assert same["columns"] == ["Year", "Value", "Source and identifier"]
    assert [row["above"] for row in same["rows"]] == ["", ""]
    other = of_figures("PYR-000897", "PYR-000898", "PYR-000900", territories=[INTERWAR, INTERWAR, LARGER])
    assert other["shared"] == "" and other["columns"] == ["Year", "Value", "Grade", "Source and identifier"]
    assert [row["above"] for row in other["rows"]] == [INTERWAR, "", LARGER]
    assert [work["note"] for row in other["rows"] for work in row["works"]] == [1, 1, 2]


def test_every_witness_is_named_in_russian_where_it_is_not_a_name_of_its_own():
    say = Language("ru")
    assert "Дэвис" in say(witnesses()["s_g_wheatcroft_2"].what)
    quoted = next(figure for figure in FIGURES.values() if figure.seen_in == "farm_to_factory_princeton")
    assert place_seen(quoted, say).endswith("(Princeton, 2003; русское издание: РОССПЭН, 2013)")
    from_memory = next(figure for figure in FIGURES.values() if figure.seen == "memory")
    assert place_seen(from_memory, Language("en")) == "Known from the literature, not yet read in place"


def test_a_work_that_is_cited_with_several_pages_stands_once_with_all_of_them():
    cited = ["allen2003[57]", "osokina1999", "allen2003[61-63]", "allen2003[57]"]
    assert [work["words"] for work in with_pages(cited, Language("en"))] == [
        "Allen 2003, p. 57, pp. 61–63",
        "Osokina 1999",
    ]
