"""Ablations: each mechanism of the model is switched off in turn, and the fact that it is to explain is measured again.

Runs at the starting fit, all of them members of one: nothing is fitted anew and there is no interval. `expectation` and
`rough` are what the literature and the design led us to expect before the runs; they are not changed to agree with
them. Effects do not add up: famine is a threshold, and removing any one of several causes may keep a region above it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from pyrrhic.engine.compiled import simulate
from pyrrhic.errors import UnknownName
from pyrrhic.model import FIRST_YEAR, LAST_YEAR, REGION_KEYS, SPECIES, YEARS, assemble, opening, parameters
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.run import Run, history, run
from pyrrhic.runs.starting_fit import fitted_parameters

FALLS, RISES = "falls", "rises"
AS_EXPECTED, SMALLER, CONTRARY = "as expected", "smaller than expected", "contrary to expectation"
NOTHING = 1e-9
CLOSING = (
    "Single runs at the starting fit: no refit, no interval. Effects do not add up: famine is a threshold, so "
    "that several causes may each seem to explain most of it."
)


@dataclass(frozen=True)
class Switch:
    """A parameter set to `value`, or a lever set to it, or to its own value of the year `as_in`, in `years`."""

    name: str
    value: float = 0.0
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR)
    as_in: int | None = None

    @property
    def is_parameter(self) -> bool:
        """Whether a parameter is set, and not a lever."""
        return self.name in parameters()

    def path(self) -> numpy.ndarray:
        """The lever's historical path with the years of the switch set."""
        path = historical_paths()[self.name].copy()
        rows = slice(self.years[0] - FIRST_YEAR, self.years[1] - FIRST_YEAR + 1)
        path[rows] = self.value if self.as_in is None else path[self.as_in - FIRST_YEAR]
        return path

    def __str__(self) -> str:
        if self.is_parameter:
            return f"{self.name} = {self.value:g}"
        amount = f"= {self.value:g}" if self.as_in is None else f"as in {self.as_in}"
        first, last = self.years
        return f"{self.name} {amount} in {first if first == last else f'{first}-{last}'}"


@dataclass(frozen=True)
class Ablation:
    """A mechanism, the switches that turn it off, and the fact that it is to explain.

    `measure` reads the fact off a run, in `unit`, for each member where its values have members along a last axis.
    `expectation` says where the measure should go without the mechanism, and `rough` by which share of itself at
    least, on the ground of `source`, keys of the bibliography. `note` is written after the run: why it is
    otherwise, or what must not be read into it.
    """

    name: str
    mechanism: str
    off: tuple[Switch, ...]
    fact: str
    measure: Callable[[Run], float | numpy.ndarray]
    unit: str
    expectation: str
    rough: float
    source: str
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """The measure of an ablation with and without the mechanism."""

    ablation: Ablation
    with_it: float
    without_it: float

    @property
    def change(self) -> float:
        """Change of the measure when the mechanism is off, as a share of its size with it."""
        return (self.without_it - self.with_it) / abs(self.with_it)

    @property
    def verdict(self) -> str:
        """Whether the measure moves as expected, less than expected, or the other way or not at all."""
        along = self.change if self.ablation.expectation == RISES else -self.change
        if along <= NOTHING:
            return CONTRARY
        return AS_EXPECTED if along >= self.ablation.rough else SMALLER


def ablation(name: str) -> Ablation:
    """The ablation of this name."""
    if name not in ABLATIONS:
        raise UnknownName("ablation", name, ABLATIONS)
    return ABLATIONS[name]


def switched_off(one: Ablation) -> Run:
    """A run of history without the mechanism."""
    case = history(parameters=_parameters(one), beyond_bounds=True)
    return run(replace(case, name=f"without_{one.name}", paths={**case.paths, **_paths(one)}))


def _paths(one: Ablation) -> dict[str, numpy.ndarray]:
    return {switch.name: switch.path() for switch in one.off if not switch.is_parameter}


def _parameters(one: Ablation) -> dict[str, float]:
    return {switch.name: switch.value for switch in one.off if switch.is_parameter}


