"""The agricultural years that are asked for: one, a first and a last, or a text such as "1926-1940"."""

from collections.abc import Iterable, Sequence
from numbers import Integral

from pyrrhic.errors import BadInput, shown_name
from pyrrhic.model import FIRST_YEAR, LAST_YEAR
from pyrrhic.runs.run import Run

Years = None | int | str | Sequence[int]


def over_the_years_shared(runs: Sequence[Run], years: Years, where: str = "") -> list[Run]:
    """The runs over the years asked for, so far as all of them go. Raises `BadInput` where that is no year.

    `where` is how the years were asked for; an option of the command line unless given.
    """
    first, asked = span(years, where)
    last = min(asked, *(run.years[-1] for run in runs))
    if first > last:
        place = where or f"--years {years}"
        raise BadInput(f"the scenario ends in {last}", where=place, allowed=f"{FIRST_YEAR}-{last}")
    return [run.in_years(first, last) for run in runs]


def span(years: Years, where: str = "") -> tuple[int, int]:
    """First and last year of 1932, of (1926, 1940), or of a text such as "1926-1940"; all years of none."""
    if years is None or (isinstance(years, str) and not years):
        return FIRST_YEAR, LAST_YEAR
    first, last = _ends(years)
    what = ""
    if not all(isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR for year in (first, last)):
        what = "not a year or a span of years of the model"
    elif first > last:
        what = "the span ends before it begins"
    if what:
        raise BadInput(what, where=where or f"--years {shown_name(years)}", allowed=f"{FIRST_YEAR}-{LAST_YEAR}")
    return first, last


def _ends(years: Years) -> tuple[int, int]:
    """The first and the last year as they were asked for; zeros where that cannot be read."""
    if isinstance(years, str):
        parts = years.split("-")
        readable = len(parts) < 3 and all(part.isascii() and part.isdecimal() and len(part) == 4 for part in parts)
        return (int(parts[0]), int(parts[-1])) if readable else (0, 0)
    numbers = [years] if isinstance(years, Integral) else list(years) if isinstance(years, Iterable) else []
    whole = [int(year) for year in numbers if isinstance(year, Integral) and not isinstance(year, bool)]
    if not whole or len(whole) < len(numbers) or (len(whole) > 2 and whole != list(range(whole[0], whole[-1] + 1))):
        return 0, 0
    return whole[0], whole[-1]
