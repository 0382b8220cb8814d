"""The page of the model: what does not fit, how sure it is, every equation with its value in history, and what is assumed.

shown = model_view(400, Linked("words.ru.html", "record.ru.html", "lab.ru.html"), Language("ru"))      # what the template model.html prints
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.model_parts.assumed import (
    Linked,
    assumed,
    lever_view,
    link,
    parameter_view,
    titled,
    titled_series,
    unit_beside,
    written,
)
from pyrrhic.app.site.pages.model_parts.depends import depends_view
from pyrrhic.app.site.pages.model_parts.misses import misses
from pyrrhic.app.site.pages.model_parts.values import kinds_of, values, values_document, with_interval
from pyrrhic.app.site.works import cited, place_in_model
from pyrrhic.app.views.fit import second_edition_view
from pyrrhic.app.views.posterior import structures_view, weights_view
from pyrrhic.app.views.show import RIVALS, View, view
from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.calibration.structures import structures
from pyrrhic.model import SLOTS, assemble, levers
from pyrrhic.studies import places
from pyrrhic.studies.fit import second_edition
from pyrrhic.studies.fit.posterior import HELD_OUT, PosteriorFit, posterior_fit
from pyrrhic.studies.replications.replicate import MET
from pyrrhic.studies.verdict import Judged
from pyrrhic.texts import LANGUAGES, Text
from pyrrhic.units import UNITS

USUAL_YEAR = 1932
RECORD = "record: "
BLOCKS: Mapping[str, Text] = {
    "farm/land": Text("Land", "Земля"),
    "farm/draft_power": Text("Draft power", "Тягловая сила"),
    "farm/machinery": Text("Machinery", "Машины"),
    "farm/harvest": Text("Harvest", "Урожай"),
    "farm/industrial_crops": Text("Industrial crops", "Технические культуры"),
    "farm/livestock": Text("Herds", "Скот"),
    "grain/procurement": Text("Procurement", "Заготовки"),
    "grain/state_grain": Text("The state’s grain", "Зерно у государства"),
    "grain/village_grain": Text("Grain in the village", "Зерно в деревне"),
    "grain/trade": Text("Foreign trade in grain", "Внешняя торговля зерном"),
    "people/nutrition": Text("Food and hunger", "Питание и голод"),
    "people/population": Text("Population", "Население"),
    "people/migration": Text("Migration", "Миграция"),
    "people/discontent": Text("Discontent", "Недовольство"),
    "economy/industry": Text("Industry", "Промышленность"),
    "economy/prices": Text("Prices", "Цены"),
    "economy/village_income": Text("Income of the village", "Доход деревни"),
    "economy/accounts": Text("Accounts between village and town", "Счета между деревней и городом"),
    "calendar": Text("Calendar", "Календарь"),
}
BLOCK = re.compile(r"model/(?P<block>.+)\.py")


def model_view(draws: int | None, files: Linked, say: Language) -> View:
    """What the template prints."""
    return {
        "year": say.agricultural(USUAL_YEAR),
        "first_year": USUAL_YEAR,
        **_fit(draws, files, say),
        "misses": misses(draws, files.laboratory, say),
        "variants": _variants(say),
        "blocks": list(_blocks(draws, files, say)),
        "parameters": [parameter_view(name, draws, files, say) for name in assumed()],
        "levers": [lever_view(name, files, say) for name in levers()],
        "free": sum(parameter.free for parameter in assumed().values()),
        "judged": sum(parameter.judgement for parameter in assumed().values()),
        "equations": len(assemble().equations) + sum(len(slot.rivals) - 1 for slot in SLOTS),
    }


# --- what does not fit ---------------------------------------------------------------------------------------------


@cache
def _judged(draws: int | None) -> tuple[PosteriorFit, list[View]]:
    """What `pyrrhic fit` judges: the figures to reach, and those of the second edition."""
    return posterior_fit(draws), second_edition_view(False, draws)["figures"]


def _fit(draws: int | None, files: Linked, say: Language) -> View:
    """The figures to reach that are missed, those that are met, and how much of the record the intervals hold."""
    fit, aims = _judged(draws)
    rows = [_target(judged, files, say) for judged in fit.judged]
    rows += [_aim(aim, files, say) for aim in aims if aim["state"] != second_edition.NOT_COMPUTED]
    half, most = fit.coverage
    return {
        "missed": [row for row in rows if not row["met"]],
        "met": [row for row in rows if row["met"]],
        "held_out": _held_out(fit, say),
        "half": say.percent(half),
        "most": say.percent(most),
        "open": [say.pick(aim["title"]) for aim in aims if aim["state"] == second_edition.NOT_COMPUTED],
    }


def _held_out(fit: PosteriorFit, say: Language) -> str:
    """The share of the figures held out that the 90 % interval holds; nothing where it was not computed."""
    shares = {verdict.target.name: float(verdict.figures[0].value) for verdict in fit.coverage_verdicts}
    return say.percent(shares[HELD_OUT]) if numpy.isfinite(shares[HELD_OUT]) else ""


def _target(judged: Judged, files: Linked, say: Language) -> View:
    target, figures = judged.target, judged.verdict.figures
    numbers = [(figure.label, float(figure.value)) for figure in figures]
    bounds = (float(target.low), float(target.high))
    return {
        "met": judged.verdict.met,
        **_aimed(target.title, target.unit, numbers, bounds, say),
        "works": _works(target.sources, files, say),
    }


def _aim(aim: View, files: Linked, say: Language) -> View:
    numbers = [(number["label"], number["value"]) for number in aim["numbers"]]
    bounds = tuple(numpy.nan if aim[end] is None else aim[end] for end in ("low", "high"))
    return {
        "met": aim["state"] == MET,
        **_aimed(aim["title"], aim["unit"], numbers, bounds, say),
        "works": _works(aim["sources"], files, say),
    }


def _works(sources: Iterable[str], files: Linked, say: Language) -> list[View]:
    """Works, and series of the record, with what opens them."""
    series = [source.removeprefix(RECORD) for source in sources if source.startswith(RECORD)]
    works = cited((source for source in sources if not source.startswith("record")), files.words, say)
    return [*works, *({"said": titled_series(name, say), "href": f"{files.record}#{name}"} for name in series)]


def _aimed(named: Text, unit: str, numbers: Sequence[tuple], bounds: Sequence[float], say: Language) -> View:
    """A figure to reach: its title, its bounds, and the model's numbers."""
    return {
        "title": say.pick(named),
        "bounds": _bounds(bounds, unit, say),
        "numbers": [
            {"label": _label(label, say) if len(numbers) > 1 else None, "value": _number(value, unit, say)}
            for label, value in numbers
            if value is not None
        ],
        "span": _span([value for label, value in numbers if str(label) in structures()], unit, say),
        "unit": _unit(unit, say),
    }


