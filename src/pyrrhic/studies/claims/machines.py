"""S5: machines replaced the workstock that was lost."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View

CLAIM = Claim(
    "S5",
    "machines",
    "Machines",
    "Tractors, combine harvesters and trucks, served by machine-tractor stations, replaced the working animals lost.",
    (
        Comparison(
            "Draft power, 1933 over 1928",
            "times",
            2,
            Evidence("draft_power", ("1928", "1933"), "ratio"),
            Measure("draft_power_total", 1928, 1933, "ratio"),
        ),
        Comparison(
            "Draft power, 1937 over 1928",
            "times",
            2,
            Evidence("draft_power", ("1928", "1937"), "ratio"),
            Measure("draft_power_total", 1928, 1937, "ratio"),
        ),
        Comparison(
            "Power of tractors at the end of 1937",
            "million hp",
            2,
            Evidence("tractor_power", ("1937",)),
            Measure("tractors_total", 1937, 1938, "mean"),
        ),
        Comparison(
            "Combine harvesters at the end of 1937",
            "thousand",
            0,
            Evidence("combines", ("1937",)),
            Measure("combines", 1937, 1938, "mean"),
        ),
        Comparison(
            "Horses, 1933 over 1928",
            "times",
            2,
            Evidence("horses_mid_year", ("1928", "1933"), "ratio"),
            Measure("horses", 1928, 1933, "ratio"),
        ),
    ),
    (
        View(
            "The stations also served to see the grain leave the kolkhoz; payment in kind for their work was a large "
            "part of collections.",
            ("miller1970", "daviesWheatcroft2004"),
        ),
        View(
            "Without the slaughter of animals the machines could have been spared or would have added to output.",
            ("hunter1988", "jasny1949"),
        ),
    ),
    ("no_mts", "no_take_over_of_animals", "nep"),
)
