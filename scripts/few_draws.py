"""Choose anew the few draws that run while a lever moves, and keep them in app/site/laboratory/few.toml.

    python -P scripts/few_draws.py         # until at most 40 draws do; half a minute of work
    python -P scripts/few_draws.py 38

The search is the same every time. It can be stopped: whenever fewer draws do, they are written.
"""

import sys

import numpy

from pyrrhic.app.site.laboratory.few import NEAR, apart, rows_of
from pyrrhic.app.site.laboratory.few_kept import write
from pyrrhic.app.site.laboratory.few_search import choices
from pyrrhic.app.site.page_script import entries
from pyrrhic.calibration import mixture

WANTED = 40


def main(wanted: int = WANTED) -> None:
    """Search until no more draws are needed than wanted, and every level lies near."""
    drawn = mixture.draws()
    rows = rows_of(drawn, entries("panels"))
    best = None
    for tried, choice in enumerate(choices(rows, drawn.weights)):
        if choice.worth == best:
            continue
        best, number = choice.worth, len(choice.draws)
        far = numpy.abs(apart(rows, choice.few))
        outside = (far > NEAR).sum()
        print(
            f"try {tried}: {number} draws, {outside} of {far.size:,} levels outside, the farthest at {far.max():.2f}",
            flush=True,
        )
        if outside:
            continue
        write(choice.few, drawn)
        if number <= wanted:
            return


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else WANTED)
    except KeyboardInterrupt:
        print("stopped; the last that were written are kept")
