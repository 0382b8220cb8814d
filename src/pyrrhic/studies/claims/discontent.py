"""S7: unmet consumer demand fuels discontent."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View

CLAIM = Claim(
    "S7",
    "discontent",
    "Discontent",
    "Villagers rose against collectivization, and unmet demand for food and goods fuelled discontent in the towns.",
    (
        Comparison(
            "Mass disturbances in the countryside, 1928",
            "number",
            0,
            Evidence("mass_disturbances", ("1928",)),
            Measure("rural_disturbances_total", 1927, 1928, "mean"),
        ),
        Comparison(
            "Mass disturbances in the countryside, 1930",
            "number",
            0,
            Evidence("mass_disturbances", ("1930",)),
            Measure("rural_disturbances_total", 1929, 1930, "mean"),
        ),
        Comparison("Real wage in 1937", "1928 = 100", 0, Evidence("real_wage", ("1937",))),
        Comparison(
            "Rise of the state price of meat, June 1962", "%", 0, Evidence("retail_price_rise_meat", ("1962-06-01",))
        ),
        Comparison(
            "People shot dead at Novocherkassk, June 1962",
            "persons",
            0,
            Evidence("novocherkassk_deaths", ("1962",), region="Novocherkassk"),
        ),
        Comparison(
            "Unmet demand for meat before the rise, 1961/62, logarithm against 1926",
            "1",
            2,
            model=Measure("meat_gap", 1961),
        ),
        Comparison(
            "Unmet demand for meat after the rise, 1962/63, logarithm against 1926",
            "1",
            2,
            model=Measure("meat_gap", 1962),
        ),
    ),
    (
        View(
            "The disturbances of 1930 were a peasant war in many small episodes, most of them in the campaign of "
            "January to March.",
            ("viola1996",),
        ),
        View("Prices set below what people would pay turned income into queues.", ("treml1978", "gaidar2007")),
    ),
    ("nep", "slower_collectivization"),
)
