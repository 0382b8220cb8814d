"""The report: the verdicts, the story in ten pictures, the outcomes of the scenarios, the claims, the fit, the sources.

    write_report(Path("report.html"), language="ru")

One HTML file that opens offline: style sheet and pictures stand in it, and its policy lets nothing be fetched.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pyrrhic.app.added import with_works
from pyrrhic.app.language import Language
from pyrrhic.app.report.added import cited_of_added, report_of_added
from pyrrhic.app.report.claims import judged_claims, unjudged_claims
from pyrrhic.app.report.misses import is_compared, misses_of
from pyrrhic.app.report.notes import beside
from pyrrhic.app.report.places import anchor, bibliography, citations, with_pages, works_of
from pyrrhic.app.report.story.story import Story
from pyrrhic.app.report.told import rows
from pyrrhic.app.views import outcomes as views
from pyrrhic.app.views.claims.sentences import capital
from pyrrhic.errors import BadFile
from pyrrhic.files import write_text
from pyrrhic.studies.added import needs
from pyrrhic.studies.outcomes import compared, outcomes
from pyrrhic.studies.scenarios.draws import is_current
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED

TEMPLATES = Path(__file__).with_name("templates")
UNITS_OF_SIZE = 1024


def write_report(
    out: Path,
    scenarios: Sequence[str] | None = None,
    language: str = "en",
    command: str = "",
    quiet: bool = False,
    with_: Sequence[str | Path] = (),
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Write the report and return its path.

    `scenarios` are set beside history in every picture and table instead of the usual ones. `progress` is told each
    step; unless given, steps are printed on standard error, and with `quiet` not at all. `with_` are files of figures that
    are laid beside the record.
    """
    tell = progress or (_silent if quiet else _print)
    out = Path(out)
    if not out.parent.is_dir():
        raise BadFile(f"there is no folder {out.parent}", where=str(out))
    if out.is_dir():
        raise BadFile(f"it is a folder; name a file, such as {out / 'report.html'}", where=str(out))
    page = render(report_view(scenarios, language, command, tell, with_))
    write_text(out, page)
    tell(Language(language)("Written: {file}, {size} kB", file=out, size=len(page.encode()) // UNITS_OF_SIZE))
    return out


def report_view(
    scenarios: Sequence[str] | None,
    language: str,
    command: str,
    tell: Callable[[str], None],
    with_: Sequence[str | Path] = (),
) -> dict:
    """Everything the report shows, as plain dicts; pictures hold their SVG besides their numbers."""
    from pyrrhic.app.links import scenario as links
    from pyrrhic.calibration.posterior import missing
    from pyrrhic.calibration.structures import structures
    from pyrrhic.record.load import load as load_record

    record = load_record(with_)
    say = with_works(Language(language), record)
    asked = tuple(dict.fromkeys(name for name in scenarios or () if name != AS_IT_HAPPENED))
    loaded = links.load_all((AS_IT_HAPPENED, *(asked or outcomes().scenarios)))
    asked = asked and tuple(each.name for each in loaded[1:])
    runs, quantities = _runs(record, loaded, say, tell, asked)
    history, judged = runs[AS_IT_HAPPENED], is_current()
    shown_runs = _at_draws(loaded, runs, quantities, say, tell) if judged else runs
    described = [{**each, "id": anchor(each["name"])} for each in views.scenarios_view(loaded, runs, say)]
    shown = _pictures(Story(record, shown_runs, say, asked), tell, described)
    claims = judged_claims(say, tell, record) if judged else unjudged_claims(record, runs, say)
    tell(say("Tables, sources"))
    parts: dict[str, Any] = {
        "outcomes": views.outcomes_view(record, shown_runs, say),
        "claims": claims,
        "fit": views.fit_view(history, say, record),
        "scenarios": described,
        "limits": [text[say.code] for text in outcomes().limits],
    }
    added = report_of_added(record, shown_runs[AS_IT_HAPPENED], say)
    return {
        "language": language,
        "say": say,
        "pictures": shown,
        **parts,
        "intervals": judged,
        "judged": judged,
        "left_out": [say.pick(structures()[name].title) for name in missing()],
        "covered": views.covered_view(parts["fit"], say, record) if judged else {},
        "bibliography": bibliography(record, [*citations(shown, parts, say), *cited_of_added(added, say)], say),
        "added": added,
        "made": _origin(history, command),
    }


def _runs(record, loaded, say: Language, tell, asked) -> tuple[dict, tuple[str, ...] | None]:
    """History with every quantity, then each scenario with those that are shown; and their names."""
    from pyrrhic.studies.scenarios.scenario import run

    runs, quantities = {}, None
    for number, scenario in enumerate(loaded, start=1):
        title = say.pick(scenario.title)
        tell(say("Scenario {number} of {all}: {title}", number=number, all=len(loaded), title=title))
        runs[scenario.name] = run(scenario, quantities)
        quantities = quantities or _quantities(record, loaded, runs[AS_IT_HAPPENED], say, asked)
    return runs, quantities


def _quantities(record, loaded, history, say: Language, asked) -> tuple[str, ...]:
    """The quantities that the pictures declare, and those that outcomes and claims measure; history stands for all."""
    from pyrrhic.app.report.story.pictures import pictures

    story = Story(record, {scenario.name: history for scenario in loaded}, say, asked)
    drawn = [name for picture in pictures(story) for name in picture["quantities"]]
    figures = [*outcomes().figures, *outcomes().long_figures] if is_current() else compared()
    measures = [figure.measure for figure in figures if figure.measure]
    measured = (name for measure in measures for name in measure.needs)
    return tuple(dict.fromkeys([*drawn, *measured, *(needs(record) if record.added else ())]))


def _at_draws(loaded, runs, quantities, say: Language, tell) -> dict:
    """The runs at draws of the mixture."""
    from pyrrhic.studies.scenarios.draws import at_draws

    tell(say("Draws of the posterior"))
    return at_draws(loaded, runs, quantities)


def _pictures(story: Story, tell, scenarios: Sequence[dict]) -> list[dict]:
    """The pictures for both widths of the page, with their keys and tables, and what is to be known of their scenarios."""
    from pyrrhic.app.report.drawing.pictures import draw, key_of
    from pyrrhic.app.report.story.pictures import pictures
    from pyrrhic.app.report.tables.pictures import first_identifier, tables_of

    shown, say = [], story.say
    for number, drawn in enumerate(pictures(story), start=1):
        picture = {**drawn, "panels": [_with_scale(panel, say) for panel in drawn["panels"]]}
        tell(say("Picture {number}: {heading}", number=number, heading=picture["heading"]))
        panels = "; ".join(f"{panel['title']} ({panel['unit']})" for panel in picture["panels"])
        spoken = say(
            "{heading}. Panels: {panels}. The numbers stand in the tables below.",
            heading=picture["heading"],
            panels=panels,
        )
        tables = tables_of(picture, say)
        shown.append(
            {
                **picture,
                "number": number,
                "spoken": spoken,
                "told_rows": rows(picture["told"], say),
                "compared": is_compared(picture["panels"]),
                "misses": misses_of(picture["panels"], say),
                "beside": beside(scenarios, picture["scenarios"], say),
                "key_entries": key_of(picture),
                "tables": tables,
                "example": first_identifier(tables),
                **draw(picture, say),
            }
        )
    return shown


def _with_scale(panel: dict, say: Language) -> dict:
    """A panel whose unit says that its scale is logarithmic, where it is."""
    scale = say("logarithmic scale")
    return {**panel, "unit_shown": f"{panel['unit']}, {scale}"} if panel["logarithmic"] else panel


def _origin(history, command: str) -> dict:
    """The command, the version and the fingerprints with which a report can be made again."""
    import pyrrhic

    return {
        "version": pyrrhic.__version__,
        "command": command or "pyrrhic report",
        "fingerprint": history.fingerprint,
        "model_fingerprint": history.model_fingerprint,
    }


def render(view: dict) -> str:
    """The page of a view."""
    import jinja2
    from markupsafe import Markup

    from pyrrhic.app.text.names import in_words
    from pyrrhic.sources import split

    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    style = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))
    return environment.get_template("report.html").render(
        **view,
        style=style,
        safe=Markup,
        anchor=anchor,
        capital=capital,
        with_pages=lambda citations: with_pages(citations, view["say"]),
        works_of=works_of,
        key_of=lambda citation: split(citation)[0],
        in_words=lambda citation: in_words(citation, view["say"]),
    )


def _silent(_: str) -> None:
    """Print nothing: for a report that is asked to be quiet."""


def _print(text: str) -> None:
    import sys

    print(text, file=sys.stderr, flush=True)
