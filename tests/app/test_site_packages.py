"""The site to be taken away: the laboratory as one file, and a package for a learning management system."""

import base64
import hashlib
import json
import re
import shutil
import zipfile
from itertools import compress
from xml.etree import ElementTree

import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.app.site import one_file
from pyrrhic.app.site.lms import ADL, MANIFEST, PACKAGING, write_package
from pyrrhic.app.site.one_file import LARGEST, write_one_file
from pyrrhic.app.site.pages.alone import LEFT_OUT
from pyrrhic.app.site.site import LATER, PAGES, file_of
from pyrrhic.errors import BadFile

LARGEST_PAGE = 150_000  # bytes, without data
NAME = re.compile(r"[A-Za-z_][\w.-]*")  # of an xsd:ID
IN_ORDER = {
    "manifest": ["metadata", "organizations", "resources"],
    "metadata": ["schema", "schemaversion"],
    "organizations": ["organization"],
    "organization": ["title", "item"],
    "item": ["title"],
    "resources": ["resource"],
    "resource": ["file"],
    "file": [],
    "schema": [],
    "schemaversion": [],
    "title": [],
}
ATTRIBUTES = {
    "manifest": {"identifier", "version"},
    "organizations": {"default"},
    "organization": {"identifier"},
    "item": {"identifier", "identifierref", "isvisible"},
    "resource": {"identifier", "type", f"{{{ADL}}}scormtype", "href"},
    "file": {"href"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory, written_site):
    """The site with few draws, to be written into."""
    return shutil.copytree(written_site, tmp_path_factory.mktemp("packages") / "site")


@pytest.fixture(scope="module")
def archive(site):
    with zipfile.ZipFile(write_package(site, "en")) as opened:
        yield opened


def elements(archive):
    return ElementTree.fromstring(archive.read(MANIFEST)).iter()


def test_the_manifest_has_the_elements_of_the_schema_in_their_order(archive):
    identifiers = []
    for element in elements(archive):
        space, name = element.tag.removeprefix("{").split("}")
        assert space == PACKAGING
        children = [child.tag.partition("}")[2] for child in element]
        assert list(dict.fromkeys(children)) == IN_ORDER[name], name
        assert set(element.attrib) == ATTRIBUTES.get(name, set()), name
        identifiers += [element.attrib["identifier"]] if "identifier" in element.attrib else []
    assert len(set(identifiers)) == len(identifiers) and all(map(NAME.fullmatch, identifiers))


def test_the_manifest_opens_a_page_and_asks_for_no_marks(archive):
    by_name = {element.tag.partition("}")[2]: element for element in elements(archive)}
    assert (by_name["schema"].text, by_name["schemaversion"].text) == ("ADL SCORM", "1.2")
    resource, item = by_name["resource"].attrib, by_name["item"].attrib
    assert resource["href"] == "index.en.html" and resource["type"] == "webcontent"
    assert resource[f"{{{ADL}}}scormtype"] == "asset", "an asset is shown, and says nothing to the system"
    assert item["identifierref"] == resource["identifier"]
    assert by_name["organizations"].attrib["default"] == by_name["organization"].attrib["identifier"]
    text = archive.read(MANIFEST).decode()
    assert "masteryscore" not in text and "sco" not in re.findall(r'scormtype="(\w+)"', text)


def test_every_file_is_listed_and_every_file_that_is_listed_is_there(archive, site):
    listed = [element.attrib["href"] for element in elements(archive) if element.tag.endswith("}file")]
    assert sorted([*listed, MANIFEST]) == sorted(archive.namelist()) and len(set(listed)) == len(listed)
    assert set(listed) == {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert {file_of(name, language) for name in PAGES for language in ("en", "ru")} <= set(listed)
    assert all(archive.read(name) == (site / name).read_bytes() for name in listed)


def test_the_same_site_makes_the_same_bytes_and_takes_nothing_else_along(site):
    before = write_package(site, "en").read_bytes()
    (site / "my notes.txt").write_text("private", encoding="utf-8")
    assert write_package(site, "en").read_bytes() == before
    (site / "my notes.txt").unlink()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_laboratory_is_no_larger_than_it_may_be_and_reads_some_scripts_later(site, language):
    page = (site / file_of("lab", language)).read_text(encoding="utf-8")
    named = re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', page)
    own = [page, *((site / name).read_text(encoding="utf-8") for name in named if not name.startswith("data/"))]
    assert sum(len(text.encode()) for text in own) <= LARGEST_PAGE
    for name in (*PAGES["lab"].later, *LATER):
        assert name not in named and f'arrived("{name}")' in (site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_one_file_holds_everything_and_names_the_hash_of_each_script(site, language):
    file = write_one_file(site, language)
    page = file.read_text(encoding="utf-8")
    file.unlink()
    assert len(page.encode()) < LARGEST
    bare = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href)="(?!#|laboratory\.)', bare), "nothing leads out of the file"
    assert page.count(f'"laboratory.{"ru" if language == "en" else "en"}.html"') >= 2
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert "'self'" not in policy and "unsafe" not in policy
    parts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    assert len(parts) > 10 and page.count("<script") == page.count("<script>")
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" for part in parts}
    assert hashes == set(re.findall(r"'sha256-[^']+'", policy))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_one_file_holds_every_series_and_every_work(site, language):
    file = write_one_file(site, language)
    page, record, words = (
        (site / f"{name}.{language}.html").read_text(encoding="utf-8") for name in ("laboratory", "record", "words")
    )
    file.unlink()
    bare = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    names = re.findall(r' id="([^"]+)"', bare)
    assert len(names) == len(set(names)), "no place has the name of another"
    assert set(re.findall(r'href="#([^"]+)"', bare)) <= {*names, "series_of", "works_of"}
    series = re.findall(r'<details class="series" id="(\w+)"', record)
    assert len(series) > 100 and set(series) <= set(names)
    assert set(re.findall(r'<li id="(source-[^"]+)"', words)) <= set(names)
    nav = re.search(r"<nav .*?</nav>", bare, re.DOTALL)[0]
    assert 'href="#alone-record"' in nav and 'href="#alone-words"' in nav
    for name in series:
        whole = cells_of(re.sub(f'</?cite>|(?<=<tr) id="[^"]*"|(?<=href=")words.{language}.html', "", record), name)
        kept = [head not in LEFT_OUT for head in heads_of(record, name)]
        assert cells_of(bare, name) == [list(compress(row, kept)) for row in whole], name
    assert not re.search(r"PYR-\d|class=\"cited\"|class=\"plot", bare), "what there is no room for"


def heads_of(page: str, series: str) -> list[str]:
    """The columns of a table."""
    head = page[page.index(f'id="{series}"') :].partition("<thead>")[2].partition("<tbody>")[0]
    return re.findall(r'class="of-(\w+)"', head)


def cells_of(page: str, series: str) -> list[list[str]]:
    """The cells of a table row by row; one that is joined with those below it stands in each of its rows."""
    table = page[page.index(f'id="{series}"') :].partition("<tbody>")[2].partition("</table>")[0]
    rows, held = [], {}
    for line in filter(None, table.split("<tr>")):
        cells, row = iter(re.findall(r"<td(?: rowspan=\"(\d+)\")?>([^\n]*?)(?=<td|\n|$)", line)), []
        while True:
            left, text = held.get(len(row), (0, ""))
            if not left:
                span, text = next(cells, (None, ""))
                if span is None:
                    break
                left = int(span or 1)
            held[len(row)] = (left - 1, text)
            row.append(text)
        rows.append(row)
    return [row for row in rows if row]


def test_one_file_that_is_too_large_is_refused(site, monkeypatch):
    monkeypatch.setattr(one_file, "LARGEST", 1000)
    with pytest.raises(BadFile, match="bytes"):
        write_one_file(site, "en")


def test_the_command_writes_what_is_asked_for(site, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("pyrrhic.app.site.site.write_site", lambda folder, *rest: shutil.copytree(site, folder))
    folder = tmp_path / "site"
    assert main(["site", "-o", str(folder), "--one-file", "--lms", "--json", "--lang", "ru"]) == 0
    written = json.loads(capsys.readouterr().out)["written"]
    assert written == [str(folder / f"laboratory.{code}.html") for code in ("en", "ru")] + [str(tmp_path / "site.zip")]
    with zipfile.ZipFile(written[-1]) as opened:
        assert (
            'href="index.ru.html"' in opened.read(MANIFEST).decode() and "laboratory.en.html" not in opened.namelist()
        )
