"""The bibliography: it reads, it writes back the same, and it refuses what is malformed, saying where."""

import dataclasses
import json
import subprocess
import sys

import pytest

from pyrrhic.errors import BadFile
from pyrrhic.sources import PUBLICATION_FIELD, Source, bibliography, read, references, split

GOOD = """% a comment
@article{allen1998,
  author = {Allen, R. C.},
  title = {Capital accumulation,
    the soft budget constraint},
  year = {1998},
  journal = {European Review of Economic History 2(1), 1--24},
}
"""


def test_every_entry_survives_a_round_trip():
    sources = bibliography()
    written = "\n\n".join(source.bibtex() for source in sources.values())
    assert read(written, "again.bib") == sources


def test_the_bibliography_holds_the_works_the_project_rests_on():
    for key in (
        "daviesWheatcroft2004",
        "allen2003",
        "wheatcroftDavies1994statistics",
        "barsov1969",
        "zima1996",
    ):
        assert key in bibliography()


def test_every_entry_is_fit_to_be_cited():
    for key, source in bibliography().items():
        assert source.key == key
        assert source.note, f"{key} does not say what kind of source it is"
        for text in dataclasses.astuple(source):
            assert "http" not in text and "www." not in text, f"{key} cites a web address"
            assert text == " ".join(text.split()), f"{key} has stray spaces in {text!r}"


def test_bibliography_is_read_once():
    assert bibliography() is bibliography()


def test_import_parses_nothing():
    code = (
        "import json, sys, pyrrhic.sources as s;"
        "print(json.dumps([s.bibliography.cache_info().currsize,"
        " sorted(m for m in sys.modules if m.startswith('pyrrhic.'))]))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout) == [0, ["pyrrhic.errors", "pyrrhic.sources"]]


def test_read_joins_a_field_of_several_lines():
    source = read(GOOD, "good.bib")["allen1998"]
    assert source == Source(
        key="allen1998",
        kind="article",
        author="Allen, R. C.",
        title="Capital accumulation, the soft budget constraint",
        year="1998",
        publication="European Review of Economic History 2(1), 1--24",
    )


def test_citation_is_one_line_for_a_reader():
    source = read(GOOD, "good.bib")["allen1998"]
    assert source.citation() == (
        "Allen, R. C., Capital accumulation, the soft budget constraint "
        "(European Review of Economic History 2(1), 1–24, 1998)"
    )
    assert Source("x", "misc", title="A text").citation() == "A text"


def test_a_source_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read(GOOD, "good.bib")["allen1998"].year = "1999"


@pytest.mark.parametrize("kind", PUBLICATION_FIELD)
def test_each_kind_writes_and_reads_its_place_of_publication(kind):
    source = Source("key1900", kind, "Author, A.", "Title", "1900", "Place", "a note")
    assert read(source.bibtex(), "one.bib") == {"key1900": source}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + GOOD, r"bad\.bib:10: the key allen1998 is used twice"),
        (GOOD + "stray words\n", r"bad\.bib:9: expected the start of an entry"),
        (GOOD[:-2], r"bad\.bib:2: the entry allen1998 is never closed"),
        (GOOD.replace("{1998},", "{1998}"), r"bad\.bib:6: the field year has a brace inside its value"),
        (GOOD.replace("  year = {1998},", "  year 1998"), r"bad\.bib:6: expected a field"),
        (
            GOOD.replace("@article", "@novel"),
            r"bad\.bib:2: allen1998 is of the kind novel; allowed are article",
        ),
        (GOOD.replace("{allen1998", "{Allen 1998"), r"bad\.bib:2: expected the start of an entry"),
        (GOOD.replace("{allen1998", "{Allen1998"), r"bad\.bib:2: the key 'Allen1998' must be"),
        (
            GOOD.replace("journal =", "publisher ="),
            r"bad\.bib:2: allen1998 has the field publisher; the kind article has",
        ),
        (
            GOOD.replace("  title", "  year = {1990},\n  title"),
            r"bad\.bib:7: allen1998 has the field year twice",
        ),
        ("@misc{a1,\n  year = {1990},\n}\n", r"bad\.bib:1: a1 has no title"),
        ("@misc{a1,\n  title = {open\n", r"bad\.bib:2: the field title is never closed"),
    ],
)
def test_malformed_text_is_refused_with_its_place(text, message):
    with pytest.raises(BadFile, match=message):
        read(text, "bad.bib")


def test_split_takes_key_and_page_apart():
    assert split("daviesWheatcroft2004[446-449]") == ("daviesWheatcroft2004", "446-449")
    assert split(" allen2003 ") == ("allen2003", None)
    assert split("Smith_2020:a[12]") == ("Smith_2020:a", "12")
    assert split("wheatcroftDavies1994statistics[Table 5.4, row 2]")[1] == "Table 5.4, row 2"


@pytest.mark.parametrize("reference", ["", "2003allen", "allen2003[]", "allen2003[12", "allen2003 p. 12"])
def test_split_refuses_what_is_no_reference(reference):
    with pytest.raises(BadFile, match="is not a reference; write key or key"):
        split(reference)


def test_references_finds_all_after_source():
    text = """Grain left in the countryside.

    Source: daviesWheatcroft2004[446-449]; wheatcroftDavies1994statistics[Table 5.4, row 2],
    moshkov1966. Holds for 1913-1970. Sources: osokina1999[181]
    """
    assert references(text) == [
        "daviesWheatcroft2004[446-449]",
        "wheatcroftDavies1994statistics[Table 5.4, row 2]",
        "moshkov1966",
        "osokina1999[181]",
    ]
    assert references("No source is named here; allen2003 is only mentioned.") == []
