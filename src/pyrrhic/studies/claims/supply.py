"""S2: the village supplied the leap with raw materials, food, exports and people."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View

EXPORT_YEARS = ("1930", "1931", "1932")


def _flow(vector: str, label: str) -> Comparison:
    return Comparison(
        label, "billion rubles of 1928", 1, model=Measure("net_resource_outflow", 1928, 1937, "mean", kinds=(vector,))
    )


CLAIM = Claim(
    "S2",
    "supply",
    "Supply of the leap",
    "The collectivized village gave industry raw materials, gave workers food, paid for machines with grain exports, "
    "and financed the leap.",
    (
        Comparison(
            "Grain exported, 1930/31–1932/33",
            "Mt",
            1,
            Evidence("grain_exports_agricultural_year", EXPORT_YEARS),
            Measure("grain_exports", 1930, 1932),
        ),
        Comparison(
            "Earned by grain exports, 1930 and 1931",
            "million gold rubles",
            0,
            Evidence("grain_export_earnings", ("1930", "1931")),
            Measure("grain_export_earnings", 1930, 1931),
        ),
        Comparison(
            "Cotton harvest, 1937 over 1928",
            "times",
            1,
            Evidence("cotton_harvest", ("1928", "1937"), "ratio"),
            Measure("industrial_crop_harvest", 1928, 1937, "ratio", kinds=("cotton",)),
        ),
        Comparison(
            "Grain collected by the state, 1932/33",
            "Mt",
            1,
            Evidence("grain_collections_agricultural_year", ("1932",)),
            Measure("grain_collected_total", 1932),
        ),
        _flow("1913", "Net flow out of the village a year, 1928–37, prices of 1913"),
        _flow("1928_state", "Net flow out of the village a year, 1928–37, state prices of 1928"),
        _flow("1928_market", "Net flow out of the village a year, 1928–37, market prices of 1928"),
        _flow("1937", "Net flow out of the village a year, 1928–37, prices of 1937"),
        _flow("labour", "Net flow out of the village a year, 1928–37, labour values"),
    ),
    (
        View(
            "At the prices of 1913 or 1928 the balance of goods did not favour industry: the village received more "
            "than it gave.",
            ("millar1970", "barsov1969", "ellman1975"),
        ),
        View(
            "With other weights, such as labour values, the sign can turn; the method itself is disputed.",
            ("ellman1975", "morrison1982"),
        ),
    ),
    ("lower_industrial_share", "no_exports", "nep"),
)
