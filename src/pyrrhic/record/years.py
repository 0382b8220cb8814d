"""The forms in which the record writes a year, and what each means."""

import re
from functools import lru_cache
from typing import NamedTuple

FORMS = (
    "1932 | 1931/32 (July-June) | 1930-03-01 or 1930-03 (date) | "
    "1933-37 (mean of a period; 1900-1909 where 1900-09 would be a month)"
)

_YEAR = re.compile(r"([0-9]{4})")
_AGRICULTURAL = re.compile(r"([0-9]{4})/([0-9]{2})")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH_OR_PERIOD = re.compile(r"([0-9]{4})-([0-9]{2})")
EARLIEST, LATEST = 1800, 2000  # the record is of 1913 to 1970; figures beside it reach back and on by decades
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Year(NamedTuple):
    """A year of the record: its kind, the first and last calendar year it touches, its middle in decimal
    years."""

    kind: str
    first: int
    last: int
    middle: float


@lru_cache(maxsize=4096)
def parse_year(text: str) -> Year:
    """Read one year form; raise ValueError naming the forms when it is none of them.

    >>> parse_year("1931/32")
    Year(kind='agricultural year', first=1931, last=1932, middle=1932.0)
    >>> parse_year("1933-37")
    Year(kind='period', first=1933, last=1937, middle=1935.5)
    """
    year = _plain(text) or _agricultural(text) or _date(text) or _month_or_period(text) or _period_in_full(text)
    if year is None:
        raise ValueError(f"malformed year {text[:20]!r}; allowed: {FORMS}")
    if not EARLIEST <= year.first <= LATEST:
        raise ValueError(f"the year {text} is outside the record; allowed: {EARLIEST} to {LATEST}")
    return year


@lru_cache(maxsize=4096)
def plain_year(text: str) -> str:
    """A year in the form of the record, where a user's file writes dashes or both years in full.

    >>> plain_year("1931–33"), plain_year("1931/1932"), plain_year("1931-1933"), plain_year("1930-03-01")
    ('1931-33', '1931/32', '1931-33', '1930-03-01')
    >>> plain_year("1900-1909")  # for 1900-09 is September
    '1900-1909'
    """
    plain = text.translate(_DASHES)
    return plain if _period_in_full(plain) else _IN_FULL.sub(r"\1\2\3", plain)


_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_IN_FULL = re.compile(r"^([0-9]{4})([-/])[0-9]{2}([0-9]{2})$")


def agricultural_year(first: int) -> str:
    """The label of the agricultural year that begins on 1 July of `first`.

    >>> agricultural_year(1899), agricultural_year(1932)
    ('1899/00', '1932/33')
    """
    return f"{first}/{(first + 1) % 100:02d}"


def _plain(text: str) -> Year | None:
    match = _YEAR.fullmatch(text)
    if not match:
        return None
    year = int(match[1])
    return Year("year", year, year, year + 0.5)


def _agricultural(text: str) -> Year | None:
    match = _AGRICULTURAL.fullmatch(text)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    first = int(match[1])
    return Year("agricultural year", first, first + 1, first + 1.0)


def _date(text: str) -> Year | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= _MONTH_LENGTHS[month - 1]):
        return None
    return Year("date", year, year, year + (month - 1) / 12 + (day - 1) / 365)


def _month_or_period(text: str) -> Year | None:
    match = _MONTH_OR_PERIOD.fullmatch(text)
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    if 1 <= second <= 12:
        return Year("month", first, first, first + (second - 0.5) / 12)
    last = first // 100 * 100 + second
    if last <= first:
        return None
    return Year("period", first, last, (first + last + 1) / 2)


def _period_in_full(text: str) -> Year | None:
    """A period that ends in the first dozen years of a century: in the short form it would be a month."""
    match = _IN_FULL.fullmatch(text)
    if not match or match[2] != "-" or not 1 <= int(match[3]) <= 12:
        return None
    first, last = int(match[1]), int(text[-4:])
    return Year("period", first, last, (first + last + 1) / 2) if last > first else None
