"""Pictures of the economy: prices and signs of discontent, industry and the flow of resources out of agriculture."""

import numpy

from pyrrhic.app.report.series import (
    derived_marks,
    line_of,
    mark,
    panel,
    picture,
    printed_marks,
    rows_panel,
    settled,
    standing_behind,
)
from pyrrhic.app.report.story.story import THIRTIES, WHOLE, Story
from pyrrhic.app.report.told import Told, of_the_model, said
from pyrrhic.model import PRICE_VECTORS
from pyrrhic.record.load import Observation
from pyrrhic.runs.measure import Measure

GOODS = {
    "rye_bread": "Rye bread",
    "wheat_bread": "Wheat bread",
    "potatoes": "Potatoes",
    "milk": "Milk",
    "butter": "Butter",
    "eggs": "Eggs",
    "meat": "Meat",
}
VECTORS = {
    "1913": "Prices of 1913",
    "1928_state": "State prices of 1928",
    "1928_market": "Market prices of 1928",
    "1937": "Prices of 1937",
    "labour": "Labour values",
}
DISTURBED = (1926, 1935)
# The districts of the OGPU's table of 1930 that make up each region of the model, Ukraine as a whole.
DISTRICTS = {
    ("ukraine_steppe", "ukraine_forest_steppe"): ("Ukraine",),
    ("north_caucasus",): ("North Caucasus", "North Caucasus, national districts", "Crimea"),
    ("volga",): ("Lower Volga", "Middle Volga", "Tatar ASSR"),
    ("central_black_earth",): ("Central Black Earth",),
    ("centre_north",): ("Moscow oblast", "Nizhny krai", "Ivanovo oblast", "Leningrad oblast", "Northern krai"),
    ("belarus_western",): ("Belarus", "Western oblast"),
    ("urals",): ("Urals", "Bashkir ASSR"),
    ("siberia",): ("Siberia", "Far East"),
    ("kazakhstan",): ("Kazakhstan",),
    ("central_asia_transcaucasia",): ("Central Asia", "Transcaucasia"),
}


def prices_and_discontent(story: Story) -> dict:
    """Picture 8: market prices against state prices, and signs of discontent, each in its own unit."""
    say, record = story.say, story.record
    market = [
        derived_marks(record, name, say("Record"), years=THIRTIES, calendar="calendar year")
        for name in ("market_to_procurement_price_rye", "market_to_procurement_price_wheat")
    ]
    resale = derived_marks(
        record,
        "resale_to_procurement_price_wheat",
        say("State resale price, record"),
        years=THIRTIES,
        calendar="calendar year",
        role="plan",
    )
    free = {
        **story.lines("clearing_price_ratio", years=THIRTIES)[0],
        "role": "model_second",
        "label": say("Price without procurement, model"),
    }
    ratios = [*market, resale, free, *story.lines("market_price_ratio", "nep", years=THIRTIES)]
    counted = printed_marks(record, "mass_disturbances", say("Record"), years=DISTURBED, calendar="calendar year")
    disturbances = _in_the_spring(counted)
    rows = [row for row in (_market_over_ration(story, good) for good in GOODS) if row["marks"]]
    numbers = story.told(
        first="market_over_ration_price_of_rye_bread_1932", second="market_over_ration_price_of_rye_bread_1933"
    )
    heading = say(
        "On the market rye bread cost {first} times its ration price in 1932 and {second} times in 1933",
        **said(numbers),
    )
    caption = say(
        "Market price of grain relative to the procurement price, and market prices of foods relative to their "
        "ration prices; mass disturbances in the countryside, by year and by region, where the "
        "record counts 1930 and the model has 1929/30, in whose spring most of them fell; what people would buy of "
        "meat and milk at state prices for a unit of what there is, 1926 = 1; and what a unit of the villages' sales buys in industrial goods over "
        "all channels, about 1 in 1928, of which the record has no series. The unrest of 1962 is not judged: no series "
        "counts it. The market price is that of a thin market: the model's price without procurement is that at which "
        "free sales would have met the needs of towns, exports and returns. The model's price equations are not meant "
        "to hold after 1940."
    )
    return picture(
        "prices",
        heading,
        caption,
        [
            panel(
                say("Market price relative to procurement price"),
                say("times"),
                ratios,
                years=THIRTIES,
                logarithmic=True,
            ),
            rows_panel(
                say("Market price relative to ration price, record"), say("times"), rows, decimals=1, logarithmic=True
            ),
            panel(
                say("Mass disturbances in the countryside"),
                say("number a year"),
                [disturbances, *story.lines("rural_disturbances_total", "nep", years=DISTURBED)],
                years=DISTURBED,
                decimals=0,
            ),
            rows_panel(
                say("Mass disturbances by region, 1930"),
                say("number a year"),
                _disturbances_by_region(story),
                decimals=0,
                logarithmic=True,
                quantities=("rural_disturbances",),
            ),
            panel(
                say("Demand for meat and milk for a unit of supply, model"),
                say("1926 = 1"),
                [_raised(line) for line in story.lines("meat_gap")],
                years=WHOLE,
            ),
            panel(
                say("Terms of trade of the villages, model"),
                say("industrial goods for a unit of sales"),
                story.lines("farm_terms_of_trade", "nep", years=THIRTIES),
                years=THIRTIES,
            ),
        ],
        columns=2,
        numbers=numbers,
        place_label=say("Model, historical run"),
    )


