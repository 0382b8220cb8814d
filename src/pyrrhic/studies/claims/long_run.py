"""S6: no real modernization; the exporter imports grain from 1963."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View

THIRTIES = tuple(str(year) for year in range(1930, 1940))
SIXTIES = tuple(str(year) for year in range(1963, 1970))

CLAIM = Claim(
    "S6",
    "long_run",
    "The long run",
    "Agriculture was not really modernized in the 1930s, and a great exporter of grain became an importer from 1963.",
    (
        Comparison(
            "Grain harvest, mean of 1930–39",
            "Mt",
            1,
            Evidence("grain_harvest_composite", THIRTIES, "mean"),
            Measure("grain_harvest_total", 1930, 1939, "mean"),
        ),
        Comparison(
            "Grain harvest of 1963",
            "Mt",
            1,
            Evidence("grain_harvest_composite", ("1963",)),
            Measure("grain_harvest_total", 1963),
        ),
        Comparison(
            "Grain imported, 1963/64",
            "Mt",
            1,
            Evidence("grain_imports_agricultural_year", ("1963",)),
            Measure("grain_imports", 1963),
        ),
        Comparison(
            "Grain imported, 1963/64–1969/70",
            "Mt",
            1,
            Evidence("grain_imports_agricultural_year", SIXTIES),
            Measure("grain_imports", 1963, 1969),
        ),
        Comparison(
            "Grain exported, 1963/64–1969/70",
            "Mt",
            1,
            Evidence("grain_exports_agricultural_year", SIXTIES),
            Measure("grain_exports", 1963, 1969),
        ),
        Comparison(
            "Grain fed to animals, 1969/70 over 1953/54", "times", 2, model=Measure("grain_feed", 1953, 1969, "ratio")
        ),
    ),
    (
        View(
            "Imports came with growing herds and rising incomes at fixed meat prices, not with falling harvests.",
            ("johnsonBrooks1983", "gaidar2007", "treml1978"),
        ),
        View("The virgin lands raised the harvest and made it depend on a dry region.", ("mccauley1976", "durgin1962")),
    ),
    ("no_virgin_lands", "reforms_in_1946"),
)