def findings(names: Iterable[str] = ()) -> list[Finding]:
    """Each named ablation, or all, measured beside the run as it happened."""
    chosen = [ablation(name) for name in names] or list(ABLATIONS.values())
    whole = together(chosen)
    found = [one.measure(whole) for one in chosen]
    return [
        Finding(one, float(numbers[0]), float(numbers[member]))
        for member, (one, numbers) in enumerate(zip(chosen, found, strict=True), start=1)
    ]


def together(chosen: Sequence[Ablation]) -> Run:
    """History, and after it history without each mechanism, as members along the last axis of one run."""
    parameters = _members(fitted_parameters(), map(_parameters, chosen))
    paths = _members(historical_paths(), map(_paths, chosen))
    model = assemble()
    done = simulate(model, parameters, opening(), paths, beyond_bounds=True)
    members = len(chosen) + 1
    return Run(
        name="ablations",
        title={},
        years=YEARS,
        values=done.values,
        units={name: model.unit(name).symbol for name in done.values},
        axes={name: model.axes_of(name) for name in done.values},
        weights=numpy.full(members, 1.0 / members),
        structures=("history and ablations",),
        structure_of=numpy.zeros(members, int),
        failed_year=done.failed_year,
    )


def _members(history: Mapping[str, numpy.ndarray], changes: Iterable[Mapping]) -> dict[str, numpy.ndarray]:
    """Inputs of history with a member for each set of changes after it; those that none changes keep one member."""
    changes = list(changes)
    moved = dict.fromkeys(name for changed in changes for name in changed)
    wide = {
        name: numpy.concatenate(
            [numpy.broadcast_to(changed.get(name, history[name]), history[name].shape) for changed in ({}, *changes)],
            axis=-1,
        )
        for name in moved
    }
    return {**history, **wide}


# --- measures ---------------------------------------------------------------------------------------------------

UKRAINE = ("ukraine_steppe", "ukraine_forest_steppe")
Measure = Callable[[Run], float | numpy.ndarray]


def _years(results: Run, values: numpy.ndarray, first: int, last: int) -> numpy.ndarray:
    return values[first - results.years[0] : last - results.years[0] + 1]


def _mean(quantity: str, first: int, last: int | None = None) -> Measure:
    """Mean of a country's yearly sums over the years."""
    return lambda results: _years(results, results.national(quantity), first, last or first).mean(axis=0)


def _sum(quantity: str, first: int, last: int) -> Measure:
    """Sum of a country's yearly sums over the years."""
    return lambda results: (last - first + 1) * _mean(quantity, first, last)(results)


def _ratio(over: Measure, under: Measure) -> Measure:
    return lambda results: over(results) / under(results)


def _growth(quantity: str, before: tuple[int, int], after: tuple[int, int]) -> Measure:
    """Growth of the mean from one span of years to another, as a share."""
    return lambda results: _mean(quantity, *after)(results) / _mean(quantity, *before)(results) - 1.0


def _famine_deaths(first: int, regions: Iterable[str] = (), last: int | None = None) -> Measure:
    """Famine deaths of the agricultural years, in villages and towns, or in the villages of some regions."""
    columns = [REGION_KEYS.index(region) for region in regions]

    def measure(results: Run) -> float | numpy.ndarray:
        villages, towns = results.values["excess_deaths_rural"], results.national("excess_deaths_urban")
        by_year = villages[:, 0, columns].sum(axis=1) if columns else villages.sum(axis=(1, 2)) + towns
        return _years(results, by_year, first, last or first).sum(axis=0)

    return measure


def _herd_loss(results: Run) -> float | numpy.ndarray:
    """Share of horses and cattle of 1 July 1929 that were gone on 1 July 1933."""
    large = results.values["herds"].sum(axis=2)[:, [SPECIES.index("horses"), SPECIES.index("cattle")]].sum(axis=1)
    return 1.0 - large[1933 - FIRST_YEAR] / large[1929 - FIRST_YEAR]


def _pigs(year: int) -> Measure:
    """Pigs of the country on 1 July."""
    return lambda results: results.values["herds"][year - FIRST_YEAR, SPECIES.index("pigs")].sum(axis=0)


