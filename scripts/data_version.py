"""Say that the figures of the record are those of the version in registers/version.toml: write their digests and their hash.

python -P scripts/data_version.py                  # after the version was raised and changes.csv says what was changed
python -P scripts/data_version.py --unpublished    # for a version that nobody has yet, which need not be raised again
"""

import re
import sys
from pathlib import Path

from pyrrhic.files import read_text, read_toml, write_text
from pyrrhic.record.checks.rows import rows_of
from pyrrhic.record.checks.version import (
    as_table,
    digests,
    hash_of,
    register_of,
    registered,
    version_file,
    version_problems,
)
from pyrrhic.record.registers import changes
from pyrrhic.record.tables import FOLDER

FIGURES = re.compile(r"^\[figures\].*", re.MULTILINE | re.DOTALL)


def main(folder: Path = FOLDER, is_unpublished: bool = False) -> str:
    """Write the register of digests and the hash; return what is to be done first, or an empty text."""
    rows, document = rows_of(folder), read_toml(version_file(folder))
    now = digests(row.fields for row in rows)
    untold = [str(each) for each in version_problems(rows, folder, changes(folder)) if "version.toml" not in each.file]
    if untold:
        return "\n".join(untold)
    is_raised = document["version"] != document["figures"]["version"]
    if now != registered(folder) and not is_raised and not is_unpublished:
        return f"version {document['version']} stands already; raise it, and its date, in {version_file(folder).name}"
    table = f'[figures]  # of this version; written by scripts/data_version.py\nversion = "{document["version"]}"\nhash = "{hash_of(now)}"\n'
    write_text(register_of(folder), as_table(now))
    write_text(version_file(folder), FIGURES.sub(lambda _: table, read_text(version_file(folder))))
    return ""


if __name__ == "__main__":
    first = main(is_unpublished="--unpublished" in sys.argv[1:])
    print(first or "written: the digests of the figures, and their hash")
    sys.exit(1 if first else 0)
