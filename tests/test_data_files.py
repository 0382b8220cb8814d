"""Data files: whatever is wrong with an entry is told with file, entry and field, and every work named is in sources.bib."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

import pyrrhic
from pyrrhic.app.site.laboratory import few_kept
from pyrrhic.app.views import columns
from pyrrhic.calibration import comparisons, landmarks, likelihood, persistence, structures
from pyrrhic.calibration.sampling import folds
from pyrrhic.errors import PyrrhicError
from pyrrhic.fields import entries_of, entries_of_all
from pyrrhic.files import read_toml
from pyrrhic.model import inputs
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.runs import figures, history, history_entries
from pyrrhic.sources import bibliography, split
from pyrrhic.studies import outcomes, target_file
from pyrrhic.studies.ablations.ablation import FACTS, _document, _entries, read_ablation, read_fact
from pyrrhic.studies.attribution import channels as attribution_channels
from pyrrhic.studies.attribution import players as attribution_players
from pyrrhic.studies.claims.claim import _check_different, read_claim
from pyrrhic.studies.debates.debate import read_debate, read_position
from pyrrhic.studies.fit import changed_readings, second_edition
from pyrrhic.studies.lessons.lesson import read_lesson
from pyrrhic.studies.literature import counterfactual, results
from pyrrhic.studies.replications import REPLICATIONS
from pyrrhic.studies.scenarios import scenario as scenarios

PACKAGE = Path(pyrrhic.__file__).parent
FILES = sorted(PACKAGE.rglob("*.toml"))
CALLED = ("source", "sources", "work", "works")
FILE = "some.toml"
WRONG = ("x", "", 7, -7.5, True, [], ["x"], [7], {}, {"x": 7}, {"x": {"y": "z"}}, [{"x": 7}])


def in_file(package: str, name: str) -> Mapping:
    return entries_of(files(package).joinpath(name))


def in_folder(folder: Path) -> Mapping:
    return {name: entry for _, name, entry in entries_of_all(folder)}


def documents(folder: Path) -> Mapping:
    return {file.stem: read_toml(file) for file in folder.glob("*.toml")}


def path_in_history(name: str, entry: Mapping) -> None:
    history_entries.check(entry, f"{history_entries.FILE}, {name}")
    history._path(name, entry)


def row_of_comparisons(name: str, entry: Mapping) -> None:
    comparisons._row(name, entry, CONSTANTS)


CALIBRATION, STUDIES, LITERATURE = "pyrrhic.calibration", "pyrrhic.studies", "pyrrhic.studies.literature"
CONSTANTS = {name: constant["value"] for name, constant in in_file(CALIBRATION, comparisons.FILE)["constants"].items()}
DEBATES = documents(PACKAGE / "studies/debates")
READERS = {
    "lever": (in_folder(PACKAGE / "model/levers"), lambda name, entry: inputs._lever(name, entry, FILE)),
    "parameter": (in_folder(PACKAGE / "model/parameters"), lambda name, entry: inputs._parameter(name, entry, FILE)),
    "history": (in_file("pyrrhic.runs", "history.toml"), path_in_history),
    "figure": (in_folder(PACKAGE / "runs/figures"), lambda name, entry: figures._figure(name, entry, FILE)),
    "comparison": (in_file(CALIBRATION, "comparisons.toml")["rows"], row_of_comparisons),
    "landmark": (
        in_file(CALIBRATION, "landmarks.toml"),
        lambda name, entry: landmarks._landmark(name, entry, load()),
    ),
    "fold": (in_file(CALIBRATION, "folds.toml"), lambda name, entry: likelihood._fold(name, entry, FILE)),
    "kind of errors": (
        in_file(CALIBRATION, "errors.toml"),
        lambda name, entry: persistence._kind(name, entry, FILE),
    ),
    "structure": (
        in_file(CALIBRATION, "structures.toml"),
        lambda name, entry: structures.read_structure(name, entry, FILE),
    ),
    "target": (
        {**in_file(STUDIES, "targets.toml"), **in_file(LITERATURE, "result_targets.toml")},
        lambda name, entry: target_file.read_target(name, entry, results.published_rows(), True, FILE),
    ),
    "claim": (documents(PACKAGE / "studies/claims"), lambda name, entry: read_claim(entry, FILE)),
    "debate": (DEBATES, lambda name, entry: read_debate(name, entry, FILE)),
    "position": (
        {f"{name}={key}": part for name, one in DEBATES.items() for key, part in one["positions"].items()},
        lambda name, entry: read_position("some", name, entry, FILE),
    ),
    "lesson": (documents(PACKAGE / "studies/lessons"), lambda name, entry: read_lesson(entry, FILE)),
    "statements of a claim": (
        documents(PACKAGE / "studies/claims/statements"),
        lambda name, entry: read_claim(read_toml(PACKAGE / f"studies/claims/{name}.toml"), FILE, entry),
    ),
    "outcomes": (
        {"outcomes": read_toml(files(STUDIES).joinpath("outcomes.toml"))},
        lambda name, entry: outcomes.read_outcomes(entry),
    ),
    "ablation": (
        {name: entry for _, name, entry in _entries()},
        lambda name, entry: read_ablation(name, entry, FILE),
    ),
    "group of an attribution": (
        in_file("pyrrhic.studies.attribution", attribution_players.FILE),
        lambda name, entry: attribution_players.read_groups({name: entry}, FILE),
    ),
    "channel of an attribution": (
        in_file("pyrrhic.studies.attribution", attribution_channels.FILE),
        lambda name, entry: attribution_channels.read_channels({name: entry}, FILE),
    ),
    "fact": (_document(FACTS), lambda name, entry: read_fact(entry, FILE)),
    "counterfactual": (
        documents(PACKAGE / "studies/literature/counterfactuals"),
        lambda name, entry: counterfactual.read_published(name, entry, FILE),
    ),
    "printed target": (
        in_file(LITERATURE, "printed_targets.toml"),
        lambda name, entry: target_file.read_target(name, entry, results.published_rows(), True, FILE),
    ),
    "figure of the second edition": (
        in_file(STUDIES, second_edition.FILE),
        lambda name, entry: second_edition.read_aim(name, entry, FILE),
    ),
    "changed reading": (
        in_file(STUDIES, changed_readings.FILE),
        lambda name, entry: changed_readings.read_changed(name, entry, FILE),
    ),
    "given row": (
        in_file(CALIBRATION, folds.FILE_OF_GIVEN),
        lambda name, entry: folds._first_of_row(name, entry, FILE),
    ),
    "few draws": ({"few": few_kept.kept()}, lambda name, entry: few_kept.few_in(entry)),
    "column": (in_file("pyrrhic.app.views", columns.FILE), columns._shown),
    "row": (
        {name: entry for name, entry in in_file(LITERATURE, "results.toml").items() if name != "texts"},
        lambda name, entry: results._published_row(name, entry, results.NO_TEXT, FILE),
    ),
}


def one_of_each_form(entries: Mapping) -> Mapping:
    """The first entry with each set of fields."""
    forms = {frozenset(entry): name for name, entry in reversed(entries.items())}
    return {name: entries[name] for name in forms.values()}


def spoiled(node, depth: int = 4) -> Iterator[tuple[str, object]]:
    """The same data with one thing wrong, and what: a value of another kind, a field misspelt, or one left out."""
    keys = list(node) if isinstance(node, dict) else range(min(len(node), 2)) if isinstance(node, list) else ()
    for key in keys if depth else ():
        parts = [(f"= {wrong!r}", wrong) for wrong in WRONG]
        for what, part in (*parts, *spoiled(node[key], depth - 1)):
            changed = list(node) if isinstance(node, list) else dict(node)
            changed[key] = part
            yield f"{key} {what}", changed
        if isinstance(node, dict):
            rest = {other: value for other, value in node.items() if other != key}
            yield f"{key} left out", rest
            yield f"{key} misspelt", {**rest, f"{key}z": node[key]}


def test_every_data_file_has_a_reader_that_is_tested_here_or_by_name():
    elsewhere = {"scenarios", "replications", "posteriors", "notes", "equations"}
    by_name = {
        "pictures.toml",
        "words.toml",
        "synonyms.toml",
        "quantities.toml",
        "coordinates.toml",
        "starting_fit.toml",
        "coverage.toml",
        "headlines.toml",
        "judgements.toml",
        "groups.toml",
        "panels.toml",
        "levers.toml",
        "texts.toml",
        "locators.toml",
        "about.toml",
        "scenario_file.toml",
        "scenarios.toml",
        "year.toml",
        "version.toml",
    }
    read = {
        *("levers", "parameters", "figures", "claims", "statements", "ablations", "counterfactuals", "debates"),
        "lessons",
        *("history.toml", "comparisons.toml", "landmarks.toml", "folds.toml", "structures.toml", "errors.toml"),
        *("targets.toml", "result_targets.toml", "outcomes.toml", "results.toml", "columns.toml"),
        *("printed_targets.toml", "second_edition.toml", "changed_readings.toml", "given.toml"),
        *("groups.toml", "channels.toml", "few.toml"),
    }
    for file in FILES:
        assert {file.name, file.parent.name} & {*read, *elsewhere, *by_name}, file


@pytest.mark.parametrize("kind", READERS)
def test_whatever_is_wrong_with_an_entry_is_told_with_its_file(kind, monkeypatch):
    monkeypatch.setattr(scenarios, "checked", cache(scenarios.checked))
    entries, read = READERS[kind]
    refused = 0
    for name, entry in one_of_each_form(entries).items():
        read(name, entry)
        for what, wrong in spoiled(entry):
            try:
                read(name, wrong)
            except PyrrhicError as error:
                refused += 1
                assert ".toml" in error.where, f"{name}, {what}: {error}"
            except Exception as error:
                pytest.fail(f"{kind} {name}, {what}: {type(error).__name__}: {error}")
    assert refused > 20


def works_in(node, file: Path) -> Iterator[tuple[Path, str]]:
    """Every work that a document names, wherever it stands."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, part in items:
        if key in CALLED and isinstance(part, str | list):
            references = part.split(";") if isinstance(part, str) else part
            yield from ((file, reference.strip()) for reference in references)
        else:
            yield from works_in(part, file)


