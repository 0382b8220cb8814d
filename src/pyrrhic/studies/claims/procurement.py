"""S3: mandatory plans, raised year by year."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View


def _share(year: int, label: str) -> Comparison:
    return Comparison(
        label,
        "%",
        0,
        Evidence("grain_collections_share", (str(year),)),
        Measure("grain_collected_total", year, over="grain_harvest_total", scale=100.0),
    )


CLAIM = Claim(
    "S3",
    "procurement",
    "Procurement",
    "The state set mandatory plans for grain and industrial crops and raised them year by year.",
    (
        Comparison(
            "Plan of grain collections, 1931/32",
            "Mt",
            1,
            Evidence("grain_plan_agricultural_year", ("1931",)),
            Measure("national_plan", 1931),
        ),
        Comparison(
            "Plan of grain collections, 1932/33",
            "Mt",
            1,
            Evidence("grain_plan_agricultural_year", ("1932",)),
            Measure("national_plan", 1932),
        ),
        Comparison(
            "Grain collected, 1931/32",
            "Mt",
            1,
            Evidence("grain_collections_agricultural_year", ("1931",)),
            Measure("grain_collected_total", 1931),
        ),
        Comparison(
            "Grain collected, 1932/33",
            "Mt",
            1,
            Evidence("grain_collections_agricultural_year", ("1932",)),
            Measure("grain_collected_total", 1932),
        ),
        _share(1928, "Share of the harvest collected, 1928/29"),
        _share(1932, "Share of the harvest collected, 1932/33"),
        _share(1938, "Share of the harvest collected, 1938/39"),
    ),
    (
        View(
            "Plans rested on expected harvests and could not follow a failure; regions that used to harvest most "
            "were pressed hardest.",
            ("mengQianYared2015",),
        ),
        View("Beyond rigid plans there was a bias against Ukrainians.", ("markevichNaumenkoQian2021",)),
        View(
            "Plans were cut several times, late and in part, and the leaders misjudged the harvest.",
            ("daviesWheatcroft2004",),
        ),
    ),
    ("plans_cut_with_harvest", "plans_on_actual_harvest", "nep"),
)
