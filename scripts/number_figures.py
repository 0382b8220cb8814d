"""Give an identifier to every figure of the record that has none: the next numbers, never one that was used before."""

import csv

from pyrrhic.files import write_text
from pyrrhic.record.package.tables import to_csv
from pyrrhic.record.registers import changes
from pyrrhic.record.tables import RECORD_HEADER, transcribed_files


def main() -> None:
    """Write the tables in which a figure had no identifier, and say how many were given."""
    tables = {file: list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) for file in transcribed_files()}
    used = {row["id"] for rows in tables.values() for row in rows} | {change.id for change in changes()} - {""}
    highest = max((int(name.removeprefix("PYR-")) for name in used if name), default=0)
    given = 0
    for file, rows in tables.items():
        new = [row for row in rows if not row["id"]]
        for row in new:
            given += 1
            row["id"] = f"PYR-{highest + given:06d}"
        if new:
            write_text(file, to_csv(rows, RECORD_HEADER))
    print(f"{given} figures numbered")


if __name__ == "__main__":
    main()