def test_every_work_that_a_data_file_names_is_in_the_bibliography():
    named = [work for file in FILES for work in works_in(read_toml(file), file)]
    assert len(named) > 400
    assert {file.parent.name for file, _ in named} >= {"scenarios", "claims", "runs", "parameters"}
    for file, work in named:
        if work.startswith("record"):
            assert work == "record" or work.removeprefix("record:").strip() in {*load(), *DERIVED}, (
                f"{file.name}: {work}"
            )
        elif "{" not in work:  # a slot, which a replication fills
            assert split(work)[0] in bibliography(), f"{file.name}: {work}"


def test_every_number_that_goes_into_a_replication_has_works_that_exist():
    for replication in REPLICATIONS.values():
        assert replication.inputs()
        for number in replication.inputs():
            for work in number.source.split(";"):
                assert work.strip().startswith("record") or split(work)[0] in bibliography()


def test_only_the_door_reads_toml():
    readers = [
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(name.name == "tomllib" for name in node.names)
    ]
    assert readers == ["files.py"]


def test_importing_the_loaders_reads_no_data():
    program = """
import sys
opened = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
import pyrrhic.calibration.landmarks, pyrrhic.calibration.likelihood, pyrrhic.studies.target_file
import pyrrhic.studies.claims.claim, pyrrhic.studies.ablations.ablation, pyrrhic.studies.outcomes
print([file for file in opened if file.endswith((".toml", ".csv", ".bib"))])
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["[towns", "a = 1\na = 2", "day = 2001-02-30", 'towns = "\\q"'])
def test_a_file_that_is_no_toml_is_refused_with_its_name(tmp_path, text):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PyrrhicError) as refused:
        read_toml(file)
    assert refused.value.where == "mine.toml" and "not a TOML document" in str(refused.value)


def test_a_name_declared_in_two_files_of_a_folder_is_refused(tmp_path):
    for file in ("a.toml", "b.toml"):
        (tmp_path / file).write_text("[horses]\nunit = 1\n", encoding="utf-8")
    with pytest.raises(PyrrhicError, match=r"b\.toml, horses: horses is declared twice, first in a\.toml"):
        entries_of_all(tmp_path)


def changed(kind: str, name: str, fields: Mapping) -> Mapping:
    entries, _ = READERS[kind]
    return {**entries[name], **fields}


@pytest.mark.parametrize(
    ("kind", "name", "fields", "sentence"),
    [
        ("history", "passport", {"between": "steps"}, "did you mean step?"),
        ("history", "passport", {"grade": "D"}, "there is no grade named D; allowed: A, B, C"),
        ("history", "passport", {"vlaues": {"1926": 0.0}}, "there is no field named vlaues; did you mean values?"),
        ("history", "passport", {"source": "fitzpatrik1994"}, "source: there is no source named fitzpatrik1994"),
        ("history", "passport", {"basis": "judgement"}, "the field reason is missing"),
        ("history", "grain_export_plan", {"record": "birhts"}, "no derived series named birhts; did you mean births?"),
        ("lever", "passport", {"group": "mobilty and trade"}, "did you mean mobility and trade?"),
        ("lever", "passport", {"role": "policy"}, "there is no role named policy; allowed: driver, lever"),
        ("lever", "passport", {"shape": "nation"}, "there is no shape named nation; did you mean national?"),
        ("lever", "passport", {"unit": "shaer"}, "there is no unit named shaer; did you mean share?"),
        ("lever", "passport", {"bound": [0, 1]}, "there is no field named bound; did you mean bounds?"),
        (
            "parameter",
            "area_draft_elasticity",
            {"prior": {"distribution": "lognorml", "median": 0.12, "spread": 0.4}},
            "area_draft_elasticity, prior: there is no distribution named lognorml; did you mean lognormal?",
        ),
        (
            "parameter",
            "area_draft_elasticity",
            {"prior": {"distribution": "normal", "median": 0.12}},
            "area_draft_elasticity, prior: the field spread is missing",
        ),
        ("figure", "horses_1933", {"unit": "tims"}, "there is no unit named tims; did you mean times?"),
        (
            "figure",
            "horses_1933",
            {"record": {"series": "birhts", "years": ["1933"]}},
            "some.toml, record: there is no series named birhts; did you mean births?",
        ),
        (
            "figure",
            "horses_1933",
            {"record": {"series": "births", "years": ["1933"], "how": "ratoi"}},
            "there is no way to combine years named ratoi; did you mean ratio?",
        ),
        ("figure", "horses_1933", {"record": {"series": "births", "years": ["1833"]}}, "has no figure for 1833"),
        ("comparison", "births", {"series": "birhts"}, "there is no series named birhts; did you mean births?"),
        (
            "structure",
            "harvest_low",
            {"harvest": {"series": "grain_harvest_taugr", "from": 1932, "to": 1932, "error": 0.005}},
            "did you mean grain_harvest_tauger?",
        ),
        (
            "structure",
            "harvest_low",
            {"harvest": {"series": "grain_harvest_tauger", "from": 1933, "to": 1932, "error": 0.005}},
            "1933 to 1932 are no years",
        ),
        (
            "structure",
            "harvest_low",
            {"harvest": {"series": "grain_harvest_tauger", "from": 1932, "to": 1932, "error": 0.0}},
            "the error is 0; allowed: above 0",
        ),
        ("structure", "unequal_food", {"levers": {"passprt": {"1934": 0.0}}}, "there is no lever named passprt"),
        ("structure", "unequal_food", {"levers": {"passport": {"1834": 0.0}}}, "the year 1834 is not run"),
        ("structure", "unequal_food", {"levers": {"passport": {"1934": 7.0}}}, "7 in 1934 is out of bounds"),
        ("kind of errors", "constant_prices", {"rows": ["gross_prodct"]}, "did you mean gross_product?"),
        (
            "kind of errors",
            "constant_prices",
            {"prior": {"median": 1.0, "spread": 1.0}},
            "the median of the persistence is 1; allowed: above 0 and below 1",
        ),
        ("structure", "long_memory", {"choices": {"pull_rate": "one_lav"}}, "did you mean one_law?"),
        ("fold", "after_1937", {"landmarks": ["famine deaths, Urals"]}, "years or landmarks, one of the two"),
    ],
)
def test_a_wrong_word_is_refused_where_it_stands(kind, name, fields, sentence):
    _, read = READERS[kind]
    with pytest.raises(PyrrhicError) as refused:
        read(name, changed(kind, name, fields))
    assert ".toml" in refused.value.where and sentence in str(refused.value)


def test_two_claims_may_not_have_one_key():
    entries, read = READERS["claim"]
    declared = {f"{name}.toml": read(name, entry) for name, entry in entries.items()}
    _check_different(declared)
    first, second = list(declared)[:2]
    with pytest.raises(PyrrhicError, match=f"{second}: {declared[first].key} is the key or name of {first} too"):
        _check_different({**declared, second: replace(declared[second], key=declared[first].key)})
