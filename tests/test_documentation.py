"""Docs are tests: they build strictly, everything has its entry, every link within them leads somewhere."""

import json
import re
import subprocess
import sys
import tomllib
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from pyrrhic.app.cli.main import main, pyrrhic
from pyrrhic.engine.equations import Equation, read_equation
from pyrrhic.engine.printers.formula import formula
from pyrrhic.model import SLOTS, assemble, levers, opening_values, parameters
from pyrrhic.record import load
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.sources import bibliography
from pyrrhic.studies import places
from pyrrhic.studies.claims import claims
from pyrrhic.studies.debates import debates
from pyrrhic.studies.replications import REPLICATIONS
from pyrrhic.studies.scenarios.scenario import names

DOCS = Path(__file__).parents[1] / "docs"
PLAIN_ID = re.compile(r"[^a-z0-9]+")
TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The documentation, built once, with every warning an error."""
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-n",
        "--keep-going",
        "-q",
        "-b",
        "html",
        "-d",
        str(folder / "trees"),
        str(DOCS),
        str(folder / "html"),
    ]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "html"


@pytest.fixture(scope="module")
def anchors(site) -> dict[Path, set[str]]:
    """The anchors of each page."""
    return {page: set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8"))) for page in site.rglob("*.html")}


def commands(command, words: tuple[str, ...] = ("pyrrhic",)) -> list[str]:
    """Every command line that the program answers, groups left out."""
    if not hasattr(command, "list_commands"):
        return ["-".join(words)]
    context = click.Context(command, info_name=words[-1])
    return [
        line
        for name in command.list_commands(context)
        for line in commands(command.get_command(context, name), (*words, name))
    ]


ENTRIES = {
    "series": lambda: [f"series-{name}" for name in load()],
    "derived series": lambda: [f"derived-{name}" for name in DERIVED],
    "equation": lambda: [f"quantity-{name}" for name in assemble().equations],
    "stock": lambda: [f"quantity-{name}" for name in assemble().stocks],
    "rival": lambda: [
        f"rival-{slot.quantity}-{name}" for slot in SLOTS for name in slot.rivals if name != slot.default
    ],
    "parameter": lambda: [f"quantity-{name}" for name in (*parameters(), *opening_values())],
    "lever": lambda: [f"quantity-{name}" for name in levers()],
    "command": lambda: [f"command-{line}" for line in commands(pyrrhic)],
    "scenario": lambda: [f"scenario-{name}" for name in names()],
    "claim": lambda: [f"claim-{claim.name}" for claim in claims()],
    "statement": lambda: [f"statement-{statement.key}" for claim in claims() for statement in claim.statements],
    "debate": lambda: [f"debate-{name}" for name in debates()],
    "position": lambda: [f"position-{one.name}-{name}" for one in debates().values() for name in one.positions],
    "replication": lambda: [f"replication-{name}" for name in REPLICATIONS],
    "source": lambda: [f"source-{key}" for key in bibliography()],
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_everything_has_its_entry(kind, anchors):
    ids = set().union(*anchors.values())
    expected = ENTRIES[kind]()
    assert expected
    missing = [name for name in expected if PLAIN_ID.sub("-", name.lower()) not in ids]
    assert not missing, f"no entry for {kind} {missing[:10]}"


def page_of(site: Path, name: str) -> str:
    return (site / "generated" / "record" / "series" / f"{name}.html").read_text(encoding="utf-8")


def test_every_series_has_a_page_with_all_its_figures_and_the_files_beside_it(site):
    for name in (*load(), *DERIVED):
        page, series = page_of(site, name), load().get(name)
        identifiers = re.findall(r'<tr id="(PYR-\d+)">', page)
        assert identifiers == ([figure.id for figure in series.figures] if series else []), name
        offered = set(re.findall(r'href="([^"/]+)" download', page))
        assert {f"{name}.{ending}" for ending in ("csv", "json", "bib")} <= offered, name
        assert (f"{name}.svg" in offered) == ('<figure class="drawn">' in page), name
        assert all((site / "generated" / "record" / "series" / file).stat().st_size for file in offered), name


def test_the_page_of_a_topic_lists_its_series(site):
    for series in load().values():
        listed = (site / "generated" / "record" / f"{series.topic}.html").read_text(encoding="utf-8")
        assert f'href="series/{series.name}.html#' in listed, series.name


def test_the_search_finds_a_series_by_title_name_and_identifier_and_opens_the_row(site):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    place = index["docnames"].index("generated/record/series/grain_collections")
    figure = load().series("grain_collections").figures[0]
    assert [place, figure.id, True] in index["indexentries"][figure.id.lower()]
    assert len([entry for entry in index["indexentries"] if entry.startswith("pyr-")]) == len(load().observations)
    assert place in [document for document, _ in index["alltitles"][load().series("grain_collections").title.en]]
    assert [place, "series-grain-collections", True] in index["indexentries"]["grain_collections"]


def equations() -> list[Equation]:
    """Every equation of the model and every rival."""
    rivals = [read_equation(slot.quantity, rival) for slot in SLOTS for rival in slot.rivals.values()]
    return [*assemble().equations.values(), *rivals]


def test_the_formula_of_every_equation_stands_on_the_page_of_its_block_with_file_and_line(site):
    blocks = {
        file.stem: unescape(TAG.sub(" ", file.read_text(encoding="utf-8")))
        for file in (site / "generated" / "model").glob("*.html")
    }
    texts = {name: " ".join(text.split()) for name, text in blocks.items()}
    for item in equations():
        block = item.function.__module__.rpartition(".")[2]
        assert f" {item.name} = {formula(item, assemble())} " in texts[block], item.name
        assert f" {places.of_equation(item.function)} " in texts[block], item.name


def test_every_function_in_a_formula_is_explained(site):
    page = (site / "generated" / "model" / "index.html").read_text(encoding="utf-8")
    words = " ".join(unescape(TAG.sub(" ", page)).split())
    called = {name for item in equations() for name in re.findall(r"([a-z]+(?: [a-z]+)*)\(", formula(item, assemble()))}
    assert {"smooth minimum", "positive part"} <= called
    assert not [name for name in called if f" {name} : " not in words]


def test_every_slot_in_a_page_is_filled_and_every_declared_one_is_used(site):
    used = {
        name for page in DOCS.glob("*.md") for name in re.findall(r"\{\{ (\w+) \}\}", page.read_text(encoding="utf-8"))
    }
    assert used == set(tomllib.loads((DOCS / "numbers.toml").read_text(encoding="utf-8")))
    for page in ("findings", "limits"):
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        assert "{{" not in text and "(not computed)" not in text and ">nan<" not in text, page


def test_the_commands_of_every_group_are_found():
    lines = commands(pyrrhic)
    assert {"pyrrhic-report", "pyrrhic-record-show", "pyrrhic-scenario-check"} <= set(lines)


def test_every_link_leads_somewhere(site, anchors):
    broken = []
    for page in anchors:
        text = page.read_text(encoding="utf-8")
        for target in set(re.findall(r'(?:href|src)="([^"]+)"', text)):
            if not re.match(r"https?:|mailto:|data:", target):
                broken += missing_target(site, page, unquote(unescape(target)), anchors)
    assert not broken, broken[:10]


def missing_target(site: Path, page: Path, target: str, anchors) -> list[str]:
    """The link, with the page it stands on, unless its file and its anchor exist."""
    path, _, anchor = target.partition("#")
    file = (page.parent / path.partition("?")[0]).resolve() if path else page
    there = file.exists() and (not anchor or file not in anchors or anchor in anchors[file] | {""})
    return [] if there else [f"{page.relative_to(site)} -> {target}"]


def test_a_link_that_leads_nowhere_would_be_found(site, anchors):
    page = site / "index.html"
    assert missing_target(site, page, "generated/commands.html#command-pyrrhic-report", anchors) == []
    assert missing_target(site, page, "generated/commands.html#command-nothing", anchors)
    assert missing_target(site, page, "generated/nothing.html", anchors)


WRITTEN = [DOCS.parent / "README.md", DOCS / "start.md"]
EXAMPLES = sorted(
    {
        line.partition("#")[0].partition("pyrrhic ")[2].strip()
        for file in WRITTEN
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith(("pyrrhic ", ".venv/bin/pyrrhic "))
    }
)


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_commands_of_the_readme_work(line, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(line.split()) == 0
    assert capsys.readouterr().out.strip()


def test_there_are_commands_in_the_readme():
    assert len(EXAMPLES) >= 5


def test_the_first_steps_from_python_work(capsys):
    pieces, known = re.findall(r"```python\n(.*?)```", (DOCS / "start.md").read_text(encoding="utf-8"), re.DOTALL), {}
    for piece in pieces:
        exec(piece, known)
    assert "grain_area" in capsys.readouterr().out
    assert known["run"].failures == 0 and len(known["gradient"]) == len(known["density"].names)


def test_the_page_of_words_explains_the_words_of_the_field():
    text = (DOCS / "words.md").read_text(encoding="utf-8").casefold()
    for word in (
        "kolkhoz",
        "sovkhoz",
        "mts",
        "trudoden",
        "zagotovki",
        "dekulakization",
        "orgnabor",
        "otkhod",
        "holodomor",
        "asharshylyk",
        "колхоз",
        "трудодень",
        "голодомор",
        "ашаршылық",
    ):
        assert word in text, f"the page of words does not explain {word}"


def terms(text: str) -> list[str]:
    """The head of every entry of a definition list."""
    return re.findall(r"^([^:\s].*)\n: ", text, re.MULTILINE)


def test_every_term_that_labels_follow_has_its_russian_and_stands_once():
    ours, _, _ = (DOCS / "words.md").read_text(encoding="utf-8").partition("## More words of the time")
    assert len(terms(ours)) >= 30
    assert not [term for term in terms(ours) if not re.search(r"\([а-яё].*\)$", term, re.IGNORECASE)]
    assert len(set(terms(ours))) == len(terms(ours))


def test_the_works_that_the_page_of_words_follows_are_in_the_bibliography_by_author_and_year():
    text = (DOCS / "words.md").read_text(encoding="utf-8")
    works = re.findall(r"^\[(\w+).* (\d{4})(?: \(\w+\))?\]: #source-(\w+)$", text, re.MULTILINE)
    assert len(works) == len(re.findall(r"^\[.*\]: ", text, re.MULTILINE)) > 20
    for author, year, key in works:
        work = bibliography()[key]
        assert work.author.startswith(author) and work.year == year, key
