"""Did a change of the house move a number? Every number of the tables that users see, before and after.

    python scripts/compare_numbers.py write before.json        # in the state before the change
    python scripts/compare_numbers.py compare before.json      # in the state after it; exit 1 where a table differs

A table is a list of numbers as printed, in order; words are left out, so that an edit of wording shows no difference.
"""

import difflib
import json
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

COMMANDS = {
    "fit": ["fit", "--json"],
    "fit, single run": ["fit", "--single", "--json"],
    "Table 1": ["fit", "--table-1", "--json"],
    "published": ["published", "--json"],
    "replicate": ["replicate", "--json"],
    "ablate": ["ablate", "--json"],
    "validate": ["validate", "--json"],
    "run": ["run", "nep", "--json"],
    "run at draws": ["run", "nep", "--draws", "40", "--json"],
    "compare": ["compare", "as_it_happened", "no_exports", "--json"],
    "structures": ["structures", "weights", "--json"],
    "posterior": ["posterior", "show", "--json"],
    "record": ["record", "show", "grain_collections", "--json"],
}
NUMBER = re.compile(r"(?<!\d)[-\N{MINUS SIGN}+]?\d+(?:[.,]\d+)?(?:e-?\d+)?")  # a hyphen after a digit joins two years


class Tables(HTMLParser):
    """The numbers of each table of a page, under the number of the table."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, list[str]] = {}
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.depth += 1
            self.numbers[f"report, table {len(self.numbers) + 1}"] = []

    def handle_endtag(self, tag):
        self.depth -= tag == "table"

    def handle_data(self, data):
        if self.depth:
            self.numbers[f"report, table {len(self.numbers)}"] += NUMBER.findall(data)


def pyrrhic(arguments: list[str]) -> str:
    """What a command prints on standard output."""
    command = [sys.executable, "-m", "pyrrhic", *arguments]
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout


def leaves(value) -> list[str]:
    """The numbers of a JSON document, to ten digits, in order of size: documents may be arranged otherwise."""
    if isinstance(value, dict):
        return sorted(leaf for part in value.values() for leaf in leaves(part))
    if isinstance(value, list):
        return sorted(leaf for part in value for leaf in leaves(part))
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return [f"{value:.10g}"] if number else []


def numbers() -> dict[str, list[str]]:
    """Every number of every table."""
    held = {name: leaves(json.loads(pyrrhic(arguments))) for name, arguments in COMMANDS.items()}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        pyrrhic(["report", "-o", str(page)])
        tables = Tables()
        tables.feed(page.read_text(encoding="utf-8"))
    return held | tables.numbers


def compare(before: dict[str, list[str]], after: dict[str, list[str]]) -> int:
    """Print what left and what came, table by table; 1 where anything did."""
    differ = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    for name in differ:
        lines = difflib.unified_diff(before.get(name, []), after.get(name, []), lineterm="", n=0)
        changed = [line for line in lines if re.match(r"[-+][^-+]|[-+][-+]\d", line)]
        print(f"{name}: {' '.join(changed[:40])}{' ...' if len(changed) > 40 else ''}")
    print(f"{len(before)} tables, {sum(map(len, before.values()))} numbers before; {len(differ)} tables differ")
    return 1 if differ else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", file]:
            Path(file).write_text(json.dumps(numbers()), encoding="utf-8")
        case ["compare", file]:
            raise SystemExit(compare(json.loads(Path(file).read_text(encoding="utf-8")), numbers()))
        case _:
            raise SystemExit(__doc__)
