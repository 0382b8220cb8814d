"""`pyrrhic replicate` as a user meets it."""

import json

from pyrrhic.studies.replications import REPLICATIONS


def test_all_are_printed_with_what_is_not_met(call):
    status, out, err = call("replicate")
    assert status == 0 and err == ""
    assert all(f"\n{name}: " in out for name in REPLICATIONS)
    lines = out.splitlines()
    figures = [figure for study in REPLICATIONS.values() for figure in study.figures()]
    assert sum(line.endswith("MISSED") for line in lines) == sum(
        not figure.met for figure in figures if not figure.recalled
    )
    recalled = sum(figure.recalled for figure in figures)
    assert recalled and sum("RECALLED" in line for line in lines) == recalled
    assert "figures are reproduced." in out and f"{recalled} more are recalled, not seen" in " ".join(out.split())


def test_one_in_full(call):
    status, out, _ = call("replicate", "allen2003")
    assert status == 0 and out.startswith("allen2003: ")
    assert "e, as in history: 0.23 (Allen 2003, p. 69; grade B)" in out
    assert "Allen 2003, p. 224; grade B" in out and "cheremukhin" not in out


def test_what_is_answered_beside_the_published_figures_is_printed_in_both_languages(call):
    english, russian = (call("replicate", "domar1957", *options)[1] for options in ((), ("--lang", "ru")))
    assert "with nothing published to hold against" in english and "years after which a share of 0.23" in english
    assert "через сколько лет доля 0,23" in russian and "ПО ПАМЯТИ" in russian
    (study,) = json.loads(call("replicate", "domar1957", "--json")[1])["replications"]
    assert len(study["answers"]) == 2 and study["answers"][0]["value"] > 0.0
    assert {figure["verdict"] for figure in study["figures"]} == {"met", "recalled, not seen"}
    assert all(figure["row"] is None and figure["reached"] for figure in study["figures"])


def test_json_is_one_document(call):
    status, out, _ = call("replicate", "meng_qian_yared2015", "--json")
    document = json.loads(out)
    (study,) = document["replications"]
    assert status == 0 and study["name"] == "meng_qian_yared2015" and study["inputs"]
    first = study["figures"][0]
    assert first["published"] == "negative" and first["tolerance"] == "sign" and first["verdict"] == "met"
    assert document["summary"] == "4 of 4 figures are reproduced."


def test_a_misspelt_name_is_one_sentence(call):
    status, out, err = call("replicate", "alen2003")
    assert status == 2 and out == ""
    assert err.strip() == "pyrrhic: there is no replication named alen2003; did you mean allen2003?"
    status, out, _ = call("replicate", "alen2003", "--json")
    assert status == 2 and json.loads(out)["error"]["nearest"] == "allen2003"
