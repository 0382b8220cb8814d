"""S8: herds lost, hunger, the famine of 1931-33, deportation."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View

UKRAINE = ("ukraine_steppe", "ukraine_forest_steppe")
FAMINE = "famine_excess_deaths"

CLAIM = Claim(
    "S8",
    "human_cost",
    "Human cost",
    "What the text leaves out: people died of hunger in millions, herds were lost, and peasants were deported.",
    (
        Comparison(
            "Excess deaths in all, 1930/31–1933/34",
            "million persons",
            1,
            Evidence(
                FAMINE,
                ("1930-33",),
                others=tuple(Evidence(FAMINE, (period,)) for period in ("1931-33", "1932-33", "1932-34", "1933-34")),
            ),
            Measure("excess_deaths", 1930, 1933),
        ),
        Comparison(
            "Excess deaths in Ukraine, 1931/32–1933/34",
            "million persons",
            1,
            Evidence(
                FAMINE, ("1932-34",), region="Ukraine", others=(Evidence(FAMINE, ("1932-33",), region="Ukraine"),)
            ),
            Measure("excess_deaths_rural", 1931, 1933, regions=UKRAINE),
        ),
        Comparison(
            "Excess deaths in Kazakhstan, 1931/32–1933/34",
            "million persons",
            1,
            Evidence(FAMINE, ("1931-33",), region="Kazakhstan"),
            Measure("excess_deaths_rural", 1931, 1933, regions=("kazakhstan",)),
        ),
        Comparison(
            "Peasants deported as kulaks, 1930–31",
            "million persons",
            2,
            Evidence("kulak_persons_deported", ("1930-31",), scale=1e-6),
            Measure("deported", 1929, 1931),
        ),
        Comparison(
            "Cattle, 1933 over 1929",
            "times",
            2,
            Evidence("cattle_mid_year", ("1929", "1933"), "ratio"),
            Measure("cattle", 1929, 1933, "ratio"),
        ),
        Comparison(
            "Sheep and goats, 1933 over 1929",
            "times",
            2,
            Evidence("sheep_goats_mid_year", ("1929", "1933"), "ratio"),
            Measure("herds", 1929, 1933, "ratio", kinds=("sheep_and_goats",)),
        ),
        Comparison(
            "Excess deaths of 1946–47",
            "million persons",
            1,
            Evidence("famine_excess_deaths_1946_47", ("1946-47",)),
            Measure("excess_deaths", 1946, 1947),
        ),
    ),
    (
        View(
            "The famine followed from policy made in ignorance and haste, with a harvest worse than was believed.",
            ("daviesWheatcroft2004", "wheatcroft1990"),
        ),
        View("From autumn 1932 hunger in Ukraine was used and deepened on purpose.", ("conquest1986",)),
        View(
            "The leaders knowingly let people starve in 1932–33; whether that was genocide depends on the definition.",
            ("ellman2007",),
        ),
        View("Drought and disease cut the harvest of 1932 by more than is usually allowed.", ("tauger1991",)),
    ),
    ("relief_accepted", "no_exports+relief_accepted", "plans_cut_with_harvest", "nep"),
)