_COLLECTED_SHARE = _ratio(_sum("grain_collected_total", 1931, 1932), _sum("grain_harvest_total", 1931, 1932))
_LOW_HARVESTS = _mean("grain_harvest_total", 1931, 1932)
_SHARE_OF_UKRAINE_AND_KAZAKHSTAN = _ratio(_famine_deaths(1932, (*UKRAINE, "kazakhstan")), _famine_deaths(1932))

LOW_HARVESTS = "The harvests of 1931 and 1932 were low."
HERDS = "Half of the horses and cattle were gone between 1929 and 1933."
COLLECTIONS = "The state took a larger share of the harvests of 1931 and 1932, though they were smaller."
DEATHS = "Millions died of hunger in 1932/33."
WHERE = "Most of the deaths were in Ukraine and Kazakhstan."
TOWNS = "The towns grew at a rate without precedent in 1929-32."
RESPONSE = "Harvests rose after 1953."
IMPORTS = "From 1963 the country bought grain abroad."


# fmt: off
# --- the ablations ----------------------------------------------------------------------------------------------

_FARMS = (
    Ablation("slaughter", "slaughter before the take-over, neglect after it, levies on herders",
             (Switch("slaughter"), Switch("neglect"), Switch("livestock_levy")), HERDS, _herd_loss, "share", FALLS,
             0.5, "hunter1988; daviesWheatcroft2004"),
    Ablation("grain_sales", "grain sold rather than fed to pigs where it sells well", (Switch("grain_sale_response"),),
             "Pigs fell by an eighth from January 1928 to January 1929, before any take-over.",
             _ratio(_pigs(1929), _pigs(1928)), "ratio to 1928", RISES, 0.1, "karcz1967; jasny1949",
             "Without it there are many more pigs in both years, nearer to what the country can carry, and growth "
             "has slowed by itself."),
    Ablation("herd_starvation", "animals that die for want of feed", (Switch("herd_hunger"),), HERDS, _herd_loss,
             "share", FALLS, 0.1, "daviesWheatcroft2004"),
    Ablation("disruption", "disorder of farms newly taken into kolkhozy", (Switch("disruption"),), LOW_HARVESTS,
             _LOW_HARVESTS, "Mt", RISES, 0.1, "hunter1988; daviesWheatcroft2004"),
    Ablation("draft_on_land", "less sown and lower yields for want of draft power",
             (Switch("yield_draft_elasticity"), Switch("area_draft_elasticity")), LOW_HARVESTS, _LOW_HARVESTS, "Mt",
             RISES, 0.05, "hunter1988; chenLan2017",
             "Disorder and unexplained yields can take their place in 1932."),
    Ablation("unexplained_yields", "unexplained yields of 1931 and 1932: a residual, not a mechanism",
             (Switch("unexplained_yield", years=(1931, 1932)),
              Switch("unexplained_yield_regional", years=(1931, 1932))),
             LOW_HARVESTS, _LOW_HARVESTS, "Mt", RISES, 0.1, "daviesWheatcroft2004",
             "The unexplained yield of 1931 is positive in most of the country at the starting fit and offsets part "
             "of that of 1932."),
    Ablation("tractors", "tractors of the machine-tractor stations", (Switch("mts_on", years=(1929, 1940)),),
             "Draft power was back to that of 1928 only by 1936-38, and by tractors.",
             _ratio(_mean("draft_power_total", 1936, 1938), _mean("draft_power_total", 1928)), "ratio to 1928",
             FALLS, 0.2, "jasny1949; miller1970"),
    Ablation("tractors_and_recovery", "tractors of the machine-tractor stations",
             (Switch("mts_on", years=(1929, 1940)),), "Harvests recovered by 1935-38.",
             _mean("grain_harvest_total", 1935, 1938), "Mt", FALLS, 0.05, "jasny1949; hunter1988"),
    Ablation("horse_displacement", "horses not replaced where tractors do their work", (Switch("horse_displacement"),),
             "Horses had not come back by 1938.", _ratio(_mean("horses", 1938), _mean("horses", 1928)),
             "ratio to 1928", RISES, 0.3, "jasny1949",
             "At the fitted rate of increase horses could not have come back from the losses of 1929-33 by 1938 "
             "even where no tractor replaced them."),
)

