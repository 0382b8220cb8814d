"""`pyrrhic published` as a user meets it."""

import json

from pyrrhic.studies.literature import AGREES, published


def test_all_are_printed_with_their_verdicts_and_the_rule(call):
    status, out, err = call("published")
    assert status == 0 and err == ""
    assert all(f"{row.title} ({name}): " in out for name, row in published().items())
    assert "(hard_budgets): not comparable" in out
    last = out.strip().splitlines()[-1]
    assert last.startswith("agrees: ") and "95%" in last


def test_one_in_full(call):
    status, out, _ = call("published", "flexible_procurement")
    row = published()["flexible_procurement"]
    assert status == 0 and out.startswith(f"{row.title}: ")
    assert "Meng et al. 2015; grade C" in out and str(row.published) in out and f"what differs: {row.note}" in out
    assert "scenario: plans_cut_with_harvest against as_it_happened" in out and "draws with" in out


def test_what_the_model_lacks_is_said(call):
    status, out, _ = call("published", "tsarist_trend")
    assert status == 0 and f"missing: {published()['tsarist_trend'].missing}" in out and "scenario:" not in out


def test_json_is_one_document(call):
    status, out, _ = call("published", "no_socialization_of_animals", "--json")
    document = json.loads(out)
    row = document["published"][0]
    assert status == 0 and len(document["published"]) == 1 and "95%" in document["rule"]
    assert row["works"] == ["chenLan2017"] and row["scenario"] == "no_take_over_of_animals"
    assert row["missing"] is None and (row["why"] is None or row["verdict"] != AGREES)
    for contrast in row["contrasts"]:
        assert contrast["scenarios"] == ["no_take_over_of_animals", "as_it_happened"]
        assert contrast["interval"][0] <= contrast["median"] <= contrast["interval"][1]
        assert 0.0 <= contrast["share"] <= 1.0 and contrast["structures"]


def test_a_misspelt_name_is_one_sentence(call):
    status, out, err = call("published", "japanese_pat")
    assert status == 2 and out == ""
    assert err.strip() == (
        "pyrrhic: there is no published counterfactual named japanese_pat; did you mean japanese_path?"
    )
    status, out, _ = call("published", "japanese_pat", "--json")
    assert status == 2 and json.loads(out)["error"]["nearest"] == "japanese_path"
