"""The exported tables hold what the record holds, and the data package is one by its own rules."""

import csv
import json

import pytest

from pyrrhic.errors import BadInput, PyrrhicError
from pyrrhic.record import load
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.export import export
from pyrrhic.record.package.tables import TABLES, table
from pyrrhic.record.sql import query


def number(text):
    return float(text) if text else None


def test_csv_reads_back(tmp_path):
    files = export(load(), "csv", tmp_path)
    assert [f.name for f in files] == [f"{name}.csv" for name in TABLES]
    with files[0].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    observations = load().observations
    assert [(r["series"], r["year"], number(r["value"]), number(r["low"]), r["note"]) for r in rows] == [
        (o.series, o.year, o.value, o.low, o.note) for o in observations
    ]


def test_parquet_reads_back_with_types_and_descriptions(tmp_path):
    from pyarrow import parquet

    files = export(load(), "parquet", tmp_path)
    read = parquet.read_table(files[0])
    assert read.column("value").to_pylist() == [o.value for o in load().observations]
    assert read.schema.field("grade").metadata[b"description"].startswith(b"A read in the work")


def test_json_reads_back(tmp_path):
    (file,) = export(load(), "json", tmp_path)
    document = json.loads(file.read_text(encoding="utf-8"))
    assert list(document) == list(TABLES)
    assert len(document["catalogue"]) == len(load())
    assert {row["series"] for row in document["derived"]} == set(DERIVED)


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(PyrrhicError, match="no format named xls; allowed: csv, parquet, json, wide, xlsx, datapackage"):
        export(load(), "xls", tmp_path)


def test_derived_rows_carry_their_sources():
    rows = [row for row in table(load(), "derived") if row["series"] == "draft_power" and row["year"] == 1932]
    assert rows[0]["value"] == derive(load(), "draft_power").at(1932).value
    assert "jasny1949" in rows[0]["sources"]


def test_a_query_is_answered():
    answer = query(
        load(),
        "select o.year, o.value, c.unit from observations o join catalogue c using (series) "
        "join sources s on s.key = o.source "
        "where series = 'grain_harvest_revised_official' and year = '1932' and role = 'main'",
    )
    assert answer.table() == [{"year": "1932", "value": 69.8, "unit": "Mt"}]


def test_derived_series_can_be_queried():
    answer = query(load(), "select value from derived where series = 'tractor_power_extended' and year = 1932")
    assert answer.rows == ((2.225,),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select valeu from observations", 'Referenced column "valeu" not found.*"value"'),
        (
            "select * from observation",
            'Table with name observation does not exist! Did you mean "observations"',
        ),
        ("selec 1", "syntax error"),
        ("copy observations to 'out.csv'", "file system operations are disabled"),
        ("select * from read_csv('any.csv')", "file system operations are disabled"),
        ("set enable_external_access = true", "configuration has been locked"),
    ],
)
def test_a_query_that_cannot_be_answered_says_so_in_one_line(text, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=message) as caught:
        query(load(), text)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["copy (select 1) to '.tmp/out.csv'", "attach '.tmp/x.db'", "from '.tmp/in.csv'"])
def test_the_folder_that_duckdb_takes_for_temporary_files_is_closed_too(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".tmp").mkdir()
    (tmp_path / ".tmp" / "in.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(BadInput):
        query(load(), text)
    assert [file.name for file in (tmp_path / ".tmp").iterdir()] == ["in.csv"]


def test_a_query_that_goes_on_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr("pyrrhic.record.sql.SECONDS", 0.2)
    with pytest.raises(BadInput, match="the query was stopped after 0 seconds"):
        query(load(), "select count(*) from range(20000000000) a, range(1000) b")


def test_a_query_cannot_change_the_record():
    before = len(load().observations)
    query(load(), "delete from observations")
    assert query(load(), "select count(*) from observations").rows == ((before,),)
