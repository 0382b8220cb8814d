"""The laboratory as a folder of plain files, in both languages: `pyrrhic site -o DIR`.

    write_site(Path("site"), tell=print)

Nothing is fetched and nothing is typed into a page twice: texts come from the catalogue, panels, levers and outcomes from
TOML files, the model from its equations, draws from the posteriors, figures from the record.
"""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.model_script import model_script
from pyrrhic.app.site.page_script import entries, measures_of_outcomes, page_script, quantities
from pyrrhic.app.site.past import past_of
from pyrrhic.calibration import mixture
from pyrrhic.errors import BadFile
from pyrrhic.files import write_text
from pyrrhic.runs.run import SHORT, model_fingerprint
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED
from pyrrhic.texts import LANGUAGES

POLICY = (
    "default-src 'none'; script-src 'self' blob:; style-src 'self'; img-src 'self' data: blob:; worker-src blob:; "
    "base-uri 'none'; form-action 'none'"
)
NAMES_OF_LANGUAGES = {"en": "English", "ru": "Русский"}
ENGINE_SCRIPTS = ("members.js",)
SHARED = ("ensemble.js", "words.js", "measures.js", "runs.js", "state.js", "chart.js", "begin.js")
PAGES = {"index": ("start.js",), "lab": ("levers.js", "outcomes.js", "lab.js")}
CHOICES = ("", "no_exports", "plans_cut_with_harvest", "nep")


def write_site(folder: Path, draws: int | None = None, tell: Callable[[str], None] = lambda line: None) -> Path:
    """Write every file of the site into a folder, made where there is none; returns the page to open.

    Raises `BadFile` where the folder is a file, `CannotRun` where posteriors are missing or stale.
    """
    if folder.exists() and not folder.is_dir():
        raise BadFile("it is a file; name a folder", where=str(folder))
    drawn = mixture.draws(draws)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    tell("model")
    write_text(folder / "data" / "model.js", model_script(drawn, quantities()))
    past = past_of(drawn, entries("panels"), measures_of_outcomes())
    for script in ENGINE_SCRIPTS:
        write_text(folder / script, files("pyrrhic.engine").joinpath(script).read_text(encoding="utf-8"))
    for script in dict.fromkeys((*SHARED, *(script for scripts in PAGES.values() for script in scripts))):
        write_text(folder / script, files(__package__).joinpath("scripts", script).read_text(encoding="utf-8"))
    write_text(folder / "site.css", files(__package__).joinpath("styles", "site.css").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        tell(NAMES_OF_LANGUAGES[language])
        write_text(folder / "data" / f"page.{language}.js", page_script(language, past))
        for name in PAGES:
            write_text(folder / file_of(name, language), _page(name, language, len(drawn)))
    return folder / file_of("index", LANGUAGES[0])


def file_of(name: str, language: str) -> str:
    """The name of a page's file."""
    return f"{name}.{language}.html"


def titles(say: Language) -> dict[str, str]:
    """The titles of the pages."""
    return {"index": say("Start"), "lab": say("Laboratory")}


def _page(name: str, language: str, draws: int) -> str:
    import pyrrhic

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
        "scripts": [*ENGINE_SCRIPTS, "data/model.js", f"data/page.{language}.js", *SHARED, *PAGES[name]],
        "laboratory": file_of("lab", language),
        "choices": [{"name": choice, "title": _choice(choice, language)} for choice in CHOICES],
        "draws": say.many(
            "The middle of {count} draw, with the 90% interval. Differences are taken draw by draw.",
            "The middle of {count} draws, with the 90% interval. Differences are taken draw by draw.",
            draws,
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
