"""Published counterfactuals on industry, growth and the net transfer from agriculture.

Pages of allen2003 are those of a reading copy of the Russian edition.
"""

from pyrrhic.runs.measure import Measure
from pyrrhic.studies.literature.counterfactual import LEVEL, Contrast, Published

LOW_INDUSTRY_SHARE = Published(
    "low_industry_share",
    "A heavy-industry share of 0.07 instead of 0.23",
    ("allen2003[69]",),
    "B",
    "In Allen's simulation of the collectivized economy, nonagricultural value added of 1939 is 143.4 bn rubles of "
    "1937 with e = 0.07 and 231.9 bn with e = 0.23; fixed capital is 201.0 and 343.9 bn.",
    "Allen holds e constant from 1928. In the model's history e rises from 0.12 in 1928/29 to 0.23 in 1931/32, so "
    "less is taken away. Most structures let urban labour replace capital, where Allen's output is limited by capital; "
    "the ratio of capital to output, depreciation and imports of machines are the model's own. His output and capital "
    "of 1939 with e = 0.23 are among the figures that the model is fitted to, as orientations; those with e = 0.07 are "
    "not. The size is shown and only the sign compared.",
    scenario="lower_industrial_share",
    contrasts=(
        Contrast("Output outside agriculture, 1939/40", Measure("nonfarm_output", 1939), "lower", "−38 %"),
        Contrast("Capital outside agriculture, 1 July 1939", Measure("capital", 1939), "lower", "−42 %"),
    ),
)

NEP_SAME_SHARE = Published(
    "nep_same_share",
    "NEP continued, with the same heavy-industry share",
    ("allen2003[121-123]", "allen2005"),
    "B",
    "Collectivization added slightly to output by the late 1930s, by moving people to the towns; most of the growth "
    "was to be had under NEP. Under NEP total farm output is higher throughout, the marketed output lower in the "
    "early 1930s and about equal by 1939, and the towns grow more slowly.",
    "Allen's NEP has the mechanization and industrial crops of history; so has the scenario. The size of the loss of "
    "output is recalled (grade C): some 5 to 15 % in 1939. Marketed output is here what leaves the villages at the "
    "state prices of 1928, less the grain returned to them; about equal means within 5 %.",
    scenario="nep",
    contrasts=(
        Contrast(
            "Output outside agriculture, 1939/40",
            Measure("nonfarm_output", 1939),
            "lower",
            "lower, slightly; recalled: −5 to −15 %",
        ),
        Contrast("Farm output, 1930/31–1939/40", Measure("farm_output", 1930, 1939, "mean"), "higher", "higher"),
        Contrast(
            "Farm goods that leave the villages, 1930/31–1932/33",
            Measure("farm_goods_outflow", 1930, 1932),
            "lower",
            "lower",
        ),
        Contrast(
            "Farm goods that leave the villages, 1939/40", Measure("farm_goods_outflow", 1939), "equal", "about equal"
        ),
        Contrast("People in towns, 1 July 1939", Measure("urban_population", 1939), "lower", "lower"),
    ),
    why="Marketed goods: the model keeps the marketed share of animal products as it was, so the larger herds of NEP "
    "send more meat and milk out of the villages, and at the prices of 1928 this weighs as much as the grain that "
    "stays there; in Allen free peasants choose how much of either they sell. See the parts: pyrrhic "
    "compare as_it_happened nep --keep grain_outflow,animal_products_outflow --draws 400. Output: where labour can "
    "replace capital, the townspeople who do not come are missed; where capital alone limits output they are not, "
    "and those who are there eat better. The rival structures for industry so differ in the sign.",
)

HARD_BUDGETS = Published(
    "hard_budgets",
    "A capitalist economy with hard budgets",
    ("allen2003[123]", "allen1998", "harrisTodaro1970"),
    "C",
    "In Allen's third variant firms hire until the wage equals the marginal product, and migration follows the "
    "expected wage as in Harris and Todaro: growth is slower and there is urban unemployment. The variant itself was "
    "seen by its heading; its results are recalled.",
    "The two rivals of nonfarm_output, Cobb-Douglas and Allen's capital limit, both employ everyone in the towns: they "
    "are two soft budgets.",
    missing="The model has no budget rule of firms: no urban wage that firms must cover, no demand for labour that "
    "could fall short of the urban population, no unemployment, and no migration by expected wage. A third "
    "rival of nonfarm_output and one of pull_rate would be needed.",
)

NO_COLLECTIVIZATION = Published(
    "no_collectivization",
    "No collectivization",
    ("hunter1988", "hunterSzyrmer1992"),
    "B",
    "With herds growing on from 1928 and yields on trend there is more livestock and more consumption through the "
    "1930s, and by 1940 a capital stock as large or larger. The size is recalled and must be read in print (grade C): "
    "capital at the end of 1940 some 10 to 30 % larger.",
    "Hunter writes down the path of the herds (recalled: 1 to 2 % a year) and of yields; the scenario nep lets herds "
    "follow feed and choice, and keeps the weather and unexplained yields of history. It keeps deliveries of tractors "
    "too, though the draft animals live. As large means not lower by more than 5 %.",
    scenario="nep",
    contrasts=(
        Contrast(
            "Animal products, 1930/31–1939/40", Measure("livestock_output", 1930, 1939, "mean"), "higher", "higher"
        ),
        Contrast(
            "Food per head, 1930/31–1939/40", Measure("national_nutrition", 1930, 1939, "mean"), "higher", "higher"
        ),
        Contrast(
            "Consumption of a villager, 1930/31–1939/40",
            Measure("rural_consumption", 1930, 1939, "mean"),
            "higher",
            "higher",
        ),
        Contrast(
            "Consumption of a townsman, 1930/31–1939/40",
            Measure("urban_consumption", 1930, 1939, "mean"),
            "higher",
            "higher",
        ),
        Contrast(
            "Capital outside agriculture, 1 July 1940",
            Measure("capital", 1940),
            "not lower",
            "as large or larger; recalled: +10 to +30 %",
        ),
    ),
    why="Nothing in the model turns a richer countryside into capital: tractors are delivered as in history although "
    "the draft animals that they replaced are alive, and neither the steel in them nor the larger farm output is "
    "put into industry. Fewer people in the towns make less, of which the same share is invested; where capital "
    "alone limits output the smaller towns cost nothing. Hunter and Szyrmer find that the damage done to farming "
    "held back the regime's own aims for capital.",
)

