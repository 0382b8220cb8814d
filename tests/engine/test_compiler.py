"""The cache of compiled programs: what makes another key, what happens to damage, and where nothing can be written."""

import re
from pathlib import Path

import numpy
import pytest
import toy_country as toy

from pyrrhic.engine import compiled, compiler

MODEL = toy.country()
EMPTY = """enum { NP = 1, NC = 1, NX = 1, NV = 1, NS = 0 };
static void once(const vec *P, vec *C) {}
static void year(const vec *P, const vec *C, const vec *X, vec *V) { V[0] = X[0] + all_of(%s); }
static void close_year(const vec *P, const vec *C, const vec *X, const vec *V, vec *next) {}
"""


def program(number: float = 1.0, lanes: int = 8, dtype: str = "float64"):
    """A program that is made in a moment, never taken from the memory of this process."""
    return compiler.library.__wrapped__("members.c", EMPTY % number, lanes, dtype)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty cache, beside it what the compiler has once made for all programs."""
    own = compiler.cache_folder().parent / "zig"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    own.mkdir(parents=True, exist_ok=True)
    (tmp_path / "pyrrhic").mkdir()
    (tmp_path / "pyrrhic" / "zig").symlink_to(own, target_is_directory=True)
    return compiler.cache_folder()


MADE, REAL = {}, compiler._compiled


@pytest.fixture
def compilations(monkeypatch):
    """The programs that are compiled; the compiler itself does the same work once."""
    compilations = []

    def compiled_again(sources, runtime, flags):
        compilations.append(sources)
        key = tuple(sources.values()), flags
        if key not in MADE:
            MADE[key] = REAL(sources, runtime, flags)
        return MADE[key]

    monkeypatch.setattr(compiler, "_compiled", compiled_again)
    return compilations


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_program_is_compiled_once_and_found_again(folder, compilations):
    first, second = program(), program()
    assert len(compilations) == 1 and first._name == second._name
    assert [path.suffix for path in entries(folder)] == [".so"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"garbage",
        lambda content: content[:-1],
        lambda content: content[:1000],
        lambda content: content + b"more",
        lambda content: content[:4000] + bytes([content[4000] ^ 1]) + content[4001:],
        lambda content: bytes(len(content)),
    ],
    ids=["empty", "garbage", "cut", "cut short", "longer", "one bit", "zeros"],
)
def test_a_damaged_entry_is_made_anew(folder, compilations, damage):
    program()
    (path,) = entries(folder)
    whole = path.read_bytes()
    replaced = path.with_suffix(".damaged")
    replaced.write_bytes(damage(whole))
    replaced.replace(path)
    program()
    assert len(compilations) == 2 and compiler._sound(path) and entries(folder) == [path]
    assert compiler._sound(path) and len(path.read_bytes()) == len(whole)


@pytest.mark.parametrize(
    "other",
    [lambda: program(2.0), lambda: program(lanes=4), lambda: program(lanes=16, dtype="float32")],
    ids=["text", "lanes", "precision"],
)
def test_another_program_has_another_key(folder, compilations, other):
    program()
    other()
    assert len(entries(folder)) == 2


@pytest.mark.parametrize("what", ["_processor", "version", "machine", "system", "flags", "header"])
def test_what_was_made_by_or_for_another_is_not_taken(folder, compilations, monkeypatch, what):
    program()
    compiler._machine.cache_clear()
    match what:
        case "_processor":
            monkeypatch.setattr(compiler, "_processor", lambda: "another processor")
        case "version":
            monkeypatch.setattr(compiler.metadata, "version", lambda name: "0.0.1")
        case "machine" | "system":
            monkeypatch.setattr(compiler.platform, what, lambda: "another")
        case "flags":
            monkeypatch.setattr(compiler, "FLAGS", (*compiler.FLAGS, "-DANOTHER"))
        case _:
            real = compiler.files("pyrrhic.engine")
            monkeypatch.setattr(compiler, "files", lambda package: _Commented(real))
    try:
        program()
        assert len(entries(folder)) == 2
    finally:
        compiler._machine.cache_clear()


class _Commented:
    """The folder of the engine, with a comment at the end of each of its files."""

    def __init__(self, path):
        self.path = path

    def joinpath(self, name):
        return _Commented(self.path.joinpath(name))

    def read_text(self, encoding):
        return self.path.read_text(encoding=encoding) + "\n// another"


def test_a_cache_that_cannot_be_made_does_not_matter(monkeypatch, compilations):
    """Neither entries nor the compiler's own files can be kept; the numbers are the same, and nothing is left."""
    expected = compiled.simulate(MODEL, toy.parameters(), toy.opening(), toy.paths(), ["grain"]).values["grain"]
    own = compiler.cache_folder().parent / "zig"
    monkeypatch.setenv("XDG_CACHE_HOME", __file__)
    monkeypatch.setattr(
        compiler,
        "_environment",
        lambda: {**compiler.os.environ, "ZIG_GLOBAL_CACHE_DIR": str(own), "ZIG_LOCAL_CACHE_DIR": str(own)},
    )
    compiler.library.cache_clear()
    compilations.clear()
    try:
        values = compiled.simulate(MODEL, toy.parameters(), toy.opening(), toy.paths(), ["grain"]).values["grain"]
    finally:
        compiler.library.cache_clear()
    assert len(compilations) == 1
    numpy.testing.assert_array_equal(values, expected)
    assert compiler._temporary_folder().exists()


