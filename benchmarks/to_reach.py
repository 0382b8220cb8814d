"""The speeds that are promised, measured in one run: goal, number, whether it is reached, and how it was measured.

    .venv/bin/python benchmarks/to_reach.py --environments peers        # some five minutes; see README.md

Work within this process is told by its least time, fresh processes by their median; what is compared runs in turn.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import attributions
import commands
import densities
import ensembles
import glibc
import laboratory
import peers
from timing import Measured, NotMeasured, Options

SIGNS = {"at least": lambda value, bound: value >= bound, "at most": lambda value, bound: value <= bound}


@dataclass(frozen=True)
class Wanted:
    """A row of the table: its name, what is measured, the unit, and the goal if there is one."""

    name: str
    what: str
    unit: str = "times"
    sign: str = ""
    bound: float | None = None

    @property
    def goal(self) -> str:
        """The goal in words."""
        return "" if self.bound is None else f"{self.sign} {self.bound:g}"


@dataclass(frozen=True)
class Row:
    """A row with what was measured."""

    wanted: Wanted
    result: Measured

    @property
    def reached(self) -> str:
        """Whether the goal is reached; nothing where there is no goal or no number."""
        if self.wanted.bound is None or self.result.value is None:
            return ""
        return "yes" if SIGNS[self.wanted.sign](self.result.value, self.wanted.bound) else "no"

    @property
    def number(self) -> str:
        """The number with its unit."""
        if self.result.value is None:
            return "not measured"
        shown = f"{self.result.value:,.0f}" if abs(self.result.value) >= 100 else f"{self.result.value:.3g}"
        return f"{shown} {self.wanted.unit}"


def missing(why: str) -> Callable[[Options], dict[str, Measured]]:
    """A measurement of what does not exist yet."""

    def measure(options: Options) -> dict[str, Measured]:
        raise NotMeasured(why)

    return measure


# What measures which rows; the rows of the table in its order.
TABLE: tuple[tuple[Callable[[Options], dict[str, Measured]], tuple[Wanted, ...]], ...] = (
    (
        ensembles.against_gcc,
        (
            Wanted("gcc", "ensemble, 40 kept, against gcc with glibc's vector mathematics", "times", "at least", 0.8),
            Wanted("gcc-float32", "the same in float32", "times", "at least", 0.8),
        ),
    ),
    (ensembles.by_threads, (Wanted("threads", "two threads against one", "times", "at least", 1.8),)),
    (
        ensembles.other_ways,
        (
            Wanted("numpy", "the program against the NumPy loop with members last"),
            Wanted("float32", "float32 against float64"),
            Wanted("sums", "means and variances alone against everything kept"),
        ),
    ),
    (
        attributions.exact,
        (Wanted("attribution", "attribution of ten levers, all combinations, 200 draws", "s", "at most", 60),),
    ),
    (peers.ema, (Wanted("ema", "ensemble against EMA Workbench driving our NumPy run", "times", "at least", 400),)),
    (peers.pysd, (Wanted("pysd", "ensemble against PySD on the exported model", "times", "at least", 40_000),)),
    (peers.fair, (Wanted("fair", "member-years against FaIR", "times", "at least", 25),)),
    (
        ensembles.growth,
        (
            Wanted("ten-times", "time of ten times the members, in blocks", "times", "at most", 10.5),
            Wanted("memory", "memory of ten times the members, in blocks", "times", "at most", 1.1),
        ),
    ),
    (densities.gradient, (Wanted("gradient", "density with gradient against density", "times", "at most", 3),)),
    (densities.compiling, (Wanted("compiling", "compiling the model, cold", "s", "at most", 5),)),
    (
        densities.calibration,
        (
            Wanted("calibration", "least bulk effective draws a minute of a sound run", "a minute", "at least", 120),
            Wanted("renewal", "all variants and folds renewed", "min", "at most", 60),
        ),
    ),
    (commands.cold, (Wanted("cold", "`pyrrhic run nep` against `import numpy`", "times", "at most", 4),)),
    (
        commands.walls,
        (
            Wanted("draws", "`pyrrhic run nep --draws 200`", "s", "at most", 1),
            Wanted("fit", "`pyrrhic fit`", "s", "at most", 2.5),
            Wanted("report", "`pyrrhic report`", "s", "at most", 8),
            Wanted("published", "`pyrrhic published`", "s"),
            Wanted("ablate", "`pyrrhic ablate`", "s"),
            Wanted("validate", "`pyrrhic validate`", "s"),
        ),
    ),
    (
        commands.output,
        (Wanted("output", "writing 2,000 draws as Parquet, of the whole command", "of it", "at most", 0.3),),
    ),
    (
        laboratory.page,
        (
            Wanted("slider", "slider to painted frame, 12 panels, median", "ms", "at most", 25),
            Wanted("slider-site", "the same, by the goal of the site", "ms", "at most", 35),
            Wanted("slider-95", "the same, 95 of a hundred", "ms", "at most", 70),
            Wanted("panels", "12 panels redrawn, script, 95 of a hundred", "ms", "at most", 8),
            Wanted("worker", "band of 200 draws in the page's worker", "ms", "at most", 100),
            Wanted("worker-all", "all draws of 14 years in the page's worker", "ms", "at most", 600),
            Wanted("opening", "laboratory usable after opening from the disk", "ms", "at most", 1500),
            Wanted("page-size", "the laboratory without its data", "kB", "at most", 150),
            Wanted("data-size", "data of the laboratory", "MB", "at most", 2.5),
            Wanted("heap", "memory of the laboratory", "MB", "at most", 150),
        ),
    ),
    (
        missing("ensembles do not run on Dask yet"),
        (Wanted("killed", "a worker killed: time against undisturbed, same result", "times", "at most", 1.6),),
    ),
)
NAMES = tuple(row.name for _, rows in TABLE for row in rows)


def measured(options: Options, only: Sequence[str]) -> Iterator[Row]:
    """The rows, or those that are named with those that are measured together with them."""
    for measure, wanted in TABLE:
        if only and not {row.name for row in wanted} & set(only):
            continue
        print(f"measuring: {', '.join(row.name for row in wanted)}", file=sys.stderr)
        try:
            results = measure(options)
        except NotMeasured as error:
            results = {row.name: Measured(None, str(error)) for row in wanted}
        yield from (Row(row, results[row.name]) for row in wanted)


def machine() -> dict[str, str]:
    """What it was measured on."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    processor = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    vectors = next((name for name in ("avx512f", "avx2") if name in processor.get("flags", "").split()), "")
    versions = {name: metadata.version(name) for name in ("numpy", "ziglang", "nutpie", "pyarrow")}
    return {
        "machine": " ".join(
            filter(None, (processor.get("model name", platform.processor()), platform.machine(), vectors))
        ),
        "cores": str(os.cpu_count()),
        "system": platform.platform(),
        "versions": ", ".join(
            f"{name} {version}"
            for name, version in {"Python": platform.python_version(), **versions, "gcc": glibc.version()}.items()
            if version
        ),
    }


