"""What a school adds to its copy of the site, and what surrounds every page: refusals, hostile texts, the map, the citation."""

import re
from pathlib import Path

import pytest

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.site.around import pictures
from pyrrhic.app.site.around.about import about_view, document
from pyrrhic.app.site.around.markdown import html
from pyrrhic.app.site.around.pictures import pictures_in
from pyrrhic.app.site.around.school import School, school_of, school_view, write_pictures
from pyrrhic.app.site.around.site_map import PLACE, Section, sections_of, with_map
from pyrrhic.app.site.around.student_work import work_of, works_in
from pyrrhic.app.site.site import PAGES, _templates, file_of
from pyrrhic.errors import PyrrhicError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
ENTRY = {
    "file": '"a.png"',
    "caption": '{ en = "A barn", ru = "Амбар" }',
    "date": '"1931"',
    "source": '"An archive"',
    "licence": '"public domain"',
}
FILES = {name: file_of(name, "ru") for name in PAGES}


def album(folder: Path, content: bytes = PNG, name: str = "a.png", **fields: str | None) -> Path:
    """A folder with one picture, its entry as usual but for some fields."""
    (folder / name).write_bytes(content)
    lines = [f"{field} = {value}" for field, value in {**ENTRY, **fields}.items() if value is not None]
    (folder / "pictures.toml").write_text("[barn]\n" + "\n".join(lines), encoding="utf-8")
    return folder


# --- pictures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("licence", [None, '""'])
def test_a_picture_without_a_licence_is_refused_with_file_entry_and_what_is_allowed(tmp_path, licence):
    with pytest.raises(PyrrhicError) as refusal:
        pictures_in(album(tmp_path, licence=licence))
    assert re.search(r"pictures\.toml, barn: .*without a licence.*allowed: .*CC BY", str(refusal.value))


@pytest.mark.parametrize(
    ("fields", "content", "says"),
    [
        ({"date": None}, PNG, "barn: the field date is missing"),
        ({"licnce": '"x"'}, PNG, "did you mean licence"),
        ({"caption": '{ de = "Scheune" }'}, PNG, "there is no language named de; allowed: en, ru"),
        ({"caption": "{ }"}, PNG, "caption is"),
        ({"file": '"../a.png"'}, PNG, "is not a file of this folder"),
        ({"file": '"b.png"'}, PNG, "there is no file 'b.png'"),
        ({"file": '"a.svg"'}, PNG, r"no picture of a kind that is shown; allowed: \.png, \.jpg"),
        ({}, b"<html><script>alert(1)</script>", "does not hold what its name says"),
    ],
)
def test_a_wrong_picture_is_refused_with_its_place(tmp_path, fields, content, says):
    with pytest.raises(PyrrhicError, match=says):
        pictures_in(album(tmp_path, content, **fields))


def test_a_picture_that_is_too_large_is_refused_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 10)
    with pytest.raises(PyrrhicError, match=r"'a\.png' has 28 bytes; allowed: at most 10 bytes"):
        pictures_in(album(tmp_path))


def test_a_picture_behind_a_link_out_of_the_folder_is_not_opened(tmp_path):
    (tmp_path / "secret.png").write_bytes(PNG)
    inner = tmp_path / "inner"
    inner.mkdir()
    album(inner)
    (inner / "a.png").unlink()
    (inner / "a.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(PyrrhicError, match="is not a file of this folder"):
        pictures_in(inner)


def test_pictures_are_copied_under_safe_names_and_those_of_before_are_taken_away(tmp_path):
    album(tmp_path, name='О "<b>.png', file="'О \"<b>.png'")
    school, site = School(pictures_in(tmp_path)), tmp_path / "site"
    site.mkdir()
    write_pictures(school, site)
    (name,) = [file.name for file in (site / "pictures").iterdir()]
    assert re.fullmatch(r"[0-9a-f]{16}\.png", name) and (site / "pictures" / name).read_bytes() == PNG
    (site / "pictures" / "of-somebody-else.png").write_bytes(PNG)
    write_pictures(School(), site)
    assert [file.name for file in (site / "pictures").iterdir()] == ["of-somebody-else.png"]


def test_a_caption_in_one_language_is_shown_with_its_language(tmp_path):
    school = School(pictures_in(album(tmp_path, caption='{ ru = "Амбар <script>" }')))
    page = gallery(school, "en")
    assert '<span lang="ru">Амбар &lt;script&gt;</span>' in page and "<script" not in page


def gallery(school: School, language: str) -> str:
    """The part of the classroom that a school fills."""
    files = {name: file_of(name, language) for name in PAGES}
    say = Language(language)
    return _templates().get_template("gallery.html").render(say=say, school=school_view(school, files, say))


def test_folders_that_are_not_there_or_hold_nothing_are_refused(tmp_path):
    for given in ((tmp_path / "none", None), (None, tmp_path / "none"), (tmp_path, None), (None, tmp_path)):
        with pytest.raises(
            PyrrhicError, match=r"none: there is no such folder|holds no pictures.toml|holds 0 Markdown"
        ):
            school_of(*given)


# --- student work ---------------------------------------------------------------------------------------------------

HEAD = "---\ntitle: Bread\nauthor: Class 10 B\ndate: May 2026\n---\n"
HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[open](javascript:alert(1))",
    "[open](JavaScript:alert`1`)",
    "[open](data:text/html,<script>)",
    "[open](https://example.org/)",
    "[open](//example.org)",
    '[open](lab#"onmouseover="alert(1))',
    "[open](../../secret.html)",
    "[<b>open</b>](lab)",
    "![x](x.png)",
    "**<i>bold</i>** *<b>*",
    "# <svg/onload=alert(1)>",
    "- <a href='javascript:1'>x</a>\n1. </li></ul><script>",
    "> </blockquote><iframe src=//x>",
    "&lt;script&gt; &#60;script&#62;",
    "**[a*b](lab#*)** *[x](claims#s8)*",
]
OURS = re.compile(r"</?(?:p|h[456]|ul|ol|li|blockquote|strong|em)>|<a href=\"[a-z]+\.ru\.html(?:#[^\"<>]*)?\">|</a>")


