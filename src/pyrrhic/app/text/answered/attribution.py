"""A difference divided among changes as text: the plain table, the shares, and on request interactions and channels."""

from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.text.questions import unit_in_words
from pyrrhic.app.text.table import Column, fixed, paragraph, percent, table

View = dict[str, Any]
PARTS = ("mean", "low", "high", "lowest", "highest")


def attribution_text(view: View, say: Language) -> str:
    """The whole answer."""
    blocks = [_head(view, say), _difference(view, say), *_divided(view, say)]
    if view["interactions"]:
        blocks.append(_interactions(view, say))
    if view["channels"]:
        blocks.append(_channels(view, say))
    notes = [paragraph(spoken(view[note], say)) for note in ("closing", "by_lever") if view[note]]
    return "\n\n".join([*blocks, *(notes if len(view["players"]) > 1 else ())])


def _head(view: View, say: Language) -> str:
    """What is divided, and how many runs it rests on."""
    title = f"{spoken(view['figure'], say)} ({unit_in_words(view['unit'], say)})"
    lines = [spoken(view["title"], say), title, _basis(view, say), *failures(view, say)]
    return "\n".join(paragraph(line) for line in lines)


def _basis(view: View, say: Language) -> str:
    runs = say.many("{count} run", "{count} runs", view["runs"])
    if view["draws"] == 1:
        return say("At the starting fit: {runs}. Fingerprint {short}.", runs=runs, short=view["fingerprint"][:12])
    return say(
        "{draws} of {variants}; {runs}. Fingerprint {short}.",
        draws=say.many("{count} draw", "{count} draws", view["draws"]),
        variants=say.many("{count} variant", "{count} variants", view["variants"]),
        runs=runs,
        short=view["fingerprint"][:12],
    )


def failures(view: View, say: Language) -> list[str]:
    """How many runs failed and what that costs; nothing where none did."""
    if not view["failed_runs"]:
        return []
    return [
        say(
            "Runs that failed or gave no number: {failed} of {runs}. Draws left out for that, the same in every number: "
            "{left_out}.",
            failed=view["failed_runs"],
            runs=view["runs"],
            left_out=view["left_out"],
        )
    ]


def _difference(view: View, say: Language) -> str:
    """History, the scenario, and what lies between."""
    names = {"history": say("history"), "changed": say("with all changes"), "difference": say("difference")}
    rows = [(title, *_numbers(view[name])) for name, title in names.items()]
    return table([Column("", left=True), *_number_columns(view, say)], rows)


def _divided(view: View, say: Language) -> list[str]:
    if len(view["players"]) == 1:
        (only,) = view["players"]
        return [
            paragraph(
                say(
                    "One change alone makes this difference: {change}. There is nothing to divide.",
                    change=_title(only, say),
                )
            )
        ]
    return [_plain(view, say), _shares(view, say)]


def _plain(view: View, say: Language) -> str:
    """Each change made alone, and each withheld while all others are made."""
    level, change = fixed(view["decimals"] + 1), fixed(view["decimals"] + 1, signed=True)
    heads = [
        Column(say("change"), left=True),
        Column(say("it alone"), written=level),
        Column(say("made first"), written=change),
        Column(say("all but it"), written=level),
        Column(say("made last"), written=change),
    ]
    rows = [
        (_title(player, say), *(player[part]["mean"] for part in ("alone", "first", "others", "last")))
        for player in view["players"]
    ]
    about = say(
        "The figure with one change made and with all but one, and what the change does as the first and as the last to be "
        "made. Neither column adds up to the difference."
    )
    return f"{table(heads, rows)}\n{paragraph(about)}"


def _shares(view: View, say: Language) -> str:
    """The shares, which add up, with their intervals."""
    sampled = view["orders"] is not None
    heads = [
        Column(say("share of each change"), left=True),
        *_number_columns(view, say, signed=True),
        Column(say("of the whole"), written=percent()),
        *([Column(say("standard error"), written=fixed(view["decimals"] + 2))] if sampled else []),
    ]
    rows = [
        (
            _title(player, say),
            *_numbers(player["share"]),
            _rounded(player["share_of_difference"]),
            *([player["standard_error"]] if sampled else []),
        )
        for player in view["players"]
    ]
    return f"{table(heads, rows)}\n{paragraph(_how(view, say))}"


def _how(view: View, say: Language) -> str:
    adds = say("The shares add up to the difference in every draw; of the columns, that of means does.")
    if not view["orders"]:
        every = say("All combinations of the changes were run.")
        return f"{every} {adds}"
    sampled = say(
        "{orders} orders were sampled in pairs of opposites (seed {seed}); the standard error is that of the mean.",
        orders=view["orders"],
        seed=view["seed"],
    )
    return f"{sampled} {adds}"


def _interactions(view: View, say: Language) -> str:
    heads = [Column(say("two changes together"), left=True), *_number_columns(view, say, signed=True)]
    shown = [pair for pair in view["interactions"] if round(pair["mean"], view["decimals"] + 1)]
    small = len(view["interactions"]) - len(shown)
    rows = [
        (f"{spoken(pair['first_title'], say)} + {spoken(pair['second_title'], say)}", *_numbers(pair)) for pair in shown
    ]
    about = say(
        "How much more two changes do together than apart, averaged over what else has been done (Shapley interaction). Where "
        "it has the sign of the difference, one needs the other; where it has the opposite sign, one does what the other would."
    )
    left_out = (
        [say("Pairs that are left out, for their mean rounds to nothing: {count}.", count=small)] if small else []
    )
    return "\n".join([table(heads, rows), *map(paragraph, [*left_out, about])])


def _channels(view: View, say: Language) -> str:
    by_channel = view["channels"]
    heads = [Column(say("by channel"), left=True), *_number_columns(view, say, signed=True)]
    rows = [(spoken(share["title"], say), *_numbers(share)) for share in by_channel["shares"]]
    rows += [
        (say("by none of these"), *_numbers(by_channel["rest"])),
        (say("difference"), *_numbers(by_channel["difference"])),
    ]
    notes = [*failures(by_channel, say), spoken(by_channel["closing"], say)]
    return "\n".join([table(heads, rows), *map(paragraph, notes)])


def _rounded(share: float) -> float:
    """A share in whole per cent; nothing is written without a minus."""
    return round(share, 2) + 0.0


def _title(player: View, say: Language) -> str:
    return spoken(player["title"], say)


def _numbers(spread: View) -> tuple:
    return tuple(spread[part] for part in PARTS)


def _number_columns(view: View, say: Language, signed: bool = False) -> list[Column]:
    """Mean, 90 % interval, and the range of the variants; of a single run the number alone says all of it."""
    written = fixed(view["decimals"] + 1, signed)
    titles = (say("mean"), say("5 %"), say("95 %"), say("lowest variant"), say("highest variant"))
    return [Column(title, written=written) for title in titles]
