"""The table of the README counts what there is."""

import re
from pathlib import Path

import pytest

from pyrrhic.calibration.structures import structures
from pyrrhic.model import assemble_all_rivals, levers, parameters
from pyrrhic.model.axes import REGIONS
from pyrrhic.record import load
from pyrrhic.studies.literature.results import published_rows
from pyrrhic.studies.replications import REPLICATIONS

README = " ".join((Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8").split())
IN_WORDS = {"nine": 9, "eleven": 11, "seventeen": 17}
ABOUT = 0.03  # by which a count that is said to be about so much may differ
COUNTS = {
    r"about ([\d,]+) series": (len(load()), ABOUT),
    r"series and ([\d,]+) figures": (len(load().observations), ABOUT),
    r"some ([\d,]+) works": (len({figure.source for figure in load().observations}), ABOUT),
    r"about ([\d,]+) equations": (len(assemble_all_rivals().equations), ABOUT),
    r"and ([\d,]+) parameters": (len(parameters()), ABOUT),
    r"([\d,]+) dated policies": (len(levers()), 0),
    r"years; (\w+) regions": (len(REGIONS), 0),
    r"outside circumstances; (\w+) rival variants": (len(structures()), 0),
    r"([\d,]+) results of the literature": (len(published_rows()), 0),
    r"(\w+) published models": (len(REPLICATIONS), 0),
}


@pytest.mark.parametrize("pattern", COUNTS)
def test_the_readme_counts_what_there_is(pattern):
    counted, about = COUNTS[pattern]
    said = re.findall(pattern, README)
    assert said
    for number in said:
        assert (IN_WORDS.get(number) or int(number.replace(",", ""))) == pytest.approx(counted, rel=about), number