_FAMINE = (
    Ablation("coercion", "compulsory collection in place of sales", (Switch("coercion", years=(1927, 1940)),),
             COLLECTIONS, _COLLECTED_SHARE, "share of harvest", FALLS, 0.2, "allen2003; daviesWheatcroft2004",
             "Only collections are to be read here: with rations as they were, the towns of this run starve. A whole "
             "alternative is the scenario `nep`."),
    Ablation("rigid_plan", "plans on the expected harvest, cut only in part when the harvest is short",
             (Switch("plan_indexing", 1.0, (1930, 1933)),), COLLECTIONS, _COLLECTED_SHARE, "share of harvest", FALLS,
             0.05, "mengQianYared2015"),
    Ablation("plan_sharing", "regional plans by expected, not actual, harvests",
             (Switch("plan_on_actual_harvest", 1.0, (1930, 1933)),), DEATHS, _famine_deaths(1932), "million persons",
             FALLS, 0.1, "mengQianYared2015",
             "The national plan stays as it was, so what is cut in one region is added in others: deaths all but "
             "cease in the Ukrainian forest-steppe and Kazakhstan, and most of that is lost again in the steppe, the "
             "North Caucasus and the Volga, where the rule of retention leaves a high plan."),
    Ablation("exports", "grain exports of 1930-33", (Switch("grain_export_plan", years=(1930, 1933)),), DEATHS,
             _famine_deaths(1932), "million persons", FALLS, 0.2, "daviesWheatcroft2004"),
    Ablation("exhaustion", "a second hungry year kills more", (Switch("exhaustion"),),
             "Mass death came in 1932/33 and not in 1931/32.", _ratio(_famine_deaths(1932), _famine_deaths(1931)),
             "ratio of deaths", FALLS, 0.2, "daviesWheatcroft2004; rudnytskyi2015",
             "Hunger in 1931/32 is slight at the starting fit, so there is little to carry over; the timing rests on "
             "the harvest of 1932 and on what the state took and returned."),
    Ablation("customary_relief", "grain returned to villages by customary weights, not by need",
             (Switch("relief", 1.0, (1931, 1933)),), WHERE, _SHARE_OF_UKRAINE_AND_KAZAKHSTAN, "share of deaths",
             FALLS, 0.1, "daviesWheatcroft2004",
             "Relief by need more than halves the deaths, but in most regions alike, and by less in Kazakhstan: the "
             "share hardly moves."),
    Ablation("procurement_bias", "plans heavier in Ukraine and the North Caucasus than their harvests explain",
             (Switch("plan_bias"),), "Ukraine lost more people to hunger than any other republic.",
             _famine_deaths(1932, UKRAINE), "million persons", FALLS, 0.2, "markevichNaumenkoQian2024",
             "Whether there was a bias is disputed. Without it deaths rise in other regions."),
    Ablation("markets", "private and kolkhoz markets", (Switch("trade_openness", years=(1929, 1940)),), DEATHS,
             _famine_deaths(1932), "million persons", RISES, 0.2, "osokina1999",
             "In 1932/33 trade was hindered and villages had half a million tonnes to sell: there is little to take "
             "away."),
    Ablation("returned_grain", "the larger return of grain to the villages in 1936/37",
             (Switch("state_supply_commitment", years=(1936, 1936), as_in=1932),),
             "There was no mass famine in 1936/37 despite a very low harvest.", _famine_deaths(1936),
             "million persons", RISES, 1.0, "daviesWheatcroft2004"),
    Ablation("birth_response", "births fall with hunger", (Switch("birth_response"),), "Births fell in 1933-34.",
             _ratio(_mean("births", 1933, 1934), _mean("births", 1928, 1929)), "ratio to 1928-29", RISES, 0.05,
             "andreevDarskiiKharkova1993",
             "Most of the fall follows the path of the ordinary birth rate, which is imposed and not explained."),
    Ablation("scarcity", "market prices rise as food grows scarce", (Switch("scarcity_response"),),
             "Market prices of grain were many times the procurement price in 1932-33.",
             _mean("market_price_ratio", 1932, 1933), "ratio of prices", FALLS, 0.5, "malafeev1964; osokina1999",
             "The money of the towns raises prices too, and does more of it than expected."),
    Ablation("bread_without_cards", "bread sold by the state to whoever asks, at its own high price",
             (Switch("open_bread_sales", years=(1933, 1940)),),
             "Market prices fell after 1933, as rationing ended.",
             _mean("market_price_ratio", 1935), "ratio of prices", RISES, 0.5, "daviesKhlevniuk1999; osokina1999"),
    Ablation("collectivization", "the drive to take households into kolkhozy",
             (Switch("collectivization_target", years=(1929, LAST_YEAR), as_in=1928),
              Switch("collectivization_peak", years=(1929, LAST_YEAR), as_in=1928)),
             "Thousands of disturbances broke out in the villages in early 1930.",
             _mean("rural_disturbances_total", 1929), "disturbances", FALLS, 0.5, "viola1996"),
)

