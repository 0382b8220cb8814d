"""Pictures of people: towns, villages and migration, and the famine."""

from pyrrhic.app.language import Language
from pyrrhic.app.report.series import derived_marks, mark, panel, picture, printed_marks, rows_panel, settled
from pyrrhic.app.report.story.rivals import rivals
from pyrrhic.app.report.story.story import WHOLE, Story
from pyrrhic.app.report.told import of_the_model, said
from pyrrhic.app.text.names import in_words
from pyrrhic.model import REGION_KEYS
from pyrrhic.record.load import Observation
from pyrrhic.runs.calendars import shift_on_axis
from pyrrhic.runs.measure import Measure

MIGRATION, FAMINE = (1926, 1940), (1926, 1950)
PERSONS_IN_MILLIONS = 0.001  # of a series in thousands
PERIODS = ("1931-33", "1932-33", "1932-34")
# Regions of the record beside those of the model.
REGIONS = {
    "Ukraine": ("ukraine_steppe", "ukraine_forest_steppe"),
    "Kazakhstan": ("kazakhstan",),
    "North Caucasus": ("north_caucasus",),
    "Lower and Middle Volga": ("volga",),
    "Central Black Earth": ("central_black_earth",),
    "Urals": ("urals",),
    "West Siberia": ("siberia",),
}

# Works whose printed range is that of all published estimates, and not of their own.
RANGE_OF_THE_LITERATURE = ("rudnytskyi2015",)
BY_REGION = ("excess_deaths_rural",)


def towns_and_villages(story: Story) -> dict:
    """Picture 6: people in towns and villages, the yearly move between them, arrivals and departures."""
    say, record = story.say, story.record
    people = say.unit("million persons")
    towns = derived_marks(record, "urban_population_1_january", say("Record"), years=WHOLE)
    villages = derived_marks(record, "rural_population_1_january", say("Record"), years=WHOLE)
    moved = derived_marks(record, "net_migration_to_towns", say("Record"), years=MIGRATION)
    came, left = (_registered(story, f"migration_{flow}_towns") for flow in ("arrivals_in", "departures_from"))
    net = settled(story.lines("migration_total", years=MIGRATION)[0])["points"]
    names = ("nep", "no_passports")
    numbers = story.told(peak="net_moves_to_the_towns_of_1931", calm="net_moves_to_the_towns_of_1928")
    heading = say(
        "Net migration to the towns was {peak} million people in 1931, against {calm} million in 1928", **said(numbers)
    )
    caption = say(
        "Urban and rural population, million; net rural-urban migration, and the arrivals and departures of which it "
        "is the difference, moves between towns included, million a year. Towns grew by migration, by births and by "
        "the reclassification of villages as towns. From 1939/40 the annexed lands are included; the losses of the "
        "war are imposed on the model. The record has calendar years: towns were shut to newcomers in 1933, half of "
        "each of two agricultural years. Departures are not fitted. In the model the net flow of 1934/35 is {model} "
        "million, where the record has {record}; how many fled from hunger is hardly known.",
        model=say.number(next(point["value"] for point in net if point["year"] == 1934)),
        record=say.number(story.known("net_migration_to_towns_agricultural_year", 1934)),
    )
    return picture(
        "people",
        heading,
        caption,
        [
            panel(
                say("Urban population"),
                people,
                [towns, *story.lines("urban_population", *names)],
                years=WHOLE,
                decimals=0,
            ),
            panel(
                say("Rural population"),
                people,
                [villages, *story.lines("rural_population_total", *names)],
                years=WHOLE,
                decimals=0,
            ),
            panel(
                say("Net rural-urban migration"),
                say("million persons a year"),
                [moved, *story.lines("migration_total", *names, years=MIGRATION)],
                years=MIGRATION,
            ),
            panel(
                say("Arrivals in towns"),
                say("million persons a year"),
                [came, *story.lines("arrivals", *names, years=MIGRATION)],
                years=MIGRATION,
                decimals=0,
            ),
            panel(
                say("Departures from towns"),
                say("million persons a year"),
                [left, *story.lines("departures", *names, years=MIGRATION)],
                years=MIGRATION,
                decimals=0,
            ),
        ],
        columns=3,
        numbers=numbers,
    )


