"""The numbers behind a picture as tables: the model per year, and every figure of the record with its source."""

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words


def tables_of(picture: dict, say: Language) -> list[dict]:
    """For each panel, a table of the model and a table of the record."""
    return [table for panel in picture["panels"] for table in _tables(panel, say)]


def _tables(panel: dict, say: Language) -> list[dict]:
    title = f"{panel['title']} ({panel['unit']})"
    if panel["kind"] == "rows":
        return [_places(panel, title, say)]
    lines = [series for series in panel["series"] if "scenario" in series]
    marks = [series for series in panel["series"] if "scenario" not in series]
    tables = [_model(lines, title, panel["decimals"], say)] if lines else []
    return [*tables, *([_record(marks, title, panel["decimals"], say)] if marks else [])]


def _model(lines, title: str, decimals: int, say: Language) -> dict:
    """One row per agricultural year, one column per line."""
    by_line = [{point["year"]: point["value"] for point in line["points"]} for line in lines]
    years = sorted({year for values in by_line for year in values})
    rows = [
        [say.agricultural(year), *(say.number(values.get(year), _finer(decimals)) for values in by_line)]
        for year in years
    ]
    return {
        "title": title + ": " + say("model"),
        "columns": [say("Year"), *(line["label"] for line in lines)],
        "rows": rows,
        "listed": False,
    }


def _record(marks, title: str, decimals: int, say: Language) -> dict:
    """One row per figure: year, value, range, territory, grade, source."""
    rows = []
    for series in marks:
        for point in series["points"]:
            year = point["year"]
            if isinstance(year, int) and series["calendar"] == "agricultural year":
                year = say.agricultural(year)
            rows.append(
                [
                    point.get("label", series["label"]),
                    str(year),
                    *_value(point, decimals, say),
                    say(point["territory"]),
                    " ".join(point["grades"]),
                    "; ".join(in_words(source, say) for source in point["sources"]),
                ]
            )
    return {
        "title": title + ": " + say("record"),
        "rows": rows,
        "listed": True,
        "columns": [
            say("Series"),
            say("Year"),
            say("Value"),
            say("Range"),
            say("Territory"),
            say("Grade"),
            say("Source"),
        ],
    }


def _value(point: dict, decimals: int, say: Language) -> tuple[str, str]:
    finer = _finer(decimals)
    spread = say.span(point["low"], point["high"], finer) if point["high"] > point["low"] else ""
    return say.number(point["value"], finer), spread


def _finer(decimals: int) -> int:
    return decimals + 1 if decimals < 2 else decimals


def _places(panel: dict, title: str, say: Language) -> dict:
    """One row per mark of each place or good."""
    rows = []
    for row in panel["rows"]:
        model = say.number(row["value"], panel["decimals"])
        between = say.span(row["band"][0], row["band"][1], panel["decimals"]) if row.get("band") else ""
        for point in row["marks"] or [None]:
            tail = (
                ["–", "", "", "", ""]
                if point is None
                else [
                    *_value(point, panel["decimals"], say),
                    str(point["year"]),
                    " ".join(point["grades"]),
                    "; ".join(in_words(source, say) for source in point["sources"]),
                ]
            )
            rows.append([row["label"], model, between, *tail])
    return {
        "title": title,
        "rows": rows,
        "listed": True,
        "columns": [
            say("Place or good"),
            say("Model"),
            say("90% interval"),
            say("Record"),
            say("Range"),
            say("Year"),
            say("Grade"),
            say("Source"),
        ],
    }
