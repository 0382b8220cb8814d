"""Terms lead to the page of words where a section first uses them, in any form, and nothing else of a page is changed."""

import re

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.terms import with_terms
from pyrrhic.app.site.pages.words import terms
from pyrrhic.app.site.site import WITH_TERMS, file_of
from pyrrhic.texts import LANGUAGES

LINK = re.compile(r'<a class="term" href="([^"]*)#word-([^"]*)" title="[^"]+">(.*?)</a>')
PROSE = "<main><section><p>{}</p></section></main>"


def linked(text, code):
    return [match[1] for match in LINK.findall(with_terms(PROSE.format(text), "words.html", Language(code)))]


@pytest.mark.parametrize(
    ("code", "text", "keys"),
    [
        ("ru", "Планы хлебозаготовок и объём заготовок росли.", ["collections"]),
        ("ru", "После заготовок в колхозах не осталось зерна.", ["procurement", "kolkhoz-sovkhoz"]),
        ("ru", "Они взяли зерно целиком ради своей цели, и голодом платили все.", []),
        (
            "ru",
            "При нэпе пуд хлеба стоил дешевле, чем на машинно-тракторных станциях.",
            ["nep-new-economic-policy", "pood", "machine-tractor-station-mts"],
        ),
        (
            "en",
            "Procurement prices stood still while the kolkhoz markets paid more.",
            ["procurement-price", "kolkhoz-market"],
        ),
        ("en", "In the record the estimates of several authors differ.", []),
    ],
)
def test_a_term_is_known_in_its_forms(code, text, keys):
    assert linked(text, code) == keys


def test_a_term_is_linked_once_in_a_section_and_never_in_a_heading_a_table_or_a_link():
    text = "Excess deaths are counted, and excess deaths are estimated by several authors."
    assert linked(text, "en") == ["excess-deaths"]
    twice = with_terms(
        f"<main><section><p>{text}</p></section><section><p>{text}</p></section></main>", "w", Language("en")
    )
    assert len(LINK.findall(twice)) == 2
    for tag in ("a", "h2", "table", "button", "code", "cite", 'div aria-hidden="true"'):
        page = f"<main><p><{tag}>{text}<div>{text}</div></{tag.partition(' ')[0]}></p></main>"
        assert with_terms(page, "w", Language("en")) == page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WITH_TERMS)
def test_the_terms_of_a_page_are_those_of_the_words_and_its_text_is_unchanged(written_site, name, language):
    page = (written_site / file_of(name, language)).read_text(encoding="utf-8")
    links = LINK.findall(page)
    assert len(links) > 2 and {key for _, key, _ in links} <= set(terms())
    assert {file for file, _, _ in links} == {file_of("words", language)}
    without = LINK.sub(r"\3", page)
    assert LINK.sub(r"\3", with_terms(without, file_of("words", language), Language(language))) == without
