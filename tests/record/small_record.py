"""A small record in a folder, laid out like the package's own."""

from pathlib import Path

from pyrrhic.record.tables import CATALOGUE_HEADER, TRANSCRIBED_HEADER
from pyrrhic.sources import Source

CATALOGUE = "\n".join(
    [
        "grain_area,land,Grain area,Посевная площадь зерновых,Area sown to grain for the harvest.,Mha,",
        "grain_harvest,harvest,Grain harvest,Сбор зерна,"
        '"Barn harvest of grain, not biological yield.",Mt,biological harvest',
        "kolkhoz_share,collectivization,Share of households in kolkhozy,Доля дворов в колхозах,At 1 July.,%,",
        "",
    ]
)
TRANSCRIBED = "\n".join(
    [
        'grain_harvest,1932,57.5,50,60,Mt,"USSR, interwar borders",,main,smith1999,12,A,',
        'grain_harvest,1932,50.1,,,Mt,"USSR, interwar borders",,rival,jones2001,Table 3,B,"low, as the author says"',
        'grain_harvest,1933,70,,,Mt,"USSR, interwar borders",,main,smith1999,12,A,',
        'grain_harvest,1950,81.2,,,Mt,"USSR, post-1945 borders",,main,smith1999,13,A,',
        "grain_harvest,1932,14.5,,,Mt,region,Ukraine,main,smith1999,14,B,",
        'grain_area,1932,99.7,,,Mha,"USSR, interwar borders",,main,smith1999,10,A,',
        'grain_area,1933,101.5,,,Mha,"USSR, interwar borders",,main,smith1999,10,A,',
        'kolkhoz_share,1932,61.5,,,%,"USSR, interwar borders",,main,jones2001,4,C,',
        "",
    ]
)
WORKS = {
    "smith1999": Source("smith1999", "book", "Smith, Anna", "Harvests", "1999", "Press"),
    "jones2001": Source("jones2001", "book", "Jones, Ivan", "Rivals", "2001", "Press"),
}


def write_record(folder: Path, transcribed: str = TRANSCRIBED, catalogue: str = CATALOGUE) -> Path:
    """A folder laid out like the record."""
    for name, header, text in (
        ("transcribed", TRANSCRIBED_HEADER, transcribed),
        ("catalogue", CATALOGUE_HEADER, catalogue),
    ):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "small.csv").write_text(",".join(header) + "\n" + text, encoding="utf-8")
    return folder
