"""What a school adds to its copy of the site, shown in the classroom: its own pictures, and what its students wrote.

school = school_of(Path("pictures"), Path("essays"))
write_pictures(school, Path("site")); school_view(school, {"lab": "lab.ru.html"}, Language("ru"))
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.around.markdown import html
from pyrrhic.app.site.around.pictures import Picture, pictures_in
from pyrrhic.app.site.around.student_work import Work, works_in
from pyrrhic.files import whole_or_not_at_all

FOLDER, OWN = "pictures", re.compile(r"[0-9a-f]{16}\.(png|jpe?g|webp)")
PLACE = re.compile(r"([a-z]+)(?:\.(?:en|ru)\.html)?(#[^\s\"'<>\\]*)?")
View = dict[str, Any]


@dataclass(frozen=True)
class School:
    """Pictures and texts; both empty where a copy has nothing of its own."""

    pictures: tuple[Picture, ...] = ()
    works: tuple[Work, ...] = ()


NO_SCHOOL = School()


def school_of(pictures: Path | None, student_work: Path | None) -> School:
    """What stands in the folders that were named. Raises a `PyrrhicError` with the place of what is wrong."""
    return School(pictures_in(pictures) if pictures else (), works_in(student_work) if student_work else ())


def write_pictures(school: School, folder: Path) -> None:
    """Copy the pictures into the folder of the site, and take away those of an earlier writing."""
    place = folder / FOLDER
    names = {picture.name for picture in school.pictures}
    for file in place.glob("*") if place.is_dir() else ():
        if OWN.fullmatch(file.name) and file.name not in names:
            file.unlink()
    if names:
        place.mkdir(exist_ok=True)
    for picture in school.pictures:
        _write(place / picture.name, picture.content)


def _write(file: Path, content: bytes) -> None:
    def write_to(draft: Path) -> None:
        draft.write_bytes(content)

    whole_or_not_at_all(file, write_to)


def school_view(school: School, file_of: Mapping[str, str], say: Language) -> View:
    """What the template prints; `file_of` are the files of the pages."""

    def address(target: str) -> str | None:
        """The address of a page of the site in the reader's language; nothing for anything else."""
        match = PLACE.fullmatch(target)
        return file_of[match[1]] + (match[2] or "") if match and match[1] in file_of else None

    return {
        "pictures": [_picture(picture, say.code) for picture in school.pictures],
        "works": [
            {
                "title": work.title,
                "author": work.author,
                "date": work.date,
                "language": work.language,
                "html": html(work.text, address),
            }
            for work in school.works
        ],
    }


def _picture(picture: Picture, language: str) -> View:
    texts = {field: picture.said(field, language) for field in ("caption", "date", "source", "licence")}
    return {"address": f"{FOLDER}/{picture.name}", **texts}
