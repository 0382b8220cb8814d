"""What the package asks for: every library that it imports is declared, every one declared is imported, and the locks
hold the versions."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pyrrhic.app.cli import installation as doctor

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "pyrrhic"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = tuple(PROJECT["optional-dependencies"])
RUN_AND_NOT_IMPORTED = {
    "setuptools": "builds the package",
    "ziglang": "is the C compiler where none is installed, run as a program",
    "h5netcdf": "is what xarray writes and reads NetCDF with",
}
FOR_WORK_ON_THE_PACKAGE = ("docs", "test")  # extras of tools that tests, docs and the Makefile call


# --- declared is imported, imported is declared -----------------------------------------------------------


def imported(file: Path) -> set[str]:
    """The libraries that a file imports anywhere in it, by the first part of their name."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"pyrrhic"}


def imported_by_the_package() -> set[str]:
    """The libraries that any module of the package imports, in small letters, as they are declared."""
    return {name.lower() for file in PACKAGE.rglob("*.py") for name in imported(file)}


def asked(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with those extras; what an extra takes from others is theirs to name."""
    optional = PROJECT["optional-dependencies"]
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in optional[extra])]
    return [requirement for requirement in map(Requirement, lines) if requirement.name != PROJECT["name"]]


def names(*extras: str) -> set[str]:
    """The names of what is asked for; a library of this package is imported under the name it is declared with."""
    return {canonicalize_name(requirement.name).replace("-", "_") for requirement in asked(*extras)}


USERS = tuple(extra for extra in EXTRAS if extra not in FOR_WORK_ON_THE_PACKAGE)


def test_every_imported_library_is_declared():
    undeclared = imported_by_the_package() - names(*USERS)
    assert not undeclared, f"imported and not declared in pyproject.toml: {sorted(undeclared)}"


def test_every_declared_library_is_imported():
    unused = names(*USERS) - imported_by_the_package() - set(RUN_AND_NOT_IMPORTED)
    assert not unused, f"declared and never imported: {sorted(unused)}"


def test_what_need_not_be_imported_is_declared_and_is_not():
    assert set(RUN_AND_NOT_IMPORTED) <= names(*USERS)
    assert not set(RUN_AND_NOT_IMPORTED) & imported_by_the_package()


def test_doctor_looks_for_every_library_that_is_declared():
    assert set(doctor.NEEDED) == names()
    assert set(doctor.OPTIONAL) == names(*USERS) - names() - {"setuptools"}


def test_an_import_is_seen_wherever_it_stands(tmp_path):
    file = tmp_path / "module.py"
    file.write_text(
        "import os, pandas.api\nfrom . import x\ndef late():\n    from rich.table import Table\n", encoding="utf-8"
    )
    assert imported(file) == {"pandas", "rich"}


def test_nothing_is_unpickled():
    """A file that a user names holds data and never code: no module reads pickles, or lets NumPy read them."""
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"allow_pickle\s*=\s*True|\b(pickle|marshal|shelve|dill|cloudpickle)\b", text), file


# --- the locks --------------------------------------------------------------------------------------------


def locked(name: str) -> dict[str, list[str]]:
    """The versions that a lock holds of each package; more than one where they differ by Python or system."""
    versions: dict[str, list[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9][a-z0-9.-]*)==(\S+)", line):
            versions.setdefault(match.group(1), []).append(match.group(2))
    return versions


@pytest.mark.parametrize(
    "lock, extras",
    [
        ("requirements.lock", ("build", "fast")),
        ("requirements-test.lock", ("build", "fast", "calibrate", "sensitivity", "docs", "test")),
    ],
)
def test_lock_holds_what_is_asked_for(lock, extras):
    held = locked(lock)
    for requirement in asked(*extras):
        versions = held.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in {lock}; run `make lock`"
        assert all(map(requirement.specifier.contains, versions)), f"{requirement}: {versions}"


def test_the_locks_hold_the_same_versions_with_hashes():
    core, everything = locked("requirements.lock"), locked("requirements-test.lock")
    assert core == {name: everything[name] for name in core}
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-z])", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries), name