def _registered(story: Story, series: str) -> dict:
    """Registered moves of townspeople, in millions."""
    return printed_marks(
        story.record,
        series,
        story.say("Record"),
        years=MIGRATION,
        calendar="calendar year",
        scale=PERSONS_IN_MILLIONS,
    )


def famine(story: Story) -> dict:
    """Picture 7: excess deaths per agricultural year, and in the villages by region beside the published ranges."""
    say, record = story.say, story.record
    deaths = derived_marks(record, "famine_deaths_agricultural_year", say("Record"), years=FAMINE)
    after = printed_marks(
        record, "famine_excess_deaths_1946_47", say("Record"), years=FAMINE, calendar="calendar year", only=("1946-47",)
    )
    others = rivals(
        story,
        "famine_excess_deaths_1946_47",
        years=FAMINE,
        calendar="calendar year",
        roles=("rival",),
        only=("1946-47",),
    )
    after, others = (
        {**marks, "points": [{**point, "x": 1946.0} for point in marks["points"]]} for marks in (after, others)
    )
    numbers = story.told(deaths="excess_deaths_1930_31_1933_34")
    heading = say(
        "Several million people died of hunger: estimates for the years 1930–34 run from {low} to {high} "
        "million, and the model has {model}",
        low=numbers["deaths"].low_said,
        high=numbers["deaths"].high_said,
        model=numbers["deaths"].model_said,
    )
    caption = say(
        "Above: excess deaths, that is deaths above the expected number, million per agricultural year, as "
        "reconstructed and in the model, where those in towns are also drawn by themselves. Below: excess deaths in "
        "the villages by region, 1931/32–1933/34; every grey mark is one published estimate with its range, for a "
        "period between 1931 and 1934 that its author defines, and some of them count towns too. For regions without "
        "marks the record has no figure. The famine is called the Holodomor in Ukraine and the Asharshylyk in "
        "Kazakhstan. Lost births are not counted."
    )
    note = say(
        "The expected number of deaths, the borders of regions and the period differ between authors. "
        "The losses of the war are imposed on the model and are not part of these lines; the wide interval of 1941–45 is "
        "hunger that some draws add to them, and no figure tests it. A range of the whole literature that one author prints "
        "is not drawn as his own."
    )
    lines = story.lines("excess_deaths", "relief_accepted", "no_exports+relief_accepted", "nep", years=FAMINE)
    towns = {
        **story.lines("excess_deaths_urban", years=FAMINE)[0],
        "role": "model_second",
        "label": say("Towns alone, model"),
    }
    return picture(
        "famine",
        heading,
        caption,
        [
            panel(
                say("Excess deaths"), say.unit("million persons"), [others, after, deaths, towns, *lines], years=FAMINE
            ),
            rows_panel(
                say("Excess deaths in villages by region, 1931–34"),
                say.unit("million persons"),
                _regions(story),
                decimals=2,
                quantities=BY_REGION,
            ),
        ],
        note=note,
        numbers=numbers,
        place_label=say("Model, historical run"),
    )


def _regions(story: Story) -> list[dict]:
    """One row per region: the model's deaths and the published estimates, the largest first."""
    say = story.say
    joined = {keys: name for name, keys in REGIONS.items()}
    places = [*REGIONS.values(), *((key,) for key in REGION_KEYS if not any(key in keys for keys in REGIONS.values()))]
    estimates = [
        estimate for estimate in story.record.series("famine_excess_deaths").observations if estimate.year in PERIODS
    ]
    rows = []
    for keys in places:
        name = say("Ukraine") if len(keys) > 1 else say.region(keys[0])
        value, band = of_the_model(story.history, Measure.of(*BY_REGION, 1931, 1933, regions=tuple(keys)))
        marks = [_estimate(estimate, say) for estimate in estimates if estimate.region == joined.get(keys, "?")]
        rows.append({"label": name, "value": value, "band": band, "marks": marks})
    return sorted(rows, key=lambda row: -row["value"])


def _estimate(estimate: Observation, say: Language) -> dict:
    """One published estimate of a region; a range that is the literature's and not its author's own is left out."""
    whole = mark(estimate, estimate.first_year + shift_on_axis("agricultural year"), 1.0)
    own = {} if estimate.source not in RANGE_OF_THE_LITERATURE else {"low": whole["value"], "high": whole["value"]}
    return {**whole, **own, "role": estimate.role, "label": in_words(estimate.source, say)}