def _span(values: Sequence[float], unit: str, say: Language) -> str:
    """The least and the largest of the numbers of variants; nothing where there are not several."""
    if len(values) < 2:
        return ""
    least, largest = (_number(end(values), unit, say) for end in (min, max))
    return say("{low} to {high}", low=least, high=largest)


def _label(label: Text | str, say: Language) -> str:
    """What a number of several is of: a row of the comparison or a variant under its title, years as they are."""
    words = say.pick(label) if isinstance(label, Text) else label
    if words in structures():
        return say.pick(structures()[words].title)
    rows = {row.name: row.title for row in correspondences()}
    return say.pick(rows[words]) if words in rows else words


def _unit(unit: str, say: Language) -> str:
    if unit in ("1", "share", "year"):
        return ""
    if unit == "model / record":
        return say("model / record")
    return say.unit(unit) if unit in UNITS else say(unit)


def _bounds(bounds: Sequence[float], unit: str, say: Language) -> str:
    low, high = (_number(bound, unit, say) if numpy.isfinite(bound) else "" for bound in bounds)
    if low and high:
        return low if low == high else say("{low} to {high}", low=low, high=high)
    return say("at least {number}", number=low) if low else say("at most {number}", number=high)


def _number(value: float, unit: str, say: Language) -> str:
    """A number with three or four significant digits; a year as it is, a share in per cent."""
    if unit == "year":
        return f"{value:.0f}"
    return say.percent(value, 1) if unit == "share" else written(value, say)


