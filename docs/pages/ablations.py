"""Each mechanism switched off, beside the fact that it is to explain: computed when the pages are written."""

from collections.abc import Sequence

from pages.markdown import anchored, escape, facts, link, page, table, with_references
from pyrrhic.studies.ablations import CLOSING, Ablation, Finding, Setting, findings

_ABOUT = (
    "Each mechanism of the model can be switched off by a scenario or by parameters that take it out of the equations. "
    "A mechanism that is worth having makes a difference to the fact that it is to explain. What is expected was "
    "stated from the literature and the structure of the model before the runs, and is not changed where they disagree. "
    "An ablation may set a parameter beyond its bounds; a scenario may not."
)


def pages() -> dict[str, str]:
    """The one page of ablations."""
    found = findings()
    return {"ablations": page("# Ablations", _ABOUT, escape(CLOSING), _summary(found), *map(_entry, found))}


def _summary(found: Sequence[Finding]) -> str:
    rows = [
        [
            link(one.ablation.name, f"ablation-{one.ablation.name}"),
            escape(one.ablation.fact),
            f"{one.with_it:.3g}",
            f"{one.without_it:.3g}",
            escape(one.ablation.unit),
            f"{one.change:+.0%}",
            one.verdict,
        ]
        for one in found
    ]
    return table(("Switched off", "Fact", "With", "Without", "Unit", "Change", "Against expectation"), rows)


def _entry(found: Finding) -> str:
    one = found.ablation
    return page(
        anchored(f"ablation-{one.name}", f"`{one.name}`"),
        facts(
            {
                "Mechanism": escape(one.mechanism),
                "Off": _off(one),
                "Fact": escape(one.fact),
                "With and without": f"{found.with_it:.3g} and {found.without_it:.3g} ({escape(one.unit)})",
                "Expected": f"{one.expectation} by {one.rough:.0%} or more: {found.verdict}",
                "Ground": with_references(one.source),
                "Note": escape(one.note),
            }
        ),
    )


def _off(ablation: Ablation) -> str:
    """What is set, and the scenario by whose name it is known."""
    settings = "; ".join(map(_setting, ablation.off))
    if not ablation.shipped:
        return settings
    return f"scenario {link(ablation.shipped, f'scenario-{ablation.shipped}')}: {settings}"


def _setting(setting: Setting) -> str:
    return f"{link(setting.name, f'quantity-{setting.name}')} {escape(setting.how)}"
