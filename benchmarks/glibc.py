"""The printed C compiled by gcc with glibc's vector mathematics, in place of the compiler and mathematics we bring."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from unittest import mock

from timing import NotMeasured

from pyrrhic.engine import compiler

# Not -ffast-math, which would leave out the checks that find failed members, and gains 2 per cent.
FLAGS = (
    "-O3",
    "-march=native",
    "-mprefer-vector-width=512",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-ffp-contract=fast",
    "-w",
    "-shared",
    "-fPIC",
)


@contextmanager
def in_place() -> Iterator[None]:
    """Within this, the engine runs programs that gcc compiled."""
    with mock.patch.object(compiler, "library", library):
        yield


def lanes(dtype: str) -> int:
    """Members side by side: those of one register, with which gcc is fastest; with more it keeps too little in them."""
    return (64 if _wide() else 32) // (4 if dtype == "float32" else 8)


@cache
def library(runtime: str, text: str, _lanes: int, dtype: str) -> ctypes.CDLL:
    """As `compiler.library`, by gcc; raises `NotMeasured` where it or glibc's vector mathematics is missing."""
    if not shutil.which("gcc"):
        raise NotMeasured("there is no gcc")
    engine, folder = files("pyrrhic.engine"), Path(tempfile.mkdtemp(prefix="pyrrhic-gcc-"))
    sources = {
        "model.h": text,
        runtime: engine.joinpath(runtime).read_text(encoding="utf-8"),
        "own_vectors.h": engine.joinpath("vectors.h").read_text(encoding="utf-8"),
        "vectors.h": Path(__file__).with_name("vectors_glibc.h").read_text(encoding="utf-8"),
    }
    for name, content in sources.items():
        (folder / name).write_text(content, encoding="utf-8")
    single = ["-DSINGLE"] if dtype == "float32" else []
    done = subprocess.run(
        [
            "gcc",
            *FLAGS,
            f"-DLANES={lanes(dtype)}",
            *single,
            "-o",
            str(folder / "program.so"),
            str(folder / runtime),
            "-lmvec",
            "-lm",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMeasured(f"gcc cannot compile it: {done.stderr.strip()[:200]}")
    try:
        return ctypes.CDLL(str(folder / "program.so"))
    finally:
        shutil.rmtree(folder)


def version() -> str:
    """The version of gcc and of its C library; empty where there is no gcc."""
    if not shutil.which("gcc"):
        return ""
    asked = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def _wide() -> bool:
    """Whether gcc, asked for this processor, has AVX-512."""
    asked = subprocess.run(
        ["gcc", "-march=native", "-dM", "-E", "-xc", "-"], input="", capture_output=True, text=True, check=False
    )
    return "__AVX512F__" in asked.stdout
