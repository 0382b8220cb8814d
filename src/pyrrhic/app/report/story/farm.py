"""Pictures of animals and machines: the herds, and draft power lost and gained."""

from pyrrhic.app.report.series import derived_marks, line, panel, picture
from pyrrhic.app.report.story.rivals import rivals
from pyrrhic.app.report.story.story import HALF, Story
from pyrrhic.app.report.told import said

# Of each species: its title, the series drawn, and the printed one whose rivals stand beside it.
HERDS = {
    "horses": ("Horses", "horses_mid_year_extended", "horses_mid_year"),
    "cattle": ("Cattle", "cattle_mid_year_extended", "cattle_mid_year"),
    "pigs": ("Pigs", "pigs_mid_year_extended", "pigs_mid_year"),
    "sheep_and_goats": ("Sheep and goats", "sheep_goats_mid_year_extended", "sheep_and_goats_mid_year"),
}


def herds(story: Story) -> dict:
    """Picture 4: the four species, 1926-55."""
    say, record = story.say, story.record
    names = ("nep", "no_take_over_of_animals")
    panels = []
    for species, (title, series, printed) in HERDS.items():
        marks = derived_marks(record, series, say("Record"), years=HALF)
        others = _rivals(story, printed)
        panels.append(
            panel(
                say(title),
                say.unit("million"),
                [*others, marks, *story.lines("herds", *names, kinds=(species,), years=HALF)],
                years=HALF,
                decimals=0,
            )
        )
    numbers = story.told(
        ("horses", "cattle", "sheep"),
        horses="horses_1933_over_1929",
        cattle="cattle_1933_over_1929",
        sheep="sheep_and_goats_1933_over_1929",
    )
    heading = say(
        "Of the animals of 1929 there were left in 1933 {horses} of the horses, {cattle} of the cattle and {sheep} of the "
        "sheep and goats",
        **said(numbers),
    )
    caption = say(
        "Herds in the middle of the year, million head; each species has its own scale. From 1939/40 the "
        "country is larger, and no line is drawn across that change; the figures of 1940 are still those of the smaller "
        "country, and a point is a scenario's last year. The losses of the war are imposed on the model."
    )
    return picture("herds", heading, caption, panels, columns=2, numbers=numbers)


def _rivals(story: Story, series: str) -> list[dict]:
    """The other estimates of a printed series, where it has any."""
    marks = rivals(story, series, years=HALF, calendar="mid-year", roles=("rival",))
    return [marks] if marks["points"] else []


def draft_power(story: Story) -> dict:
    """Picture 5: draft power in all, and the power lost with the animals beside that of the tractors."""
    say, record = story.say, story.record
    unit = say.unit("million horse equivalents")
    power = derived_marks(record, "draft_power", say("Record"), years=HALF)
    least = min(power["points"], key=lambda point: point["value"])
    again = next(
        (
            point["year"]
            for point in power["points"]
            if point["year"] > least["year"] and point["value"] >= power["points"][0]["value"]
        ),
        None,
    )
    tractors = derived_marks(record, "tractor_power_extended", say("Record"), years=HALF)
    lost = line(
        story.history, "workstock_lost", say("Draft power of animals lost since 1926"), years=HALF, style="model_second"
    )
    gained = line(story.history, "tractor_draft_power", say("Tractors"), years=HALF, style="model_third")
    numbers = story.told(("share",), share="draft_power_1933_over_1928")
    heading = say(
        "Livestock was lost before machines came: draft power fell to {share} of its 1928 level by 1933",
        **said(numbers),
    )
    recovery = (
        say("In the record the level of 1928 is reached again in {year}.", year=again)
        if again
        else say("In the record the level of 1928 is not reached again by {year}.", year=power["points"][-1]["year"])
    )
    caption = say(
        "Draft power of animals and tractors in horse equivalents, and tractor power in the record. {recovery} "
        "How much field work a horse or a tractor horsepower stands for is uncertain and is graded C.",
        recovery=recovery,
    )
    note = say(
        "The deliveries of tractors given to the model are taken from the same record, so the agreement is "
        "no evidence for the model."
    )
    return picture(
        "draft_power",
        heading,
        caption,
        [
            panel(
                say("Total draft power"),
                unit,
                [power, *story.lines("draft_power_total", "nep", "no_mts", years=HALF)],
                years=HALF,
            ),
            panel(say("Power of animals lost and of tractors, model"), unit, [lost, gained], years=HALF),
            panel(
                say("Tractor power"),
                say.unit("million hp"),
                [tractors, *story.lines("tractors_total", "nep", "no_mts", years=HALF)],
                years=HALF,
            ),
        ],
        columns=3,
        note=note,
        numbers=numbers,
    )
