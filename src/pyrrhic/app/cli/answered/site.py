"""`pyrrhic site` and `pyrrhic lab`: the laboratory as plain files, written or opened."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer, tell
from pyrrhic.app.cli.options import draws_option, json_option, language_option
from pyrrhic.texts import LANGUAGES

if TYPE_CHECKING:
    from pyrrhic.app.language import Language
    from pyrrhic.app.site.around.school import School

OPENED = "laboratory"


@click.command()
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("site"),
    metavar="FOLDER",
    show_default=True,
    help="Folder of the site; what it holds of an earlier one is written anew.",
)
@click.option(
    "--pictures",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Pictures of your own for the classroom: a folder with pictures.toml, which gives each file, caption, date, source and licence.",
)
@click.option(
    "--student-work",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Texts of students for the classroom: a folder of Markdown files, each with title, author and date.",
)
@click.option("--one-file", is_flag=True, help="Also write the laboratory as one file in each language, to be mailed.")
@click.option("--lms", is_flag=True, help="Also write FOLDER.zip, a SCORM 1.2 package without marks or tracking.")
@draws_option
@language_option
@json_option
def site(
    out: Path,
    pictures: Path | None,
    student_work: Path | None,
    one_file: bool,
    lms: bool,
    draws: int | None,
    say: "Language",
    as_json: bool,
) -> None:
    """Write the laboratory, in English and Russian: a folder of plain files that work from a disk or any web host.

    Nothing in it is fetched from elsewhere, and nothing is sent.
    """
    from pyrrhic.app.site.around.school import school_of

    opened = _written(out, "index", draws, say, as_json, school_of(pictures, student_work))
    written = [str(file) for file in _besides(out, one_file, lms, say)]
    for file in () if as_json else written:
        tell(say("written: {file}", file=file))
    view = {"folder": str(out), "open": str(opened), "written": written}
    answer(view, lambda view: say("Open this file in a browser: {file}", file=view["open"]), as_json)


def _besides(folder: Path, one_file: bool, lms: bool, say: "Language") -> Iterator[Path]:
    """Write the laboratory as one file in each language, and the package, where they are asked for."""
    from pyrrhic.app.site.lms import write_package
    from pyrrhic.app.site.one_file import write_one_file

    if one_file:
        yield from (write_one_file(folder, language) for language in LANGUAGES)
    if lms:
        yield write_package(folder, say.code)


@click.command()
@draws_option
@language_option
@json_option
def lab(draws: int | None, say: "Language", as_json: bool) -> None:
    """Write the laboratory into the cache and open it in the browser, from the disk: no server, nothing to stop."""
    import webbrowser

    from pyrrhic.engine.compiler import cache_folder

    opened = _written(cache_folder(OPENED), "lab", draws, say, as_json)
    address = opened.resolve().as_uri()
    shown = webbrowser.open(address)
    view = {"open": str(opened), "opened": shown}
    answer(view, lambda view: _opened(view, say), as_json)


def _opened(view: dict, say: "Language") -> str:
    if view["opened"]:
        return say("Opened: {file}", file=view["open"])
    return say("No browser could be started. Open this file in one: {file}", file=view["open"])


def _written(
    folder: Path, page: str, draws: int | None, say: "Language", as_json: bool, school: "School | None" = None
) -> Path:
    """Write the site and return the path of a page in the language that was asked for."""
    from pyrrhic.app.site.around.school import NO_SCHOOL
    from pyrrhic.app.site.site import file_of, write_site

    def quiet(line: str) -> None:
        """Say nothing: the answer is a document."""

    write_site(folder, draws, quiet if as_json else tell, school or NO_SCHOOL)
    return folder / file_of(page, say.code)
