"""Where scenarios are found: those shipped with Pyrrhic by name, files of a user by path; and what each one extends."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from os.path import normpath
from pathlib import Path

from pyrrhic.errors import BadFile, BadInput, PyrrhicError, UnknownName, nearest, one_line, shown_name
from pyrrhic.files import parse_toml, read_text
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.studies.scenarios.change import Scenario
from pyrrhic.studies.scenarios.changed_paths import frame
from pyrrhic.studies.scenarios.document import read
from pyrrhic.studies.scenarios.joining import joined

FOLDER = Path(__file__).parent
SUFFIX = ".toml"
LARGEST = 1_000_000
WHY = "a scenario is a page of text, and the longest that is shipped has some thousand bytes"
DEEPEST = 50


def names() -> list[str]:
    """The shipped scenarios, history first."""
    stems = sorted(file.stem for file in FOLDER.glob(f"*{SUFFIX}"))
    return sorted(stems, key=lambda name: name != AS_IT_HAPPENED)


@dataclass(frozen=True)
class Opened:
    """A scenario's file as it was named and by its full path, its stem, how to call it, its text, and the document."""

    path: Path
    file: Path
    stem: str
    place: str
    text: str
    document: Mapping

    @property
    def named(self) -> str:
        """The name by which it is asked for."""
        return self.stem if self._is_shipped else self.place

    def label(self, stems: Sequence[str]) -> str:
        """Its name beside others with these stems: its own stem, or its path where another has the same."""
        taken = stems.count(self.stem) > 1 or self.stem in names()
        return self.place if taken and not self._is_shipped else self.stem

    @property
    def _is_shipped(self) -> bool:
        return self.file.parent == FOLDER.resolve()


@dataclass
class Library:
    """The files of one or several scenarios, each opened once, however often and by whatever path it is named."""

    opened: dict[Path, Opened] = field(default_factory=dict)
    in_order: dict[Path, tuple[Path, ...]] = field(default_factory=dict)  # each file after all that it extends

    def open(self, spec: str) -> tuple[Path, ...]:
        """Open the files that a spec names: one, or several joined by +, each once. Raises `BadInput`."""
        if _is_file_name(spec) and _is_file(Path(spec)):
            return (self._open(spec, ()),)
        parts = [part.strip() for part in spec.split("+")]
        if not all(parts):
            missing = "a name is missing beside +" if len(parts) > 1 else "the name of a scenario is missing"
            raise BadInput(missing, where=shown_name(spec), allowed="a shipped scenario or the path of a TOML file")
        return tuple(self._open(part, ()) for part in parts)

    def scenario(self, files: Sequence[Path]) -> Scenario:
        """The scenario of these files, each after those that it extends, and each once."""
        stems = [opened.stem for opened in self.opened.values()]
        labels = {file: opened.label(stems) for file, opened in self.opened.items()}
        asked = tuple(dict.fromkeys(files))
        order = dict.fromkeys(file for named in asked for file in self.in_order[named])
        documents = {file: self._read(file, labels[file]) for file in order}
        bases = {labels[file]: frozenset(labels[base] for base in self.in_order[file][:-1]) for file in order}
        whole = joined([documents[file] for file in asked], list(documents.values()), bases)
        return replace(whole, warnings=(*whole.warnings, *self._named_twice(files, labels)))

    def _named_twice(self, files: Sequence[Path], labels: Mapping[Path, str]) -> Iterator[str]:
        """A sentence for every file that adds nothing, because those named before it hold it already."""
        held: set[Path] = set()
        for file in files:
            if file in held:
                yield f"{labels[file]} is in the scenario already, so it counts once, where it stands first"
            held.update(self.in_order[file])

    def _read(self, file: Path, label: str) -> Scenario:
        opened = self.opened[file]
        return replace(read(opened.document, label, opened.place, frame()), texts={opened.named: opened.text})

    def _open(self, name: str, below: tuple[Opened, ...]) -> Path:
        """Open the file of a name, and all that it extends; `below` are the files that extend it, the first first."""
        path, place = _located(name, below)
        file = path.resolve()
        if file in self.in_order:
            return file
        chain = [opened.file for opened in below]
        if file in chain:
            circle = " extends ".join(opened.named for opened in (*below[chain.index(file) :], self.opened[file]))
            raise BadInput(f"extends itself: {circle}", where=below[0].named)
        if len(below) > DEEPEST:
            raise BadInput(f"scenarios extend one another more than {DEEPEST} deep", where=below[0].named)
        text = read_text(path, place, LARGEST, WHY)
        return self._add(Opened(path, file, file.stem, place, text, parse_toml(text, place)), below)

    def add(self, document: Mapping, name: str) -> Path:
        """Take in a document that lies in no file, and open all that it extends, looked up in the working folder."""
        text = json.dumps(document, ensure_ascii=False, default=str, skipkeys=True)
        return self._add(Opened(Path(), Path("documents", name), name, one_line(name), text, document), ())

    def _add(self, opened: Opened, below: tuple[Opened, ...]) -> Path:
        self.opened[opened.file] = opened
        bases = [self._open(base, (*below, opened)) for base in _extended(opened.document)]
        earlier = [lower for base in bases for lower in self.in_order[base]]
        self.in_order[opened.file] = tuple(dict.fromkeys([*earlier, opened.file]))
        return opened.file


