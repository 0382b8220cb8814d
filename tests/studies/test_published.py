"""Published counterfactuals: the list is complete, all that it names exists, and verdicts follow from the draws."""

import re
from dataclasses import replace

import numpy
import pytest

from pyrrhic.app.language import ENGLISH
from pyrrhic.app.text.questions import verdict_and_size
from pyrrhic.app.views.questions import contrast_view
from pyrrhic.errors import PyrrhicError, UnknownName
from pyrrhic.model import KINDS, assemble
from pyrrhic.runs.measure import REDUCED, Measure
from pyrrhic.runs.run import Run
from pyrrhic.sources import bibliography, split
from pyrrhic.studies.literature import (
    AGREED_SHARE,
    AGREES,
    DIFFERS,
    EXPECTATIONS,
    LEANS,
    NOT_COMPARABLE,
    VERDICTS,
    Answer,
    Contrast,
    Finding,
    Published,
    answers,
    published,
    verdict,
)
from pyrrhic.studies.literature.counterfactual import LEVEL, RATIO, finding_of, read_contrast, read_published
from pyrrhic.studies.scenarios import scenario as scenarios

TABLE_2 = {
    "low_industry_share",
    "nep_same_share",
    "hard_budgets",
    "tsarist_trend",
    "japanese_path",
    "nep_slow_productivity",
    "no_collectivization",
    "slower_heavy_industry",
    "flexible_procurement",
    "less_procurement",
    "no_socialization_of_animals",
    "no_exports",
    "no_price_scissors",
    "no_passports",
    "net_transfer",
}
DEATHS = Measure.of("excess_deaths", 1932)


@pytest.fixture(scope="module")
def answered() -> dict[str, Answer]:
    """Every row, at a few draws."""
    return {answer.row.name: answer for answer in answers(draws=70)}


def draws(weights) -> Run:
    """A run of two structures with these weights of its draws: half of them of one, half of the other."""
    weight = numpy.asarray(weights, float)
    return Run(
        name="made_up",
        title={},
        years=(),
        values={},
        units={},
        axes={},
        weights=weight / weight.sum(),
        structures=("one", "other"),
        structure_of=numpy.arange(weight.size) * 2 // weight.size,
        failed_year=numpy.full(weight.size, -1),
    )


def test_the_list_is_that_of_the_literature():
    assert set(published()) == TABLE_2 and len(published()) == 15


@pytest.mark.parametrize("row", published().values(), ids=list(published()))
def test_a_row_names_its_work_and_says_what_was_published_and_what_differs(row):
    assert row.works and row.grade in ("B", "C") and row.title and row.published and row.note
    assert all(split(work)[0] in bibliography() for work in row.works)
    assert bool(row.contrasts) != bool(row.missing), "a row is compared, or says what the model lacks"
    assert bool(row.contrasts) == bool(row.scenario)


def texts_of(row: Published):
    """Every text of a row, each with its place."""
    for field in ("title", "published", "note", "missing", "why"):
        yield f"{row.name}, {field}", getattr(row, field)
    for contrast in row.contrasts:
        yield f"{row.name}, label", contrast.label
        yield f"{row.name}, published size", contrast.published


@pytest.mark.parametrize("row", published().values(), ids=list(published()))
def test_every_text_has_both_languages(row):
    for place, text in texts_of(row):
        assert not text or (text.en.strip() and re.search("[а-яё]", text.ru)), place
        assert not re.search("[а-яё]", text.en), place
        assert not re.search(r"\d-\d", text.ru), f"{place}: a dash between years"


def test_verdicts_and_expectations_have_words_in_both_languages():
    assert set(VERDICTS) == {AGREES, LEANS, DIFFERS, NOT_COMPARABLE}
    assert {contrast.expected for row in published().values() for contrast in row.contrasts} <= set(EXPECTATIONS)
    for text in (*VERDICTS.values(), *EXPECTATIONS.values()):
        assert text.en and re.search("[а-яё]", text.ru)


CONTRAST = {
    "label": {"en": "Deaths", "ru": "Смертность"},
    "measure": {"quantity": "excess_deaths", "year": 1932},
    "expected": "lower",
}
ROW = {
    "order": 1,
    "works": ["allen2003"],
    "grade": "C",
    "title": {"en": "Mine", "ru": "Моё"},
    "published": {"en": "lower", "ru": "ниже"},
    "note": {"en": "nothing", "ru": "ничего"},
    "scenario": "no_exports",
    "contrasts": [CONTRAST],
}
MISSPELT = [
    ({"measure": {"quantity": "excess_deathz", "year": 1932}}, "excess_deaths"),
    ({"measure": {"quantity": "excess_deaths_rural", "year": 1932, "regions": ["kazahstan"]}}, "kazakhstan"),
    ({"measure": {"quantity": "excess_deaths", "year": 1932, "how": "summ"}}, "sum"),
    ({"expected": "lowr"}, "lower"),
    ({"by": "levels"}, "level"),
    ({"scenario": "no_exportz"}, "no_exports"),
    ({"lable": CONTRAST["label"]}, "label"),
]


