"""The report: one file, complete, the same each time, in both languages, and nothing of it fetched."""

import html.parser
import re
import tomllib
from html import escape
from importlib.resources import files

import pytest

from pyrrhic.app.language import Language, catalogue
from pyrrhic.app.report.report import render, report_view, write_report
from pyrrhic.errors import BadFile, PyrrhicError, UnknownName
from pyrrhic.runs.run import model_fingerprint
from pyrrhic.texts import Text

LARGEST = 4 * 1024 * 1024
OUTSIDE = re.compile(r"""(?:src|url|action|data)\s*[=(]\s*["']?\s*(?:https?:|//|file:|ftp:)""")


@pytest.fixture(scope="module")
def english(report_of):
    return report_of("en")["view"]


@pytest.fixture(scope="module")
def russian(report_of):
    return report_of("ru")["view"]


@pytest.fixture(scope="module")
def pages(report_of):
    return {language: report_of(language)["page"] for language in ("en", "ru")}


@pytest.fixture(scope="module")
def views(english, russian):
    return {"en": english, "ru": russian}


@pytest.fixture(scope="module")
def asked():
    """The report of one scenario that is asked for, as `pyrrhic report no_mts` makes it."""
    return report_view(["no_mts"], "en", "pyrrhic report", lambda text: None)


