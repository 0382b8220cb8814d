"""The calibrated model as text: posterior, structures, checks of the fit and of the sampler, folds."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.text.table import Column, figures, fixed, paragraph, percent, table
from pyrrhic.app.views.posterior import CURRENT, NOT_SHIPPED

View = Mapping[str, Any]
USUAL_DEATHS = "reconstructed"
SHOWN_FIGURES = 5  # of a fold, those predicted worst


def posterior_text(view: View, say: Language) -> str:
    """Diagnostics, and mean and spread of every coordinate in prior standard deviations."""
    diagnostics = [f"{say(name.replace('_', ' '))}: {value:g}" for name, value in view["diagnostics"].items()]
    shipped = say(
        "Draws shipped: {count}. In prior standard deviations; a spread near 1: not identified.", count=view["draws"]
    )
    heads = [
        Column(say("coordinate"), left=True),
        Column(say("mean"), written=fixed(2, signed=True)),
        Column(say("spread"), written=fixed(2)),
    ]
    rows = [(row["name"], row["mean"], row["spread"]) for row in view["coordinates"]]
    return "\n".join([*diagnostics, paragraph(shipped), table(heads, rows)])


def states_text(view: Mapping[str, str], say: Language) -> str:
    """Whether each shipped posterior is current."""
    if not view:
        return say("no posterior is shipped")
    return "\n".join(f"{name}: {say(state)}" for name, state in view.items())


def structures_text(view: Sequence[View], say: Language) -> str:
    """The rival structures, a line each."""
    rows = [
        (
            row["name"],
            say(row["state"]) if row["state"] in (CURRENT, NOT_SHIPPED) else say("stale"),
            say.pick({"en": row["title"], "ru": row["title_ru"]}),
        )
        for row in view
    ]
    listed = table([Column(say(title), left=True) for title in ("variant", "posterior", "title")], rows)
    return "\n".join([listed, *_without_posterior(view, say)])


def _without_posterior(view: Sequence[View], say: Language) -> list[str]:
    """What becomes of variants whose posterior is missing, and how to make it."""
    missing = [row["name"] for row in view if row["state"] == NOT_SHIPPED]
    if not missing:
        return []
    names, command = ", ".join(missing), f"pyrrhic calibrate --structure {missing[0]} --ship"

    return [
        paragraph(
            say(
                "Without a posterior, and so left out of all results: {names}. To make one: {command}",
                names=names,
                command=command,
            )
        )
    ]


def structure_text(view: View, say: Language) -> str:
    """What a structure assumes otherwise than the base."""
    title = say.pick({"en": view["title"], "ru": view["title_ru"]})
    others = {name: value for name, value in view.items() if value and name not in ("name", "title", "title_ru")}
    if others["deaths"] == USUAL_DEATHS:
        del others["deaths"]
    shown = {"name": view["name"], "title": title, **{name: _in_words(value) for name, value in others.items()}}
    return "\n".join(paragraph(f"{say(name.replace('_', ' '))}: {value}", "  ", "") for name, value in shown.items())


def _in_words(value: Any) -> str:
    """A value of a structure; of several their names and values."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_in_words(part)}" for name, part in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)


def weights_text(view: Sequence[View], say: Language) -> str:
    """The weight of each structure, the heaviest first, and what the columns mean."""
    heads = [
        Column(say("variant"), left=True),
        Column(say("weight"), written=percent(1)),
        Column(say("held out"), written=percent(1)),
        Column(say("behind"), written=fixed(1)),
        Column(say("error"), written=fixed(1)),
        Column(say("unreliable")),
    ]
    ordered = sorted(view, key=lambda row: row["behind"])
    shown = ("structure", "weight", "held_out", "behind", "error", "unreliable")
    rows = [tuple(row[name] for name in shown) for row in ordered]
    note = say(
        "weight: in the mixture, equal for all variants within two standard errors of the best; held out: by held-out prediction alone (pseudo-BMA); behind: by how much the log predictive density of the figures, each predicted without itself, is below that of the best variant; error: its standard error over {blocks} rows and landmarks; unreliable: estimates with Pareto k above 0.7, of {figures} figures that all variants share.",
        figures=ordered[0]["figures"],
        blocks=ordered[0]["blocks"],
    )
    return "\n".join([table(heads, rows), paragraph(note)])


# --- predictive checks ----------------------------------------------------------------------------------------


def predictive_text(view: View, say: Language) -> str:
    """Headline figures before and after the fit, and replicated figures beside the record."""
    about = say(
        "Prior: {draws} draws of the base variant, {prior_failures} failed and left out. Posterior: {posterior_draws} draws of {structures}, {failures} failed and left out.",
        **{name: view[name] for name in ("draws", "prior_failures", "posterior_draws", "failures")},
        structures=", ".join(view["structures"]),
    )
    heads = [say(title) for title in ("Median (5 to 95%)", "prior", "posterior", "published")]
    headlines = [
        (_title(row, say), _span(row["prior"], say), _span(row["posterior"], say), _bounds(row, say))
        for row in view["headlines"]
    ]
    heads_of_checks = [say(title) for title in ("Residuals, in errors", "of the record", "replicated")]
    checks = [
        (spoken(row["title"], say), _span(row["record"], say), _span(row["replicated"], say), row["p"])
        for row in view["checks"]
    ]
    note = say(
        "p: the share of replicated data sets in which the number is at least as great. Near 0 the record has more of it than the fitted model can produce, near 1 less."
    )
    return "\n".join(
        [
            paragraph(about),
            "",
            table([Column(head, left=True) for head in heads], headlines),
            "",
            table([*(Column(head, left=True) for head in heads_of_checks), Column("p", written=fixed(3))], checks),
            "",
            paragraph(note),
        ]
    )


