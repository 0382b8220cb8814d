"""The documentation's generated pages, written from the record, the model, the commands and the scenarios.

`write(folder)` writes them all as MyST Markdown; Sphinx does the rest. Every item has its own anchor, such
as `series-NAME`, `quantity-NAME`, `command-NAME`, `scenario-NAME` or `source-KEY`; so pages can name each
other, and a test can look for each.
"""

import shutil
from pathlib import Path

from pages import (
    ablations,
    attribution,
    calibration,
    claims,
    commands,
    comparisons,
    debates,
    fit,
    held_out,
    judgements,
    model,
    published,
    record,
    replications,
    scenarios,
    sensitivity,
    sources,
)

MAKERS = (
    record,
    model,
    commands,
    scenarios,
    claims,
    ablations,
    attribution,
    judgements,
    sensitivity,
    debates,
    replications,
    published,
    comparisons,
    calibration,
    fit,
    held_out,
    sources,
)
BESIDE = "beside"  # files that stand beside the pages, in folders as the pages have them


def write(folder: Path) -> None:
    """Write every generated page below `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for maker in MAKERS:
        for name, text in maker.pages().items():
            file = folder / f"{name}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    for name, text in record.files().items():
        file = folder / BESIDE / folder.name / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
