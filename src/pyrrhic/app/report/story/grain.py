"""Pictures of grain: harvest and collections, plan, trade and stock, and the long run to 1970."""

from pyrrhic.app.report.series import derived_marks, panel, picture, ratio, settled
from pyrrhic.app.report.story.rivals import rivals
from pyrrhic.app.report.story.story import POSTWAR, THIRTIES, WHOLE, Story
from pyrrhic.app.report.told import said


def harvest_and_collections(story: Story) -> dict:
    """Picture 1: what was harvested and what the state collected, 1926-40."""
    say, record = story.say, story.record
    marks = derived_marks(record, "grain_harvest_composite_of_estimates", say("Record"), years=THIRTIES)
    others = [
        rivals(
            story,
            name,
            official=official,
            years=THIRTIES,
            calendar="agricultural year",
            roles=("main", "rival"),
        )
        for name, official in (("grain_harvest_western_estimates", False), ("grain_harvest_revised_official", True))
    ]
    collected = derived_marks(record, "grain_collections_agricultural_year", say("Record"), years=THIRTIES)
    numbers = story.told(
        taken_before="grain_collected_1928_29",
        before="grain_harvest_of_1928",
        taken_after="grain_collected_1932_33",
        after="grain_harvest_of_1932",
    )
    heading = say(
        "Grain harvests fell and the state took more: {taken_before} million tonnes of about {before} in 1928, "
        "{taken_after} of about {after} in 1932",
        **said(numbers),
    )
    caption = say(
        "Barn harvest of grain and grain collections, million tonnes per agricultural year. Bars are the "
        "published ranges; for {year} they run from {low} to {high}. Soviet figures of the time for 1933–39 (the "
        "biological yield, an estimate of the standing crop) are higher and are left out.",
        year=say.agricultural(1932),
        **_range(say, marks["points"], 1932),
    )
    unit = say.unit("Mt")
    return picture(
        "harvest",
        heading,
        caption,
        [
            panel(
                say("Grain harvest"),
                unit,
                [*others, marks, *story.lines("grain_harvest_total", "nep", years=THIRTIES)],
                years=THIRTIES,
            ),
            panel(
                say("Grain collections"),
                unit,
                [collected, *story.lines("grain_collected_total", "nep", years=THIRTIES)],
                years=THIRTIES,
            ),
        ],
        columns=2,
        numbers=numbers,
        note=say(
            "From 1933/34 the plan given to the model is the quantity that was collected, so agreement in "
            "collections after that year is no test of the model."
        ),
    )


def _range(say, points, year: int) -> dict[str, str]:
    point = next(point for point in points if point["year"] == year)
    return {"low": say.number(point["low"]), "high": say.number(point["high"])}


def plan_and_collection(story: Story) -> dict:
    """Picture 2: the plan beside what was collected, and the share of the harvest taken."""
    say, record = story.say, story.record
    unit = say.unit("Mt")
    plan = derived_marks(record, "grain_plan_agricultural_year", say("Plan, record"), years=THIRTIES, role="plan")
    collected = derived_marks(record, "grain_collections_agricultural_year", say("Record"), years=THIRTIES)
    share = derived_marks(record, "grain_collections_share", say("Record"), years=WHOLE)
    taken = story.lines("grain_collected_total", "plans_cut_with_harvest", years=WHOLE)
    reaped = story.lines("grain_harvest_reported", "plans_cut_with_harvest", years=WHOLE)
    shares = [ratio(over, under, 100.0) for over, under in zip(taken, reaped, strict=True)]
    numbers = story.told(
        before="share_of_the_harvest_collected_1928_29",
        after="share_of_the_harvest_collected_1932_33",
        later="share_of_the_harvest_collected_1938_39",
    )
    heading = say(
        "Collections rose from {before} per cent of the harvest in 1928 to {after} in 1932 and {later} in 1938",
        **said(numbers),
    )
    caption = say(
        "First, the national procurement plan and grain collections, million tonnes; then, collections in per "
        "cent of the harvest, which from 1940 is the reported one. The dashed line is the scenario in which plans "
        "are cut within the year in proportion to the shortfall of the harvest."
    )
    planned = {**story.lines("national_plan", years=THIRTIES)[0], "role": "model_second", "label": say("Plan, model")}
    return picture(
        "plan",
        heading,
        caption,
        [
            panel(
                say("Plan and collections"),
                unit,
                [
                    plan,
                    collected,
                    planned,
                    *story.lines("grain_collected_total", "plans_cut_with_harvest", years=THIRTIES),
                ],
                years=THIRTIES,
            ),
            panel(say("Share of the harvest collected"), "%", [share, *shares], years=WHOLE, decimals=0),
        ],
        columns=2,
        numbers=numbers,
        note=say(
            "In the years of the war harvest and collections of the model suffer from losses that are imposed on it, and "
            "the plan of those years is not fitted: the share collected shows nothing about them."
        ),
    )