def _in_the_spring(counted: dict) -> dict:
    """Counts of calendar years where most of them fell, in the agricultural year that ends in their June."""
    return {**counted, "points": [{**point, "x": point["x"] - 0.5} for point in counted["points"]]}


def _disturbances_by_region(story: Story) -> list[dict]:
    """One row per region, the largest count first: the model's 1929/30 and the OGPU's count of 1930."""
    table = story.record.series("mass_disturbances").observations
    seen = [count for count in table if count.year == "1930" and count.region]
    counted = {count.region: count for count in seen if count.role == "main"}
    others = [count for count in seen if count.role != "main"]
    return sorted(
        (
            _disturbances_in(
                story,
                keys,
                [counted[name] for name in names],
                [count for count in others if [count.region] == list(names)],
            )
            for keys, names in DISTRICTS.items()
        ),
        key=lambda row: -row["marks"][0]["value"],
    )


def _disturbances_in(story: Story, keys: tuple[str, ...], counts: list[Observation], others: list[Observation]) -> dict:
    """The row of one region: the counts of its districts are added up, and beside them stand other counts of all of it."""
    total = sum(count.value for count in counts)
    value, band = of_the_model(story.history, Measure.of("rural_disturbances", 1929, regions=keys))
    return {
        "label": story.say("Ukraine") if len(keys) > 1 else story.say.region(keys[0]),
        "value": value,
        "band": band,
        "marks": [
            {
                **mark(counts[0], 1929.0, 1.0),
                **standing_behind(counts),
                "value": total,
                "low": total,
                "high": total,
                "role": "main",
            },
            *({**mark(count, 1929.0, 1.0), "role": count.role} for count in others),
        ],
    }


def _market_over_ration(story: Story, good: str) -> dict:
    """The ratio of two printed prices of a good, for the dates at which both are known."""
    over, under = (story.record.series(f"price_{kind}_{good}").main() for kind in ("market", "ration"))
    below = {price.year: price for price in under}
    marks = []
    for price in over:
        if price.year in below:
            base = below[price.year]
            marks.append(
                {
                    "x": 0.0,
                    "year": price.year,
                    "value": price.value / base.value,
                    "low": (price.low or price.value) / (base.high or base.value),
                    "high": (price.high or price.value) / (base.low or base.value),
                    "territory": price.territory,
                    **standing_behind([price, base]),
                    "role": "main",
                    "text": price.year,
                }
            )
    return {"label": story.say(GOODS[good]), "value": None, "marks": marks}


