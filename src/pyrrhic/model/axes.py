"""The eleven regions, the four species of livestock and the four industrial crops: the model's axes."""

from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1926, 1969
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))


@dataclass(frozen=True)
class Region:
    """A region within the borders of 1926-39; annexed lands enter the western regions in 1939/40."""

    key: str
    english: str
    russian: str


REGIONS = (
    Region("ukraine_steppe", "Ukraine, steppe", "Украина, степь"),
    Region("ukraine_forest_steppe", "Ukraine, forest-steppe and Polissia", "Украина, лесостепь и Полесье"),
    Region("north_caucasus", "North Caucasus, Crimea, Dagestan", "Северный Кавказ, Крым, Дагестан"),
    Region("volga", "Volga", "Поволжье"),
    Region("central_black_earth", "Central Black Earth", "Центральное Черноземье"),
    Region("centre_north", "Centre, North and North-West", "Центр, Север и Северо-Запад"),
    Region("belarus_western", "Belarus and Western", "Белоруссия и Запад"),
    Region("urals", "Urals and Bashkiria", "Урал и Башкирия"),
    Region("siberia", "Siberia and Far East", "Сибирь и Дальний Восток"),
    Region("kazakhstan", "Kazakhstan", "Казахстан"),
    Region("central_asia_transcaucasia", "Central Asia and Transcaucasia", "Средняя Азия и Закавказье"),
)
REGION_KEYS = tuple(region.key for region in REGIONS)

SPECIES = ("horses", "cattle", "pigs", "sheep_and_goats")
SPECIES_RUSSIAN = ("лошади", "крупный рогатый скот", "свиньи", "овцы и козы")

CROPS = ("cotton", "flax", "sugar_beet", "sunflower")
CROPS_RUSSIAN = ("хлопок-сырец", "льноволокно", "сахарная свёкла", "подсолнечник")

PRICE_VECTORS = ("1913", "1928_state", "1928_market", "1937", "labour")
PRICE_VECTORS_RUSSIAN = ("1913 г.", "1928 г., государственные", "1928 г., рыночные", "1937 г.", "трудовые")

KINDS = {"species": SPECIES, "crop": CROPS, "price_vector": PRICE_VECTORS}
