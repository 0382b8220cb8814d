"""`pyrrhic ablate` as a user meets it."""

import json

import pytest

from pyrrhic.studies.ablations import CONTRARY, SMALLER, ablations, findings


def test_all_are_printed_with_what_is_contrary_and_the_caveat(call):
    status, out, err = call("ablate")
    assert status == 0 and err == ""
    assert all(f"\n  {name} " in out for name in ablations())
    measured = findings()
    for finding in measured:
        printed = f"\n{finding.ablation.name}: {finding.ablation.note}" in out
        assert printed == (finding.verdict in (SMALLER, CONTRARY)), finding.ablation.name
    contrary = [finding.ablation.name for finding in measured if finding.verdict == CONTRARY]
    assert f"\nContrary to expectation: {', '.join(contrary) or 'none'}." in out
    last = out.strip().splitlines()[-1]
    assert "no refit, no interval" in last and "do not add up" in last and "threshold" in last


def test_one_in_full(call):
    status, out, _ = call("ablate", "exports")
    assert status == 0 and out.startswith(f"exports: {ablations()['exports'].mechanism}\n")
    assert "off: grain_export_plan = 0 in 1930-1933" in out and "falls by 20% or more" in out
    assert "Davies and Wheatcroft 2004" in out and "do not add up" in out and "virgin_land" not in out


def test_json_is_one_document(call):
    status, out, _ = call("ablate", "slaughter", "--json")
    document = json.loads(out)
    row = document["ablations"][0]
    assert status == 0 and len(document["ablations"]) == 1 and "do not add up" in document["closing"]
    assert row["name"] == "slaughter" and row["off"][0] == "slaughter = 0" and row["unit"] == "share"
    assert row["change"] == pytest.approx(row["without"] / row["with"] - 1.0) and row["verdict"] == "as expected"


def test_a_misspelt_name_is_one_sentence(call):
    status, out, err = call("ablate", "exportz")
    assert status == 2 and out == ""
    assert err.strip() == "pyrrhic: there is no ablation named exportz; did you mean exports?"
    status, out, _ = call("ablate", "exportz", "--json")
    assert status == 2 and json.loads(out)["error"]["nearest"] == "exports"