SLOWER_HEAVY_INDUSTRY = Published(
    "slower_heavy_industry",
    "A slower drive in heavy industry",
    ("hunterSzyrmer1992",),
    "B",
    "In a programming model of many sectors a slower drive in heavy industry allows higher consumption all through the "
    "1930s and leaves the country stronger in 1941. Read in summaries of the book.",
    "KAPROST chooses feasible paths with sector balances and a terminal capital stock; the scenario lowers one share. "
    "Stronger is read as more capital outside agriculture; the book also asks whether its composition was better.",
    scenario="slower_heavy_industry",
    contrasts=(
        Contrast("Consumer goods, 1930/31–1934/35", Measure("consumer_goods", 1930, 1934), "higher", "higher"),
        Contrast("Consumer goods, 1935/36–1939/40", Measure("consumer_goods", 1935, 1939), "higher", "higher"),
        Contrast("Capital outside agriculture, 1 July 1940", Measure("capital", 1940), "higher", "larger"),
    ),
    why="Industry in the model is Allen's and Fel'dman's: machines make machines, so a smaller share can only lower "
    "capital later. There are no shortages between sectors, no half-finished plants, no loss of efficiency in a "
    "rush, and no capacity left idle for want of inputs: costs of haste that a model of many sectors can show. "
    "Where capital alone limits output, the smaller capital lowers consumer goods before the decade is over; where "
    "labour replaces it, it does not.",
)

NO_PRICE_SCISSORS = Published(
    "no_price_scissors",
    "No price scissors",
    ("sahStiglitz1984",),
    "B",
    "Where peasants choose what they sell, a lower farm price raises investment and leaves both peasants and workers "
    "with less food. Without the scissors investment is lower, and both groups eat more.",
    "The theory is of voluntary sales, so the price is raised under NEP and compared with NEP; with force the plan is "
    "taken whatever the price: pyrrhic compare as_it_happened no_price_scissors. The price of 1913 against industrial "
    "goods stands for the absence of scissors; food is grain equivalent per head.",
    scenario="nep+no_price_scissors",
    against="nep",
    contrasts=(
        Contrast("Investment, 1930/31–1939/40", Measure("investment", 1930, 1939), "lower", "lower"),
        Contrast(
            "Food of a townsman, 1930/31–1939/40", Measure("urban_nutrition", 1930, 1939, "mean"), "higher", "higher"
        ),
        Contrast(
            "Food of a villager, 1930/31–1939/40",
            Measure("rural_nutrition_mean", 1930, 1939, "mean"),
            "higher",
            "higher",
        ),
    ),
    why="No price pays for investment in the model: producer goods are invested whatever the state pays for grain, so "
    "the channel of the theory is missing. Investment moves by migration: better-paid peasants stay, and towns "
    "make less where labour counts. Harvests of free peasants do not answer to the price, only sales do; what is "
    "sold more is eaten less in the villages, which are paid in goods, and part of it is exported or returned to "
    "other districts before the towns eat more.",
)

NET_TRANSFER = Published(
    "net_transfer",
    "The net transfer from agriculture in the first five-year plan",
    ("barsov1969", "millar1970", "millar1974", "ellman1975", "morrison1982"),
    "C",
    "At the prices of 1928 the net flow out of agriculture hardly rose or fell over the first plan, for machines and "
    "consumer goods came back; with the free-market prices of 1928 as weights it is positive. Recalled from the "
    "debate.",
    "A statement on history: no counterfactual, but accounts of the run as it happened, in billion rubles of 1928. "
    "The model's inflow is consumer goods at a fixed share and tractors; near zero is 0.1 billion, the relative price "
    "of the market is of grade C. The accounts hold three more price vectors, which are not compared here.",
    scenario="as_it_happened",
    contrasts=(
        Contrast(
            "Net outflow at state prices, 1932/33 less 1928/29",
            Measure("net_resource_outflow", 1928, 1932, "change", kinds=("1928_state",)),
            "not higher",
            "near zero or negative",
            LEVEL,
            near=0.1,
        ),
        Contrast(
            "Net outflow at free-market prices, mean of 1928/29–1932/33",
            Measure("net_resource_outflow", 1928, 1932, "mean", kinds=("1928_market",)),
            "higher",
            "positive",
            LEVEL,
        ),
    ),
    why="More grain and industrial crops leave the villages and fewer animal products, and more tractors and consumer "
    "goods come in; the change is what is left of large flows, and near zero either way. The villages' share of "
    "consumer goods is a constant, so where output rises with the towns the goods for the villages rise with it; "
    "where capital alone limits output they rise less, and the outflow more.",
)

ROWS = (
    LOW_INDUSTRY_SHARE,
    NEP_SAME_SHARE,
    HARD_BUDGETS,
    NO_COLLECTIVIZATION,
    SLOWER_HEAVY_INDUSTRY,
    NO_PRICE_SCISSORS,
    NET_TRANSFER,
)