@pytest.mark.parametrize("text", [*HOSTILE, "\n\n".join(HOSTILE), *[f"- {text}" for text in HOSTILE]])
def test_nothing_but_words_passes_through_a_text(text):
    made = html(text, lambda target: school_address(target))
    assert "<" not in OURS.sub("", str(made)) and ">" not in OURS.sub("", str(made))


def school_address(target: str) -> str | None:
    """What the pages make of the target of a link: taken from a text that holds it alone."""
    work = work_of(f"{HEAD}[x]({target})", "a.md")
    shown = school_view(School(works=(work,)), FILES, Language("ru"))["works"][0]["html"]
    match = re.search(r'href="([^"]*)"', shown)
    return match[1] if match else None


def test_a_text_becomes_paragraphs_headings_lists_and_links_inside_the_site():
    text = "# One\nBread *was* **taken**,\nsee [the run](lab.en.html#v=1&s=nep).\n\n- a\n- b\n\n1. c\n\n> said"
    made = html(text, lambda target: "lab.ru.html#v=1&s=nep" if target.startswith("lab") else None)
    assert str(made).split("\n") == [
        "<h4>One</h4>",
        '<p>Bread <em>was</em> <strong>taken</strong>, see <a href="lab.ru.html#v=1&amp;s=nep">the run</a>.</p>',
        "<ul><li>a</li><li>b</li></ul>",
        "<ol><li>c</li></ol>",
        "<blockquote>said</blockquote>",
    ]
    assert school_address("claims#s8") == "claims.ru.html#s8" and school_address("nowhere") is None


def test_the_page_shows_the_head_of_a_text_escaped():
    page = gallery(School(works=(work_of(HEAD.replace("Bread", "<script>Bread"), "a.md"),)), "en")
    assert "&lt;script&gt;Bread" in page and "<script" not in page and "Class 10 B, May 2026" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Bread", "a.md: it does not begin with a head; allowed: three dashes"),
        ("---\ntitle: Bread\n", "does not begin with a head"),
        ("---\ntitle: Bread\nauthor: B\n---\n", "a.md: the field date is missing"),
        ("---\ntitle: Bread\nautor: B\n---\n", "did you mean author"),
        ("---\ntitle Bread\n---\n", "a line of the head is not understood"),
        (HEAD.replace("date", "language: de\ndate"), "there is no language named de"),
    ],
)
def test_a_text_without_a_whole_head_is_refused_with_its_file(text, says):
    with pytest.raises(PyrrhicError, match=says):
        work_of(text, "a.md")


def test_texts_are_read_in_the_order_of_their_files(tmp_path):
    for name in ("b.md", "a.md", "notes.txt"):
        (tmp_path / name).write_text(HEAD.replace("Bread", name), encoding="utf-8")
    assert [work.title for work in works_in(tmp_path)] == ["a.md", "b.md"]


def test_the_command_refuses_before_anything_is_run(call, tmp_path):
    status, out, err = call("site", "-o", str(tmp_path / "site"), "--pictures", str(album(tmp_path, licence=None)))
    assert status and "without a licence" in out + err and not (tmp_path / "site").exists()


# --- the foot of every page -----------------------------------------------------------------------------------------


def test_what_the_foot_says_is_what_the_citation_file_says():
    cited = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8")
    about, licences = document()["about"], document()["licences"]
    assert f'title: "{about["title"]["en"]}"' in cited and f'name: "{about["authors"]["en"]}"' in cited
    assert f"date-released: {about['year']}" in cited
    listed = re.search(r"^license:\n((?:  - .+\n)+)", cited, re.MULTILINE)[1]
    assert {line.removeprefix("  - ").replace("-1.0", " 1.0") for line in listed.splitlines()} == {
        licence["name"] for licence in licences.values()
    }
    for language in ("en", "ru"):
        citation = about_view("0f00ba11", Language(language))["citation"]
        assert pyrrhic.__version__ in citation and "0f00ba11" in citation


def test_the_map_holds_the_headings_of_the_pages_that_have_an_address():
    page = (
        '<nav><h2 id="no">Pages</h2></nav><main><section id="s1"><h2 id="h-s1">Labour &amp;\n <b>bread</b></h2></section>'
        f'<h2 id="h-out">Out</h2><h2>Without</h2></main><footer><h2 id="h-map">Map</h2>{PLACE}</footer>'
    )
    assert sections_of(page) == [Section("s1", "Labour & bread"), Section("h-out", "Out")]
    (made,) = dict(with_map({"claims": page}, {"claims": "Claims"}, {"claims": "claims.en.html"})).values()
    assert '<a href="claims.en.html#s1">Labour &amp; bread</a>' in made and PLACE not in made
