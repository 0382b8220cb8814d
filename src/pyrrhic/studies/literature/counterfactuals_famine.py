"""Published counterfactuals on procurement, herds and famine. Works on China are analogues: only signs are compared."""

from pyrrhic.runs.measure import Measure
from pyrrhic.studies.literature.counterfactual import Contrast, Published

DEATHS = Measure("excess_deaths", 1930, 1933)

FLEXIBLE_PROCUREMENT = Published(
    "flexible_procurement",
    "Procurement that follows the harvest",
    ("mengQianYared2015",),
    "C",
    "In China in 1959-61 a procurement that could have followed the harvest would have avoided 32 to 43 % of the "
    "excess deaths. Recalled.",
    "An analogue: another famine, with a plan fixed from past harvests. The first scenario cuts each region's plan by "
    "the whole shortfall of its harvest (in history about half), the second keeps the national plan and shares it by "
    "the actual harvest.",
    scenario="plans_cut_with_harvest",
    contrasts=(
        Contrast("Excess deaths, 1930/31–1933/34, plans cut with the harvest", DEATHS, "lower", "−32 to −43 % (China)"),
        Contrast(
            "Excess deaths, 1930/31–1933/34, plan shared by the actual harvest",
            DEATHS,
            "lower",
            "−32 to −43 % (China)",
            scenario="plans_on_actual_harvest",
        ),
    ),
    why="When only the sharing follows the harvest, the national plan stays as it was, so what one region is spared is "
    "asked of others; some of these are then hungry in turn. Which effect is larger depends on how near to hunger "
    "the draws leave the other regions.",
)

LESS_PROCUREMENT = Published(
    "less_procurement",
    "No excessive procurement and no labour taken from farms",
    ("liYang2005",),
    "B",
    "Diversion of labour and excessive procurement explain 61 % of the fall of China's grain output in the Great Leap "
    "Forward: without them the fall is 61 % smaller.",
    "An analogue. The scenario takes away force in collection; no lever keeps workers on the farms, and the model's "
    "harvest does not use labour, so the part of the result that comes from diversion cannot appear. The price of "
    "1928, which the scenario needs so that peasants sell, raises effort on kolkhoz fields too, so that not all of "
    "the result is less procurement.",
    scenario="voluntary_sales",
    contrasts=(
        Contrast(
            "Grain harvest, 1931/32–1932/33",
            Measure("grain_harvest_total", 1931, 1932, "mean"),
            "higher",
            "fall 61 % smaller (China)",
        ),
    ),
    why="Hunger lowers the work of townspeople in the model, not of villagers, so grain left in the villages reaches "
    "the next harvest only through horses that are fed and through prices that raise effort on kolkhoz fields.",
)

NO_SOCIALIZATION = Published(
    "no_socialization_of_animals",
    "Draft animals not taken over",
    ("chenLan2017",),
    "B",
    "In China in 1955-57 collectivization cost 12 to 15 % of the draft animals, and 7 % of the grain through fewer "
    "animals and lower productivity.",
    "An analogue: of the Soviet horses about half were lost by 1933, several times the Chinese share, so the same sign "
    "comes with a much larger number. In the scenario animals still die where feed is missing.",
    scenario="no_take_over_of_animals",
    contrasts=(
        Contrast(
            "Draft power of animals, 1933/34", Measure("animal_draft_power", 1933), "higher", "+12 to +15 % (China)"
        ),
        Contrast(
            "Grain harvest, 1930/31–1933/34",
            Measure("grain_harvest_total", 1930, 1933, "mean"),
            "higher",
            "+7 % (China)",
        ),
    ),
)

NO_EXPORTS = Published(
    "no_exports",
    "No grain exports in 1932/33",
    ("ellman2005", "ellman2007", "daviesWheatcroft2004"),
    "C",
    "Deaths could have been avoided by stopping exports: about 1.7 Mt exported in 1932/33 would have fed some 7 "
    "million people for a year at 240 kg. The debate is recalled, the number of people derived.",
    "The arithmetic gives the grain to the hungry; the sign is compared, not this size. In the first scenario the "
    "grain stays in the state fund, where rations and reserve come first, and what returns to the villages is limited "
    "by what was set for return; the second returns grain by need in both runs, draws on the reserve in both, and "
    "takes away the exports of 1932/33 besides.",
    scenario="no_exports_1932",
    contrasts=(
        Contrast(
            "Excess deaths, 1932/33, all else as it happened",
            Measure("excess_deaths", 1932),
            "lower",
            "lower; grain for some 7 million",
        ),
        Contrast(
            "Excess deaths, 1932/33, where grain is returned by need",
            Measure("excess_deaths", 1932),
            "lower",
            "lower; grain for some 7 million",
            scenario="relief_accepted+no_exports_1932",
            against="relief_accepted",
        ),
    ),
    why="What is returned to the villages is limited by what was set for return, not only by what is at hand: grain "
    "not exported first fills rations and the reserve.",
)

NO_PASSPORTS = Published(
    "no_passports",
    "No limits on leaving the villages",
    ("markevichNaumenkoQian2021", "markevichNaumenkoQian2024"),
    "B",
    "Limits on migration worsened mortality in 1933: without them fewer would have died.",
    "The only limit on leaving in the model is the passport regime, from 1932/33; the scenario takes it away.",
    scenario="no_passports",
    contrasts=(
        Contrast("Excess deaths, 1932/33", Measure("excess_deaths", 1932), "lower", "lower"),
        Contrast("Excess deaths, 1930/31–1933/34", DEATHS, "lower", "lower"),
    ),
    why="By construction: the deaths of an agricultural year are reckoned on the people of its first of July, and who "
    "moves in the year counts from the next, so passports of December 1932 cannot touch the deaths of 1932/33. "
    "People move for jobs and for consumption over the year, and flight from hunger to where there is bread is not "
    "represented. From 1933/34 on there are fewer villagers to feed, and deaths are a little lower.",
)

ROWS = (FLEXIBLE_PROCUREMENT, LESS_PROCUREMENT, NO_SOCIALIZATION, NO_EXPORTS, NO_PASSPORTS)
