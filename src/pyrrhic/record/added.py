"""A user's files as they lie beside the record: which they are, how many figures they add, and the hash of each."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

MARK = "OWN-"  # begins the identifiers of a user's figures, which are those of one reading and never kept
SHORT = 12  # letters of a hash where it is printed


class Figure(Protocol):
    """What is asked of a figure here: its identifier and its role."""

    @property
    def id(self) -> str:
        """The identifier."""

    @property
    def role(self) -> str:
        """Main, rival or variant."""


@dataclass(frozen=True)
class AddedFile:
    """One file: its name, the number of its figures and of the main ones among them, and the SHA-256 of its bytes."""

    file: str
    figures: int
    main: int
    sha256: str


def identifier(number: int) -> str:
    """The identifier of a user's figure in this reading."""
    return f"{MARK}{number:06d}"


def is_users(figure: Figure) -> bool:
    """Whether a figure is of a user's file."""
    return figure.id.startswith(MARK)


def hash_of(file: Path) -> str:
    """The SHA-256 of a file; nothing where it cannot be read, which is told where it is read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except (OSError, ValueError):
        return ""


def described(file: Path, sha256: str, figures: Iterable[Figure]) -> AddedFile:
    """A file with its figures."""
    roles = [figure.role for figure in figures]
    return AddedFile(file.name, len(roles), roles.count("main"), sha256)


def joint_hash(files: Sequence[AddedFile]) -> str:
    """The hash of all files together: of a single one its own."""
    if len(files) == 1:
        return files[0].sha256
    return hashlib.sha256(" ".join(file.sha256 for file in files).encode()).hexdigest()