# --- variants --------------------------------------------------------------------------------------------------------


def _variants(say: Language) -> list[View]:
    """The rival variants with their weights in the mixture, the heaviest first."""
    weights = {row["structure"]: row["weight"] for row in weights_view()}
    key = "title" if say.code == "en" else "title_ru"
    shown = [
        {"name": variant["name"], "title": variant[key], "weight": weights[variant["name"]]}
        for variant in structures_view()
        if variant["name"] in weights
    ]
    ordered = sorted(shown, key=lambda variant: -variant["weight"])
    return [{**variant, "weight": say.percent(variant["weight"], 1)} for variant in ordered]


# --- equations -------------------------------------------------------------------------------------------------------


def _blocks(draws: int | None, files: Linked, say: Language) -> Iterator[View]:
    """The equations by block, in the order of the blocks; rivals stand below the equation whose place they take."""
    names = {name: _block(name) for name in (*assemble().equations, *_rivals())}
    for block, named in BLOCKS.items():
        inside = [name for name, own in names.items() if own == block]
        yield {
            "anchor": block.rpartition("/")[2].replace("_", "-"),
            "title": say.pick(named),
            "equations": [_equation(name, draws, files, say) for name in inside],
        }


def _rivals() -> list[str]:
    """The rival equations that the model does not use unless asked to."""
    model = assemble()
    return [name for name, (slot, rival) in RIVALS.items() if model.choices[slot.quantity] != rival]


def _block(name: str) -> str:
    """The block of an equation: where its file lies."""
    match = BLOCK.search(places.of_equation(_function(name)))
    return match["block"] if match else ""


def _function(name: str) -> Any:
    if name in RIVALS:
        slot, rival = RIVALS[name]
        return slot.rivals[rival]
    return assemble().equations[name].function


def _equation(name: str, draws: int | None, files: Linked, say: Language) -> View:
    """An equation with links to what it reads and what reads it, and its value in the year shown first."""
    shown = view(name, say)
    return {
        "anchor": place_in_model(name),
        "name": shown["name"].removeprefix("model:"),
        "title": shown["title"],
        "sentence": shown["sentence"],
        "formula": shown["formula"],
        "holds": shown["holds"],
        "unit": unit_beside(shown),
        "unit_name": shown["unit_name"],
        "depends": depends_view([read["name"] for read in shown["reads"]], shown["readers"], say),
        "rivals": [link(rival, say) for rival in shown.get("rivals", [])],
        "values": _values(name, draws, say),
        "works": cited((source["reference"] for source in shown["sources"]), files.words, say),
    }


def _values(name: str, draws: int | None, say: Language) -> list[View]:
    """The value in the year shown first, one of each kind; none of a rival, which the model does not use."""
    kinds = values(draws).get(name, ())
    named = kinds_of(name, say) if kinds else []
    return [
        {"kind": kind, "value": with_interval(of_kind.get(USUAL_YEAR), say)}
        for kind, of_kind in zip(named, kinds, strict=True)
    ]


# --- the script ------------------------------------------------------------------------------------------------------


def values_script(draws: int | None) -> str:
    """The constants `values`, by equation, kind and year, and `named`, by name all the words by which it can be found."""
    names = (*assemble().equations, *_rivals(), *assumed(), *levers())
    packed = [
        f"const {constant} = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};"
        for constant, content in (
            ("values", values_document(draws)),
            ("named", {place_in_model(name): _words(name) for name in names}),
        )
    ]
    return "\n".join(['"use strict";', *packed, ""])


def _words(name: str) -> str:
    """The name itself, its titles and its sentence in both languages, and the works behind it."""
    languages = tuple(map(Language, LANGUAGES))
    shown = [view(name, say) for say in languages]
    titles, sentences = (titled(name, say) for say in languages), (of["sentence"] for of in shown)
    works = (source["citation"] for source in shown[0]["sources"])
    return " ".join((name, *titles, *sentences, *works))
