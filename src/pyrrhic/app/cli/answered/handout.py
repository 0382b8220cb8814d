"""`pyrrhic handout`: a lesson on two pages of A4, its key or its documents, as a page for the browser or a PDF."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer, warn
from pyrrhic.app.cli.options import completed, draws_option, json_option, language_option
from pyrrhic.errors import BadInput, shown
from pyrrhic.files import suffix_of, write_text

if TYPE_CHECKING:
    from pyrrhic.app.language import Language

HTML, PDF = ".html", ".pdf"


def _keys() -> list[str]:
    from pyrrhic.studies.lessons import lessons

    return list(lessons())


@click.command()
@click.argument("key", metavar="LESSON", shell_complete=completed(_keys))
@click.option("--key", "of_key", is_flag=True, help="The key to the worksheet, on a sheet of its own.")
@click.option("--documents", is_flag=True, help="The documents with their questions, on a sheet of their own.")
@click.option("--from", "link", metavar="LINK", help="A link of the laboratory, printed with what was changed in it.")
@click.option("--pdf", is_flag=True, help="A PDF, printed by Chromium, instead of a page for the browser.")
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), metavar="FILE", help="The file; handout-s3.en.html unless given."
)
@draws_option
@language_option
@json_option
def handout(
    key: str,
    of_key: bool,
    documents: bool,
    link: str | None,
    pdf: bool,
    out: Path | None,
    draws: int | None,
    say: "Language",
    as_json: bool,
) -> None:
    """Write a lesson on two pages of A4: points and table, and the worksheet.

    LESSON is s1 to s8. The key to the worksheet is not on these pages: ask for it with --key.
    """
    from pyrrhic.app.report.pdf import refuse, write_pdf
    from pyrrhic.app.site.handout import handout as handout_of
    from pyrrhic.studies.claims.answers import answers
    from pyrrhic.studies.lessons import lesson

    sheet, suffix = _sheet(of_key, documents), PDF if pdf else HTML
    chosen = lesson(key)
    file = out or Path(f"{'handout' if sheet == 'class' else sheet}-{chosen.key}.{say.code}{suffix}")
    suffix_of(file, (suffix,), why=f"a {'PDF' if pdf else 'page for the browser'} is written here")
    if pdf:
        refuse(file)
    changed = _changed(link, say, as_json) if link else None
    page = handout_of(chosen, answers(draws), say, sheet, changed)
    write_pdf(page, file) if pdf else write_text(file, page)
    view = {"lesson": chosen.key, "sheet": sheet, "language": say.code, "written": str(file)}
    answer(view, lambda view: say("written: {file}", file=view["written"]), as_json)


def _changed(link: str, say: "Language", as_json: bool) -> dict[str, str]:
    """A link and what was changed in it, in words. Raises a `PyrrhicError` with every part that cannot be used."""
    from pyrrhic.app.links.reading import is_link
    from pyrrhic.app.links.scenario import load, remarks

    if not is_link(link):
        allowed = "a link of the laboratory, such as lab.en.html#v=1&s=no_exports"
        raise BadInput(f"{shown(link)} is no link", where="--from", allowed=allowed)
    warn(remarks([link]), as_json)
    return {"link": link, "changes": say.pick(load(link).title)}


def _sheet(of_key: bool, documents: bool) -> str:
    """The sheet that is asked for. Raises `BadInput` where it is two."""
    if of_key and documents:
        raise BadInput("--key and --documents are two sheets", where="handout", allowed="one of them at a time")
    return "key" if of_key else "documents" if documents else "class"
