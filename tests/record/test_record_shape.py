"""What names a figure and says how it was obtained: identifiers, kinds of value, variants, how and where it was seen."""

import csv

import pytest
from small_record import CATALOGUE, write_record

from pyrrhic.record.checks.rows import check
from pyrrhic.record.load import load
from pyrrhic.record.registers import changes, regions, territories, witnesses
from pyrrhic.record.tables import RECORD_HEADER, SEEN, TERRITORIES, VALUE_IS, grade_of, transcribed_files
from pyrrhic.sources import KINDS_OF_WORK, bibliography

AREA = {
    "id": "PYR-000001",
    "series": "grain_area",
    "year": "1932",
    "value": "99.7",
    "unit": "Mha",
    "territory": "USSR, interwar borders",
    "role": "main",
    "source": "smith1999",
    "page": "10",
    "grade": "A",
    "value_is": "printed",
    "seen": "original",
}
HARVEST = {**AREA, "id": "PYR-000002", "series": "grain_harvest", "unit": "Mt"}
SHARE = {**AREA, "id": "PYR-000003", "series": "kolkhoz_share", "unit": "%", "value": "61.5"}


def faults(folder, *rows):
    """What is wrong in a small record whose table has all columns."""
    write_record(folder, catalogue=CATALOGUE)
    table = folder / "transcribed" / "small.csv"
    with table.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, RECORD_HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return [problem.message for problem in check(folder=folder)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({}, None),
        ({"id": "PYR-1"}, "PYR-1; scripts/number_figures.py gives one"),
        ({"id": ""}, "no identifier; scripts/number_figures.py gives one"),
        ({"id": "PYR-000002"}, "PYR-000002 stands twice, first at small.csv:2"),
        ({"value_is": "guessed"}, "no value_is named guessed; allowed: coded, computed, converted, midpoint, printed"),
        ({"value_is": ""}, "no value_is; every figure of the record has one"),
        ({"seen": "heard"}, "no seen named heard"),
        ({"seen": "quotation"}, "grade A; a figure so seen by quotation has grade B"),
        ({"seen_in": "somewhere"}, "no witness named somewhere"),
        ({"seen": "memory", "grade": "C", "seen_in": "somewhere"}, "seen nowhere"),
        ({"flag": "odd"}, "no flag named odd"),
        ({"low": "99", "high": "100.4"}, "99.7 is the middle of 99 to 100.4: is it printed?"),
        ({"low": "99", "high": "100.4", "value_is": "midpoint"}, None),
        ({"variant": "With flour"}, "variant 'With flour' must be lower-case words joined by _"),
    ],
)
def test_a_figure_says_how_it_was_obtained(tmp_path, works, changed, message):
    named = faults(tmp_path, HARVEST, {**AREA, **changed}, SHARE)
    assert (named == []) if message is None else any(message in fault for fault in named), named


def test_a_variant_stands_beside_its_main_figure_and_names_its_definition(tmp_path, works):
    variant = {**AREA, "id": "PYR-000009", "value": "102", "role": "variant"}
    assert any("a variant has a word" in fault for fault in faults(tmp_path, AREA, variant, HARVEST, SHARE))
    assert faults(tmp_path, AREA, {**variant, "variant": "with_meadows"}, HARVEST, SHARE) == []


def test_nothing_is_derived_from_a_variant_as_if_it_were_the_figure():
    series = load().series("grain_collections")
    (main,) = (seen for seen in series.main() if seen.year == "1932/33")
    assert (main.value, main.low, main.high) == (18.5, None, None)
    assert {"centralised", "with_levy_and_decentralised"} == {seen.variant for seen in series.variants}
    assert not {seen.id for seen in series.variants} & {seen.id for seen in series.observations}


def test_an_identifier_that_was_removed_is_not_used_again(tmp_path, works):
    (tmp_path / "registers").mkdir()
    register = tmp_path / "registers" / "changes.csv"
    register.write_text("id,version,field,old,new,why\nPYR-000001,2,removed,99.7,,a second copy\n", encoding="utf-8")
    assert any("an identifier is never used again" in fault for fault in faults(tmp_path, AREA, HARVEST, SHARE))


def test_every_figure_of_the_record_has_an_identifier_and_says_how_it_was_obtained():
    observations = load().observations
    names = [seen.id for seen in observations]
    assert len(names) > 4900 and len(set(names)) == len(names)
    for seen in observations:
        assert seen.value_is in VALUE_IS and seen.seen in SEEN and float(seen.printed) == seen.value
        assert seen.grade == grade_of(bibliography()[seen.source].what, seen.seen)
        assert not seen.seen_in or seen.seen_in in witnesses()


def test_every_change_names_a_figure_that_is_there_or_was_removed():
    names = {seen.id for seen in load().observations}
    assert len(changes()) > 50
    assert all((change.id in names) != (change.field == "removed") and change.why for change in changes())


def test_every_work_says_what_it_is():
    assert {work.key for work in bibliography().values() if work.what not in KINDS_OF_WORK} == set()


def test_every_table_has_all_columns():
    headers = {file.read_text(encoding="utf-8").partition("\n")[0] for file in transcribed_files()}
    assert headers == {",".join(RECORD_HEADER)}


def test_every_region_and_territory_has_its_place_in_a_register():
    assert {seen.region for seen in load().observations} - {""} == set(regions())
    assert set(territories()) == set(TERRITORIES)
    assert all(region.name_ru and region.name_ru != region.name_en for region in regions().values())


def test_a_new_spelling_of_a_region_is_not_a_new_region(tmp_path):
    mine = tmp_path / "mine.csv"
    row = "cattle_by_region,1932,45,,,thousand,region,{},main,kotkin2017,,C,"
    header = "series,year,value,low,high,unit,territory,region,role,source,page,grade,note"
    for name, wrong in (("Kazakstan", True), ("Transnistria between the rivers", False)):
        mine.write_text(f"{header}\n{row.format(name)}\n", encoding="utf-8")
        named = [problem.message for problem in check([mine])]
        assert any("did you mean Kazakhstan?" in message for message in named) is wrong, named