def trade_and_stock(story: Story) -> dict:
    """Picture 3: exports, imports and the stock in the state's hands, 1926-70."""
    say, record = story.say, story.record
    unit = say.unit("Mt")
    exports = derived_marks(record, "grain_exports_agricultural_year_extended", say("Record"), years=WHOLE)
    imports = derived_marks(record, "grain_imports_agricultural_year", say("Record"), years=WHOLE)
    stock = derived_marks(record, "state_grain_stock", say("Record"), years=WHOLE)
    others = rivals(story, "state_grain_stocks", years=WHOLE, calendar="1 July", roles=("rival",))
    numbers = story.told(sold="grain_exported_1930_31_1932_33", bought="grain_imported_1963_64_1966_67")
    heading = say(
        "{sold} million tonnes of grain were exported in the three years 1930–33; thirty years later {bought} "
        "million were imported in four years",
        **said(numbers),
    )
    caption = say(
        "Grain exports and imports per agricultural year and the state's stock of grain on 1 July, million "
        "tonnes. Imports from 1962/63 are what was bought for each season; other figures per agricultural year "
        "after 1934 are calculated from calendar years, which widens their range. No import is given to the model: "
        "it has {model_first} million tonnes in 1963/64, where the record has {first}, and {model_third} in 1965/66, "
        "where the record has {third}. The dashed line is the scenario without exports in 1930–33.",
        **_model_and_record(story, "grain_imports", {"first": 1963, "third": 1965}, WHOLE),
    )
    note = say(
        "The exports planned in the model are taken from the record, so their agreement with it says "
        "nothing about the model."
    )
    return picture(
        "trade",
        heading,
        caption,
        [
            panel(say("Exports"), unit, [exports, *story.lines("grain_exports", "no_exports")], years=WHOLE),
            panel(say("Imports"), unit, [imports, *story.lines("grain_imports", "no_exports")], years=WHOLE),
            panel(
                say("State grain stock, 1 July"),
                unit,
                [others, stock, *story.lines("state_grain", "no_exports")],
                years=WHOLE,
            ),
        ],
        note=note,
        numbers=numbers,
    )


def _model_and_record(story: Story, quantity: str, years: dict[str, int], shown) -> dict[str, str]:
    """The slots of a sentence that sets the model beside the series of a quantity per agricultural year."""
    say, model = story.say, dict(_by_year(story, quantity, shown))
    beside = {f"model_{name}": say.number(model[year]) for name, year in years.items()}
    return beside | {
        name: say.number(story.known(f"{quantity}_agricultural_year", year)) for name, year in years.items()
    }


def long_run(story: Story) -> dict:
    """Picture 10: harvest, feed, imports and pigs, 1953-70."""
    say, record = story.say, story.record
    unit = say.unit("Mt")
    names = ("no_virgin_lands",)
    harvest = derived_marks(record, "grain_harvest_composite_of_estimates", say("Record"), years=POSTWAR)
    label = say("FAO, cereals without pulses")
    fao = rivals(
        story,
        "cereal_harvest_fao",
        label=label,
        years=POSTWAR,
        calendar="agricultural year",
        roles=("main", "rival"),
    )
    official = derived_marks(record, "grain_imports_agricultural_year", say("Record"), years=POSTWAR)
    bought = rivals(
        story, "cereal_imports_fao", label=label, years=POSTWAR, calendar="calendar year", roles=("main", "rival")
    )
    fed = rivals(story, "cereal_feed_fao", label=label, years=POSTWAR, calendar="agricultural year")
    usable = {
        **story.lines("grain_harvest_total", years=POSTWAR)[0],
        "role": "model_second",
        "label": say("Usable grain, model"),
    }
    pigs = derived_marks(record, "pigs_mid_year_extended", say("Record"), years=POSTWAR)
    feed, herd = dict(_by_year(story, "grain_feed", POSTWAR)), dict(_by_year(story, "herds", POSTWAR, kinds=("pigs",)))
    balance = {int(point["year"]): point["value"] for point in fed["points"]}
    numbers = story.told(imports="grain_imported_1963_64", harvest="grain_harvest_of_1963")
    heading = say(
        "From 1963 an exporter of grain became a buyer: {imports} million tonnes in 1963/64, with a harvest of "
        "{harvest}",
        **said(numbers),
    )
    caption = say(
        "Grain harvest, grain fed to livestock and grain imports, million tonnes per agricultural year, and pigs in "
        "the middle of the year, million. Post-war official harvests are bunker weight, with moisture and trash, and "
        "so is the model's line beside them; below it is the part that can be used. Hollow marks are international "
        "statistics, which leave out pulses. In the model grain fed to livestock goes from {first} to {last} million "
        "tonnes between 1953/54 and 1969/70; in the four years from 1961/62 it is {model_feed} a year, where FAO's "
        "balances have {feed}. In 1969 the model has {model_pigs} million pigs, where the record has {pigs}.",
        first=say.number(feed[1953], 0),
        last=say.number(feed[1969], 0),
        model_feed=say.number(sum(feed[year] for year in range(1961, 1965)) / 4.0, 0),
        feed=say.number(sum(balance[year] for year in range(1961, 1965)) / 4.0, 0),
        model_pigs=say.number(herd[1969], 0),
        pigs=say.number(story.known("pigs_mid_year_extended", 1969), 0),
    )
    return picture(
        "long_run",
        heading,
        caption,
        [
            panel(
                say("Grain harvest"),
                unit,
                [fao, harvest, usable, *story.lines("grain_harvest_reported", *names, years=POSTWAR)],
                years=POSTWAR,
                decimals=0,
            ),
            panel(
                say("Grain fed to livestock"),
                unit,
                [fed, *story.lines("grain_feed", *names, years=POSTWAR)],
                years=POSTWAR,
                decimals=0,
            ),
            panel(
                say("Grain imports"),
                unit,
                [bought, official, *story.lines("grain_imports", *names, years=POSTWAR)],
                years=POSTWAR,
            ),
            panel(
                say("Pigs"),
                say.unit("million"),
                [pigs, *story.lines("herds", *names, kinds=("pigs",), years=POSTWAR)],
                years=POSTWAR,
                decimals=0,
            ),
        ],
        columns=2,
        numbers=numbers,
    )


def _by_year(story: Story, quantity: str, years, kinds=()):
    line = settled(story.lines(quantity, kinds=kinds, years=years)[0])
    return [(point["year"], point["value"]) for point in line["points"]]
