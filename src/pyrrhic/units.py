"""Unit names: annotations for the equations, symbols for the record. Imports nothing of the package but texts.

An equation says its units in its signature, `def grain_harvest(grain_area: MillionHectares, ...) -> MillionTonnes`;
the engine compares them exactly. A row of the record names one of the symbols in `UNITS`.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pyrrhic.texts import Text


@dataclass(frozen=True)
class Unit:
    """A unit: its symbol as written in files, its name in English and Russian, and a spelling that UDUNITS knows.

    UDUNITS is the library by which the CF conventions read units. It counts in numbers and knows neither persons nor
    horses nor rubles: what is counted stands in the symbol and the name alone. Units of the record have no `cf`.
    """

    symbol: str
    name: Text
    cf: str = ""


# --- units of the model's quantities ------------------------------------------------------------
ONE = Unit("1", Text("dimensionless", "безразмерная"), "1")
Dimensionless = Annotated[Any, ONE]
Share = Annotated[Any, Unit("share", Text("share, 0 to 1", "доля от 0 до 1"), "1")]
PerYear = Annotated[Any, Unit("per year", Text("per year", "в год"), "year-1")]
DroughtCode = Annotated[Any, Unit("ordinal 0-3", Text("drought severity, 0 to 3", "балл засухи от 0 до 3"), "1")]
MillionTonnes = Annotated[Any, Unit("Mt", Text("million tonnes", "млн т"), "Mt")]
MillionHectares = Annotated[Any, Unit("Mha", Text("million hectares", "млн га"), "1e6 hectare")]
TonnesPerHectare = Annotated[Any, Unit("t/ha", Text("tonnes per hectare", "т/га"), "t hectare-1")]
TonnesPerHead = Annotated[Any, Unit("t/head", Text("tonnes per head per year", "т на голову в год"), "t")]
KilogramsPerHead = Annotated[
    Any,
    Unit(
        "kg/head",
        Text("kilograms of grain equivalent per head per year", "кг зернового эквивалента на душу в год"),
        "kg",
    ),
]
MillionPersons = Annotated[Any, Unit("million persons", Text("million persons", "млн человек"), "1e6")]
MillionHead = Annotated[Any, Unit("million", Text("million", "млн"), "1e6")]
MillionHorsepower = Annotated[
    Any, Unit("million hp", Text("million drawbar horsepower", "млн тяговых л. с."), "1e6 metric_horsepower")
]
MillionHorseEquivalents = Annotated[
    Any, Unit("million horse equivalents", Text("million horse equivalents", "млн условных лошадей"), "1e6")
]
Number = Annotated[Any, Unit("number", Text("number", "число"), "1")]
BillionRubles1937 = Annotated[
    Any, Unit("billion rubles of 1937", Text("billion rubles at 1937 prices", "млрд руб. в ценах 1937 г."), "1e9")
]
MillionGoldRubles = Annotated[Any, Unit("million gold rubles", Text("million gold rubles", "млн золотых руб."), "1e6")]
GoldRublesPerTonne = Annotated[
    Any, Unit("gold rubles per tonne", Text("gold rubles per tonne", "золотых руб. за тонну"), "t-1")
]
CalendarYear = Annotated[
    Any,
    Unit(
        "year",
        Text(
            "calendar year in which the agricultural year begins", "календарный год начала сельскохозяйственного года"
        ),
        "year",
    ),
]
HorseEquivalentsPerHectare = Annotated[
    Any, Unit("horse equivalents/ha", Text("horse equivalents per hectare", "условных лошадей на га"), "hectare-1")
]
HorseEquivalentsPerHorsepower = Annotated[
    Any,
    Unit(
        "horse equivalents/hp",
        Text("horse equivalents per drawbar horsepower", "условных лошадей на тяговую л. с."),
        "metric_horsepower-1",
    ),
]
PerMillionTonnes = Annotated[Any, Unit("per Mt", Text("per million tonnes", "на млн т"), "Mt-1")]
ThousandRublesPerHead1937 = Annotated[
    Any,
    Unit("thousand rubles of 1937 per head", Text("thousand 1937 rubles per head", "тыс. руб. 1937 г. на душу"), "1e3"),
]
ThousandUnits = Annotated[Any, Unit("thousand units", Text("thousand units", "тыс. штук"), "1e3")]
BillionRubles1937PerMillionGoldRubles = Annotated[
    Any,
    Unit(
        "billion rubles of 1937 per million gold rubles",
        Text("billion 1937 rubles per million gold rubles", "млрд руб. 1937 г. на млн золотых руб."),
        "1e3",
    ),
]
RublesPerTonne1928 = Annotated[
    Any, Unit("rubles of 1928 per tonne", Text("rubles of 1928 per tonne", "руб. 1928 г. за тонну"), "t-1")
]
BillionRubles1928PerMillionHorsepower = Annotated[
    Any,
    Unit(
        "billion rubles of 1928 per million hp",
        Text("billion 1928 rubles per million horsepower", "млрд руб. 1928 г. на млн л. с."),
        "1e3 metric_horsepower-1",
    ),
]
BillionRubles1928 = Annotated[
    Any, Unit("billion rubles of 1928", Text("billion rubles at 1928 prices", "млрд руб. в ценах 1928 г."), "1e9")
]


# --- units of the record ------------------------------------------------------------------------
def _prices(base: str, russian: str) -> list[tuple[str, str, str]]:
    """Millions and billions of rubles of one price base."""
    return [
        (f"million rubles{base}", f"million rubles{base}", f"млн руб.{russian}"),
        (f"billion rubles{base}", f"billion rubles{base}", f"млрд руб.{russian}"),
    ]


def _index(base: str) -> tuple[str, str, str]:
    """An index whose base period is stated."""
    return (f"index {base}", f"index, {base}", f"индекс, {base}")


_RECORD = [
    # shares, rates, ratios, codes
    ("%", "per cent", "%"),
    ("% per year", "per cent per year", "% в год"),
    ("percentage points", "percentage points", "процентных пунктов"),
    ("per 1000", "per 1000 inhabitants", "на 1000 жителей"),
    ("ratio", "ratio", "отношение"),
    ("sign", "sign: -1 fall, +1 rise", "знак: -1 убыль, +1 прирост"),
    *map(
        _index,
        (
            "1900=100",
            "1913=1",
            "1913=100",
            "1926=100",
            "1928=1",
            "1928=100",
            "1937=100",
            "1940=100",
            "1952=100",
            "1958=100",
            "2015=100",
        ),
    ),
    # weights
    ("kt", "thousand tonnes", "тыс. т"),
    ("tonnes", "tonnes", "т"),
    ("kg", "kilograms", "кг"),
    ("million centners", "million centners of 100 kg", "млн ц"),
    ("million poods", "million poods of 16.38 kg", "млн пудов"),
    ("million bushels", "million bushels (of wheat 27.2155 kg)", "млн бушелей"),
    # weather
    ("°C", "degrees Celsius", "градусы Цельсия"),
    ("mm", "millimetres of rain", "мм осадков"),
    # people
    ("years", "years of life", "лет жизни"),
    ("cm", "centimetres", "см"),
    # land and yields
    ("kha", "thousand hectares", "тыс. га"),
    ("c/ha", "centners of 100 kg per hectare", "ц/га"),
    ("poods/ha", "poods of 16.38 kg per hectare", "пудов с гектара"),
    # counts
    ("billion", "billion", "млрд"),
    ("persons", "persons", "человек"),
    ("thousand", "thousand", "тыс."),
    ("thousand persons", "thousand persons", "тыс. человек"),
    ("thousand livestock units", "thousand standard livestock units", "тыс. условных голов скота"),
    ("hours", "hours", "часов"),
    # power and energy
    ("hp", "horsepower", "л. с."),
    ("thousand hp", "thousand horsepower", "тыс. л. с."),
    ("TWh", "terawatt-hours", "ТВт·ч"),
    ("billion kWh", "billion kilowatt-hours", "млрд кВт·ч"),
    ("million Mcal", "million megacalories of metabolizable energy", "млн мегакалорий обменной энергии"),
    # per head, per day, per year
    ("kg per head", "kilograms per head of population per year", "кг на душу населения в год"),
    ("kg per head per year", "kilograms per head of population per year", "кг на душу населения в год"),
    ("eggs per head per year", "eggs per head of population per year", "штук яиц на душу населения в год"),
    ("kcal per head per day", "kilocalories per head of population per day", "ккал на душу населения в день"),
    ("g per person per day", "grams per person per day", "г на человека в день"),
    ("kg per person per month", "kilograms per person per month", "кг на человека в месяц"),
    ("kg/ha", "kilograms per hectare", "кг/га"),
    ("trudodni per year", "trudodni (workday units) per year", "трудодней в год"),
    # money
    *_prices("", ""),
    *_prices(", current", ", в текущих ценах"),
    *_prices(" of 1926/27", " в ценах 1926/27 г."),
    *_prices(", comparable prices", ", в сопоставимых ценах"),
    (
        "million rubles at 4.38 per gold ruble",
        "million rubles at 4.38 per gold ruble",
        "млн руб. по 4,38 за золотой рубль",
    ),
    ("million foreign-trade rubles", "million foreign-trade rubles", "млн инвалютных руб."),
    ("rubles per year", "rubles per year", "руб. в год"),
    ("rubles per kg", "rubles per kilogram", "руб. за кг"),
    ("rubles per ten", "rubles per ten pieces", "руб. за десяток"),
    ("rubles per litre", "rubles per litre", "руб. за литр"),
    ("rubles per quintal", "rubles per quintal of 100 kg", "руб. за центнер"),
    ("rubles per pood", "rubles per pood of 16.38 kg", "руб. за пуд"),
    ("million dollars, constant prices", "million dollars at constant prices", "млн долларов в постоянных ценах"),
    (
        "million 1990 international dollars",
        "million international dollars of 1990",
        "млн международных долларов 1990 г.",
    ),
    (
        "1990 international dollars per head",
        "international dollars of 1990 per head",
        "международных долларов 1990 г. на душу населения",
    ),
    (
        "2011 international dollars per head",
        "international dollars of 2011 per head",
        "международных долларов 2011 г. на душу населения",
    ),
]
_OF_THE_MODEL = [unit for hint in list(globals().values()) for unit in getattr(hint, "__metadata__", ())]
UNITS: dict[str, Unit] = {
    unit.symbol: unit
    for unit in [*(Unit(symbol, Text(english, russian)) for symbol, english, russian in _RECORD), *_OF_THE_MODEL]
}

# Units of which a sum over regions or kinds is a total; of others a mean is shown.
ADDITIVE = (
    "Mt",
    "Mha",
    "million persons",
    "million",
    "million hp",
    "million horse equivalents",
    "number",
    "thousand",
    "thousand units",
    "billion rubles of 1937",
    "billion rubles of 1928",
    "million gold rubles",
)
