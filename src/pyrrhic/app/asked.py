"""What a notebook asks for, checked before anything is run: each argument is what it must be, or refused by its name."""

from collections.abc import Iterable, Mapping
from numbers import Integral
from os import PathLike
from typing import TYPE_CHECKING, Any

from pyrrhic.errors import CONTROLS, BadInput, shown

if TYPE_CHECKING:
    from pyrrhic.studies.scenarios.document import Scenario

A_SCENARIO = "the name of one, a path, a dict, or what pyrrhic.scenario gives"


def text(value: object, argument: str, allowed: str = "a text") -> str:
    """A text that is not empty. Raises `BadInput`."""
    if isinstance(value, str) and value.strip():
        return value
    raise _refusal(value, argument, allowed)


def name(value: object) -> str:
    """What runs and files call a scenario: a text on one line. Raises `BadInput`."""
    label = text(value, "name")
    if CONTROLS.search(label):
        raise _refusal(value, "name", "a text without control characters")
    return label


def names(value: object, argument: str = "keep") -> tuple[str, ...] | None:
    """Names, of which one may stand alone, and each may say that it is one of the model; None for all of them.

    Raises `BadInput`.
    """
    from pyrrhic.studies.kinds import MODEL, bare_name

    if value is None:
        return None
    listed = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else []
    if not listed or not all(isinstance(each, str) and each for each in listed):
        raise _refusal(value, argument, "the name of a quantity, or a list of names")
    return tuple(dict.fromkeys(bare_name(each, MODEL) for each in listed))


def mapping(value: object, argument: str, allowed: str) -> dict[str, Any]:
    """A dict by names; empty for None. Raises `BadInput`."""
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise _refusal(value, argument, allowed)
    return dict(value)


def whole_number(value: object, argument: str) -> int:
    """A whole number of Python or NumPy. Raises `BadInput`."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise BadInput(f"{shown(value)} is not a number of {argument}", where=argument, allowed="a whole number")
    return int(value)


def scenario(value: object) -> "Scenario":
    """A scenario that was read already. Raises `BadInput`."""
    from pyrrhic.studies.scenarios.document import Scenario

    if isinstance(value, Scenario):
        return value
    raise _refusal(value, "scenario", A_SCENARIO)


def is_path(value: object) -> bool:
    """Whether a value names a scenario or a file."""
    return isinstance(value, str | PathLike)


def plain(content: Any, where: str = "") -> Any:
    """A document as a file would hold it: years may be numbers, and numbers those of NumPy. Raises `BadInput`."""
    if isinstance(content, Mapping):
        return _with_text_as_keys(content, where)
    if isinstance(content, list | tuple):
        return [plain(part, where) for part in content]
    return int(content) if isinstance(content, Integral) and not isinstance(content, bool) else content


def _with_text_as_keys(content: Mapping[Any, Any], where: str) -> dict[Any, Any]:
    whole: dict[Any, Any] = {}
    for key, part in content.items():
        word = str(key) if isinstance(key, Integral) else key
        if word in whole:
            raise BadInput(f"{shown(word)} stands twice, as a number and as a text", where=where)
        whole[word] = plain(part, where)
    return whole


def _refusal(value: object, argument: str, allowed: str) -> BadInput:
    return BadInput(f"{shown(value)} is not what it takes", where=argument, allowed=allowed)
