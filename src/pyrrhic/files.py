"""Files that are written whole or not at all; their suffix names the format."""

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from pyrrhic.errors import BadFile, nearest

NETCDF, PARQUET, CSV, JSON = ".nc", ".parquet", ".csv", ".json"


def suffix_of(file: Path, allowed: Iterable[str], why: str = "") -> str:
    """The suffix, where it is one of those allowed and the folder is there; `why` says what is not allowed and why."""
    suffix, allowed = file.suffix.lower(), tuple(allowed)
    if suffix not in allowed:
        close = nearest(suffix, allowed)
        hint = f"; did you mean {close}?" if close else ""
        what = why or f"no format has the suffix {file.suffix or '(none)'}"
        raise BadFile(f"{what}", where=str(file), allowed=f"{', '.join(allowed)}{hint}")
    if not file.parent.is_dir():
        raise BadFile(f"there is no folder {file.parent}", where=str(file))
    return suffix


def whole_or_not_at_all(file: Path, write_to: Callable[[Path], None]) -> Path:
    """Write a draft beside the file and move it into place, so that a failure leaves the old file as it was."""
    try:
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-", suffix=file.suffix)
        os.close(handle)
        _replaced(file, Path(draft), write_to)
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
