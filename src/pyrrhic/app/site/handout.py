"""A lesson on paper: two pages of A4, points with the table and the worksheet; the key and the documents are sheets apart.

    html = handout(lesson("s3"), answers(), Language("ru"))
    html = handout(lesson("s3"), answers(), Language("ru"), sheet=KEY)

One HTML file without scripts, that is printed as it is.
"""

from collections.abc import Mapping
from importlib.resources import files

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.site.works import said
from pyrrhic.app.views.answered.lessons import lesson_page
from pyrrhic.runs.run import SHORT, model_fingerprint
from pyrrhic.studies.claims.answers import Answers
from pyrrhic.studies.lessons import Lesson

CLASS, KEY, DOCUMENTS = "class", "key", "documents"
ROOM = (300, 1000, 2000)  # letters of a link and of what was changed, that leave more or less room to write
SHEETS = (CLASS, KEY, DOCUMENTS)


def handout(
    lesson: Lesson, answered: Answers, say: Language, sheet: str = CLASS, changed: Mapping[str, str] | None = None
) -> str:
    """The page of a sheet: what the class is given, the key, or the documents.

    `changed` is the link and what was changed of a view from which the class worked, both in words: `{"link": ..., "changes": ...}`.
    """
    page = lesson_page(lesson, answered, say)
    shown = {
        "say": say,
        "language": say.code,
        "sheet": sheet,
        "page": page,
        "changed": changed,
        "room": _room(changed) if changed else "",
        "works": [said(work, say) for work in page.works],
        "cited": lambda works: "; ".join(said(work, say) for work in works),
        "version": pyrrhic.__version__,
        "mark": model_fingerprint()[:SHORT],
        "style": files(__package__).joinpath("styles", "handout.css").read_text(encoding="utf-8"),
    }
    return _templates().get_template("handout.html").render(shown)


def _room(changed: Mapping[str, str]) -> str:
    """A class of the worksheet: the more is said of what was changed, the less room there is to write."""
    letters = sum(map(len, changed.values()))
    return f" less-{next((place for place, most in enumerate(ROOM) if letters <= most), len(ROOM))}"


def _templates():
    """The templates, in which every value is escaped and a missing one is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader(__package__, "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
