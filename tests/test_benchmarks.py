"""The script of benchmarks answers, and measures a row; no test looks at a time."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "to_reach.py"


def answer(*arguments: str) -> str:
    """What the script prints."""
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_benchmarks_say_what_they_measure():
    assert "gradient" in answer("--help")


def test_a_row_that_is_there_is_measured_and_one_that_is_not_says_why():
    rows = {
        row["name"]: row
        for row in json.loads(answer("--only", "cold", "--only", "killed", "--rounds", "1", "--json"))["rows"]
    }
    assert rows["cold"]["value"] > 0.0 and rows["cold"]["how"]
    assert rows["killed"]["value"] is None and "Dask" in rows["killed"]["how"]