def industry(story: Story) -> dict:
    """Picture 9: product, its uses, output and capital outside agriculture, and the net flow under five price vectors."""
    say, record = story.say, story.record
    product = derived_marks(record, "gdp_index_as_it_stood", say("Record"), years=WHOLE)
    names = ("lower_industrial_share", "nep")
    rubles = say.unit("billion rubles of 1937")
    flows = [_vector(story, position) for position in range(len(PRICE_VECTORS))]
    numbers = story.told(growth="national_product_1937_over_1928")
    heading, verdict = _who_paid(story, flows, numbers["growth"])
    invested = printed_marks(
        record, "capital_formation_share_of_gnp", say("Record"), years=THIRTIES, calendar="calendar year"
    )
    consumed = printed_marks(
        record, "household_consumption_share_of_gnp", say("Record"), years=THIRTIES, calendar="calendar year"
    )
    known = {point["year"]: point["value"] for point in invested["points"]}
    share = {point["year"]: point["value"] for point in settled(_share(story, "investment_share")[0])["points"]}
    caption = say(
        "Gross domestic product, 1928 = 100; investment and household consumption in per cent of gross product; output "
        "and capital outside agriculture, billion rubles at 1937 prices; net resource flow out of agriculture, billion "
        "rubles at 1928 prices, positive where the village gave more than it got. In the model investment goes from "
        "{first} per cent of product in 1928/29 to {last} in 1937/38, where the record has {known_first} and, with a wide "
        "range, {known_last}. "
        "{verdict} Scholars differ on which prices to use.",
        first=say.number(share[1928]),
        last=say.number(share[1937]),
        **{f"known_{name}": say.number(known[year]) for name, year in (("first", "1928"), ("last", "1937"))},
        verdict=verdict,
    )
    note = say(
        "What the village gets is what its sales buy, less the grain that is returned to it, and tractors. The flow counts "
        "goods delivered, not taxes, labour that left or people who died."
    )
    return picture(
        "industry",
        heading,
        caption,
        [
            panel(
                say("Gross domestic product"),
                say("1928 = 100"),
                [product, *(_index(line) for line in story.lines("gross_product", *names))],
                years=WHOLE,
                decimals=0,
                logarithmic=True,
            ),
            panel(
                say("Investment in gross product"),
                "%",
                [invested, *_share(story, "investment_share", *names)],
                years=THIRTIES,
                decimals=0,
            ),
            panel(
                say("Household consumption in gross product"),
                "%",
                [consumed, *_share(story, "household_share_of_product", *names)],
                years=THIRTIES,
                decimals=0,
            ),
            panel(
                say("Output outside agriculture"),
                rubles,
                story.lines("nonfarm_output", *names, years=THIRTIES),
                years=THIRTIES,
                decimals=0,
            ),
            panel(
                say("Capital outside agriculture"),
                rubles,
                story.lines("capital", *names, years=THIRTIES),
                years=THIRTIES,
                decimals=0,
            ),
            panel(
                say("Net resource flow out of agriculture, model"),
                say.unit("billion rubles of 1928"),
                flows,
                years=THIRTIES,
                direct=True,
            ),
        ],
        columns=2,
        note=note,
        numbers=numbers,
    )


def _share(story: Story, quantity: str, *names: str) -> list[dict]:
    """A share of gross product in per cent."""
    return story.lines(quantity, *names, years=THIRTIES, scale=100.0)


def _index(line: dict) -> dict:
    """A line as an index of the calendar year 1928: the mean of 1927/28 and 1928/29."""
    by_year = {point["year"]: point["value"] for point in line["points"]}
    base = 0.5 * (by_year[1927] + by_year[1928])
    return {**line, "points": [{**point, "value": point["value"] / base * 100.0} for point in line["points"]]}


def _raised(line: dict) -> dict:
    """A line of logarithms as multiples."""
    return {**line, "points": [{**point, "value": numpy.exp(point["value"])} for point in line["points"]]}


def _vector(story: Story, position: int) -> dict:
    """The net flow under one price vector, in history."""
    run, vector = story.history, PRICE_VECTORS[position]
    values = run.values["net_resource_outflow"][:, position, 0]
    return settled(
        line_of(run, values, story.say(VECTORS[vector]), "net_resource_outflow", f"vector_{position}", THIRTIES)
    )


def _who_paid(story: Story, flows: list[dict], growth: Told) -> tuple[str, str]:
    """The heading and the sentence that the signs of 1928-37 call for."""
    say = story.say
    means = [sum(point["value"] for point in flow["points"] if 1928 <= point["year"] <= 1937) / 10.0 for flow in flows]
    paid = sum(mean > 0.0 for mean in means)
    grown = {"low": growth.low_said, "high": growth.high_said}
    verdict = say(
        "On average over 1928–37 the village gives more than it gets at {paid} of {all} sets of prices in this run.",
        paid=paid,
        all=len(flows),
    )
    if 0 < paid < len(flows):
        heading = say(
            "National product of 1937 was {low} to {high} per cent of that of 1928, depending on the prices used; on them, too, "
            "depends whether the village paid for it",
            **grown,
        )
        return heading, verdict + " " + say("The sign differs between them.")
    disputed = say(
        "National product of 1937 was {low} to {high} per cent of that of 1928, depending on the prices used; whether the "
        "village paid for it is disputed",
        **grown,
    )
    return disputed, verdict + " " + say("Here the sign is the same at all of them; in the literature it is not.")
