"""Published counterfactuals beside the model's: computed from the posteriors when the pages are written."""

from pages.markdown import anchored, escape, facts, link, page, reference, table
from pyrrhic.app.language import ENGLISH
from pyrrhic.app.text.questions import verdict_and_size
from pyrrhic.app.views.questions import contrast_view, rule, why
from pyrrhic.studies.literature import Answer, Finding, answers

_ABOUT = (
    "What other works found when they asked what would have happened otherwise, and what the model finds when it "
    "is asked the same. Each number compares the counterfactual with history, over the mixture of the rival "
    "variants of the model: its median, its 90 % interval, and the share of the draws in which it has the published sign. "
    "Works on China are analogues: the sign is compared, the size only shown beside. Where a work prints a size that can be compared, the verdict says how far off the model's is. The model is fitted to none "
    "of the counterfactual results; output and capital of 1939 in Allen's run of history are among the figures that "
    "it is fitted to."
)
_GRADES = (
    "Grade B: seen in part, or quoted in another work; C: recalled. Pages of allen2003 are those of a reading "
    "copy of the Russian edition."
)
_HEADER = (
    "What changes",
    "Scenario",
    "Published",
    "Expected",
    "Median",
    "90 % interval",
    "Draws with the sign",
    "Medians of variants",
    "Verdict",
)


def pages() -> dict[str, str]:
    """The one page of published counterfactuals."""
    found = answers()
    return {
        "published": page(
            "# Published counterfactuals",
            _ABOUT,
            f"Verdicts: {escape(rule())}",
            escape(_GRADES),
            _summary(found),
            *map(_entry, found),
        )
    }


def _summary(found: list[Answer]) -> str:
    rows = [
        [
            link(one.row.title, f"published-{one.row.name}"),
            ", ".join(map(reference, one.row.works)),
            one.row.grade,
            one.verdict,
        ]
        for one in found
    ]
    return table(("Counterfactual", "Work", "Grade", "Verdict"), rows)


def _entry(found: Answer) -> str:
    row = found.row
    return page(
        anchored(f"published-{row.name}", escape(row.title)),
        facts(
            {
                "Name": f"`{row.name}`",
                "Verdict": found.verdict,
                "Published": escape(row.published),
                "Work": f"{', '.join(map(reference, row.works))}, grade {row.grade}",
                "What the model lacks": escape(row.missing),
                "What differs": escape(row.note),
                "Why the model answers otherwise": escape(str(why(found))),
            }
        ),
        table(_HEADER, [_number(found, one) for one in found.findings]) if found.findings else "",
    )


def _number(found: Answer, one: Finding) -> list[str]:
    contrast, medians = one.contrast, one.structures.values()
    compared = [
        " + ".join(link(name, f"scenario-{name}") for name in spec.split("+")) for spec in found.row.compared(contrast)
    ]
    return [
        escape(contrast.label),
        " against ".join(compared),
        escape(contrast.published),
        contrast.expected,
        contrast.written(one.median),
        f"{contrast.written(one.low)} to {contrast.written(one.high)}",
        f"{one.share:.0%}",
        f"{contrast.written(min(medians))} to {contrast.written(max(medians))}",
        verdict_and_size(contrast_view(found, one), ENGLISH),
    ]
