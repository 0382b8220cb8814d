"""The eleven regions, the four species of livestock and the four industrial crops: the model's axes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyrrhic.texts import Text

FIRST_YEAR, LAST_YEAR = 1926, 1970
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))


@dataclass(frozen=True)
class Region:
    """A region within the borders of 1926-39; annexed lands enter the western regions in 1939/40."""

    key: str
    title: Text


REGIONS = (
    Region("ukraine_steppe", Text("Ukraine, steppe", "Украина, степь")),
    Region("ukraine_forest_steppe", Text("Ukraine, forest-steppe and Polissia", "Украина, лесостепь и Полесье")),
    Region("north_caucasus", Text("North Caucasus, Crimea, Dagestan", "Северный Кавказ, Крым, Дагестан")),
    Region("volga", Text("Volga", "Поволжье")),
    Region("central_black_earth", Text("Central Black Earth", "Центральное Черноземье")),
    Region("centre_north", Text("Centre, North and North-West", "Центр, Север и Северо-Запад")),
    Region("belarus_western", Text("Belarus and Western", "Белоруссия и Запад")),
    Region("urals", Text("Urals and Bashkiria", "Урал и Башкирия")),
    Region("siberia", Text("Siberia and Far East", "Сибирь и Дальний Восток")),
    Region("kazakhstan", Text("Kazakhstan", "Казахстан")),
    Region("central_asia_transcaucasia", Text("Central Asia and Transcaucasia", "Средняя Азия и Закавказье")),
)
REGION_KEYS = tuple(region.key for region in REGIONS)

SPECIES_TITLES = {
    "horses": Text("horses", "лошади"),
    "cattle": Text("cattle", "крупный рогатый скот"),
    "pigs": Text("pigs", "свиньи"),
    "sheep_and_goats": Text("sheep and goats", "овцы и козы"),
}
CROP_TITLES = {
    "cotton": Text("cotton", "хлопок-сырец"),
    "flax": Text("flax", "льноволокно"),
    "sugar_beet": Text("sugar beet", "сахарная свёкла"),
    "sunflower": Text("sunflower", "подсолнечник"),
}
PRICE_VECTOR_TITLES = {
    "1913": Text("1913", "1913 г."),
    "1928_state": Text("1928, state prices", "1928 г., государственные"),
    "1928_market": Text("1928, market prices", "1928 г., рыночные"),
    "1937": Text("1937", "1937 г."),
    "labour": Text("labour values", "трудовые"),
}
SPECIES, CROPS, PRICE_VECTORS = tuple(SPECIES_TITLES), tuple(CROP_TITLES), tuple(PRICE_VECTOR_TITLES)

KINDS = {"species": SPECIES, "crop": CROPS, "price_vector": PRICE_VECTORS}
MEMBER_TITLES: Mapping[str, Mapping[str, Text]] = {
    "region": {region.key: region.title for region in REGIONS},
    "species": SPECIES_TITLES,
    "crop": CROP_TITLES,
    "price_vector": PRICE_VECTOR_TITLES,
}
