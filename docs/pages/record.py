"""One page for each topic of the record, and one for the derived series."""

from itertools import groupby

from pages.markdown import anchored, contents, escape, facts, link, number, page, reference, table
from pyrrhic.record.derive.operations import Derived
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Observation, Record, Series, load
from pyrrhic.record.tables import GRADES, TOPICS

_HEADER = ("Year", "Value", "Range", "Where", "Role", "Source", "Grade", "Note")


def pages() -> dict[str, str]:
    """Every page of the record by its name."""
    record = load()
    by_topic = sorted(record.values(), key=lambda series: series.topic)
    topics = {topic: list(series) for topic, series in groupby(by_topic, key=lambda series: series.topic)}
    written = {f"record/{topic}": _topic(topic, series) for topic, series in topics.items()}
    written["record/derived"] = _derived(record)
    written["record/index"] = _index(record, [*topics, "derived"])
    return written


def _index(record: Record, topics: list[str]) -> str:
    grades = "\n".join(f"- **{grade}**: {meaning}" for grade, meaning in GRADES.items())
    about = (
        f"{len(record)} series and {len(record.observations)} observations, as printed in the works "
        "named beside them. A range is the published one, not a standard error."
    )
    return page(
        "# The record",
        about,
        "Each figure has a grade:",
        grades,
        "Of several figures for one year and territory one is the *main* one, drawn as the centre; "
        "the others are *rivals*, and count as much.",
        contents(topics),
    )


def _topic(topic: str, series: list[Series]) -> str:
    return page(f"# {TOPICS[topic]}", *(_series(one) for one in series))


def _series(series: Series) -> str:
    territories = "; ".join(dict.fromkeys(o.territory for o in series.observations))
    return page(
        anchored(f"series-{series.name}", escape(series.title.en)),
        facts(
            {
                "Name": f"`{series.name}`",
                "In Russian": escape(series.title.ru),
                "Unit": escape(series.unit),
                "Definition": escape(series.definition),
                "Territory": escape(territories),
                "Do not mix with": escape(series.do_not_mix),
            }
        ),
        table(_HEADER, map(_row, series.observations)),
    )


def _row(o: Observation) -> list[str]:
    between = f"{number(o.low)} to {number(o.high)}" if o.low is not None else ""
    return [
        o.year,
        escape(number(o.value)),
        escape(between),
        escape(o.region or o.territory),
        o.role,
        reference(o.citation),
        o.grade,
        escape(o.note),
    ]


def _derived(record: Record) -> str:
    return page(
        "# Derived series",
        "Computed from the transcribed figures when asked for, and never stored.",
        *(_one_derived(derive(record, name), record) for name in DERIVED),
    )


def _one_derived(one: Derived, record: Record) -> str:
    inputs = ", ".join(link(name, f"series-{name}") for name in one.inputs if name in record)
    rows = [
        [
            str(p.year),
            escape(f"{p.value:.4g}"),
            f"{p.low:.4g} to {p.high:.4g}" if p.low != p.high else "",
            escape(p.region or p.territory),
        ]
        for p in one.points
    ]
    return page(
        anchored(f"derived-{one.name}", escape(one.title.en)),
        facts(
            {
                "Name": f"`{one.name}`",
                "In Russian": escape(one.title.ru),
                "Unit": escape(one.unit),
                "A year is": escape(one.calendar),
                "What was done": escape(one.what_was_done),
                "From": inputs,
                "Sources": ", ".join(reference(source) for source in one.sources),
            }
        ),
        table(("Year", "Value", "Range", "Where"), rows),
    )
