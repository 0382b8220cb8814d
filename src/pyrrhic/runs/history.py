"""The path of every lever and driver as it happened, 1926/27-1970/71: where the record and the model's levers meet.

`history.toml` says for each lever which derived series of the record it follows, which dated values hold where the
record is silent, and who vouches for them; a few levers need a small function of this file.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import exp, log

import numpy

from pyrrhic.errors import BadInput
from pyrrhic.fields import check_name, check_required
from pyrrhic.model import FIRST_YEAR, KINDS, REGION_KEYS, YEARS, levers, parameters
from pyrrhic.model.inputs import JUDGEMENT, SHAPES
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import load
from pyrrhic.runs import starting_fit
from pyrrhic.runs.history_entries import FILE, LINE, STEP, entries
from pyrrhic.texts import Text, text_of

Anchors = Mapping[int, float]
COMPUTED: dict[str, Callable[[Mapping], numpy.ndarray]] = {}
FIELDS_COMPUTED_FROM: dict[str, tuple[str, ...]] = {}
HALF_YEAR_TO_JULY = 0.5
MISPRINTED_COMBINES = 1966
FEED_RETURNED_FROM = 1954
REGIONS_OF_DROUGHT = {
    "Ukraine": ("ukraine_steppe", "ukraine_forest_steppe"),
    "Lower and Middle Volga": ("volga",),
    "Lower Volga": ("volga",),
    "Kazakhstan": ("kazakhstan",),
    "Urals": ("urals",),
    "Siberia": ("siberia",),
    "West Siberia": ("siberia",),
    "Central Black Earth": ("central_black_earth",),
}


@cache
def historical_paths() -> Mapping[str, numpy.ndarray]:
    """Every lever and driver as an array (year, kind, place, 1)."""
    return {name: historical_paths_of(name) for name in entries()}


def provenance(name: str) -> list[str]:
    """Where the historical path of a lever comes from: source keys, and derived series of the record."""
    entry = entries()[name]
    record = [f"record: {entry['record']}"] if "record" in entry else []
    works = [part.strip() for part in entry["source"].split(";")] if "source" in entry else []
    return [*record, *works]


def judgement(name: str) -> Text | None:
    """Why the historical path of a lever is as it is, where it is a judgement of this project; none where it is not."""
    entry = entries()[name]
    return text_of(entry, "reason", f"{FILE}, {name}") if entry.get("basis") == JUDGEMENT else None


def note(name: str) -> Text | None:
    """What is to be known of the historical path of a lever; none where there is no remark."""
    entry = entries()[name]
    return text_of(entry, "note", f"{FILE}, {name}") if "note" in entry else None


def _path(name: str, entry: Mapping) -> numpy.ndarray:
    place = f"{FILE}, {name}"
    rows = _computed(entry, place) if "compute" in entry else _rows(name, entry, place)
    low, high = levers()[name].bounds
    if not ((rows >= low) & (rows <= high)).all():
        raise BadInput(f"its path leaves the bounds {low} to {high}", where=place)
    rows.setflags(write=False)
    return rows


def _computed(entry: Mapping, place: str) -> numpy.ndarray:
    """The path that a function of this file makes of the fields that it reads."""
    name = entry["compute"]
    check_name("function", name, COMPUTED, place)
    check_required(entry, FIELDS_COMPUTED_FROM[name], place)
    return COMPUTED[name](entry)


def _rows(name: str, entry: Mapping, place: str) -> numpy.ndarray:
    """National values, or one line for each region or kind, spread over the lever's shape."""
    shape = levers()[name].shape
    names = {"regional": REGION_KEYS, **KINDS}.get(shape, ("national",))
    lines = {**entry.get("regions", {}), **entry.get("kinds", {})}
    for line in lines:
        check_name("region or kind", line, names, place)
    if "record" not in entry and not set(names) <= set(lines):
        check_required(entry, ("values",), place)
    own = [_line(lines[region], entry) if region in lines else national(entry) for region in names]
    return numpy.array(own).T.reshape(len(YEARS), *SHAPES[shape], 1)


def national(entry: Mapping) -> list[float]:
    """The national path: figures of the record where there are any, dated values elsewhere."""
    recorded = {}
    if "record" in entry:
        scale = entry.get("scale", 1.0)
        recorded = {year: value * scale for year, value in derive(load(), entry["record"]).as_dict().items()}
    return between({**_dated(entry.get("values", {})), **recorded}, entry.get("between", LINE))


def between(anchors: Anchors, rule: str = LINE) -> list[float]:
    """A value for each year of the model from dated ones: on a line between them, or held until the next (`step`)."""
    years = sorted(anchors)
    if rule == STEP:
        return [anchors[_last_before(years, now)] for now in YEARS]
    return [float(value) for value in numpy.interp(YEARS, years, [anchors[year] for year in years])]


