"""Meng, Qian and Yared (2015): procurement that is fixed on past harvests makes the fertile hungry when harvests fail.

Per head of a region: `expected` harvest, on which the plan is fixed; `shock`, the share of it that fails to come;
`norm`, the food that the plan means to leave everybody.
"""

from numpy import clip, maximum

from pyrrhic.studies.replications.replicate import Input, Replicated, Replication, slope
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


def inputs() -> tuple[Input, ...]:
    """The numbers that go in; the signs do not depend on them."""
    note = "Example; the sign holds wherever the plan procures and the harvest can bear it."
    return (
        Input("shock", SHOCK, "share", "pyrrhicCompilers", "C", note),
        Input("norm of food", NORM, "t/head", "pyrrhicCompilers", "C", note),
        Input("expected harvest", EXPECTED, "t/head", "pyrrhicCompilers", "C", note),
        Input("rate of a proportional plan", RATE, "share", "pyrrhicCompilers", "C", note),
    )


def figures() -> tuple[Replicated, ...]:
    """The published signs and closed form beside derivatives of the rule as it is carried out."""

    def fixed(shock):
        return slope(lambda expected: retained(expected, shock, NORM), EXPECTED)

    proportional = slope(lambda expected: retained_proportional(expected, SHOCK, RATE), EXPECTED)
    source, unit = "mengQianYared2015[abstract]", "1"
    return (
        Replicated(
            6,
            "Food left per head with productivity, plan fixed, harvest short",
            -1.0,
            None,
            unit,
            source,
            "B",
            fixed(SHOCK),
            "Inflexible and progressive procurement: the reversed correlation.",
        ),
        Replicated(
            6,
            "The same against its closed form, minus the shock",
            -SHOCK,
            1e-6,
            unit,
            "mengQianYared2015",
            "C",
            fixed(SHOCK),
            "The closed form was derived here from the rule as recalled.",
        ),
        Replicated(
            6,
            "Food left per head with productivity, plan fixed, harvest above it",
            1.0,
            None,
            unit,
            "mengQianYared2015",
            "C",
            fixed(-SHOCK),
            "Derived: the sign turns with the shock.",
        ),
        Replicated(
            6,
            "Food left per head with productivity, plan a share of the harvest",
            1.0,
            None,
            unit,
            source,
            "B",
            proportional,
            "Without progression the fertile keep more; closed form 1 - shock - rate.",
        ),
    )


REPLICATION = Replication(
    "meng_qian_yared2015",
    "Inflexible procurement",
    "mengQianYared2015",
    "A plan that leaves everybody the same food if the expected harvest comes takes most from the fertile; when the "
    "harvest falls short everywhere in proportion, the fertile lose most and are hungriest.",
    "One region and one year; what people need to work, trade between regions and motives of the state are left out. "
    "Equations recalled, the conclusion seen in the abstract.",
    inputs,
    figures,
)
