"""A difference divided among changes, as plain dicts: what the command prints, what is written, what is drawn."""

from dataclasses import asdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

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
    "Канал закрыт, когда его величины в каждой точке выборки удерживаются на историческом пути. Его доля — это то, что проходит при "
    "его открытии, в среднем по всем порядкам, в которых каналы можно открыть; остаток проходит, когда закрыты все. При "
    "закрытом канале баланс зерна может не сходиться: так видно лишь, каким путём действие идёт через уравнения.",
)


def attribution_view(divided: "Attribution") -> View:
    """The difference, the plain table and the shares, the largest share first."""
    from pyrrhic.studies.attribution import largest_first

    asked, weighed = divided.asked, divided.weighed
    return {
        "scenario": asked.scenario.name,
        "title": asked.scenario.title,
        "outcome": asked.figure.name,
        "figure": asked.figure.title,
        "unit": asked.figure.unit,
        "decimals": asked.figure.decimals,
        "by": asked.by,
        "exact": divided.is_exact,
        "orders": divided.orders or None,
        "seed": asked.seed if divided.orders else None,
        "runs": divided.played.values.size,
        "failed_runs": divided.played.failed_runs,
        "draws": len(weighed.draws),
        "left_out": weighed.left_out,
        "variants": len(weighed.draws.structures),
        "fingerprint": divided.fingerprint,
        "history": _spread(divided.history, weighed),
        "changed": _spread(divided.scenario, weighed),
        "difference": _spread(divided.difference, weighed),
        "players": [_player(divided, number) for number in largest_first(divided)],
        "interactions": None if divided.pairs_of_players is None else _pairs(divided),
        "channels": None if divided.by_channel is None else _channels(divided.by_channel),
        "closing": CLOSING,
        "by_lever": BY_LEVER if asked.by == "lever" and len(divided.players) > 1 else None,
    }


def _spread(numbers: "numpy.ndarray", weighed: "Weighed") -> View:
    return asdict(weighed.spread(numbers))


def _player(divided: "Attribution", number: int) -> View:
    player, weighed = divided.players[number], divided.weighed
    return {
        "name": player.name,
        "title": player.title,
        "levers": list(player.levers),
        "alone": _spread(divided.alone[number], weighed),
        "first": _spread(divided.first[number], weighed),
        "others": _spread(divided.others[number], weighed),
        "last": _spread(divided.last[number], weighed),
        "share": _spread(divided.shares[number], weighed),
        "share_of_difference": float(divided.share_of_difference[number]),
        "standard_error": None if divided.errors is None else float(divided.errors[number]),
    }


def _pairs(divided: "Attribution") -> list[View]:
    """Every two changes, the largest interaction first."""
    assert divided.pairs_of_players is not None
    players = divided.players
    pairs = [
        {
            "first": players[first].name,
            "first_title": players[first].title,
            "second": players[second].name,
            "second_title": players[second].title,
            **_spread(divided.pairs_of_players[first, second], divided.weighed),
        }
        for first, second in combinations(range(len(players)), 2)
    ]
    return sorted(pairs, key=lambda pair: -abs(pair["mean"]))


def _channels(divided: "ByChannel") -> View:
    shares = [
        {
            "name": channel.name,
            "title": channel.title,
            "quantities": list(channel.quantities),
            **_spread(share, divided.weighed),
        }
        for channel, share in zip(divided.channels, divided.shares, strict=True)
    ]
    return {
        "runs": divided.runs,
        "failed_runs": divided.failed_runs,
        "left_out": divided.weighed.left_out,
        "fingerprint": divided.fingerprint,
        "difference": _spread(divided.difference, divided.weighed),
        "shares": sorted(shares, key=lambda share: -abs(share["mean"])),
        "rest": _spread(divided.rest, divided.weighed),
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
