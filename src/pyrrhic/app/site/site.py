"""The laboratory as a folder of plain files, in both languages: `pyrrhic site -o DIR`.

    write_site(Path("site"), tell=print)

Nothing is fetched and nothing is typed into a page twice: texts come from the catalogue, panels, levers and outcomes from
TOML files, the model from its equations, draws from the posteriors, figures from the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.site import printed
from pyrrhic.app.site.around.about import about_view
from pyrrhic.app.site.around.school import NO_SCHOOL, School, school_view, write_pictures
from pyrrhic.app.site.around.site_map import with_map
from pyrrhic.app.site.around.steps import steps_script
from pyrrhic.app.site.laboratory.few_kept import few_of
from pyrrhic.app.site.laboratory.held import held_positions, titles_of_positions
from pyrrhic.app.site.model_script import model_script
from pyrrhic.app.site.page_script import entries, measures_of_outcomes, moved, page_script, quantities
from pyrrhic.app.site.pages.claims import Computed, Shown, claims_view
from pyrrhic.app.site.pages.classroom import classroom_view
from pyrrhic.app.site.pages.model import model_view, values_script
from pyrrhic.app.site.pages.model_parts.assumed import Linked
from pyrrhic.app.site.pages.one_year.entries import quantities as quantities_of_a_year
from pyrrhic.app.site.pages.one_year.numbers import Numbers, history_of
from pyrrhic.app.site.pages.one_year.script import year_script
from pyrrhic.app.site.pages.one_year.view import year_view
from pyrrhic.app.site.pages.record import record_script, record_view
from pyrrhic.app.site.pages.start import Start, start_of, start_view
from pyrrhic.app.site.pages.terms import with_terms
from pyrrhic.app.site.pages.words import words_view
from pyrrhic.app.site.past import past_of
from pyrrhic.app.site.picture import pictured_runs
from pyrrhic.app.views.answered.lessons import lesson_page
from pyrrhic.calibration import mixture
from pyrrhic.errors import BadFile
from pyrrhic.files import write_text
from pyrrhic.runs.run import SHORT, model_fingerprint
from pyrrhic.studies.claims.answers import answers
from pyrrhic.studies.debates.sides import all_sides
from pyrrhic.studies.lessons import lessons
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
RUNS_ALONE = tuple(script for script in RUNS if script != "chart.js")
LABORATORY = (
    "changes.js",
    "levers.js",
    "panel_chart.js",
    "panels.js",
    "choice_of_panels.js",
    "sentences.js",
    "outcomes.js",
    "dialogs.js",
    "kept.js",
    "compare.js",
)
READS = ("words.js", "begin.js")
WITHOUT_SCRIPTS = "without.css"
PLAIN, READING = ("site.css",), ("site.css", "reading.css")
BEFORE, AFTER, AROUND = ("later.js", "place.js", "curtain.js"), ("lesson.js", "views.js"), ("around.css",)
LATER = ("teacher.js", "projector.js")  # of every page: read when a key or a button first asks for them


@dataclass(frozen=True)
class Page:
    """A page: its scripts in the order in which they are read, its styles, whether the model runs in it, what comes later."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...] = READING
    runs: bool = False
    later: tuple[str, ...] = ()


PAGES: Mapping[str, Page] = {  # in the order in which the head of every page names them
    "index": Page((*RUNS, "start.js"), PLAIN, runs=True),
    "lab": Page(
        (*RUNS, *LABORATORY, "lab.js"),
        ("site.css", "laboratory.css"),
        True,
        ("shapley.js", "attribution.js", "files.js", "export.js", "embed.js"),
    ),
    "year": Page((*RUNS_ALONE, "flow.js", "tiles.js", "deaths.js", "year.js"), ("site.css", "year.css"), runs=True),
    "claims": Page((*READS, "files.js", "claims.js")),
    "record": Page((*READS, "files.js", "search.js", "series.js", "record.js")),
    "model": Page((*READS, "search.js", "model_page.js")),
    "class": Page((*READS, "answers.js"), (*READING, "class.css")),
    "words": Page(READS),
}
WITH_TERMS = tuple(name for name in PAGES if name != "words")  # terms lead from them to the page of words
DATA = {  # of the pages whose data stand in a script of their own
    "record": "record.{language}.js",
    "year": "year.{language}.js",
    "model": "values.js",
}
CHOICES = ("", "no_exports", "plans_cut_with_harvest", "nep")