_TOWNS = (
    Ablation("push", "migration driven by collectivization and dekulakization", (Switch("migration_push"),), TOWNS,
             _sum("migration_total", 1929, 1932), "million persons", FALLS, 0.25, "allen2003; fitzpatrick1994"),
    Ablation("passports", "internal passports from December 1932", (Switch("passport", years=(1932, 1940)),),
             "The flow to the towns all but stopped in 1933.", _sum("migration_total", 1932, 1934),
             "million persons", RISES, 0.3, "passportDecree1932; fitzpatrick1994"),
    Ablation("producer_share", "investment turned to producer goods",
             (Switch("producer_share", years=(1929, 1940), as_in=1928),),
             "Output outside agriculture doubled between 1928 and 1937.",
             _growth("nonfarm_output", (1928, 1928), (1937, 1937)), "growth", FALLS, 0.15, "allen2003",
             "Townspeople can replace capital in the base structure. In its rival `allen`, where capital alone limits "
             "output, the fall is larger."),
)

_AFTER = (
    Ablation("drought", "yields fall in drought", (Switch("drought_effect"),),
             "About a million people died of hunger in 1946/47.",
             _famine_deaths(1946), "million persons", FALLS, 0.5, "ellman2000"),
    Ablation("effort", "less care for the common fields at low prices", (Switch("effort_gap"),),
             "Harvests stagnated to 1953.", _mean("grain_harvest_total", 1949, 1953), "Mt", RISES, 0.1,
             "nove1969; johnsonBrooks1983"),
    Ablation("price_reform", "higher procurement prices from 1953",
             (Switch("procurement_price_real", years=(1953, LAST_YEAR), as_in=1952),), RESPONSE,
             _growth("grain_harvest_total", (1949, 1953), (1954, 1958)), "growth", FALLS, 0.1, "nove1969"),
    Ablation("virgin_land", "virgin land ploughed from 1954", (Switch("virgin_land"),),
             "Harvests reached new peaks in 1956-58.",
             _ratio(_sum("grain_harvest_total", 1956, 1958), _sum("grain_harvest_total", 1949, 1951)),
             "ratio to 1949-51", FALLS, 0.08, "mccauley1976"),
    Ablation("free_mobility", "villagers free to leave after 1953", (Switch("free_mobility"),),
             "The flow to the towns went on after prices for villages rose.",
             _mean("migration_total", 1958, 1963), "million persons a year", FALLS, 0.5, "lewin2005"),
    Ablation("feed_plan", "the plan for meat and milk, and so for feed", (Switch("feed_plan_on"),), IMPORTS,
             _sum("grain_imports", 1963, 1966), "Mt", FALLS, 0.5, "nove1969; johnsonBrooks1983"),
    Ablation("import_contracts", "import contracts that run on for a year", (Switch("contract_share"),), IMPORTS,
             _sum("grain_imports", 1963, 1966), "Mt", FALLS, 0.1, "volin1970"),
    Ablation("retail_prices", "the rise of meat and butter prices in June 1962",
             (Switch("retail_price_rise"),), "Open unrest broke out in 1962.", _mean("urban_unrest_hazard", 1961),
             "probability in a town and year", FALLS, 0.3, "baron2001"),
)

ABLATIONS: Mapping[str, Ablation] = {one.name: one for one in (*_FARMS, *_FAMINE, *_TOWNS, *_AFTER)}
