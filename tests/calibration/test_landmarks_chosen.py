"""The choice of death totals: which landmarks and which yearly deaths count under each."""

from pyrrhic.calibration.landmarks import DEATH_CHOICES, all_landmarks, landmarks
from pyrrhic.calibration.likelihood import RECONSTRUCTED_DEATHS, comparisons
from pyrrhic.calibration.structures import structure


def years_of_deaths(name: str) -> set[int]:
    return {one.year for one in comparisons(structure(name)) if one.name == "deaths"}


def test_a_landmark_of_one_choice_does_not_count_under_the_other():
    reconstructed, registered = (set(landmarks(choice)) for choice in DEATH_CHOICES)
    assert reconstructed | registered == set(all_landmarks())
    assert {one.deaths for one in reconstructed ^ registered} == set(DEATH_CHOICES)
    assert any(not one.deaths for one in reconstructed & registered)


def test_registered_totals_of_ukraine_are_lower():
    def ukraine(choice: str) -> float:
        return sum(one.value for one in landmarks(choice) if "Ukraine" in one.name)

    assert 0.6 < ukraine("registered") / ukraine("reconstructed") < 0.7


def test_reconstructed_yearly_deaths_do_not_count_beside_registered_ones():
    assert years_of_deaths("base") - years_of_deaths("deaths_registered") == set(RECONSTRUCTED_DEATHS)
