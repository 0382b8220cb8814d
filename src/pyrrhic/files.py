"""Files that are written whole or not at all, their suffix naming the format; and texts that are read as UTF-8."""

import os
import tempfile
import tomllib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrrhic.errors import BadFile, nearest

if TYPE_CHECKING:
    import numpy

NETCDF, PARQUET, CSV, JSON = ".nc", ".parquet", ".csv", ".json"
ZIP = b"PK\3\4"  # how every file of arrays and every workbook begins


def suffix_of(file: Path, allowed: Iterable[str], why: str = "") -> str:
    """The suffix, where it is one of those allowed and the folder is there; `why` says what is not allowed and why."""
    suffix, allowed = file.suffix.lower(), tuple(allowed)
    if file.is_dir():
        raise BadFile("it is a folder; name a file in it", where=str(file))
    if suffix not in allowed:
        close = nearest(suffix, allowed)
        hint = f"; did you mean {close}?" if close else ""
        what = why or f"no format has the suffix {file.suffix or '(none)'}"
        raise BadFile(f"{what}", where=str(file), allowed=f"{', '.join(allowed)}{hint}")
    if not file.parent.is_dir():
        raise BadFile(f"there is no folder {file.parent}", where=str(file))
    if not os.access(file.parent, os.W_OK):
        raise BadFile(f"nothing can be written in the folder {file.parent}", where=str(file))
    return suffix


def whole_or_not_at_all(file: Path, write_to: Callable[[Path], None]) -> Path:
    """Write a draft beside the file and move it into place, so that a failure leaves the old file as it was.

    A link is followed, and stays. Raises `BadFile` where it cannot be written.
    """
    refuse_device(file, str(file))
    try:
        target = Path(os.path.realpath(file))
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".draft-", suffix=file.suffix)
        os.close(handle)
        _replaced(target, Path(draft), write_to)
    except ValueError as error:  # of a name that no file can have
        raise BadFile(f"it cannot be written: {error}", where=str(file)) from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise BadFile(f"it cannot be written: {reason}", where=str(file)) from error
    return file


def write_text(file: Path, text: str) -> Path:
    """Write a text in UTF-8, whole or not at all."""

    def write_to(draft: Path) -> None:
        draft.write_text(text, encoding="utf-8")

    return whole_or_not_at_all(file, write_to)


def _replaced(file: Path, draft: Path, write_to: Callable[[Path], None]) -> None:
    try:
        write_to(draft)
        draft.chmod(0o666 & ~_umask())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_netcdf(dataset, file: Path) -> None:
    """Write an xarray Dataset. It is made in memory first, for HDF5 brings the program down on a full disk."""
    numbers = {name: {"zlib": True, "complevel": 1} for name in dataset.data_vars}
    try:
        content = dataset.to_netcdf(engine="h5netcdf", encoding=numbers)
    except ImportError as error:
        missing = error.name or "h5py"
        raise BadFile(
            f"NetCDF needs {missing}, which is not installed; install it with: pip install {missing}"
        ) from error
    file.write_bytes(content)


def read_text(file: Path, place: str = "", largest: int | None = None, why: str = "") -> str:
    """The text of a UTF-8 file, with or without a byte order mark; `place` is how messages call it.

    Raises `BadFile` when it cannot be read, is not UTF-8, or has more than `largest` bytes, for the reason `why`.
    """
    place = place or str(file)
    refuse_device(file, place)
    try:
        with file.open("rb") as opened:
            content = opened.read() if largest is None else opened.read(largest + 1)
    except IsADirectoryError:
        raise BadFile("it is a folder, not a file", where=place) from None
    except (OSError, ValueError) as error:
        raise BadFile(f"cannot be read: {getattr(error, 'strerror', None) or error}", where=place) from error
    if largest is not None and len(content) > largest:
        raise BadFile(f"it is too large: {why}", where=place, allowed=f"at most {largest:,} bytes")
    return _decoded(content, place)


def read_toml(file: Traversable) -> dict[str, Any]:
    """What a TOML file of the package holds; raises `BadFile` with its name where it is no TOML document."""
    return parse_toml(read_text(Path(str(file)), file.name), file.name)


def parse_toml(text: str, place: str) -> dict[str, Any]:
    """What a TOML text holds; `place` is the file named in a `BadFile`."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"not a TOML document: {error}", where=place) from None
    except RecursionError:
        raise BadFile("not a TOML document: it is nested too deeply", where=place) from None
    except ValueError:  # Python's limit on the digits of a whole number, or a date that there is not
        raise BadFile("not a TOML document: it holds a number or a date that cannot be read", where=place) from None


def refuse_device(file: Path, place: str) -> None:
    """Refuse what is no ordinary file, such as a pipe or a device: reading may never end, writing would replace it."""
    try:
        ordinary = file.is_file() or file.is_dir() or not file.exists()
    except (OSError, ValueError):
        return  # opening it says what is wrong
    if not ordinary:
        raise BadFile("it is a pipe or a device, not a file", where=place)


def _decoded(content: bytes, place: str) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise BadFile("UTF-16 text; save the file as UTF-8", where=place)
    if content.startswith(ZIP):
        raise BadFile("a workbook or an archive, not text; save the table as CSV in UTF-8", where=place)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFile("not UTF-8 text; save the file as UTF-8", where=f"{place}:{line}:1") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BadFile("it holds a zero byte, so it is not text; save the file as UTF-8", where=f"{place}:{line}:1")
    return text


def write_arrays(path: Path, **arrays) -> Path:
    """Write arrays under their names into one compressed file (.npz); a failure leaves the old file as it was."""
    import numpy

    def write_to(draft: Path) -> None:
        with draft.open("wb") as file:
            numpy.savez_compressed(file, **arrays)

    return whole_or_not_at_all(path, write_to)


def read_arrays(path: Path) -> "dict[str, numpy.ndarray]":
    """Every array of such a file, read at once; raises `BadFile` for any damage."""
    import numpy

    refuse_device(path, str(path))
    try:
        content = path.read_bytes()
        if not content.startswith(ZIP):
            raise BadFile(f"{path} cannot be read: it is not a file of arrays (.npz)")
        with numpy.load(BytesIO(content)) as file:
            return dict(file)
    except BadFile:
        raise
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror or error}") from None
    except Exception as error:  # one flipped bit raises any of ten kinds, RuntimeError and TokenError among them
        raise BadFile(f"{path} cannot be read: {error or type(error).__name__}") from None


def forget_oldest(folder: Path, pattern: str, most: int) -> None:
    """Keep so many of a folder's files of a pattern, the newest, and delete the others."""
    newest_first = sorted(folder.glob(pattern), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest_first[most:]:
        file.unlink(missing_ok=True)