def load() -> str:
    """How busy the machine is: mean number of processes that want to run, over a minute."""
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"


def text(about: dict[str, str], rows: Sequence[Row]) -> str:
    """The table for a terminal: two lines a row."""
    lines = [f"{key}: {value}" for key, value in about.items()]
    for row in rows:
        lines += [
            "",
            f"{row.wanted.name:12} {row.number:18} {row.wanted.goal:14} {row.reached:4} {row.wanted.what}",
            f"{'':12} {row.result.how}",
        ]
    return "\n".join(lines)


def markdown(about: dict[str, str], rows: Sequence[Row]) -> str:
    """The table for the documentation."""
    head = [
        "; ".join(f"{key}: {value}" for key, value in about.items()),
        "",
        "| what | goal | measured | reached | how |",
        "|---|---|---|---|---|",
    ]
    return "\n".join(
        [
            *head,
            *(
                f"| {row.wanted.what} | {row.wanted.goal} | {row.number} | {row.reached} | {row.result.how} |"
                for row in rows
            ),
        ]
    )


def document(about: dict[str, str], rows: Sequence[Row]) -> str:
    """The table as JSON."""
    return json.dumps(
        {
            **about,
            "rows": [
                {**asdict(row.wanted), "value": row.result.value, "reached": row.reached, "how": row.result.how}
                for row in rows
            ],
        },
        indent=1,
    )


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="how often each thing is timed; 7 unless given")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        choices=NAMES,
        metavar="ROW",
        help=f"only this row (may be repeated): {', '.join(NAMES)}",
    )
    parser.add_argument("--without-peers", action="store_true", help="leave out EMA Workbench, PySD and FaIR")
    parser.add_argument("--environments", type=Path, help="folder in which the environments of other programs are kept")
    parser.add_argument("--calibration", type=Path, help="folder that `pyrrhic calibrate` has filled")
    parser.add_argument("--calibrate", default="", metavar="STRUCTURE", help="calibrate a structure now: minutes")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--markdown", action="store_true", help="a table for the documentation")
    shape.add_argument("--json", action="store_true", help="one JSON document")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    asked = arguments()
    options = Options(asked.rounds, asked.environments, not asked.without_peers, asked.calibration, asked.calibrate)
    about, before = machine(), load()
    rows = list(measured(options, asked.only))
    about = {**about, "rounds": str(asked.rounds), "load": f"{before} before, {load()} after"}
    show = markdown if asked.markdown else document if asked.json else text
    print(show(about, rows))


if __name__ == "__main__":
    main()
