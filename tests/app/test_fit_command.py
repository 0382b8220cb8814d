"""`pyrrhic fit`: a table, the targets, one JSON document, an exit status that follows the targets."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from pyrrhic.app.views.figures import bounds_text, numbers_text
from pyrrhic.calibration.posterior import available
from pyrrhic.studies.fit import single as methods
from pyrrhic.studies.fit.single import fit, targets
from pyrrhic.studies.literature import results as table_one
from pyrrhic.studies.literature.results import ENOUGH, published_rows


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


def test_check_exits_as_the_targets_say_and_lists_what_falls_short(call):
    status, out, _ = call("fit", "--single", "--check")
    fitted = fit()
    table = table_one.table_one((*fitted.verdicts, *fitted.literature))
    assert status == (1 if fitted.missed or not table.enough else 0)
    assert [line.partition(":")[0] for line in out.splitlines()[: len(fitted.missed)]] == [
        f"OUTSIDE    {verdict.target.title}" for verdict in fitted.missed
    ]
    assert f"Table 1: {table.met} of 28 rows agree" in out
    if not table.enough:
        short = ", ".join(str(row.row.number) for row in table.of(table_one.NOT_MET))
        assert f"DISAGREES: rows {short}\n" in out


def test_check_asks_for_enough_rows_of_table_1(call, monkeypatch):
    fitted = fit()
    sound = tuple(verdict for verdict in fitted.verdicts if verdict.met)
    monkeypatch.setattr(methods, "fit", lambda: replace(fitted, verdicts=sound))
    met = table_one.table_one((*sound, *fitted.literature)).met
    for enough, status in ((met, 0), (met + 1, 1)):
        monkeypatch.setattr(table_one, "ENOUGH", enough)
        assert call("fit", "--single", "--check")[0] == call("fit", "--single", "--check", "--json")[0] == status
    assert call("fit", "--single")[0] == call("fit", "--single", "--table-1")[0] == 0


def test_table_1_is_printed_row_by_row(call):
    fitted = fit()
    table = table_one.table_one((*fitted.verdicts, *fitted.literature))
    status, out, err = call("fit", "--single", "--table-1")
    words = {table_one.MET: "agrees", table_one.NOT_MET: "DISAGREES", table_one.NOT_COMPUTED: "not computed"}
    assert status == 0 and err == "" and "single run" in out
    for row in table.rows:
        assert f"\n{row.row.number:2d}  {words[row.state]:12}  {row.row.title}\n" in out
        for missed in (verdict for verdict in row.verdicts if not verdict.met):
            assert f"{missed.target.title}: {numbers_text(missed)}" in out
            assert str(missed.target.reason) in out
    assert out.rstrip().endswith(f"At least {ENOUGH} are asked for.")


def test_table_1_of_the_mixture_as_a_document(call):
    document = json.loads(call("fit", "--table-1", "--draws", "50", "--json")[1])
    rows = document["table_1"]["rows"]
    assert "series" not in document and [row["row"] for row in rows] == list(published_rows())
    states = [row["state"] for row in rows]
    assert document["table_1"]["met"] == states.count("met") >= document["table_1"]["met_in_part"]
    assert document["table_1"]["enough"] == (states.count("met") >= ENOUGH)
    assert document["table_1"]["not_met"] == [row["row"] for row in rows if row["state"] == "not met"]
    assert all(all(target["met"] for target in row["targets"]) for row in rows if row["state"] == "met")
    status, out, _ = call("fit", "--table-1", "--draws", "50")
    assert status == 0 and "medians of the mixture" in out
    assert call("fit", "--draws", "50", "--json")[1].count('"table_1"') == 1


@pytest.mark.parametrize("fails", [True, False])
def test_check_follows_the_verdicts_either_way(call, monkeypatch, fails):
    monkeypatch.setattr(table_one, "ENOUGH", 0)
    verdict = next(verdict for verdict in fit().verdicts if verdict.met)
    judged = replace(verdict, missed=verdict.figures if fails else ())
    fitted = replace(fit(), verdicts=(judged,))
    monkeypatch.setattr(methods, "fit", lambda: fitted)
    status, out, _ = call("fit", "--single", "--check")
    assert status == int(fails) and ("OUTSIDE" in out) == fails
    assert call("fit", "--single", "--check", "--json")[0] == int(fails)
    assert call("fit", "--single")[0] == 0


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
    fails = (
        document["not_met"]
        or not document["table_1"]["enough"]
        or not all(verdict["met"] for verdict in document["coverage"].values())
    )
    assert call("fit", "--check", "--draws", "100")[0] == (1 if fails else 0)
    assert call("fit", "--draws", "some")[0] == 2


def test_one_structure_by_itself(call):
    document = json.loads(call("fit", "--structure", "base", "--draws", "20", "--json")[1])
    assert document["structures"] == ["base"] and document["draws"] == 20
    status, _, err = call("fit", "--structure", "bose")
    assert status == 2 and "did you mean base" in err
