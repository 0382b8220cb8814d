"""Nutrition: what villagers and townspeople eat, and the shortfall of the hungry part of each region."""

from pyrrhic.engine.arithmetic import log, normal_distribution, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import Dimensionless, KilogramsPerHead, MillionPersons, MillionTonnes, Share

KILOGRAMS_PER_TONNE = 1000.0


def mean_shortfall(food, threshold, spread):
    """Mean shortfall below a threshold, as a share of it, when food is log-normal with this mean and log spread."""
    distance = log(threshold / food) / spread + 0.5 * spread
    return normal_distribution(distance) - food / threshold * normal_distribution(distance - spread)


@equation("region")
def plot_food(
    potatoes_per_head: KilogramsPerHead, potato_index: Dimensionless, fines_in_kind: Share, fine_severity: Share
) -> KilogramsPerHead:
    """Potatoes and vegetables of the plot per villager in grain equivalent, by region, less what fines in kind took.

    potatoes of 1926 x potato index x (1 - severity x fines).
    Source: daviesWheatcroft2004. Holds for 1926-1970; fines in 1932/33 only.
    """
    return potatoes_per_head * potato_index * (1.0 - fine_severity * fines_in_kind)


@equation("region")
def nutrition(
    grain_food: MillionTonnes,
    village_animal_food: MillionTonnes,
    rural_population: MillionPersons,
    plot_food: KilogramsPerHead,
) -> KilogramsPerHead:
    """Food per villager in grain equivalent, by region.

    (grain + animal food) / population + food of the plot.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return KILOGRAMS_PER_TONNE * (grain_food + village_animal_food) / rural_population + plot_food


@equation("region")
def hunger(nutrition: KilogramsPerHead, hunger_threshold: KilogramsPerHead, hunger_spread: Dimensionless) -> Share:
    """Hunger in a region: mean shortfall below the threshold, food being unequal inside the region.

    mean of (threshold - food) / threshold over those below it, food log-normal.
    Source: mengQianYared2015. Holds for 1926-1970.
    """
    return mean_shortfall(nutrition, hunger_threshold, hunger_spread)


@equation
def animal_food_per_head(
    animal_food: MillionTonnes, rural_population: MillionPersons, urban_population: MillionPersons
) -> KilogramsPerHead:
    """Animal food of the country per head of the whole population, in grain equivalent.

    animal food, all regions / population.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    people = sum_over_regions(rural_population) + urban_population
    return KILOGRAMS_PER_TONNE * sum_over_regions(animal_food) / people


@equation
def urban_animal_food(animal_deliveries: MillionTonnes, urban_population: MillionPersons) -> KilogramsPerHead:
    """Animal food per townsman in grain equivalent: what the villages deliver.

    deliveries, all regions / urban population.
    Source: osokina1999. Holds for 1926-1970.
    """
    return KILOGRAMS_PER_TONNE * sum_over_regions(animal_deliveries) / urban_population


@equation
def urban_nutrition(
    rations: MillionTonnes,
    town_market_grain: MillionTonnes,
    urban_population: MillionPersons,
    urban_other_food: KilogramsPerHead,
    urban_animal_food: KilogramsPerHead,
    potato_index: Dimensionless,
    town_gardens: KilogramsPerHead,
) -> KilogramsPerHead:
    """Food per townsman in grain equivalent.

    (rations + market grain) / population + other food x potato index + gardens + animal food delivered.
    Source: osokina1999; moskoff1990. Holds for 1926-1970.
    """
    grain = KILOGRAMS_PER_TONNE * (rations + town_market_grain) / urban_population
    return grain + urban_other_food * potato_index + town_gardens + urban_animal_food


@equation
def urban_hunger(
    urban_nutrition: KilogramsPerHead, urban_threshold: KilogramsPerHead, town_food_spread: Dimensionless
) -> Share:
    """Hunger in the towns: mean shortfall below the threshold of townspeople.

    as hunger, with a threshold and a spread of its own.
    Source: osokina1999. Holds for 1926-1970.
    """
    return mean_shortfall(urban_nutrition, urban_threshold, town_food_spread)


@equation
def rural_nutrition_mean(nutrition: KilogramsPerHead, rural_population: MillionPersons) -> KilogramsPerHead:
    """Food per villager in the whole country.

    mean over regions, weighted by population.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return sum_over_regions(nutrition * rural_population) / sum_over_regions(rural_population)


@equation
def national_nutrition(
    rural_nutrition_mean: KilogramsPerHead,
    urban_nutrition: KilogramsPerHead,
    rural_population: MillionPersons,
    urban_population: MillionPersons,
) -> KilogramsPerHead:
    """Food per head of the whole population in grain equivalent.

    mean of village and town, weighted by population.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    rural = sum_over_regions(rural_population)
    return (rural_nutrition_mean * rural + urban_nutrition * urban_population) / (rural + urban_population)
