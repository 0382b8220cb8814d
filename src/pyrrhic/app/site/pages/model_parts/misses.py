"""Where the panels of the laboratory miss the record, by the rule that the laboratory itself follows.

misses(400, "lab.en.html", Language("en"))[0]["title"]
"""

from collections.abc import Mapping
from functools import cache

from pyrrhic.app.language import Language
from pyrrhic.app.site.page_script import entries
from pyrrhic.app.site.past import Past, past_of
from pyrrhic.app.views.show import View
from pyrrhic.calibration import mixture


@cache
def _past(draws: int | None) -> Mapping[str, Past]:
    return past_of(mixture.draws(draws), entries("panels"), {})


def misses(draws: int | None, laboratory: str, say: Language) -> list[View]:
    """The panels that miss the record in more years than they may, with these years."""
    return [
        {
            "title": entries("panels")[name]["title"][say.code],
            "href": f"{laboratory}#v=1&p={name}",
            "missed": say.number(len(past.missed), 0),
            "compared": say.number(len(past.compared), 0),
            "years": ", ".join(map(str, past.missed)),
        }
        for name, past in _past(draws).items()
        if past.misses
    ]