@pytest.mark.parametrize("wrong, nearest", MISSPELT)
def test_a_misspelt_contrast_is_refused_with_file_number_and_nearest(wrong, nearest):
    with pytest.raises(PyrrhicError) as refused:
        read_published("mine", {**ROW, "contrasts": [CONTRAST, {**CONTRAST, **wrong}]}, "counterfactuals/mine.toml")
    sentence = str(refused.value)
    assert sentence.startswith("counterfactuals/mine.toml, contrast 2") and f"did you mean {nearest}" in sentence


@pytest.mark.parametrize(
    "wrong, nearest",
    [({"scenario": "no_exportz"}, "no_exports"), ({"against": "nepp"}, "nep"), ({"titel": {}}, "title")],
)
def test_a_misspelt_row_is_refused_with_file_and_nearest(wrong, nearest):
    with pytest.raises(PyrrhicError, match=rf"counterfactuals/mine\.toml.*did you mean {nearest}"):
        read_published("mine", {**ROW, **wrong}, "counterfactuals/mine.toml")


def test_a_missing_field_or_language_is_refused():
    with pytest.raises(PyrrhicError, match="mine: the field expected is missing"):
        read_contrast({key: value for key, value in CONTRAST.items() if key != "expected"}, "mine")
    with pytest.raises(PyrrhicError, match="mine: label has no text in ru"):
        read_contrast({**CONTRAST, "label": {"en": "Deaths", "ru": ""}}, "mine")


@pytest.mark.parametrize("row", published().values(), ids=list(published()))
def test_scenarios_and_quantities_exist(row):
    model = assemble()
    for contrast in row.contrasts:
        assert contrast.by in (RATIO, LEVEL) and contrast.bounds[0] < contrast.bounds[1]
        for spec in row.compared(contrast):
            loaded = scenarios.load(spec)
            assert not loaded.structure and not loaded.given, "posteriors are of levers and drivers alone"
            assert loaded.ends is None or contrast.measure.end <= loaded.ends
        measure = contrast.measure
        assert set(measure.needs) <= {*model.equations, *model.stocks}
        assert measure.how in REDUCED
        assert all(any(kind in names for names in KINDS.values()) for kind in measure.kinds)


@pytest.mark.parametrize(
    ("expected", "values", "weights", "result"),
    [
        ("lower", [-0.3, -0.2, -0.2, -0.1], [1, 1, 1, 1], AGREES),
        ("lower", [-0.3, -0.2, -0.2, 0.1], [1, 1, 1, 1], LEANS),
        ("lower", [-0.3, -0.2, -0.2, 0.1], [1, 1, 1, 0.01], AGREES),
        ("lower", [-0.3, 0.2, 0.2, 0.1], [1, 1, 1, 1], DIFFERS),
        ("lower", [-0.3, 0.2, 0.2, 0.1], [99, 1, 1, 1], AGREES),
        ("lower", [0.0, 0.0, 0.0, 0.0], [1, 1, 1, 1], DIFFERS),
        ("higher", [0.0, 0.0, 0.0, 0.0], [1, 1, 1, 1], DIFFERS),
        ("higher", [0.1, 0.2, 0.3, 0.4], [1, 1, 1, 1], AGREES),
        ("equal", [-0.04, 0.0, 0.02, 0.04], [1, 1, 1, 1], AGREES),
        ("equal", [-0.04, 0.0, 0.02, 0.07], [1, 1, 1, 1], LEANS),
        ("equal", [0.06, 0.06, 0.07, 0.07], [1, 1, 1, 1], DIFFERS),
        ("not lower", [-0.04, 0.0, 0.3, 0.4], [1, 1, 1, 1], AGREES),
        ("not lower", [-0.06, -0.07, -0.06, 0.4], [1, 1, 1, 1], DIFFERS),
        ("not higher", [0.04, 0.0, -0.3, -0.4], [1, 1, 1, 1], AGREES),
    ],
)
def test_the_verdict_follows_from_the_draws(expected, values, weights, result):
    finding = finding_of(Contrast("deaths", DEATHS, expected), numpy.array(values), draws(weights))
    assert finding.verdict == result
    assert finding.low <= finding.median <= finding.high


