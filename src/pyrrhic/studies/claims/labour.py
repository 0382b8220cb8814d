"""S1: collectivization drove millions of peasants to the towns."""

from pyrrhic.runs.measure import Evidence, Measure
from pyrrhic.studies.claims.claim import Claim, Comparison, View

SEASONS = tuple(str(year) for year in range(1928, 1935))

CLAIM = Claim(
    "S1",
    "labour",
    "Labour",
    "Collectivization drove millions of peasants to the towns and construction sites; they were the cheap labour of "
    "the industrial leap.",
    (
        Comparison(
            "Net moves to the towns, 1928/29–1934/35",
            "million persons",
            1,
            Evidence("net_migration_to_towns_agricultural_year", SEASONS),
            Measure("migration_total", 1928, 1934),
        ),
        Comparison(
            "Net moves to the towns in 1931/32",
            "million persons",
            1,
            Evidence("net_migration_to_towns_agricultural_year", ("1931",)),
            Measure("migration_total", 1931),
        ),
        Comparison(
            "People in towns, 1 January 1939",
            "million persons",
            1,
            Evidence("urban_population_1_january", ("1939",)),
            Measure("urban_population", 1938, 1939, "mean"),
        ),
        Comparison(
            "Workers and employees, 1937 over 1928", "times", 1, Evidence("state_employment", ("1928", "1937"), "ratio")
        ),
        Comparison(
            "Peasants becoming wage earners for every 30 who joined a kolkhoz, 1929–32",
            "persons",
            0,
            Evidence("wage_earners_per_30_new_kolkhozniks", ("1929-32",)),
        ),
    ),
    (
        View(
            "Towns would have drawn people without collectivization too: wages, jobs and later hunger pulled, and "
            "passports held back. How much of the move collectivization caused is disputed.",
            ("allen2003", "fitzpatrick1994", "lewin2005"),
        ),
        View(
            "Barriers between village and town, and their removal, explain much of the shift of labour.",
            ("cheremukhin2017",),
        ),
    ),
    ("nep", "no_passports"),
)