class Outline(html.parser.HTMLParser):
    """The elements of a page: ids, targets of links, and names of elements in order."""

    def __init__(self, page: str):
        super().__init__()
        self.ids, self.targets, self.names = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.names.append(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.targets.append(attrs["href"])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_is_one_small_file_that_fetches_nothing(pages, language):
    page = pages[language]
    assert len(page.encode()) < LARGEST
    assert "default-src 'none'" in page
    assert not OUTSIDE.search(page)
    assert not {"script", "link rel=stylesheet", "iframe", "img"} & set(Outline(page).names)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_link_leads_to_something_in_the_page_or_to_a_work_and_ids_are_unique(pages, views, language):
    outline = Outline(pages[language])
    assert len(outline.ids) == len(set(outline.ids))
    within = [target for target in outline.targets if target.startswith("#")]
    assert {target.removeprefix("#") for target in within} <= set(outline.ids)
    addresses = {work["address"] for work in views[language]["bibliography"]}
    assert set(outline.targets) - set(within) <= addresses
    assert len(outline.targets) > 100


def test_every_text_has_its_russian_translation(russian, pages):
    assert pages["ru"]
    assert not russian["say"].missing, "texts to translate in pyrrhic.po: " + "; ".join(sorted(russian["say"].missing))


def test_no_translation_loses_a_value_of_its_text():
    for message in catalogue("ru"):
        forms = [message.string] if isinstance(message.string, str) else message.string
        text = message.id if isinstance(message.id, str) else message.id[1]
        for form in forms if text else ():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", form)), text


def test_ten_pictures_each_with_words_numbers_and_sources(english):
    assert len(english["pictures"]) == 10
    for picture in english["pictures"]:
        assert (
            picture["heading"]
            and picture["caption"]
            and picture["sources"]
            and picture["grades"]
            and picture["territories"]
        )
        assert picture["tables"] and all(table["rows"] for table in picture["tables"])
        for drawn in (picture["wide"], picture["narrow"]):
            assert drawn.startswith("<svg viewBox=") and drawn.count("<text") > 10
            assert "nan" not in drawn and "#0072b2" not in drawn


def test_pictures_draw_the_record_and_the_model(english):
    for picture in english["pictures"]:
        roles = {series["role"] for panel in picture["panels"] for series in panel.get("series", ())}
        assert {"record", "model"} <= roles, picture["key"]


def test_the_page_says_what_made_it_and_what_it_leaves_open(pages):
    assert "pyrrhic report --lang ru" in pages["ru"]
    assert model_fingerprint() in pages["en"]
    assert "do not depend on the weights" in pages["en"]


def test_variants_without_a_posterior_are_named_at_the_top(english):
    from pyrrhic.app.report.report import render
    from pyrrhic.calibration.posterior import missing
    from pyrrhic.calibration.structures import structures

    assert english["left_out"] == [structures()[name].title.en for name in missing()]
    rows = [{**row, "half": "", "most": ""} for row in english["fit"]]
    covered = dict.fromkeys(("half", "most", "held_out", "all", "met", "results", "results_met"), 1)
    drawn = {**english, "fit": rows, "covered": covered, "intervals": True}
    some = render({**drawn, "left_out": ["Tauger's harvest"]})
    assert "left out of every interval: Tauger&#39;s harvest." in some
    for others in ({"left_out": []}, {"intervals": False, "left_out": ["Tauger's harvest"]}):
        assert "left out of every interval" not in render({**drawn, **others})


def test_every_cited_work_stands_in_the_bibliography(english):
    keys = {work["key"] for work in english["bibliography"]}
    assert {"daviesWheatcroft2004", "andreevDarskiiKharkova1993", "osokina1999"} <= keys
    assert all(work["citation"] for work in english["bibliography"])


def test_progress_names_scenarios_and_pictures(english, report_of):
    steps = report_of("en")["progress"]
    assert steps[0].startswith("Scenario 1 of ")
    assert sum(step.startswith("Picture ") for step in steps) == len(english["pictures"])


def test_scenarios_asked_for_stand_in_pictures_and_tables(asked):
    scenarios = {
        series.get("scenario")
        for picture in asked["pictures"]
        for panel in picture["panels"]
        for series in panel.get("series", ())
    } - {None}
    assert scenarios == {"as_it_happened", "no_mts"}
    assert [row["name"] for row in asked["outcomes"][0]["rows"]] == ["", "as_it_happened", "no_mts"]


def test_write_report_replaces_the_file_with_the_same_bytes_and_leaves_nothing_else(asked, tmp_path, capsys):
    out = tmp_path / "report.html"
    out.write_text("old", encoding="utf-8")
    assert write_report(out, scenarios=["no_mts"], command="pyrrhic report", quiet=True) == out
    assert out.read_text(encoding="utf-8") == render(asked)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert capsys.readouterr() == ("", "")


def test_a_missing_folder_or_a_folder_is_refused_by_name(tmp_path):
    with pytest.raises(BadFile, match="there is no folder"):
        write_report(tmp_path / "absent" / "report.html", quiet=True)
    with pytest.raises(BadFile, match="it is a folder"):
        write_report(tmp_path, quiet=True)


def test_a_misspelt_scenario_or_language_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(PyrrhicError, match="no_exports"):
        write_report(tmp_path / "report.html", scenarios=["no_export"], quiet=True)
    with pytest.raises(UnknownName, match="did you mean ru"):
        write_report(tmp_path / "report.html", language="rus", quiet=True)
    assert not list(tmp_path.iterdir())


def test_numbers_are_written_as_each_language_writes_them():
    assert Language("en").number(-13754.25, 1) == "\u221213,754.2"
    assert Language("ru").number(13754.25, 1) == "13\u202f754,2"
    assert Language("en").number(None) == "–" and Language("en").number(-0.01, 1) == "0.0"
    assert Language("en").percent(0.51) == "51%" and Language("ru").percent(0.51) == "51\u00a0%"
    cattle = Text("Cattle, 1933", "Крупный рогатый скот, 1933 г.")
    assert Language("ru").pick(cattle) == "Крупный рогатый скот, 1933\u00a0г."


def test_outcomes_have_intervals_that_hold_the_single_run_or_lie_near_it(english):
    """Near is within an interval's own width: the single run stands at the mode, the interval around the median."""
    assert english["intervals"]
    shown = [cell for table in english["outcomes"] for row in table["rows"] for cell in row["cells"]]
    with_interval = [cell for cell in shown if cell.get("interval") and cell.get("value") is not None]
    assert with_interval
    deaths = english["outcomes"][0]["rows"][1]["cells"][0]
    low, high = (float(end) for end in deaths["interval"].split("–"))
    assert 0.0 < low < high
    assert low - (high - low) < deaths["value"] < high + (high - low)


def test_the_report_opens_with_the_verdict_on_every_claim(english, pages):
    page = pages["en"]
    assert page.index('id="verdicts"') < page.index('id="about"') < page.index('id="pictures"')
    table = page[page.index('id="verdicts"') : page.index('id="about"')]
    for claim in english["claims"]:
        assert f'href="#claim-{claim["name"]}"' in table and claim["verdict_said"] in table
        assert claim["statements"], claim["key"]


def test_every_statement_has_its_verdict_what_lowered_it_and_the_argument_against_it(english, pages):
    outline = Outline(pages["en"])
    statements = [statement for claim in english["claims"] for statement in claim["statements"]]
    assert {f"statement-{statement['key']}" for statement in statements} <= set(outline.ids)
    for statement in statements:
        assert statement["sentence"] and statement["rival"]["text"] and statement["rival"]["sources"]
        assert len(statement["clauses_said"]) >= len(statement["clauses"])


def test_every_work_says_where_it_is_cited(english):
    for work in english["bibliography"]:
        assert work["places"], work["key"]


def test_a_figure_that_is_put_in_is_called_given_and_has_one_line(english, pages):
    cells = [cell for table in english["outcomes"] for row in table["rows"] for cell in row["cells"]]
    given = [cell for cell in cells if cell["given"]]
    assert given
    for cell in given:
        assert cell["interval"] == f"{cell['said']}–{cell['said']}"
        assert f">{cell['interval']}<" not in pages["en"]


def test_notes_of_scenarios_stand_beside_the_pictures_that_draw_them(english):
    for picture in english["pictures"]:
        assert [each["name"] for each in picture["beside"]] or not picture["scenarios"]
        assert {each["name"] for each in picture["beside"]} == set(picture["scenarios"])
        assert all(each["note"] or each["brief"] for each in picture["beside"])


def test_other_estimates_are_called_by_their_author(english):
    rivals = [
        (series["label"], point["label"])
        for picture in english["pictures"]
        for panel in picture["panels"]
        for series in panel.get("series", ())
        if series["role"] in ("rival", "official")
        for point in series["points"]
    ]
    assert rivals
    assert not {"Other estimates", "Official"} & {label for pair in rivals for label in pair}
    assert any(label.endswith("low estimate") for _, label in rivals)


def test_the_russian_edition_prints_russian_works_in_cyrillic(russian, pages):
    works = {work["key"]: work["citation"] for work in russian["bibliography"]}
    assert "Осокина" in works["osokina1999"] and "Osokina" not in works["osokina1999"]
    places = tomllib.loads(files("pyrrhic.app.text").joinpath("locators.toml").read_text(encoding="utf-8"))["places"]
    printed = {
        english: russian  # single words stand elsewhere in the page as well
        for english, russian in places.items()
        if len(english.split()) > 2 and escape(english) in pages["en"]
    }
    assert printed and all(escape(russian) in pages["ru"] for russian in printed.values())
    left_in_english = [
        english for english, russian in printed.items() if english != russian and escape(english) in pages["ru"]
    ]
    assert not left_in_english
