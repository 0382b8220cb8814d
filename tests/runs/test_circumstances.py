"""Paths of circumstances: herds through annexation and war."""

import numpy
import pytest

from pyrrhic.model import FIRST_YEAR, SPECIES, levers
from pyrrhic.runs.circumstances import war
from pyrrhic.runs.history import historical_paths_of

AT = {year: year - FIRST_YEAR for year in range(1926, 1970)}


@pytest.mark.parametrize("species", SPECIES)
def test_herds_go_from_the_count_before_the_war_to_the_count_after_it(species):
    factors = war.herds_factor()[:, SPECIES.index(species), 0, 0]
    assert factors[[AT[year] for year in war.WAR]].prod() == pytest.approx(war.lost(species))
    counts = war.counts_of_january(species)
    assert war.lost(species) < counts[1946] / counts[1941]  # herds grew in the half-year after July 1945


def test_herds_are_imposed_in_no_other_year():
    quiet = [place for year, place in AT.items() if year not in (war.ANNEXED, *war.WAR)]
    assert (war.herds_factor()[quiet] == 1.0).all()


def test_reconversion_costs_output_in_three_years_only():
    loss = historical_paths_of("reconversion_loss").reshape(-1)
    assert {year for year, place in AT.items() if loss[place] > 0.0} == {1945, 1946, 1947}
    low, high = levers()["reconversion_loss"].bounds
    assert low <= loss.min() and loss.max() < high


def test_people_are_aimed_at_july_1945():
    villages, towns = (historical_paths_of(f"{place}_imposed_factor") for place in ("rural", "urban"))
    kept = villages[[AT[year] for year in war.WAR]].prod(axis=0)
    assert numpy.allclose(kept, 169.4 / 196.716, rtol=1e-3)
    assert numpy.allclose(towns[[AT[year] for year in war.WAR]].prod(axis=0), kept)