def _last_before(years: Sequence[int], now: int) -> int:
    """The last of the years that is not after now; the first of them where all are."""
    return max((year for year in years if year <= now), default=years[0])


def _line(values: Mapping, entry: Mapping) -> list[float]:
    return between(_dated(values), entry.get("between", LINE))


def _dated(values: Mapping) -> dict[int, float]:
    return {int(year): float(value) for year, value in values.items()}


def computed(*fields: str) -> Callable[[Callable], Callable]:
    """Register a function of this file under its name, for `compute` in history.toml, with the fields that it reads."""

    def register(function: Callable) -> Callable:
        COMPUTED[function.__name__], FIELDS_COMPUTED_FROM[function.__name__] = function, fields
        return function

    return register


def _spread(values) -> numpy.ndarray:
    return numpy.asarray(values, float).reshape(len(YEARS), 1, 1, 1)


def recorded(name: str) -> dict[int, float]:
    """National figures of a derived series, by year."""
    return derive(load(), name).as_dict()


# --- collectivization -------------------------------------------------------------------------------------------


@computed("values", "regions")
def collectivization_target(entry: Mapping) -> numpy.ndarray:
    """Regional shares from the national path, keeping each region's distance in log odds from its own counts."""
    check_required(entry["regions"], REGION_KEYS, f"{FILE}, collectivization_target, regions")
    country = between(_dated(entry["values"]))
    columns = [_beside(country, _dated(entry["regions"][region])) for region in REGION_KEYS]
    return numpy.array(columns).T.reshape(len(YEARS), 1, len(REGION_KEYS), 1)


def _beside(country: list[float], counts: Anchors) -> list[float]:
    distance = between(
        {year: _log_odds(count) - _log_odds(country[year - FIRST_YEAR]) for year, count in counts.items()}
    )
    return [1.0 / (1.0 + exp(-(_log_odds(share) + apart))) for share, apart in zip(country, distance, strict=True)]


def _log_odds(share: float) -> float:
    if not 0.0 < share < 1.0:
        raise BadInput(f"{share:g} is no share", where=f"{FILE}, collectivization_target", allowed="above 0, below 1")
    return log(share / (1.0 - share))


@computed("values", "regions")
def collectivization_peak(entry: Mapping) -> numpy.ndarray:
    """The highest claim of the year where one is known, never below the share at the year's end."""
    target = historical_paths_of("collectivization_target")
    claimed = numpy.zeros_like(target)
    country = _dated(entry["values"])
    for column, region in enumerate(REGION_KEYS):
        claims = {**country, **_dated(entry["regions"].get(region, {}))}
        for year, claim in claims.items():
            claimed[year - FIRST_YEAR, 0, column, 0] = claim
    return numpy.maximum(target, claimed)


@cache
def historical_paths_of(name: str) -> numpy.ndarray:
    """The historical path of one lever."""
    return _path(name, entries()[name])


# --- procurement and the state fund -----------------------------------------------------------------------------


@computed("record", "values")
def procurement_plan(entry: Mapping) -> numpy.ndarray:
    """To 1953 the larger of plan and collections, for plans were raised as collection went on; zero from 1954.

    A dated value is a plan as it stood before the harvest was known, and goes before the printed one.
    """
    collections, plans, dated = (
        recorded("grain_collections_agricultural_year"),
        recorded(entry["record"]),
        _dated(entry["values"]),
    )
    anchors = {year: max(plans.get(year, 0.0), amount) for year, amount in collections.items() if year < 1954}
    return _spread(
        [0.0 if year >= 1954 else value for year, value in zip(YEARS, between({**anchors, **dated}), strict=True)]
    )


@computed()
def procurement_plan_share(entry: Mapping) -> numpy.ndarray:
    """From 1954 the share of collections in the harvest; zero before."""
    share = {year: value / 100.0 for year, value in recorded("grain_collections_share").items() if year >= 1954}
    return _spread([share.get(year, 0.0) for year in YEARS])


@computed("values", "least", "towns")
def state_supply_commitment(entry: Mapping) -> numpy.ndarray:
    """To 1953 published returns where there are any, else the three-year mean of what the state fund left."""
    known = _dated(entry["values"])
    return _spread(
        [
            known.get(year, max(value, entry["least"])) if year < FEED_RETURNED_FROM else 0.0
            for year, value in zip(YEARS, _left_for_villages(entry), strict=True)
        ]
    )


def _left_for_villages(entry: Mapping) -> numpy.ndarray:
    """Three-year mean of what the state fund left for the villages.

    Collections - exports - needs of towns, army and industry - growth of the reserve.
    """
    collections, exports = numpy.array(_plan_or_collections()), _flat("grain_export_plan")
    towns = between(
        {
            **_dated(entry["towns"]),
            **{year - 1: people for year, people in recorded("urban_population_1_january").items() if year >= 1950},
        }
    )
    need = (_flat("ration_norm") + _flat("other_use_norm")) * towns
    growth = numpy.diff(_flat("state_stock_target"), append=_flat("state_stock_target")[-1])
    left = collections - exports - need - growth
    return numpy.convolve(numpy.pad(left, 1, mode="edge"), numpy.ones(3) / 3.0, mode="valid")


