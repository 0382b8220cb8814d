"""Table 1: twenty-eight published results that a model of these years should reproduce, and which of them it does.

    table = table_one([one.verdict for one in (*found.judged, *found.literature)])    # found: a PosteriorFit
    table.met, [one.row.number for one in table.rows if one.state == NOT_MET]

A row consists of targets (studies/fit/single.py, studies/literature/result_measures.py) or of figures of the replicated models
(studies/replications). It is met if all of them are; a row without any is not computed and counts as not met.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from pyrrhic.studies.replications import Replicated, replicated
from pyrrhic.studies.replications.replicate import MET, NOT_MET
from pyrrhic.studies.verdict import Verdict

NOT_COMPUTED = "not computed"
ENOUGH = 25
WITHOUT_REPLICATION = "A figure of another model, which its replication answers; there is no such replication here."


@dataclass(frozen=True)
class PublishedRow:
    """One row: its number, what is published, the works, what of it the model does not compute, and how it is read.

    `reading` says what a reader of the verdict must know: another range than the printed one, or a near-tautology.
    """

    number: int
    title: str
    source: str
    beyond: str = ""
    reading: str = ""

    @property
    def why_not_computed(self) -> str:
        """Why there is no number, where there is none."""
        return self.beyond or WITHOUT_REPLICATION


@dataclass(frozen=True)
class JudgedRow:
    """A row with the verdicts on its targets and the figures of the replications."""

    row: PublishedRow
    verdicts: tuple[Verdict, ...]
    replicated: tuple[Replicated, ...]

    @property
    def missed(self) -> tuple[Verdict | Replicated, ...]:
        """The targets and replicated figures that are not met."""
        return tuple(one for one in (*self.verdicts, *self.replicated) if not one.met)

    @property
    def state(self) -> str:
        """Met, not met, or not computed."""
        if not (self.verdicts or self.replicated):
            return NOT_COMPUTED
        return NOT_MET if self.missed else MET


@dataclass(frozen=True)
class Table:
    """All the rows, judged."""

    rows: tuple[JudgedRow, ...]

    def of(self, state: str) -> tuple[JudgedRow, ...]:
        """The rows in that state."""
        return tuple(one for one in self.rows if one.state == state)

    @property
    def met(self) -> int:
        """How many rows are met."""
        return len(self.of(MET))

    @property
    def in_part(self) -> int:
        """How many of the rows that are met have a part that the model does not compute."""
        return sum(bool(one.row.beyond) for one in self.of(MET))

    @property
    def enough(self) -> bool:
        """Whether as many rows are met as the project asks for."""
        return self.met >= ENOUGH


def table_one(verdicts: Iterable[Verdict]) -> Table:
    """The rows judged by verdicts on all targets, those of the median or those of one run."""
    found, replicas = tuple(verdicts), replicated_rows()
    return Table(
        tuple(
            JudgedRow(row, tuple(one for one in found if row.number in one.target.rows), replicas.get(row.number, ()))
            for row in ROWS
        )
    )


def replicated_rows() -> Mapping[int, tuple[Replicated, ...]]:
    """What the replications of published models answer, by row."""
    return {row: tuple(group) for row, group in groupby(sorted(replicated(), key=_row_of), key=_row_of)}


def _row_of(figure: Replicated) -> int:
    return figure.row


ROWS = (
    PublishedRow(
        1,
        "Allen's migration rates: .0116 and .0248 of a collectivized, .007 and .0105 of a free peasantry, "
        "at consumption ratios of 1.6 and 2.3",
        "allen2003",
        reading="Worked out from the printed coefficients: a check of the code.",
    ),
    PublishedRow(
        2,
        "Allen's model: non-agricultural value added in 1939 of 143.4 and 231.9 billion rubles at "
        "investment shares of .07 and .23, within 5 %",
        "allen2003",
    ),
    PublishedRow(
        3,
        "Allen's model: non-agricultural capital in 1939 of 201.0 and 343.9 billion rubles at the same "
        "shares, within 5 %",
        "allen2003",
    ),
    PublishedRow(
        4,
        "Elasticity of peasants' sales to farm prices .7, within .02",
        "allen2003",
        reading="The elasticity of substitution is set to give this number: a check of the algebra.",
    ),
    PublishedRow(
        5, "Price scissors: a lower farm price raises investment and leaves both groups worse off", "sahStiglitz1984"
    ),
    PublishedRow(
        6,
        "Fixed procurement plans: grain retained per head falls with productivity when the harvest fails",
        "mengQianYared2015",
    ),
    PublishedRow(
        7,
        "Grain harvest: 1930 73-77, 1931 57-65, 1932 55-60 Mt, 5 % either way",
        "daviesWheatcroft2004",
        reading="Judged by the union of all published ranges, 5 % either way, which for 1932 begins at 50.1 "
        "Mt; the printed ranges are Davies and Wheatcroft's.",
    ),
    PublishedRow(8, "Grain collections, 1927/28 11.0 to 1940/41 36.4 Mt, within 7 %", "daviesWheatcroft2004"),
    PublishedRow(
        9,
        "Grain exports: 1930 4.8, 1931 5.2, 1932 1.8, 1933 1.7 Mt, exact",
        "vneshniaiaTorgovlia1960",
        reading="The exports of the agricultural years, which are given to the model: nearly a tautology. "
        "The printed calendar years are not computed.",
    ),
    PublishedRow(
        10,
        "Horses, cattle, pigs, sheep and goats in the summers of 1929, 1931, 1933 and 1938, within 10 %",
        "stalin1934; stalin1939",
    ),
    PublishedRow(
        11,
        "Tractors at the end of 1928, 1931, 1932, 1937: 27, 125.3, 148.5 and 454 thousand, within 8 %; "
        "power in 1933 3.6-5.4 million hp",
        "stalin1934; stalin1939; kotkin2017",
        reading="Deliveries are read off the series of tractors: nearly a tautology. Power is read as what "
        "stood in for lost horses, in horse equivalents; in horsepower the record itself lies below "
        "the range, and it was read so knowing this.",
    ),
    PublishedRow(
        12,
        "Draft power: least in 1932-34, nine tenths of that of 1928 again in 1935-38, within a year",
        "hunter1988; jasny1949",
    ),
    PublishedRow(
        13,
        "Excess deaths of 1932-34: USSR 5.5-8.7, Ukraine 3.5-3.9, Kazakhstan 1.2-1.4 million",
        "daviesWheatcroft2004; rudnytskyi2015; kotkin2017",
        reading="Judged by the union of all published ranges: Ukraine 2.6-5.0, Kazakhstan 1.2-2.0 million.",
    ),
    PublishedRow(
        15,
        "65-80 % of rural famine deaths in January-July 1933; deaths of 1932, 1933 and 1934 4.8, 11.4 and "
        "3.4 million, within 10 %",
        "wolowynaLevchukKovbasiuk2020; andreevDarskiiKharkova1993",
        "Months: the model has agricultural years, so that only the whole of 1933 is judged.",
    ),
    PublishedRow(
        16,
        "Famine mortality: forest-steppe of Ukraine above its steppe, North Caucasus and Volga high, Centre-North low",
        "wolowyna2016; levchuk2020",
    ),
    PublishedRow(17, "No more than half a million excess deaths in 1936/37", "andreevDarskiiKharkova1993"),
    PublishedRow(
        19,
        "Towns: 26.3 million in December 1926 and 55.9 in January 1939, within 5 %; 23 million peasants "
        "or more moved in 1926-39, about 10 in 1930-32, within 10 %",
        "vsesoiuznaiaPerepis1926; vsesoiuznaiaPerepis1939; lewin2005",
    ),
    PublishedRow(
        20,
        "Bread in rubles per kg: rye on ration .14-.27, on the market 2 in early 1932 and 5 in 1933; "
        "wheat .36-.60, 2.5 and 8; flour in Moscow up to 17; within a factor 1.5",
        "osokina1999",
        "Prices in rubles, ration prices (one constant here) and the flour of Moscow: only growth is judged.",
    ),
    PublishedRow(
        21,
        "Market over state price of rye: 35 in early 1932, 80 in 1933, some 280 at the peak in spring and "
        "summer 1933, within a factor 1.6",
        "osokina1999",
        "The height of the peak, which lasted months: only its agricultural year is judged.",
    ),
    PublishedRow(
        22,
        "Prices, 1928-37: all farm sales x 6.2, consumer goods x 4.22; peasants' terms of trade 70-80 % "
        "of 1928 in 1937, within 15 %",
        "allen2003[77]; karcz1957[abstract]",
        "The model has a market price of grain against the procurement price. Prices of other farm goods and "
        "of what peasants bought are no part of it; the farm prices of 1937 in its accounts are published "
        "ones, put in.",
    ),
    PublishedRow(
        23,
        "Some 13,700-14,000 disturbances in the villages in 1930, most in March, within a factor 1.5; 2.5 "
        "million people took part",
        "viola1996",
        "The month of the peak and the number of people: the model has counts of a year.",
    ),
    PublishedRow(
        24,
        "1946: harvest 39.6 Mt, collections 17.5 Mt, 1-1.5 million deaths, within 15 %",
        "seventeenMoments1946; ellman2000",
    ),
    PublishedRow(
        25,
        "Official grain harvests of 1953, 1955, 1958, 1962-65 and 1970, within 8 %, given the weather",
        "narodnoeKhoziaistvoYearbooks",
        "1970: the run ends with the harvest of 1969.",
    ),
    PublishedRow(
        26,
        "Gross farm output, 1953-58: growth of 4-8.6 % a year",
        "nove1962; jointEconomicCommittee1982",
        reading="Value added at fixed weights is judged; the model has no gross output.",
    ),
    PublishedRow(
        27,
        "Grain imports of 1963/64 10-12 Mt, 6.5 of them from Canada, within 20 %",
        "surveyGrainImports1963",
        "Where the grain was bought.",
    ),
    PublishedRow(
        28,
        "1 June 1962: meat dearer by 30 %, butter by 25 %; 26 dead at Novocherkassk; the year in the top "
        "decile of the hazard",
        "baron2001",
        "The rise of prices is a lever; the dead are not modelled.",
        reading="The rise of prices is given, and its weight was chosen for this one event: nearly a tautology.",
    ),
    PublishedRow(
        29,
        "The CIA's over the official grain harvest, 1966-68: .78-.82, within .03",
        "cia1968[summary]",
        reading="Both harvests are the record's: a check of the record, and no test of the model.",
    ),
    PublishedRow(
        30, "Wedges between farm and town: their components rise in 1928-35 and fall in 1936-40", "cheremukhin2017"
    ),
)
