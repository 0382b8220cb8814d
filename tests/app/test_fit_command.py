"""`pyrrhic fit`: a table, the targets, one JSON document, an exit status that follows the targets."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from pyrrhic.app.text.figures import bounds_text, numbers_text
from pyrrhic.calibration.posterior import available
from pyrrhic.studies.fit import single as methods
from pyrrhic.studies.fit.single import fit, targets
from pyrrhic.studies.literature import results as table_one
from pyrrhic.studies.literature.results import ENOUGH, published_rows


def test_it_prints_every_series_and_every_target_with_what_it_cannot_tell(call):
    status, out, err = call("fit", "--single")
    found = fit()
    assert status == 0 and err == "" and "nothing here has an interval" in out
    assert all(f"\n{row.name} " in out for row in found.rows)
    lines = out.splitlines()
    for one in found.verdicts:
        assert sum(line.startswith(f"{'met' if one.met else 'NOT MET':8}{one.target.title}:") for line in lines) == 1


def test_check_exits_as_the_targets_say_and_lists_what_falls_short(call):
    status, out, _ = call("fit", "--single", "--check")
    found = fit()
    table = table_one.table_one((*found.verdicts, *found.literature))
    assert status == (1 if found.missed or not table.enough else 0)
    assert [line.partition(":")[0] for line in out.splitlines()[: len(found.missed)]] == [
        f"NOT MET {one.target.title}" for one in found.missed
    ]
    assert f"Table 1: {table.met} of 28 rows met" in out
    if not table.enough:
        short = ", ".join(str(one.row.number) for one in table.of(table_one.NOT_MET))
        assert f"NOT MET: rows {short}\n" in out


def test_check_asks_for_enough_rows_of_table_1(call, monkeypatch):
    found = fit()
    sound = tuple(one for one in found.verdicts if one.met)
    monkeypatch.setattr(methods, "fit", lambda: replace(found, verdicts=sound))
    met = table_one.table_one((*sound, *found.literature)).met
    for enough, status in ((met, 0), (met + 1, 1)):
        monkeypatch.setattr(table_one, "ENOUGH", enough)
        assert call("fit", "--single", "--check")[0] == call("fit", "--single", "--check", "--json")[0] == status
    assert call("fit", "--single")[0] == call("fit", "--single", "--table-1")[0] == 0


def test_table_1_is_printed_row_by_row(call):
    found = fit()
    table = table_one.table_one((*found.verdicts, *found.literature))
    status, out, err = call("fit", "--single", "--table-1")
    said = {table_one.MET: "met", table_one.NOT_MET: "NOT MET", table_one.NOT_COMPUTED: "not computed"}
    assert status == 0 and err == "" and "single run" in out
    for row in table.rows:
        assert f"\n{row.row.number:2d}  {said[row.state]:12}  {row.row.title}\n" in out
        for one in (verdict for verdict in row.verdicts if not verdict.met):
            assert f"{one.target.title}: {numbers_text(one)}" in out
            assert str(one.target.reason) in out
    assert out.rstrip().endswith(f"At least {ENOUGH} are asked for.")


def test_table_1_of_the_mixture_as_a_document(call):
    found = json.loads(call("fit", "--table-1", "--draws", "50", "--json")[1])
    rows = found["table_1"]["rows"]
    assert "series" not in found and [one["row"] for one in rows] == list(published_rows())
    states = [one["state"] for one in rows]
    assert found["table_1"]["met"] == states.count("met") >= found["table_1"]["met_in_part"]
    assert found["table_1"]["enough"] == (states.count("met") >= ENOUGH)
    assert found["table_1"]["not_met"] == [one["row"] for one in rows if one["state"] == "not met"]
    assert all(all(target["met"] for target in one["targets"]) for one in rows if one["state"] == "met")
    status, out, _ = call("fit", "--table-1", "--draws", "50")
    assert status == 0 and "medians of the mixture" in out
    assert call("fit", "--draws", "50", "--json")[1].count('"table_1"') == 1


@pytest.mark.parametrize("fails", [True, False])
def test_check_follows_the_verdicts_either_way(call, monkeypatch, fails):
    monkeypatch.setattr(table_one, "ENOUGH", 0)
    verdict = next(one for one in fit().verdicts if one.met)
    judged = replace(verdict, missed=verdict.figures if fails else ())
    found = replace(fit(), verdicts=(judged,))
    monkeypatch.setattr(methods, "fit", lambda: found)
    status, out, _ = call("fit", "--single", "--check")
    assert status == int(fails) and ("NOT MET" in out) == fails
    assert call("fit", "--single", "--check", "--json")[0] == int(fails)
    assert call("fit", "--single")[0] == 0


def test_json_is_one_document(call):
    status, out, _ = call("fit", "--single", "--json")
    document, found = json.loads(out), fit()
    assert status == 0 and document["posterior"] is None and document["fingerprint"] == found.fingerprint
    assert [row["name"] for row in document["series"]] == [row.name for row in found.rows]
    assert [one["name"] for one in document["targets"] if not one["met"]] == document["not_met"]
    assert document["met"] + len(document["not_met"]) == len(document["targets"])
    assert all(one["worst"] in one["points"] for one in document["series"])


def test_series_are_chosen_by_a_part_of_their_name(call):
    for way in ("--single",), ():
        status, out, _ = call("fit", *way, "--series", "Pigs")
        assert status == 0 and "herds_total pigs" in out and "cattle" not in out and "\n1933 " in out
        names = [row["name"] for row in json.loads(call("fit", *way, "--series", "pigs", "--json")[1])["series"]]
        assert names == ["herds_total pigs", "herds_total pigs later", "herds_total pigs before the take-over"]


def test_an_unknown_series_is_answered_with_the_nearest(call):
    status, _, err = call("fit", "--series", "brths")
    assert status == 2 and "did you mean births" in err


def test_bounds_are_said_in_words():
    said = {one.name: bounds_text(one) for one in targets()}
    assert said["price_ratio"] == "above 10.000" and said["draft_least"] == "below 0.750"
    assert said["deaths_1936_37"] == "0.500 or less" and said["flow_peak"] == "in 1931"
    assert said["deaths_1931_34"] == "5.500 to 8.700"


def test_it_does_not_import_the_sampler():
    code = (
        "import sys; from pyrrhic.app.cli.main import main; main(['fit', '--check', '--json']); "
        "raise SystemExit('nutpie' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_the_mixture_is_what_is_compared_unless_asked_otherwise(call):
    status, out, err = call("fit", "--draws", "100")
    assert status == 0 and err == "" and "by the median of the mixture" in out
    for target in targets():
        assert sum(f"%  {target.title}: " in line for line in out.splitlines()) == 1
    found = json.loads(call("fit", "--draws", "100", "--json")[1])
    assert found["structures"] == list(available())
    assert found["draws"] == 100 // len(available()) * len(available())
    assert found["met"] + len(found["not_met"]) == len(found["targets"]) == len(targets())
    assert f"\n{found['met']} of {len(targets())} targets met by the median." in out
    shares = [one["share"] for one in found["targets"]]
    assert max(shares) > 0.999 and 0.0 <= min(shares) < 1.0
    fails = (
        found["not_met"] or not found["table_1"]["enough"] or not all(one["met"] for one in found["coverage"].values())
    )
    assert call("fit", "--check", "--draws", "100")[0] == (1 if fails else 0)
    assert call("fit", "--draws", "some")[0] == 2


def test_one_structure_by_itself(call):
    found = json.loads(call("fit", "--structure", "base", "--draws", "20", "--json")[1])
    assert found["structures"] == ["base"] and found["draws"] == 20
    status, _, err = call("fit", "--structure", "bose")
    assert status == 2 and "did you mean base" in err
