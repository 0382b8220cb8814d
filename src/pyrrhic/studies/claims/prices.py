"""S4: procurement prices many times below market value."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View

CLAIM = Claim(
    "S4",
    "prices",
    "Prices",
    "State procurement prices were many times below the market value of what was taken.",
    (
        Comparison(
            "Market over procurement price of rye, winter 1927/28",
            "times",
            1,
            Evidence("market_to_procurement_price_rye", ("1928",)),
            Measure("market_price_ratio", 1927),
        ),
        Comparison(
            "Market over procurement price of wheat, winter 1927/28",
            "times",
            1,
            Evidence("market_to_procurement_price_wheat", ("1928",)),
            Measure("market_price_ratio", 1927),
        ),
        Comparison(
            "Market over ration price of rye bread, 1933",
            "times",
            1,
            Evidence("market_to_ration_price_rye_bread", ("1933",)),
        ),
        Comparison(
            "State resale over procurement price of wheat, 1935",
            "times",
            1,
            Evidence("resale_to_procurement_price_wheat", ("1935",)),
        ),
        Comparison(
            "Market over procurement price of grain, 1932/33", "times", 1, model=Measure("market_price_ratio", 1932)
        ),
        Comparison(
            "Price without procurement over procurement price, 1932/33",
            "times",
            1,
            model=Measure("no_procurement_price_ratio", 1932),
        ),
    ),
    (
        View(
            "The market price of the time is that of a thin market in hunger and is no measure of what all the grain "
            "would have fetched.",
            ("karcz1957", "allen2003"),
        ),
        View(
            "Over all channels of sale, farm prices rose faster than those of consumer goods by 1937.", ("allen2003",)
        ),
    ),
    ("nep",),
)