def load(spec: str) -> Scenario:
    """The scenario that `spec` names: one, or several joined by +, from left to right. Raises `PyrrhicError`.

    Shipped ones are read once; a file of the user's is read each time, for it may have been changed.
    """
    return _shipped(spec, FOLDER) if set(spec.split("+")) <= set(names()) else load_all([spec])[0]


@lru_cache(maxsize=256)
def _shipped(spec: str, folder: Path) -> Scenario:
    return load_all([spec])[0]


def checked(spec: str, where: str) -> str:
    """A spec that a file of data names; raises the error of `load` with the file and entry in front of it."""
    try:
        load(spec)
    except PyrrhicError as error:
        raise error.at(where) from None
    return spec


@dataclass(frozen=True)
class Written:
    """A scenario written in a dict, as a file would hold it, and what it is called."""

    document: Mapping
    name: str


def load_all(specs: Iterable[str | Written]) -> list[Scenario]:
    """Several scenarios to be set beside each other: files with the same stem are named by their paths."""
    library = Library()
    opened = [
        library.open(spec) if isinstance(spec, str) else (library.add(spec.document, spec.name),) for spec in specs
    ]
    return [library.scenario(files) for files in opened]


def of_document(document: Mapping, name: str) -> Scenario:
    """The scenario written in a dict, as a file would hold it, after those that it extends."""
    return load_all([Written(document, name)])[0]


def shipped() -> list[Scenario]:
    """Every shipped scenario, history first."""
    return load_all(names())


def _located(name: str, below: Sequence[Opened]) -> tuple[Path, str]:
    """The file of a scenario and how to call it in messages. A path is looked up beside the file that extends it."""
    where = f"{below[-1].place}, extends" if below else ""
    folder = below[-1].path.parent if below else Path()
    if not _is_file_name(name):
        return _shipped_file(name, where, folder)
    path = Path(normpath(folder / name))
    if _is_folder(path):
        raise BadFile("it is a folder, not a file", where=one_line(str(path)))
    if not _is_file(path):
        raise BadFile(f"there is no file {one_line(str(path))}", where=where)
    return path, one_line(str(path))


def _shipped_file(name: str, where: str, folder: Path) -> tuple[Path, str]:
    if name not in names():
        error = UnknownName(
            "scenario", name, names(), where=where, see="" if nearest(name, names()) else ", ".join(names())
        )
        if _is_file(folder / f"{name}{SUFFIX}"):
            error.nearest = f"{name}{SUFFIX}"
        raise error
    return FOLDER / f"{name}{SUFFIX}", f"{name}{SUFFIX}"


def _extended(document: Mapping) -> list[str]:
    """What a document extends, where it says so as it must; what it says otherwise is refused when it is read."""
    names = document.get("extends")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _is_file_name(name: str) -> bool:
    return name.lower().endswith(SUFFIX)


def _is_file(path: Path) -> bool:
    return _exists(path, Path.is_file)


def _is_folder(path: Path) -> bool:
    return _exists(path, Path.is_dir)


def _exists(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Whether there is something of a kind; a name that the system cannot have names nothing."""
    try:
        return kind(path)
    except (OSError, ValueError):
        return False
