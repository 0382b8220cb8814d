"""The C compiler of the `ziglang` wheel, and the cache of what it made: by program, compiler and processor.

A program that is asked for again is loaded from the user's cache folder. An entry that is damaged is made anew; where
the cache cannot be written to or not be run from, the program stands in a temporary folder and lasts as long as the
process.
"""

import atexit
import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from importlib import metadata, util
from importlib.resources import files
from pathlib import Path

from pyrrhic.errors import CannotRun

# On Linux Python has loaded the few functions of the C library that are called, and linking it takes seconds at first.
LINKING = ("-nostdlib",) if platform.system() == "Linux" else ()
FLAGS = ("-O2", "-shared", "-fPIC", "-g0", "-fno-math-errno", "-ffp-contract=on", *LINKING)
SEAL = 32  # bytes of SHA-256 at the end of a cached program, by which damage is seen
HOW_TO_INSTALL = "install pyrrhic[fast], which brings the compiler"


class NoCompiler(CannotRun):
    """There is no compiler, or it cannot make the program; the message says which and what to do."""


def available() -> bool:
    """Whether the compiler is installed; `PYRRHIC_COMPILER=none` says no, so that NumPy can be tried."""
    return os.environ.get("PYRRHIC_COMPILER") != "none" and util.find_spec("ziglang") is not None


def cache_folder(name: str = "programs") -> Path:
    """A folder of the package in the user's cache: that of compiled programs, or of other things that are kept."""
    return _users_cache() / "pyrrhic" / name


def _users_cache() -> Path:
    """XDG_CACHE_HOME, which counts where it is a whole path; else `.cache` at home, if the user has one."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if folder.is_absolute():
        return folder
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return _temporary_folder()


@cache
def library(runtime: str, text: str, lanes: int, dtype: str) -> ctypes.CDLL:
    """The program `text` with a runtime file of this folder around it, compiled for so many members side by side.

    Raises `NoCompiler` where there is none, or where it fails.
    """
    if not available():
        raise NoCompiler(f"no compiler of C is installed; {HOW_TO_INSTALL}")
    sources = {name: files(__package__).joinpath(name).read_text(encoding="utf-8") for name in (runtime, "vectors.h")}
    sources["model.h"] = text
    flags = (*FLAGS, f"-DLANES={lanes}", *(("-DSINGLE",) if dtype == "float32" else ()))
    key = hashlib.sha256("\0".join([*sources.values(), *flags, _machine()]).encode()).hexdigest()
    path = cache_folder() / f"{key[:32]}.so"
    try:
        if not _sound(path):
            path = _kept(path, _compiled(sources, runtime, flags))
        return _loaded(path)
    except OSError as error:
        raise NoCompiler(f"the program can be kept nowhere, or not be loaded: {error}") from None


def _loaded(path: Path) -> ctypes.CDLL:
    """The program in memory; from a temporary folder where the cache is on a disk from which nothing may be run."""
    try:
        return ctypes.CDLL(str(path))
    except OSError:
        return ctypes.CDLL(str(_written(_temporary_folder() / path.name, path.read_bytes())))


@cache
def _machine() -> str:
    """Compiler and processor: a program made by or for another one is not used."""
    return f"ziglang {metadata.version('ziglang')} {platform.system()} {platform.machine()} {_processor()}"


def _processor() -> str:
    """What the processor can do, where the system says so."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return " ".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))


def _sound(path: Path) -> bool:
    """Whether a cached program is whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return len(content) > SEAL and hashlib.sha256(content[:-SEAL]).digest() == content[-SEAL:]


def _compiled(sources: dict[str, str], runtime: str, flags: tuple[str, ...]) -> bytes:
    """The machine code, made in a temporary folder; -P keeps modules of the current folder out of the compiler."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in sources.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        program = Path(folder, "program.so")
        command = [sys.executable, "-P", "-m", "ziglang", "cc", *flags, "-o", str(program), str(Path(folder, runtime))]
        process = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
        if process.returncode or not program.exists():
            raise NoCompiler(f"the compiler failed: {(process.stderr or process.stdout).strip()[:2000]}")
        return program.read_bytes()


def _environment() -> dict[str, str]:
    """The compiler's own cache beside ours, or in a temporary folder where ours cannot be written to."""
    folder = cache_folder().parent / "zig"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = _temporary_folder()
    return {**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(folder), "ZIG_LOCAL_CACHE_DIR": str(folder)}


def _kept(path: Path, content: bytes) -> Path:
    """Where the program now stands: in the cache, written whole or not at all, or else in a temporary folder."""
    sealed = content + hashlib.sha256(content).digest()
    try:
        return _written(path, sealed)
    except OSError:
        return _written(_temporary_folder() / path.name, sealed)


@cache
def _temporary_folder() -> Path:
    """A folder of this process alone, removed when it ends."""
    folder = tempfile.mkdtemp(prefix="pyrrhic-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as partial:
        try:
            partial.write(content)
            partial.close()
            os.replace(partial.name, path)
        except OSError:
            Path(partial.name).unlink()
            raise
    return path
