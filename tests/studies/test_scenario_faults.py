"""Scenario files as people write them, save them and name them: each is read as meant, or refused in one sentence."""

import time

import pytest

from pyrrhic.errors import SHOWN_PROBLEMS, PyrrhicError
from pyrrhic.model import YEARS
from pyrrhic.studies.scenarios.joining import SHOWN_CHANGES
from pyrrhic.studies.scenarios.library import LARGEST
from pyrrhic.studies.scenarios.scenario import load, load_all, of_document, paths, run
from pyrrhic.studies.scenarios.warnings import findings, warnings

HEAD = 'title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\n'
HALF = "[levers]\nprocurement_plan = { from = 1931, to = 1932, times = 0.5 }\n"
TENTH = "[levers]\nprocurement_plan = { from = 1931, to = 1932, times = 0.1 }\n"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes a file into the working folder: a text below a title and a description, or bytes as they are."""
    monkeypatch.chdir(tmp_path)

    def written(name: str, content: str | bytes = "") -> str:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else (HEAD + content).encode())
        return name

    return written


def plan(spec: str, year: int = 1932) -> float:
    """The procurement plan of a year."""
    return paths(load(spec))["procurement_plan"][YEARS.index(year)].item()


def refusal(spec: str) -> str:
    """What is said of a spec that must be refused."""
    with pytest.raises(PyrrhicError) as caught:
        load(spec)
    return str(caught.value)


# --- each document once ---------------------------------------------------------------------------


def test_two_scenarios_that_extend_the_same_one_hold_it_once(write):
    write("base.toml", HALF)
    write("x1.toml", 'extends = ["base.toml"]\n[levers]\npassport = 0')
    write("x2.toml", 'extends = ["base.toml"]\n[levers]\nmts_on = 0')
    assert plan("x1.toml+x2.toml") == plan("x1.toml") == plan("as_it_happened") * 0.5
    assert warnings(load("x1.toml+x2.toml")) == []


@pytest.mark.parametrize("spec", ["base.toml+base.toml", "./base.toml+base.toml", "base.toml+below/../base.toml"])
def test_a_scenario_joined_to_itself_by_any_path_counts_once_and_that_is_said(write, spec):
    write("base.toml", HALF)
    write("below/other.toml")
    assert plan(spec) == plan("base.toml")
    assert load(spec).warnings == ("base is in the scenario already, so it counts once, where it stands first",)


def test_a_scenario_that_the_first_one_extends_counts_once(write):
    write("base.toml", HALF)
    write("x1.toml", 'extends = ["base.toml"]')
    assert plan("x1.toml+base.toml") == plan("base.toml")
    assert len(load("x1.toml+base.toml").warnings) == 1


def test_many_that_extend_one_another_crosswise_are_read_at_once(write):
    for level in range(30):
        both = f'extends = ["a{level + 1}.toml", "b{level + 1}.toml"]' if level < 29 else ""
        write(f"a{level}.toml", both)
        write(f"b{level}.toml", both)
    assert len(load("a0.toml").texts) == 59


# --- changes that meet ----------------------------------------------------------------------------


def test_factors_that_meet_are_said_to_compound(write):
    write("base.toml", HALF)
    write("other.toml", TENTH)
    assert plan("base.toml+other.toml") == pytest.approx(plan("as_it_happened") * 0.05)
    assert load("base.toml+other.toml").warnings == (
        "procurement_plan 1931-1932: times 0.5 of base and times 0.1 of other together make times 0.05",
    )


def test_amounts_that_meet_are_said_to_add_up(write):
    write("base.toml", "[levers]\nprocurement_plan = { from = 1931, to = 1931, plus = 1 }")
    write("other.toml", "[levers]\nprocurement_plan = { from = 1931, to = 1931, plus = 0.5 }")
    assert load("base.toml+other.toml").warnings == (
        "procurement_plan 1931: plus 1 of base and plus 0.5 of other together make plus 1.5",
    )


def test_only_a_value_is_said_to_hold(write):
    write("base.toml", "[levers]\nprocurement_plan = { 1932 = 10 }")
    write("other.toml", TENTH)
    assert load("other.toml+base.toml").warnings == ("procurement_plan 1932: set by other and by base; base holds",)
    assert load("base.toml+other.toml").warnings == (
        "procurement_plan 1932: times 0.1 of other acts on what base has set",
    )


def test_what_a_scenario_changes_of_the_one_it_extends_needs_no_warning(write):
    write("base.toml", HALF)
    write("mine.toml", 'extends = ["base.toml"]\n' + TENTH)
    assert load("mine.toml").warnings == () and plan("mine.toml") == pytest.approx(plan("as_it_happened") * 0.05)


def test_changes_to_different_regions_do_not_meet(write):
    write("one.toml", "[levers]\ncollectivization_target = { 1930 = { volga = 0.2 } }")
    write("two.toml", "[levers]\ncollectivization_target = { 1930 = { urals = 0.2 } }")
    assert load("one.toml+two.toml").warnings == ()


def test_spans_of_one_lever_that_overlap_are_warned_of(write):
    write("mine.toml", "[levers]\ndeportees = [{ from = 1930, to = 1932, value = 0 }, { from = 1932, value = 0.1 }]")
    assert load("mine.toml").warnings == (
        "deportees 1932: set by the entry of mine for 1930-1932 and by the entry of mine for 1932-1970; "
        "the entry of mine for 1932-1970 holds",
    )


def test_thousands_of_factors_are_told_in_one_sentence(write):
    spans = ",\n".join(["{ from = 1930, to = 1931, times = 1.0 }"] * 2000)
    write("mine.toml", f"[levers]\nprocurement_plan = [{spans}]")
    (sentence,) = load("mine.toml").warnings
    assert f"and {2000 - SHOWN_CHANGES} more together make times 1" in sentence


# --- where files are looked up, and what they are called ------------------------------------------


def test_extends_is_looked_up_beside_the_file_that_extends(write):
    write("base.toml", HALF)
    write("other/base.toml", TENTH)
    write("other/mine.toml", 'extends = ["base.toml"]')
    write("third/mine.toml", 'extends = ["../base.toml"]')
    assert plan("other/mine.toml") == pytest.approx(plan("as_it_happened") * 0.1)
    assert plan("third/mine.toml") == plan("as_it_happened") * 0.5


def test_a_missing_file_is_named_with_the_file_that_extends_it(write):
    write("base.toml")
    write("other/mine.toml", 'extends = ["base.toml"]')
    assert refusal("other/mine.toml") == "other/mine.toml, extends: there is no file other/base.toml"


def test_files_with_one_stem_are_named_by_their_paths(write):
    specs = [write("base.toml", HALF), write("other/base.toml", TENTH), write("mine.toml"), "nep"]
    assert [scenario.name for scenario in load_all(specs)] == ["base.toml", "other/base.toml", "mine", "nep"]
    assert load("other/base.toml").name == "base"
    assert load("base.toml+other/base.toml").name == "base.toml+other/base.toml"
    assert {change.origin for change in load("base.toml+other/base.toml").changes} == {"base.toml", "other/base.toml"}


def test_a_file_named_like_a_shipped_scenario_is_named_by_its_path(write):
    assert load(write("nep.toml")).name == "nep.toml"


@pytest.mark.parametrize("spec", ["nep+", "+nep", "nep++no_exports", "+"])
def test_a_name_that_is_missing_beside_a_plus(spec):
    assert refusal(spec).startswith(f"{spec}: a name is missing beside +")


@pytest.mark.parametrize("spec", ["", " "])
def test_no_name_at_all(spec):
    assert "the name of a scenario is missing" in refusal(spec)


def test_the_nearest_name_whatever_the_case(write):
    assert refusal("NEP").endswith("did you mean nep?")
    write("mine.toml")
    assert refusal("mine").endswith("did you mean mine.toml?")


@pytest.mark.parametrize("spec", ["a\0b", "a\0b.toml", "x" * 5000, "x" * 5000 + ".toml", "\x1b[2J", "\ud800.toml"])
def test_names_that_no_file_can_have(spec):
    assert "there is no" in refusal(spec) and "\x1b" not in refusal(spec)


def test_a_document_of_a_notebook_is_read_like_a_file(write):
    write("base.toml", HALF)
    document = {"title": {"en": "A", "ru": "А"}, "description": {"en": "B", "ru": "Б"}, "extends": ["base.toml"]}
    own = of_document({**document, "levers": {"procurement_plan": {1932: {"times": 0.5}}}}, "my.own")
    assert own.name == "my.own" and list(own.texts) == ["base.toml", "my.own"]
    assert paths(own)["procurement_plan"][YEARS.index(1932)].item() == plan("as_it_happened") * 0.25
    with pytest.raises(PyrrhicError, match=r"^my\.own, lever grain_exprot_plan: there is no lever"):
        of_document({**document, "levers": {"grain_exprot_plan": 0}}, "my.own")


# --- how files are saved --------------------------------------------------------------------------


def test_a_byte_order_mark_is_accepted(write):
    assert plan(write("mine.toml", b"\xef\xbb\xbf" + (HEAD + HALF).encode())) == plan("as_it_happened") * 0.5


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"# \n" + HEAD.encode("cp1251"), "mine.toml:2:1: not UTF-8 text; save the file as UTF-8"),
        (HEAD.encode("utf-16"), "mine.toml: UTF-16 text; save the file as UTF-8"),
        (
            "# A\n".encode("utf-16-le"),
            "mine.toml:1:1: it holds a zero byte, so it is not text; save the file as UTF-8",
        ),
        (bytes(range(256)), "mine.toml:2:1: not UTF-8 text; save the file as UTF-8"),
        (HEAD.encode() + b"\0", "mine.toml:3:1: it holds a zero byte, so it is not text; save the file as UTF-8"),
    ],
)
def test_any_other_encoding_is_refused_in_one_sentence(write, content, sentence):
    assert refusal(write("mine.toml", content)) == sentence


def test_a_folder_and_a_file_that_is_too_large(write, tmp_path):
    (tmp_path / "folder.toml").mkdir()
    assert refusal("folder.toml") == "folder.toml: it is a folder, not a file"
    assert "too large" in refusal(write("mine.toml", b"#" * (LARGEST + 1)))
    write("mine.toml", HEAD.encode() + b"#" * (LARGEST - len(HEAD.encode())))
    assert load("mine.toml").changes == ()


def test_a_file_that_may_not_be_read(write, monkeypatch):
    write("mine.toml")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert refusal("mine.toml") == "mine.toml: cannot be read: Permission denied"


# --- documents of every kind ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "levers = " + "[" * 5000 + "]" * 5000,
            "mine.toml: not a TOML document: it is nested too deeply",
        ),
        (
            "ends = " + "9" * 5000,
            "mine.toml: not a TOML document: it holds a number or a date that cannot be read",
        ),
        (
            "[given]\ngrain_export_plan = 0",
            "mine.toml, given grain_export_plan: grain_export_plan is a lever, so it is set under [levers]",
        ),
        (
            "[given]\nherds = 100",
            "mine.toml, given herds: herds is a stock, carried over from the year before, so it cannot be given",
        ),
        (
            "[given]\nherds_total = 100",
            "mine.toml, given herds_total: herds_total is only the total of herds, a stock, so it cannot be given",
        ),
        (
            "[given]\nretention = 0.3",
            "mine.toml, given retention: retention is a parameter, which a scenario leaves as it is",
        ),
        (
            "[given]\ngrain_harvest_total = { 1932 = 90, 1934 = 'history' }",
            "mine.toml, given grain_harvest_total: grain_harvest_total is only the total of grain_harvest, which would "
            "no longer add up to it; give grain_harvest, by region",
        ),
        (
            "[structure]\npull_rate = ''",
            "mine.toml, structure pull_rate: there is no equation named ''; allowed: allen_regimes, one_law",
        ),
        (
            "extends = ['deep0.toml']",
            "mine.toml: scenarios extend one another more than 50 deep",
        ),
    ],
)
def test_what_the_model_does_not_allow_is_said_in_one_sentence(write, text, sentence):
    for level in range(60):
        write(f"deep{level}.toml", f'extends = ["deep{level + 1}.toml"]' if level < 59 else "")
    assert refusal(write("mine.toml", text)) == sentence


@pytest.mark.parametrize("value", ["-5", "1e300"])
def test_quantities_taken_as_given_have_bounds(write, value):
    scenario = load(write("mine.toml", f"[given]\ngrain_harvest = {{ 1932 = {{ volga = {value} }} }}"))
    with pytest.raises(
        PyrrhicError, match=r"the value .* in 1932 is outside the bounds of the quantity; allowed: 0 to"
    ):
        run(scenario, ())


def test_a_harvest_taken_as_given_moves_the_run_and_keeps_its_total(write):
    scenario = load(write("mine.toml", "[given]\ngrain_harvest = { 1932 = { volga = 9 }, 1933 = 'history' }"))
    assert scenario.number_of_changes == 2 and findings(scenario) == []
    done = run(scenario, ("grain_harvest", "grain_harvest_total"))
    assert done.national("grain_harvest") == pytest.approx(done.national("grain_harvest_total"))


def test_thirty_thousand_unknown_levers_are_answered_quickly_in_twenty_lines(write):
    write("mine.toml", "[levers]\n" + "\n".join(f"lever_{number} = 0" for number in range(30_000)))
    start = time.process_time()
    lines = refusal("mine.toml").splitlines()
    assert len(lines) == SHOWN_PROBLEMS + 1 and lines[-1] == f"and {30_000 - SHOWN_PROBLEMS} more"
    assert time.process_time() - start < 10.0


# --- changes that change nothing, and runs that fail ----------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "mine: it changes nothing, so its run is that of history"),
        ("ends = 1940", "mine: it changes nothing, so its run is that of history"),
        ("extends = ['as_it_happened']", "mine: it changes nothing, so its run is that of history"),
        (
            "[structure]\npull_rate = 'allen_regimes'",
            "mine: slot pull_rate is filled by allen_regimes anyway, so it changes nothing",
        ),
        (
            "[structure]\nconsumer_goods = 'allen'\n[given]\nconsumer_goods = { 1930 = 120 }",
            "mine: consumer_goods is taken as given, so the equation allen changes nothing",
        ),
        (
            "ends = 1940\n[levers]\ngrain_export_plan = { 1930 = 0, 1950 = 1 }",
            "mine: grain_export_plan 1950-1970: the scenario ends in 1940, so it changes nothing",
        ),
        ("[given]\ngrain_harvest = 'history'", "mine: given grain_harvest moves no other quantity of the run"),
        (
            "[levers]\ncoercion = { from = 1930, times = 1 }",
            "mine: lever coercion is as in history in every year shown, so it changes nothing",
        ),
    ],
)
def test_what_changes_nothing_is_warned_of(write, text, sentence):
    assert warnings(load(write("mine.toml", text))) == [sentence]


def test_a_run_that_fails_is_a_finding(write):
    (sentence,) = findings(load(write("mine.toml", "[given]\nfood_supply_index = 0")))
    assert sentence.startswith("mine: the run fails in 19")
