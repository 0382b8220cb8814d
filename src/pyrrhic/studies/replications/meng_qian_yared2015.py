"""Meng, Qian and Yared (2015): procurement that is fixed on past harvests makes the fertile hungry when harvests fail.

Per head of a region: `expected` harvest, on which the plan is fixed; `shock`, the share of it that fails to come;
`norm`, the food that the plan means to leave everybody.
"""

from numpy import clip, maximum

from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.studies.replications.replicate import slope
from pyrrhic.units import Share, TonnesPerHead

SHOCK, NORM, EXPECTED, RATE = 0.15, 0.25, 0.5, 0.4


def plan(expected: TonnesPerHead, norm: TonnesPerHead) -> TonnesPerHead:
    """Procurement per head, fixed before the harvest is known.

    expected harvest - norm, none below it.
    Source: mengQianYared2015. Holds for a plan that nothing after the sowing can change.
    """
    return maximum(expected - norm, 0.0)


def harvest(expected: TonnesPerHead, shock: Share) -> TonnesPerHead:
    """Harvest per head.

    expected harvest x (1 - shock).
    Source: mengQianYared2015. Holds for a shock in proportion, the same everywhere.
    """
    return expected * (1.0 - shock)


def retained(expected: TonnesPerHead, shock: Share, norm: TonnesPerHead) -> TonnesPerHead:
    """Food left per head by the fixed plan.

    harvest - plan, the plan taking no more than the harvest.
    Source: mengQianYared2015. Holds for one region and one year.
    """
    grown = harvest(expected, shock)
    return grown - clip(plan(expected, norm), 0.0, grown)


def retained_proportional(expected: TonnesPerHead, shock: Share, rate: Share) -> TonnesPerHead:
    """Food left per head by a plan that takes a share of the expected harvest.

    harvest - rate x expected harvest, the plan taking no more than the harvest.
    Source: mengQianYared2015. A rule they set against the progressive one.
    """
    grown = harvest(expected, shock)
    return grown - clip(rate * expected, 0.0, grown)


def inputs() -> dict[str, Computed]:
    """The numbers that go in; the signs do not depend on them."""
    return {
        "shock": Computed(SHOCK),
        "norm": Computed(NORM),
        "expected": Computed(EXPECTED),
        "rate": Computed(RATE),
    }


def figures() -> dict[str, Computed]:
    """Derivatives of the rule as it is carried out, for the published signs and the closed form."""

    def fixed(shock):
        return slope(lambda expected: retained(expected, shock, NORM), EXPECTED)

    proportional = slope(lambda expected: retained_proportional(expected, SHOCK, RATE), EXPECTED)
    return {
        "fixed_plan": Computed(fixed(SHOCK)),
        "closed_form": Computed(fixed(SHOCK)),
        "good_harvest": Computed(fixed(-SHOCK)),
        "proportional_plan": Computed(proportional),
    }


REPLICATION = replication_of("meng_qian_yared2015", inputs, figures)
