"""Cold processes against a bare `import numpy`, measured in one run: ratios, never asserted.

    .venv/bin/python benchmarks/cold_start.py
"""

import os
import platform
import statistics
import subprocess
import sys
import time

ROUNDS = 7
COMMANDS = {
    "import numpy": ["-c", "import numpy"],
    "load the record": ["-c", "from pyrrhic.record import load; load()"],
    "pyrrhic --help": ["-m", "pyrrhic", "--help"],
    "pyrrhic run nep": ["-m", "pyrrhic", "run", "nep"],
    "pyrrhic fit": ["-m", "pyrrhic", "fit"],
    "pyrrhic run nep --draws 200": ["-m", "pyrrhic", "run", "nep", "--draws", "200"],
    "pyrrhic doctor": ["-m", "pyrrhic", "doctor"],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one fresh process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=os.environ)
    return time.perf_counter() - began


def main() -> None:
    """Run every command in turn, several times, and print medians and ratios to the first."""
    times = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    base = statistics.median(times["import numpy"])
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python "
          f"{platform.python_version()}, median of {ROUNDS}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:<30} {median:6.3f} s {median / base:6.2f} times import numpy")


if __name__ == "__main__":
    main()