def write_site(
    folder: Path,
    draws: int | None = None,
    tell: Callable[[str], None] = lambda line: None,
    school: School = NO_SCHOOL,
) -> Path:
    """Write every file of the site into a folder, made where there is none; returns the page to open.

    `school` holds pictures and texts of its own that a school adds.

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
    sides = all_sides(len(drawn))
    held, few = held_positions(drawn, sides), few_of(drawn, entries("panels"))
    kept = tuple(dict.fromkeys((*quantities(), *quantities_of_a_year())))
    write_text(folder / "data" / "model.js", model_script(drawn, kept, moved(), few, quantities(), held))
    write_text(folder / "data" / "values.js", values_script(draws))
    _write_shared(folder)
    write_pictures(school, folder)
    past = past_of(drawn, entries("panels"), measures_of_outcomes())
    tell("claims")
    computed = Computed(answers(draws), pictured_runs(drawn), sides)
    behind = Behind(len(drawn), computed, start_of(past, CHOICES, drawn), history_of(drawn), school)
    for language in LANGUAGES:
        tell(NAMES_OF_LANGUAGES[language])
        titles_of_held = titles_of_positions(held, Language(language))
        write_text(folder / "data" / f"page.{language}.js", page_script(language, past, titles_of_held))
        write_text(folder / "data" / f"lessons.{language}.js", _steps(language, behind))
        write_text(folder / "data" / f"record.{language}.js", record_script(language))
        write_text(folder / "data" / f"year.{language}.js", year_script(behind.year, language))
        pages = {name: _page(name, language, behind) for name in PAGES}
        for name, page in with_map(
            pages, titles(Language(language)), {name: file_of(name, language) for name in PAGES}
        ):
            write_text(folder / file_of(name, language), page)
    return folder / file_of("index", LANGUAGES[0])


@dataclass(frozen=True)
class Behind:
    """What was run for the pages: the number of draws, the page of claims, Start, the flows of history; and a school's own."""

    draws: int
    computed: Computed
    start: Start
    year: Numbers
    school: School = NO_SCHOOL


def _steps(language: str, behind: Behind) -> str:
    """The steps of the lessons, with their numbers filled in."""
    say = Language(language)
    return steps_script(lesson_page(lesson, behind.computed.answered, say) for lesson in lessons().values())


def _write_shared(folder: Path) -> None:
    """Scripts and styles, which are the same in every language, without what only their readers in the source need."""
    own = (script for page in PAGES.values() for script in (*page.scripts, *page.later))
    for name in dict.fromkeys((*ENGINE_SCRIPTS, *BEFORE, *own, *AFTER, *LATER)):
        write_text(folder / name, script_of(name))
    styles = (style for page in PAGES.values() for style in page.styles)
    for name in dict.fromkeys((*styles, *AROUND, WITHOUT_SCRIPTS)):
        text = files(__package__).joinpath("styles", name).read_text(encoding="utf-8")
        write_text(folder / name, printed.style(text))


def script_of(name: str) -> str:
    """A script as it is written into the folder."""
    source = files("pyrrhic.engine") if name in ENGINE_SCRIPTS else files(__package__).joinpath("scripts")
    return printed.script(source.joinpath(name).read_text(encoding="utf-8"), name)


def file_of(name: str, language: str) -> str:
    """The name of a page's file."""
    return f"{name}.{language}.html"


def titles(say: Language) -> dict[str, str]:
    """The titles of the pages."""
    return {
        "index": say("Start"),
        "lab": say("Laboratory"),
        "year": say("One year"),
        "claims": say("Claims"),
        "record": say("Record"),
        "model": say("Model"),
        "class": say("Classroom"),
        "words": say("Words and works"),
    }


def _shown(name: str, behind: Behind, say: Language) -> Any:
    """What a page holds of its own; nothing for those that their scripts fill."""
    files_of = {page: file_of(page, say.code) for page in PAGES}
    if name == "claims":
        shown = Shown(say, files_of["lab"], files_of["words"], files_of[name], files_of.get("class", ""))
        return claims_view(behind.computed, shown)
    if name == "record":
        return record_view(say, files_of["words"])
    if name == "year":
        return year_view(behind.year, say, files_of["words"])
    if name == "class":
        return classroom_view(behind.computed.answered, files_of["words"], files_of["claims"], say)
    if name in ("index", "lab"):
        return start_view(behind.start, say)
    if name == "model":
        return model_view(behind.draws, Linked(files_of["words"], files_of["record"], files_of["lab"]), say)
    return words_view(files_of, say) if name == "words" else None


def _scripts(name: str, language: str) -> list[str]:
    """Every script of a page: the model where it is run, the texts, the record where it is searched, its own, those around it."""
    model = [*ENGINE_SCRIPTS, "data/model.js"] if PAGES[name].runs else []
    own = DATA.get(name, "")
    data = [f"data/{own.format(language=language)}"] if own else []
    texts = [f"data/page.{language}.js", f"data/lessons.{language}.js"]
    return [*model, *texts, *data, *BEFORE, *PAGES[name].scripts, *AFTER]


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
        "styles": (*PAGES[name].styles, *AROUND),
        "shown": _shown(name, behind, say),
        "laboratory": file_of("lab", language),
        "claims": file_of("claims", language),
        "classroom": file_of("class", language),
        "choices": [{"name": choice, "title": _choice(choice, language)} for choice in CHOICES],
        "draws": say.many(
            "The middle of {count} draw, with the 90% interval. Differences are taken draw by draw.",
            "The middle of {count} draws, with the 90% interval. Differences are taken draw by draw.",
            behind.draws,
        ),
        "version": pyrrhic.__version__,
        "mark": model_fingerprint()[:SHORT],
        "school": school_view(behind.school, {page: file_of(page, language) for page in PAGES}, say),
        "about": about_view(model_fingerprint()[:SHORT], say),
    }
    page = _templates().get_template(f"{name}.html").render(shown)
    return with_terms(page, file_of("words", language), say) if name in WITH_TERMS else page


def _choice(name: str, language: str) -> str:
    """The title of a scenario that the first page offers; history where none is named."""
    return scenarios.load(name or AS_IT_HAPPENED).title[language]


def _templates():
    """The templates, in which every value is escaped and a missing one is an error."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=ChoiceLoader([PackageLoader(__package__), PackageLoader("pyrrhic.app.series")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