def _title(row: View, say: Language) -> str:
    return (
        spoken(row["title"], say) if row["unit"] == "1" else f"{spoken(row['title'], say)}, {spoken(row['unit'], say)}"
    )


def _span(points: Iterable[float], say: Language) -> str:
    low, median, high = (f"{point:.3g}" for point in points)
    return f"{median} ({say('{low} to {high}', low=low, high=high)})"


def _bounds(row: View, say: Language) -> str:
    """The published bounds; one number where they are the same."""
    low, high = ("" if row[end] is None else f"{row[end]:.3g}" for end in ("low", "high"))
    if low == high:
        return low or "-"
    if low and high:
        return say("{low} to {high}", low=low, high=high)
    return say("below {high}", high=high) if high else say("above {low}", low=low)


def rank_check_text(view: View, say: Language) -> str:
    """The check of the sampler: where the truths lie among the draws."""
    about = say(
        "{replications} replications of {draws} draws, errors in the fit times {scale}: for {failed} true values the model could not be run, {divergences} divergences, least effective size {effective} of the draws.",
        **{name: view[name] for name in ("replications", "draws", "failed", "divergences")},
        scale=figures()(view["error_scale"]),
        effective=percent()(view["effective_share"]),
    )
    heads = [
        Column(say("Rank of the true value"), left=True),
        Column(say("place"), written=fixed(2)),
        Column(say("spread"), written=fixed(2)),
        Column(say("chance"), written=fixed(4)),
    ]
    rows = [tuple(row[name] for name in ("name", "place", "spread", "chance")) for row in view["rows"]]
    note = say(
        "place: 0.5 where the posterior is in the right place. spread: above 1 it is too narrow, below 1 too wide. "
        "chance: that uniform ranks are as uneven."
    )
    least = say("Sound: the least chance times {rows} rows is not below 0.05.", rows=len(view["rows"]))
    unsound = say("NOT SOUND: the least chance times {rows} rows is below 0.05.", rows=len(view["rows"]))
    verdict = least if view["sound"] else unsound
    return "\n".join([paragraph(about), "", table(heads, rows), "", paragraph(note), verdict])


def residuals_text(view: Sequence[View], say: Language) -> str:
    """How the errors of each row hang together, the worst first."""
    heads = [
        Column(say("row"), left=True),
        Column(say("errors"), left=True),
        Column(say("figures")),
        Column(say("mean"), written=fixed(2, signed=True)),
        Column(say("a year apart"), written=fixed(2, signed=True)),
        Column(say("of what is new"), written=fixed(2, signed=True)),
    ]
    rows = [
        (row["name"], row["kind"] or say("independent"), row["figures"], row["mean"], row["apart"], row["new"])
        for row in view
    ]
    note = say(
        "mean: of model less record, in errors; a year apart: the correlation of residuals with those of the year before; of what is new: the same after the persistence of the row's kind of errors is taken out, which should be near 0. Medians of the draws."
    )
    return "\n".join([table(heads, rows), paragraph(note)])


# --- folds ----------------------------------------------------------------------------------------------------


def folds_text(
    view: Sequence[View], coverage: tuple[float, float], without_given: tuple[float, float], say: Language
) -> str:
    """Coverage of all folds and of each, with the figures predicted worst."""
    half, most = (f"{share:.0%}" for share in coverage)
    about = say(
        "Variant {name}. Uncertainty: the normal approximation at the mode of each fold's own fit.",
        name=view[0]["structure"],
    )
    every = say(
        "All folds: {half} of the figures in the 50% interval, {most} in the 90% interval.", half=half, most=most
    )
    return "\n".join(
        [paragraph(about), paragraph(every), *_without_given(without_given, say), *(_fold(fold, say) for fold in view)]
    )


def _without_given(coverage: tuple[float, float], say: Language) -> list[str]:
    """The coverage of the figures whose driver is not given, where there are any."""
    if not all(map(isfinite, coverage)):
        return []
    half, most = (f"{share:.0%}" for share in coverage)
    sentence = say("Without rows whose driver is given to the model: {half} and {most}.", half=half, most=most)
    return [paragraph(sentence)]


def _fold(fold: View, say: Language) -> str:
    head = say(
        "{title}: {count} figures, {half} in the 50% interval, {most} in the 90% interval, score {score}",
        title=spoken(fold["title"], say),
        count=len(fold["figures"]),
        half=percent()(fold["in_50"]),
        most=percent()(fold["in_90"]),
        score=fixed(2)(fold["score"]),
    )
    worst = sorted(fold["figures"], key=lambda figure: figure["log_density"])[:SHOWN_FIGURES]
    return "\n".join(["", paragraph(head), *(paragraph(_predicted(figure, say), "    ", "  ") for figure in worst)])


def _predicted(figure: View, say: Language) -> str:
    median, low, high, observed = (f"{figure[name]:.4g}" for name in ("median", "low", "high", "observed"))
    return say(
        "{name} {year}: predicted {median} ({low} to {high}), record {observed}",
        name=figure["name"],
        year=figure["year"],
        median=median,
        low=low,
        high=high,
        observed=observed,
    )


# --- calibration ----------------------------------------------------------------------------------------------


def calibrated_text(views: Sequence[Mapping[str, Any]], say: Language) -> str:
    """What a calibration found and wrote, structure by structure."""
    blocks = ["\n".join(f"{say(name.replace('_', ' '))}: {value}" for name, value in view.items()) for view in views]
    return "\n\n".join(blocks)
