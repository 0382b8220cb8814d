"""The laboratory as a folder of plain files, in both languages: `pyrrhic site -o DIR`.

    write_site(Path("site"), tell=print)

Nothing is fetched and nothing is typed into a page twice: texts come from the catalogue, panels, levers and outcomes from
TOML files, the model from its equations, draws from the posteriors, figures from the record.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.site.model_script import model_script
from pyrrhic.app.site.page_script import entries, measures_of_outcomes, page_script, quantities
from pyrrhic.app.site.pages.assumed import Linked
from pyrrhic.app.site.pages.claims import Shown, claims_view
from pyrrhic.app.site.pages.model import model_view, values_document
from pyrrhic.app.site.pages.record import record_script, record_view
from pyrrhic.app.site.pages.words import words_view
from pyrrhic.app.site.past import past_of
from pyrrhic.app.site.picture import pictured_runs
from pyrrhic.calibration import mixture
from pyrrhic.errors import BadFile
from pyrrhic.files import write_text
from pyrrhic.runs.run import SHORT, Run, model_fingerprint
from pyrrhic.studies.claims.answers import Answers, answers
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED
from pyrrhic.texts import LANGUAGES

POLICY = (
    "default-src 'none'; script-src 'self' blob:; style-src 'self'; img-src 'self' data: blob:; worker-src blob:; "
    "base-uri 'none'; form-action 'none'"
)
NAMES_OF_LANGUAGES = {"en": "English", "ru": "Русский"}
ENGINE_SCRIPTS = ("members.js",)
RUNS = ("ensemble.js", "words.js", "measures.js", "runs.js", "state.js", "chart.js", "begin.js")
READS = ("words.js", "begin.js")
PLAIN, READING = ("site.css",), ("site.css", "reading.css")


@dataclass(frozen=True)
class Page:
    """A page: its scripts in the order in which they are read, its styles, and whether the model runs in it."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...] = READING
    runs: bool = False


PAGES: Mapping[str, Page] = {  # in the order in which the head of every page names them
    "index": Page((*RUNS, "start.js"), PLAIN, runs=True),
    "lab": Page((*RUNS, "levers.js", "outcomes.js", "lab.js"), PLAIN, runs=True),
    "claims": Page(READS),
    "record": Page(("words.js", "chart.js", "begin.js", "series.js", "record.js")),
    "model": Page((*READS, "model.js")),
    "words": Page(READS),
}
CHOICES = ("", "no_exports", "plans_cut_with_harvest", "nep")


def write_site(folder: Path, draws: int | None = None, tell: Callable[[str], None] = lambda line: None) -> Path:
    """Write every file of the site into a folder, made where there is none; returns the page to open.

    Raises `BadFile` where the folder is a file or cannot be made, `CannotRun` where posteriors are missing or stale.
    """
    if folder.exists() and not folder.is_dir():
        raise BadFile("it is a file; name a folder", where=str(folder))
    drawn = mixture.draws(draws)
    try:
        (folder / "data").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        elsewhere = "another folder, as in: pyrrhic site -o FOLDER"
        raise BadFile(f"no folder can be made: {error.strerror}", where=str(folder), allowed=elsewhere) from error
    tell("model")
    write_text(folder / "data" / "model.js", model_script(drawn, quantities()))
    write_text(folder / "data" / "values.js", f'"use strict";\nconst values = {json.dumps(values_document())};\n')
    _write_shared(folder)
    past = past_of(drawn, entries("panels"), measures_of_outcomes())
    tell("claims")
    behind = Behind(len(drawn), answers(draws), pictured_runs(drawn))
    for language in LANGUAGES:
        tell(NAMES_OF_LANGUAGES[language])
        write_text(folder / "data" / f"page.{language}.js", page_script(language, past))
        write_text(folder / "data" / f"record.{language}.js", record_script(language, pyrrhic.__version__))
        for name in PAGES:
            write_text(folder / file_of(name, language), _page(name, language, behind))
    return folder / file_of("index", LANGUAGES[0])


@dataclass(frozen=True)
class Behind:
    """What was run for the pages: how many draws the laboratory has, the claims answered, and the runs of their pictures."""

    draws: int
    answered: Answers
    runs: Mapping[str, Run]


def _write_shared(folder: Path) -> None:
    """Scripts and styles, which are the same in every language."""
    for script in ENGINE_SCRIPTS:
        write_text(folder / script, files("pyrrhic.engine").joinpath(script).read_text(encoding="utf-8"))
    for script in dict.fromkeys(script for page in PAGES.values() for script in page.scripts):
        write_text(folder / script, files(__package__).joinpath("scripts", script).read_text(encoding="utf-8"))
    for style in dict.fromkeys(style for page in PAGES.values() for style in page.styles):
        write_text(folder / style, files(__package__).joinpath("styles", style).read_text(encoding="utf-8"))


def file_of(name: str, language: str) -> str:
    """The name of a page's file."""
    return f"{name}.{language}.html"


def titles(say: Language) -> dict[str, str]:
    """The titles of the pages."""
    return {
        "index": say("Start"),
        "lab": say("Laboratory"),
        "claims": say("Claims"),
        "record": say("Record"),
        "model": say("Model"),
        "words": say("Words and works"),
    }


def _shown(name: str, behind: Behind, say: Language) -> Any:
    """What a page holds of its own; nothing for those that their scripts fill."""
    files_of = {page: file_of(page, say.code) for page in PAGES}
    if name == "claims":
        return claims_view(behind.answered, behind.runs, Shown(say, files_of["lab"], files_of["words"]))
    if name == "record":
        return record_view(say, files_of["words"])
    if name == "model":
        return model_view(behind.draws, Linked(files_of["words"], files_of["record"]), say)
    return words_view(files_of, say) if name == "words" else None


def _scripts(name: str, language: str) -> list[str]:
    """Every script of a page: the model where it is run, the texts, the data that are searched, then its own."""
    model = [*ENGINE_SCRIPTS, "data/model.js"] if PAGES[name].runs else []
    own = {"record": [f"data/record.{language}.js"], "model": ["data/values.js"]}.get(name, [])
    return [*model, f"data/page.{language}.js", *own, *PAGES[name].scripts]


def _page(name: str, language: str, behind: Behind) -> str:
    say = Language(language)
    shown: dict[str, Any] = {
        "say": say,
        "language": language,
        "name": name,
        "policy": POLICY,
        "title": titles(say)[name],
        "pages": [{"name": other, "file": file_of(other, language), "title": titles(say)[other]} for other in PAGES],
        "others": [
            {"language": other, "file": file_of(name, other), "title": NAMES_OF_LANGUAGES[other]}
            for other in LANGUAGES
            if other != language
        ],
        "scripts": _scripts(name, language),
        "styles": PAGES[name].styles,
        "shown": _shown(name, behind, say),
        "laboratory": file_of("lab", language),
        "claims": file_of("claims", language),
        "choices": [{"name": choice, "title": _choice(choice, language)} for choice in CHOICES],
        "draws": say.many(
            "The middle of {count} draw, with the 90% interval. Differences are taken draw by draw.",
            "The middle of {count} draws, with the 90% interval. Differences are taken draw by draw.",
            behind.draws,
        ),
        "version": pyrrhic.__version__,
        "mark": model_fingerprint()[:SHORT],
    }
    return _templates().get_template(f"{name}.html").render(shown)


def _choice(name: str, language: str) -> str:
    """The title of a scenario that the first page offers; history where none is named."""
    return scenarios.load(name or AS_IT_HAPPENED).title[language]


def _templates():
    """The templates, in which every value is escaped and a missing one is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