@pytest.mark.parametrize("fault", ["mkdir", "write"])
def test_the_compilers_own_files_go_elsewhere_where_the_cache_cannot_be_written_to(tmp_path, monkeypatch, fault):
    if fault == "mkdir":
        monkeypatch.setenv("XDG_CACHE_HOME", __file__)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        monkeypatch.setattr(compiler.tempfile, "TemporaryFile", _full)
    folder = Path(compiler._environment()["ZIG_GLOBAL_CACHE_DIR"])
    assert folder == compiler._temporary_folder() and folder.is_dir()


def _full(*arguments, **options):
    raise OSError("read-only file system")


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(compiler.os, "replace", _full)
    with pytest.raises(OSError, match="read-only"):
        compiler._written(tmp_path / "programs" / "one.so", b"content")
    assert entries(tmp_path / "programs") == []


def test_a_program_that_does_not_compile_says_what_the_compiler_said(folder):
    with pytest.raises(compiler.NoCompiler, match=r"(?s)the compiler failed: .*undeclared"):
        program("nonsense")
    assert entries(folder) == []


def test_without_the_compiler_the_message_says_what_to_install(folder, monkeypatch):
    for absent in (
        lambda: monkeypatch.setattr(compiler.util, "find_spec", lambda name: None),
        lambda: monkeypatch.setenv("PYRRHIC_COMPILER", "none"),
    ):
        with monkeypatch.context():
            absent()
            assert not compiler.available()
            with pytest.raises(compiler.NoCompiler, match=re.escape("install pyrrhic[fast]")):
                program(3.0)
    assert entries(folder) == []


@pytest.mark.parametrize("path", ["", "cache", "./cache"])
def test_a_cache_that_is_no_whole_path_does_not_count(tmp_path, monkeypatch, path):
    """By the rule of XDG; else programs would lie about in whatever folder is current."""
    monkeypatch.setenv("XDG_CACHE_HOME", path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert compiler.cache_folder() == tmp_path / ".cache" / "pyrrhic" / "programs"


def test_a_user_without_a_home_has_a_temporary_cache_or_the_one_that_is_named(tmp_path, monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(compiler.Path, "home", homeless)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiler.cache_folder() == tmp_path / "pyrrhic" / "programs"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert compiler.cache_folder() == compiler._temporary_folder() / "pyrrhic" / "programs"


def test_a_cache_from_which_nothing_may_be_run_does_not_matter(folder, compilations, monkeypatch):
    """As on a disk that is mounted noexec; the cached program is whole, and is loaded from a temporary folder."""
    real, asked = compiler.ctypes.CDLL, []

    def noexec(path):
        asked.append(path)
        if Path(path).is_relative_to(folder):
            raise OSError("failed to map segment from shared object")
        return real(path)

    monkeypatch.setattr(compiler.ctypes, "CDLL", noexec)
    program()
    assert len(asked) == 2 and Path(asked[1]).parent == compiler._temporary_folder()


def test_a_program_that_can_be_kept_nowhere_is_as_none(folder, compilations, monkeypatch):
    """Ensembles then run with NumPy, as without a compiler."""
    monkeypatch.setattr(compiler, "_written", _full)
    with pytest.raises(compiler.NoCompiler, match="kept nowhere, or not be loaded: read-only file system"):
        program()


def test_modules_of_the_current_folder_are_not_taken_for_those_of_the_compiler(folder, tmp_path, monkeypatch):
    (tmp_path / "types.py").write_text("raise SystemExit('this is not the module you are looking for')")
    monkeypatch.chdir(tmp_path)
    program(5.0)
    assert len(entries(folder)) == 1
