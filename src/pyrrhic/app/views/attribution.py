"""A difference divided among changes, as plain dicts: what the command prints, what is written, what is drawn."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pyrrhic.app.views.figures import finite
from pyrrhic.texts import Text

if TYPE_CHECKING:
    import numpy

    from pyrrhic.studies.attribution import Attribution, ByChannel, Weighed

View = dict[str, Any]
COLUMNS = (
    "scenario",
    "outcome",
    "unit",
    "what",
    "name",
    "beside",
    "mean",
    "median",
    "low",
    "high",
    "lowest",
    "highest",
    "standard_error",
    "share_of_difference",
    "fingerprint",
)
NUMBERS = ("mean", "median", "low", "high", "lowest", "highest")
OF_A_PLAYER = ("alone", "first", "others", "last", "share")
CLOSING = Text(
    "The share of a change is what it adds when it is made, averaged over all orders in which the changes may be made "
    "(Shapley's value). The shares follow from these changes and no others: divided more finely or more coarsely, or beside "
    "other changes, they would be others. They describe the model and assign no guilt.",
    "Доля изменения — это то, что оно прибавляет, когда его вносят, в среднем по всем порядкам, в которых изменения можно "
    "внести (вектор Шепли). Доли относятся только к этому набору изменений: при более дробном или более крупном делении и "
    "рядом с другими изменениями они были бы иными. Они описывают модель и не определяют ничьей вины.",
)
BY_LEVER = Text(
    "Some levers have a meaning only together, as grain that is no longer taken and a price at which it is sold. A run that "
    "moves one without the other describes nothing that could have been; --by group moves such levers as one.",
    "Некоторые рычаги имеют смысл только вместе, например отказ от изъятия хлеба и цена, по которой его продают. Расчёт, в "
    "котором изменён лишь один из них, не описывает ничего возможного; --by group меняет такие рычаги разом.",
)
OF_CHANNELS = Text(
    "A channel is shut by holding its quantities at their path of history in every draw. Its share is what passes when it is "
    "opened, averaged over all orders in which the channels may be opened; the rest passes while all are shut. With a channel "
    "shut the grain of a run need not balance: this says which way an effect takes through the equations, and nothing else.",
    "Канал закрыт, когда его величины в каждой выборке удерживаются на историческом пути. Его доля — это то, что проходит при "
    "его открытии, в среднем по всем порядкам, в которых каналы можно открыть; остаток проходит, когда закрыты все. При "
    "закрытом канале баланс зерна может не сходиться: так видно лишь, каким путём действие идёт через уравнения.",
)


def attribution_view(found: "Attribution") -> View:
    """The difference, the plain table and the shares, the largest share first."""
    from pyrrhic.studies.attribution import largest_first

    asked, weighed = found.asked, found.weighed
    return {
        "scenario": asked.scenario.name,
        "title": asked.scenario.title,
        "outcome": asked.figure.name,
        "figure": asked.figure.title,
        "unit": asked.figure.unit,
        "decimals": asked.figure.decimals,
        "by": asked.by,
        "exact": found.is_exact,
        "orders": found.orders or None,
        "seed": asked.seed if found.orders else None,
        "runs": found.played.values.size,
        "failed_runs": found.played.failed_runs,
        "draws": len(weighed.draws),
        "left_out": weighed.left_out,
        "variants": len(weighed.draws.structures),
        "fingerprint": found.fingerprint,
        "history": _spread(found.history, weighed),
        "changed": _spread(found.scenario, weighed),
        "difference": _spread(found.difference, weighed),
        "players": [_player(found, number) for number in largest_first(found)],
        "interactions": None if found.pairs_of_players is None else _pairs(found),
        "channels": None if found.by_channel is None else _channels(found.by_channel),
        "closing": CLOSING,
        "by_lever": BY_LEVER if asked.by == "lever" and len(found.players) > 1 else None,
    }


def _spread(numbers: "numpy.ndarray", weighed: "Weighed") -> View:
    return {name: finite(number) for name, number in asdict(weighed.spread(numbers)).items()}


def _player(found: "Attribution", number: int) -> View:
    player, weighed = found.players[number], found.weighed
    return {
        "name": player.name,
        "title": player.title,
        "levers": list(player.levers),
        "alone": _spread(found.alone[number], weighed),
        "first": _spread(found.first[number], weighed),
        "others": _spread(found.others[number], weighed),
        "last": _spread(found.last[number], weighed),
        "share": _spread(found.shares[number], weighed),
        "share_of_difference": finite(float(found.share_of_difference[number])),
        "standard_error": None if found.errors is None else finite(float(found.errors[number])),
    }


def _pairs(found: "Attribution") -> list[View]:
    """Every two changes, the largest interaction first."""
    assert found.pairs_of_players is not None
    pairs = [
        {
            "first": one.name,
            "first_title": one.title,
            "second": other.name,
            "second_title": other.title,
            **_spread(found.pairs_of_players[first, second], found.weighed),
        }
        for first, one in enumerate(found.players)
        for second, other in enumerate(found.players)
        if first < second
    ]
    return sorted(pairs, key=lambda pair: -abs(pair["mean"]))


def _channels(found: "ByChannel") -> View:
    shares = [
        {"name": channel.name, "title": channel.title, "quantities": list(channel.quantities), **_spread(share, found.weighed)}
        for channel, share in zip(found.channels, found.shares, strict=True)
    ]
    return {
        "runs": found.runs,
        "failed_runs": found.failed_runs,
        "left_out": found.weighed.left_out,
        "fingerprint": found.fingerprint,
        "difference": _spread(found.difference, found.weighed),
        "shares": sorted(shares, key=lambda share: -abs(share["mean"])),
        "rest": _spread(found.rest, found.weighed),
        "closing": OF_CHANNELS,
    }


# --- rows of a file ---------------------------------------------------------------------------------------------


def rows(view: View) -> list[View]:
    """Every number of a view as a row of `COLUMNS`: what it is, of which change, and beside which other."""
    head = {name: view[name] for name in ("scenario", "outcome", "unit", "fingerprint")}
    named: list[View] = [_row(what, "", view[what]) for what in ("history", "changed", "difference")]
    for player in view["players"]:
        named += [_row(what, player["name"], player[what]) for what in OF_A_PLAYER]
        named[-1] |= {name: player[name] for name in ("standard_error", "share_of_difference")}
    named += [_row("interaction", pair["first"], pair, pair["second"]) for pair in view["interactions"] or ()]
    if view["channels"]:
        named += [_row("channel", share["name"], share) for share in view["channels"]["shares"]]
        named.append(_row("channel", "", view["channels"]["rest"]))
    return [{**dict.fromkeys(COLUMNS), **head, **row} for row in named]


def _row(what: str, name: str, numbers: View, beside: str = "") -> View:
    return {"what": what, "name": name, "beside": beside, **{each: numbers[each] for each in NUMBERS}}