def test_the_share_of_the_draws_decides_between_agreeing_and_leaning():
    contrast = Contrast("deaths", DEATHS, "lower")
    assert verdict(contrast, -0.1, AGREED_SHARE) == AGREES
    assert verdict(contrast, -0.1, AGREED_SHARE - 0.01) == LEANS
    assert verdict(contrast, 0.1, 0.4) == DIFFERS


def test_a_finding_is_weighted_and_holds_the_median_of_each_structure():
    finding = finding_of(Contrast("deaths", DEATHS, "lower"), numpy.array([-0.2, -0.2, 0.1, 0.1]), draws([3, 3, 1, 1]))
    assert finding.share == pytest.approx(0.75) and finding.median == pytest.approx(-0.2)
    assert finding.structures == pytest.approx({"one": -0.2, "other": 0.1})


def test_a_row_is_as_good_as_its_worst_number_and_without_numbers_not_comparable():
    contrast = Contrast("deaths", DEATHS, "lower")
    row = Published("mine", "Mine", ("allen2003",), "C", "lower", "nothing", "no_exports", contrasts=(contrast,))
    finding = {
        name: finding_of(contrast, numpy.array(values), draws([1, 1]))
        for name, values in {AGREES: [-0.2, -0.1], LEANS: [-0.2, 0.1], DIFFERS: [0.2, 0.1]}.items()
    }
    assert Answer(row, (finding[AGREES], finding[AGREES])).verdict == AGREES
    assert Answer(row, (finding[AGREES], finding[LEANS])).verdict == LEANS
    assert Answer(row, (finding[LEANS], finding[DIFFERS], finding[AGREES])).verdict == DIFFERS
    assert Answer(replace(row, contrasts=()), ()).verdict == NOT_COMPARABLE


def test_signs_agree_or_the_page_says_why_not(answered):
    for name, answer in answered.items():
        assert answer.verdict in (AGREES, LEANS, DIFFERS) if answer.row.contrasts else answer.verdict == NOT_COMPARABLE
        assert answer.verdict == AGREES or answer.row.why or answer.row.missing, (
            f"{name}: {answer.verdict}, and no word why"
        )


def test_numbers_are_of_the_right_kind(answered):
    exports, transfer = answered["no_exports"].findings, answered["net_transfer"].findings
    assert all(-1.0 <= finding.low <= finding.median <= finding.high for finding in exports)
    assert transfer[0].contrast.by == LEVEL and answered["net_transfer"].row.compared(transfer[0].contrast) == (
        "as_it_happened",
    )
    for finding in (*exports, *transfer):
        assert 0.0 <= finding.share <= 1.0 + 1e-12 and min(finding.structures.values()) <= max(
            finding.structures.values()
        )


def test_one_row_alone_is_as_among_all(answered):
    alone = answers(["low_industry_share"], draws=70)[0]
    assert [finding.median for finding in alone.findings] == pytest.approx(
        [finding.median for finding in answered["low_industry_share"].findings]
    )


def test_numbers_are_written_with_sign_and_unit():
    assert Contrast("deaths", DEATHS, "lower").written(-0.347) == "\u221234.7 %"
    assert Contrast("flow", DEATHS, "higher", by=LEVEL).written(1.274) == "+1.27"


def test_a_misspelt_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean no_exports"):
        answers(["no_exportz"])


@pytest.mark.parametrize(
    ("median", "off", "factor"),
    [
        (-0.10, None, None),
        (-0.05, None, None),
        (-0.025, 0.025, 2.0),
        (-0.30, -0.15, 2.0),
        (0.05, 0.10, None),
    ],
)
def test_how_far_a_median_is_off_the_printed_sizes(median, off, factor):
    contrast = read_contrast({**CONTRAST, "size": [-0.15, -0.05]}, "mine.toml, contrast 1")
    finding = Finding(contrast, median, median, median, 1.0, {})
    assert finding.size_off == (None if off is None else pytest.approx(off))
    assert finding.factor_off == (None if factor is None else pytest.approx(factor))
    assert Finding(read_contrast(CONTRAST, "mine.toml"), median, median, median, 1.0, {}).size_off is None


def test_a_size_that_is_printed_has_the_sign_that_is_expected():
    sizes = [(contrast.expected, contrast.size) for row in published().values() for contrast in row.contrasts]
    for expected, (low, high) in ((expected, size) for expected, size in sizes if size):
        assert (high < 0.0) if expected == "lower" else (low > 0.0)


def test_the_verdict_says_how_far_off_a_size_is(answered):
    answer = answered["low_industry_share"]
    for finding in answer.findings:
        words = verdict_and_size(contrast_view(answer, finding), ENGLISH)
        assert words.startswith(finding.verdict)
        assert ("size off" in words) == (finding.size_off is not None)
