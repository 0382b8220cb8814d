"""`pyrrhic fit`: a table, the targets, one JSON document, an exit status that follows the targets."""

import json
import subprocess
import sys

import pytest

from pyrrhic.app.views.figures import bounds_text, numbers_text
from pyrrhic.calibration.posterior import available
from pyrrhic.studies.fit import verdict_table
from pyrrhic.studies.fit.single import fit, targets
from pyrrhic.studies.literature import results as table_one
from pyrrhic.studies.literature.results import EVIDENCE, published_rows


def test_it_prints_every_series_and_every_target_with_what_it_cannot_tell(call):
    status, out, err = call("fit", "--single")
    fitted = fit()
    assert status == 0 and err == "" and "nothing here has an interval" in out
    assert all(f"\n{row.name} " in out for row in fitted.rows)
    lines = out.splitlines()
    for verdict in fitted.verdicts:
        assert (
            sum(
                line.startswith(f"{'in range' if verdict.met else 'OUTSIDE':11}{verdict.target.title}:")
                for line in lines
            )
            == 1
        )


def test_check_lists_what_falls_short_and_is_sound_where_the_committed_table_says_the_same(call, own_table):
    call("fit", "--single", "--write-table", "as it is")
    status, out, _ = call("fit", "--single", "--check")
    missed = fit().missed
    assert status == 0 and "Every verdict is that of the committed table." in out
    assert [line.partition(":")[0] for line in out.splitlines()[: len(missed)]] == [
        f"OUTSIDE    {verdict.target.title}" for verdict in missed
    ]


@pytest.fixture
def own_table(tmp_path, monkeypatch):
    """A table of verdicts of its own, so that the committed one stays as it is."""
    monkeypatch.setattr(verdict_table, "PATH", tmp_path / "verdicts.json")
    return tmp_path / "verdicts.json"


def test_check_fails_on_any_verdict_that_differs_for_better_or_worse(call, own_table):
    call("fit", "--single", "--write-table", "as it is")
    document = json.loads(own_table.read_text(encoding="utf-8"))
    for state in sorted(set(document["single"].values())):
        name = next(name for name, old in document["single"].items() if old == state)
        other = "not met" if state == "met" else "met"
        changed = {**document, "single": {**document["single"], name: other}}
        own_table.write_text(json.dumps(changed), encoding="utf-8")
        status, out, _ = call("fit", "--single", "--check")
        assert status == 1 and f"{name}: was {other}, is {state}" in out
        differences = json.loads(call("fit", "--single", "--check", "--json")[1])["differences"]
        assert differences == [{"name": name, "old": other, "new": state}]
    assert call("fit", "--single")[0] == call("fit", "--single", "--table-1")[0] == 0


@pytest.mark.parametrize("way", [(), ("--single",)], ids=["mixture", "single"])
def test_every_verdict_of_this_version_is_that_of_the_committed_table(call, way):
    status, out, err = call("fit", *way, "--check")
    assert status == 0, f"explain them with: pyrrhic fit {' '.join(way)} --write-table REASON\n{out}{err}"


def test_without_a_committed_table_check_says_how_to_write_one(call, own_table):
    status, _, err = call("fit", "--single", "--check")
    assert status == 2 and "--write-table" in err


def test_a_table_is_written_with_the_reason_and_what_changed(call, own_table):
    call("fit", "--single", "--write-table", "first")
    document = json.loads(own_table.read_text(encoding="utf-8"))
    document["single"]["row 10, as read"] = "not computed"
    own_table.write_text(json.dumps(document), encoding="utf-8")
    written = json.loads(call("fit", "--single", "--write-table", "second", "--json")[1])
    assert [difference["name"] for difference in written["changed"]] == ["row 10, as read"]
    changes = json.loads(own_table.read_text(encoding="utf-8"))["changes"]
    assert [change["reason"] for change in changes] == ["first", "second"]
    assert changes[1]["changed"] == written["changed"]


def test_table_1_is_printed_row_by_row(call):
    fitted = fit()
    table = table_one.table_one((*fitted.verdicts, *fitted.literature), fitted.printed)
    status, out, err = call("fit", "--single", "--table-1")
    words = {table_one.MET: "agrees", table_one.NOT_MET: "DISAGREES", table_one.NOT_COMPUTED: "not computed"}
    assert status == 0 and err == "" and "single run" in out
    assert all(f"\n{title}\n" in out for title in EVIDENCE.values())
    for row in table.rows:
        states = f"{words[row.state_as_printed]:14}  {words[row.state]:14}"
        assert f"\n{row.row.number:2d}  {states}  {row.row.title}\n" in out
        for missed in (verdict for verdict in row.verdicts if not verdict.met):
            assert f"{missed.target.title}: {numbers_text(missed)}" in out
            assert str(missed.target.reason) in out


