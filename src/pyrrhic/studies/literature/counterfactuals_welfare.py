"""Published counterfactuals on welfare, from a growth model with wedges: a lens that the model lacks."""

from pyrrhic.studies.literature.counterfactual import Published

NO_LENS = (
    "The model has no household that values consumption of food and goods over time, so no welfare in per cent "
    "of consumption; its labour and capital wedges can be read off a run (pyrrhic replicate cheremukhin2017), "
    "but they are a lens and nothing that a scenario could set; and it has one productivity path, outside "
    "agriculture, that is fitted to history"
)

TSARIST_TREND = Published(
    "tsarist_trend",
    "The Tsarist trend continued",
    ("cheremukhin2013",),
    "B",
    "Against a path with the wedges and productivity of the Tsarist economy projected, Stalin's policies cost 24 % of "
    "consumption in 1928-40; after 1940, had there been no war, they gain 16 %.",
    "The model can be asked what changes without collectivization (nep); it cannot be asked what an economy of 1913 "
    "would have become.",
    missing=f"{NO_LENS}: a Tsarist trend of productivity in both sectors, and the barriers of the time, would have to "
    "be given to it. It also starts in 1926 with the stocks that revolution and civil war left.",
)

JAPANESE_PATH = Published(
    "japanese_path",
    "The path of Japan",
    ("cheremukhin2013",),
    "B",
    "Against an economy with Japan's falling wedges and its productivity, the loss of welfare is about 31 %. Read in a "
    "quotation of an early abstract.",
    "Only the country of the comparison differs from the Tsarist trend.",
    missing=f"{NO_LENS}: the wedges and productivity of another country cannot be put in their place.",
)

NEP_SLOW_PRODUCTIVITY = Published(
    "nep_slow_productivity",
    "NEP with productivity growing by 0.5 % a year",
    ("cheremukhin2013", "cheremukhin2017"),
    "B",
    "A continuation of NEP with productivity growth of 0.5 % a year is better than Stalin's path. Seen as the title of "
    "a table and in a column by the authors; its figures were not seen.",
    "Without the lens, the scenario nep compares consumption of villagers and townspeople year by year: see "
    "no_collectivization.",
    missing=f"{NO_LENS} and is no lever, so that a scenario cannot set it to 0.5 % a year in both sectors.",
)

ROWS = (TSARIST_TREND, JAPANESE_PATH, NEP_SLOW_PRODUCTIVITY)
