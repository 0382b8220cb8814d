"""Results kept in the user's cache, and opened again for as long as nothing that made them has changed.

What made them is every file of the package but those that only show results. A file that is damaged, of another
installation, or that cannot be written is made anew without a word.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from pyrrhic.engine.compiler import cache_folder
from pyrrhic.errors import BadFile
from pyrrhic.files import whole_or_not_at_all

PACKAGE = Path(__file__).parents[2]
SHOWN, MADE = "app", "__pycache__"
OF_RESULTS = "verdicts.json"  # tables of results, which make none
SHORT = 16
Kept = TypeVar("Kept")


def opened(name: str, kind: type[Kept]) -> Kept | None:
    """The result of a name, of its kind; None where there is none that the package as it is now made."""
    try:
        return msgspec.json.decode(_file(name).read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def kept(name: str, result: Kept) -> Kept:
    """The result, after it was kept under a name in place of older ones."""
    file = _file(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob(f"{name}.*.json"):
            old.unlink(missing_ok=True)
        whole_or_not_at_all(file, lambda draft: _write(draft, result))
    except (OSError, BadFile):
        pass  # it is computed again when it is asked for
    return result


def _write(draft: Path, result: object) -> None:
    draft.write_bytes(msgspec.json.encode(result))


def _file(name: str) -> Path:
    return cache_folder("claims") / f"{name}.{_package()[:SHORT]}.json"


@cache
def _package() -> str:
    """The fingerprint of the package's files, equations, data and draws alike."""
    digest = hashlib.sha256()
    for file in sorted(_files()):
        digest.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for file in PACKAGE.rglob("*"):
        parts = file.relative_to(PACKAGE).parts
        made_it = parts[0] != SHOWN and MADE not in parts and file.name != OF_RESULTS
        if made_it and file.is_file():
            yield file