def test_table_1_of_the_mixture_as_a_document(call):
    document = json.loads(call("fit", "--table-1", "--draws", "50", "--json")[1])
    rows, counts = document["table_1"]["rows"], document["table_1"]["counts"]
    assert "series" not in document and [row["row"] for row in rows] == list(published_rows())
    for kind, count in counts.items():
        of_kind = [row for row in rows if row["evidence"] == kind]
        assert count["rows"] == len(of_kind)
        assert count["met_as_read"] == sum(row["state"] == "met" for row in of_kind)
        assert count["met_as_printed"] == sum(row["state_as_printed"] == "met" for row in of_kind)
    assert all(all(target["met"] for target in row["targets"]) for row in rows if row["state"] == "met")
    status, out, _ = call("fit", "--table-1", "--draws", "50")
    assert status == 0 and "medians of the mixture" in out
    assert call("fit", "--draws", "50", "--json")[1].count('"table_1"') == 1


def test_json_is_one_document(call):
    status, out, _ = call("fit", "--single", "--json")
    document, fitted = json.loads(out), fit()
    assert status == 0 and document["posterior"] is None and document["fingerprint"] == fitted.fingerprint
    assert [row["name"] for row in document["series"]] == [row.name for row in fitted.rows]
    assert [target["name"] for target in document["targets"] if not target["met"]] == document["not_met"]
    assert document["met"] + len(document["not_met"]) == len(document["targets"])
    assert all(row["worst"] in row["points"] for row in document["series"])


def test_series_are_chosen_by_a_part_of_their_name(call):
    for way in ("--single",), ():
        status, out, _ = call("fit", *way, "--series", "Pigs")
        assert status == 0 and "herds_total pigs" in out and "cattle" not in out and "\n1933 " in out
        names = [row["name"] for row in json.loads(call("fit", *way, "--series", "pigs", "--json")[1])["series"]]
        assert names == ["herds_total pigs", "herds_total pigs later", "herds_total pigs before the take-over"]


def test_an_unknown_series_is_answered_with_the_nearest(call):
    for word, nearest in (("brths", "births"), ("harvst", "harvest")):
        status, _, err = call("fit", "--series", word)
        assert status == 2 and f"did you mean {nearest}?" in err


def test_bounds_are_said_in_words():
    bounds = {target.name: bounds_text(target) for target in targets()}
    assert bounds["price_ratio"] == "above 10.000" and bounds["draft_least"] == "below 0.750"
    assert bounds["deaths_1936_37"] == "0.500 or less" and bounds["flow_peak"] == "in 1931"
    assert bounds["deaths_1931_34"] == "5.500 to 8.700"


def test_it_does_not_import_the_sampler():
    code = (
        "import sys; from pyrrhic.app.cli.main import main; main(['fit', '--check', '--json']); "
        "raise SystemExit('nutpie' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_the_mixture_is_what_is_compared_unless_asked_otherwise(call):
    status, out, err = call("fit", "--draws", "100")
    assert status == 0 and err == "" and "by the median over the variants" in out
    for target in targets():
        assert sum(f"%  {target.title}: " in line for line in out.splitlines()) == 1
    document = json.loads(call("fit", "--draws", "100", "--json")[1])
    assert document["structures"] == list(available())
    assert document["draws"] == 100 // len(available()) * len(available())
    assert document["met"] + len(document["not_met"]) == len(document["targets"]) == len(targets())
    assert f"\n{document['met']} of {len(targets())} targets within range by the median." in out
    shares = [target["share"] for target in document["targets"]]
    assert max(shares) > 0.999 and 0.0 <= min(shares) < 1.0
    assert call("fit", "--draws", "some")[0] == 2


def test_one_structure_by_itself(call):
    document = json.loads(call("fit", "--structure", "base", "--draws", "20", "--json")[1])
    assert document["structures"] == ["base"] and document["draws"] == 20
    status, _, err = call("fit", "--structure", "bose")
    assert status == 2 and "did you mean base" in err
