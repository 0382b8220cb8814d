"""Foreign trade: what grain earns abroad, and the machines that export earnings buy."""

from pyrrhic.engine.arithmetic import positive_part
from pyrrhic.engine.equations import equation
from pyrrhic.units import GoldRublesPerTonne, MillionGoldRubles, MillionTonnes, Share

SMOOTHING_EARNINGS = 10.0  # million gold rubles, the width of a smooth maximum


@equation
def grain_export_earnings(grain_exports: MillionTonnes, world_grain_price: GoldRublesPerTonne) -> MillionGoldRubles:
    """Gold rubles earned by grain exports.

    grain exports x price received.
    Source: vneshniaiaTorgovlia1960; ammende1936[47]. Holds for 1926-1940 in gold rubles; an index of value later.
    """
    return grain_exports * world_grain_price


@equation
def grain_import_cost(grain_imports: MillionTonnes, world_grain_price: GoldRublesPerTonne) -> MillionGoldRubles:
    """Gold rubles paid for grain imports.

    grain imports x price.
    Source: vneshniaiaTorgovliaYearbooks. Holds for 1926-1970.
    """
    return grain_imports * world_grain_price


@equation
def export_earnings(
    grain_export_earnings: MillionGoldRubles, other_export_earnings: MillionGoldRubles
) -> MillionGoldRubles:
    """Gold rubles earned by all exports.

    grain + timber, oil, furs, flax and others.
    Source: vneshniaiaTorgovlia1960; prokopovich1952. Holds for 1926-1940.
    """
    return grain_export_earnings + other_export_earnings


@equation
def machine_imports(
    export_earnings: MillionGoldRubles, foreign_credit: MillionGoldRubles, machine_import_share: Share
) -> MillionGoldRubles:
    """Machines bought abroad; none where more credit is paid back than exports earn.

    positive part of (export earnings + net credit) x share spent on machines.
    Source: vneshniaiaTorgovlia1960; mishustin1938. Holds for 1926-1940.
    """
    return positive_part(export_earnings + foreign_credit, SMOOTHING_EARNINGS) * machine_import_share


@equation
def grain_for_machines(grain_export_earnings: MillionGoldRubles, export_earnings: MillionGoldRubles) -> Share:
    """Share of the country's export earnings, and so of its machine imports, that grain paid for.

    grain export earnings / all export earnings.
    Source: vneshniaiaTorgovlia1960. Holds for 1926-1940.
    """
    return grain_export_earnings / export_earnings