def _plan_or_collections() -> list[float]:
    """Collections where recorded, dated values in the war."""
    return between(
        {
            **_dated(entries()["procurement_plan"]["values"]) | {1954: 34.6},
            **recorded("grain_collections_agricultural_year"),
        }
    )


def _flat(name: str) -> numpy.ndarray:
    return historical_paths_of(name).reshape(-1)


# --- land, weather, machines ------------------------------------------------------------------------------------


@computed("record")
def grain_area_plan(entry: Mapping) -> numpy.ndarray:
    """Recorded area without virgin land, over the share that recorded draft power let farms sow."""
    area, draft = numpy.array(national(entry)), recorded("draft_power")
    sown = recorded("grain_area")
    base = draft[1928] / sown[1928]
    slack, elasticity = _parameter("draft_slack"), _parameter("area_draft_elasticity")
    sown_share = between(
        {
            1927: 1.0,
            1940: 1.0,
            **{year: min(1.0, power / sown[year] / base / slack) ** elasticity for year, power in draft.items()},
        }
    )
    virgin = _parameter("virgin_grain_share") * historical_paths_of("virgin_land").reshape(-1)
    return _spread((area - virgin) / numpy.array(sown_share))


@computed()
def drought_code(entry: Mapping) -> numpy.ndarray:
    """The national code, 1 where none is recorded; regional codes where the record has them."""
    country = {year: 1.0 for year in YEARS} | recorded("drought_code")
    codes = numpy.repeat(numpy.array([country[year] for year in YEARS])[:, None], len(REGION_KEYS), axis=1)
    for point in derive(load(), "drought_code_by_region").points:
        for region in REGIONS_OF_DROUGHT.get(point.region, ()):
            codes[point.year - FIRST_YEAR, REGION_KEYS.index(region)] = point.value
    return codes.reshape(len(YEARS), 1, len(REGION_KEYS), 1)


def _deliveries(stock_at_year_end: Anchors, opening: float, scrap: float) -> numpy.ndarray:
    """Deliveries that carry a stock from July to July at a scrapping rate; none in the war years."""
    year_ends = {year + 1.0: value for year, value in stock_at_year_end.items()}
    dates: dict[float, float] = {FIRST_YEAR + HALF_YEAR_TO_JULY: opening, **year_ends}
    july = numpy.interp(
        numpy.array([*YEARS, YEARS[-1] + 1]) + HALF_YEAR_TO_JULY, sorted(dates), [dates[date] for date in sorted(dates)]
    )
    needed = numpy.maximum(july[1:] - (1.0 - scrap) * july[:-1], 0.0)
    return _spread(numpy.where(historical_paths_of("war").reshape(-1) > 0.0, 0.0, needed))


@computed()
def tractor_deliveries(entry: Mapping) -> numpy.ndarray:
    """Tractor power delivered, from the recorded stock; from 1945 tractors at the mean power of 1940."""
    stock = {**recorded("tractors_at_power_of_1940"), **recorded("tractor_power_extended")}
    return _deliveries(stock, 0.2, _parameter("tractor_scrap"))


@computed()
def combine_deliveries(entry: Mapping) -> numpy.ndarray:
    """Combines delivered, from the recorded stock without the misprinted figure of 1966."""
    stock = {year: value for year, value in _main("combines").items() if year != MISPRINTED_COMBINES}
    return _deliveries({1928: 0.0, **stock}, 0.0, _parameter("machine_scrap"))


@computed()
def truck_deliveries(entry: Mapping) -> numpy.ndarray:
    """Trucks delivered, from the recorded stock."""
    return _deliveries(_main("trucks_agriculture"), 1.0, _parameter("machine_scrap"))


@computed()
def unexplained_yield(entry: Mapping) -> numpy.ndarray:
    """National deviations of the starting fit."""
    return starting_fit.unexplained_yield()


@computed()
def unexplained_yield_regional(entry: Mapping) -> numpy.ndarray:
    """Regional deviations of the starting fit."""
    return starting_fit.unexplained_yield_regional()


@computed()
def year(entry: Mapping) -> numpy.ndarray:
    """The calendar year itself."""
    return _spread(YEARS)


def _main(series: str) -> dict[int, float]:
    return {
        observation.first_year: observation.value
        for observation in load().series(series).observations
        if observation.role == "main" and not observation.region
    }


def _parameter(name: str) -> float:
    return float(parameters()[name].value.reshape(-1)[0])
