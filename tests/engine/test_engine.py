"""The composer says what is wrong with a set of equations when the model is built, and orders them when nothing is."""

import itertools
import re

import pytest
import toy_country as toy

from pyrrhic.engine import build as building
from pyrrhic.engine.equations import Input, Slot, equation
from pyrrhic.errors import PyrrhicError
from pyrrhic.units import MillionHead, MillionPersons, MillionTonnes, Share

TONNES, HEADS = toy.unit_of(MillionTonnes), toy.unit_of(MillionHead)


def build(equations, inputs):
    """A model with the axes of the toy country."""
    return building.build(equations, inputs, toy.AXES)


def refused(message: str):
    """The build must fail with a message that holds exactly this text."""
    return pytest.raises(PyrrhicError, match=re.escape(message))


def test_order_puts_every_equation_after_what_it_reads():
    model = toy.country()
    seen = {*model.inputs, *model.stocks}
    for item in model.equations.values():
        assert set(item.reads) <= seen, f"{item.name} comes before something it reads"
        seen.add(item.name)
    assert set(model.stocks) == {"grain", "labour", "animals"}
    assert len(model.equations) == len(toy.EQUATIONS)


def test_order_does_not_depend_on_the_order_of_the_list():
    backwards = build(toy.EQUATIONS[::-1], toy.INPUTS)
    values = {**toy.parameters(), **toy.opening(), **{name: path[0] for name, path in toy.paths().items()}}
    assert backwards.year(values)["grain_next"] == toy.country().year(values)["grain_next"]


def test_misspelt_argument_names_the_equation_and_the_nearest_match():
    @equation("region")
    def grain_lost(grain_harvst: MillionTonnes) -> MillionTonnes:
        return grain_harvst

    with refused(
        "grain_lost reads grain_harvst, which nothing provides: there is no quantity named grain_harvst; "
        "did you mean grain_harvest?"
    ):
        build([*toy.EQUATIONS, grain_lost], toy.INPUTS)


def test_duplicate_names_both_modules():
    @equation("region")
    def grain_eaten(labour: MillionPersons) -> MillionTonnes:
        return labour

    with refused("two equations compute grain_eaten: one in toy_country, one in test_engine"):
        build([*toy.EQUATIONS, grain_eaten], toy.INPUTS)


def test_loop_is_printed_once():
    @equation
    def bread(flour: MillionTonnes) -> MillionTonnes:
        return flour

    @equation
    def flour(millers: MillionTonnes) -> MillionTonnes:
        return millers

    @equation
    def millers(bread: MillionTonnes) -> MillionTonnes:
        return bread

    with pytest.raises(PyrrhicError) as caught:
        build([*toy.EQUATIONS, bread, flour, millers], toy.INPUTS)
    message = str(caught.value)
    assert "loop within one year: " in message
    loop = message.removeprefix("loop within one year: ").split(";")[0].split(" reads ")
    assert loop[0] == loop[-1] and sorted(loop[1:]) == ["bread", "flour", "millers"]
    reads = {"bread": "flour", "flour": "millers", "millers": "bread"}
    assert all(reads[reader] == read for reader, read in itertools.pairwise(loop)), "the arrows point wrongly"
    assert message.count("loop") == 1 and len(message) < 200


def test_loop_of_one_equation():
    @equation
    def bread(bread: MillionTonnes) -> MillionTonnes:
        return bread

    with refused("loop within one year: bread reads bread"):
        build([bread], {})


def test_a_stock_breaks_the_loop_because_it_is_last_years_value():
    @equation
    def hunger(granary: MillionTonnes) -> MillionTonnes:
        return granary

    @equation
    def granary_next(hunger: MillionTonnes) -> MillionTonnes:
        return hunger

    assert build([hunger, granary_next], {}).stocks == ("granary",)


def test_a_function_that_is_not_declared_is_refused():
    def grain_lost(grain_harvest: MillionTonnes) -> MillionTonnes:
        return grain_harvest

    with refused("grain_lost is not declared as an equation; write @equation above it"):
        build([*toy.EQUATIONS, grain_lost], toy.INPUTS)


def test_unit_mismatch_names_both_units():
    @equation("region")
    def grain_lost(grain_harvest: MillionHead) -> MillionTonnes:
        return grain_harvest

    with refused("grain_lost reads grain_harvest in million, but it is in Mt"):
        build([*toy.EQUATIONS, grain_lost], toy.INPUTS)


def test_unit_mismatch_of_a_stock_and_of_an_input():
    @equation("animal", "region")
    def herd(animals: MillionTonnes) -> MillionTonnes:
        return animals

    @equation("animal")
    def part(slaughter: MillionTonnes) -> MillionTonnes:
        return slaughter

    with refused("herd reads animals in Mt, but it is in million"):
        build([*toy.EQUATIONS, herd], toy.INPUTS)
    with refused("part reads slaughter in Mt, but it is in share"):
        build([*toy.EQUATIONS, part], toy.INPUTS)


def test_default_argument_is_refused():
    @equation("region")
    def grain_lost(grain_harvest: MillionTonnes, part: Share = 0.1) -> MillionTonnes:
        return grain_harvest * part

    with refused("grain_lost: argument part must be a plain name without a default"):
        build([*toy.EQUATIONS, grain_lost], toy.INPUTS)


@pytest.mark.parametrize("kind", ["star", "keyword"])
def test_only_plain_arguments(kind):
    @equation
    def star(*grain: MillionTonnes) -> MillionTonnes:
        return grain[0]

    @equation
    def keyword(*, grain: MillionTonnes) -> MillionTonnes:
        return grain

    with refused("argument grain must be a plain name without a default"):
        build([*toy.EQUATIONS, {"star": star, "keyword": keyword}[kind]], toy.INPUTS)


def test_missing_unit_of_argument_and_of_result():
    @equation("region")
    def grain_lost(grain_harvest) -> MillionTonnes:
        return grain_harvest

    @equation("region")
    def grain_found(grain_harvest: MillionTonnes):
        return grain_harvest

    with refused("grain_lost: argument grain_harvest has no unit annotation"):
        build([*toy.EQUATIONS, grain_lost], toy.INPUTS)
    with refused("grain_found: result has no unit annotation"):
        build([*toy.EQUATIONS, grain_found], toy.INPUTS)


def test_given_misspelt():
    with refused(
        "cannot take grain_harvst as given: there is no computed quantity named grain_harvst; "
        "did you mean grain_harvest?"
    ):
        toy.country(given=["grain_harvst"])


def test_given_becomes_an_input_and_nothing_upstream_of_it_remains_upstream():
    model = toy.country(given=["grain_harvest"])
    assert model.inputs["grain_harvest"] == Input(TONNES, ("region",))
    assert "grain_harvest" not in model.equations
    assert "weather" in toy.country().upstream("grain")
    assert "weather" not in model.upstream("grain")


def test_slot_is_filled_by_default_and_by_choice():
    assert toy.country().choices == {"tillage": "cobb_douglas"}
    chosen = toy.country({"tillage": "leontief"})
    assert chosen.choices == {"tillage": "leontief"}
    assert chosen.equations["tillage"].function is toy.tillage_leontief
    assert "labour_elasticity" not in chosen.upstream("grain")


def test_slot_choice_misspelt_and_slot_misspelt():
    with refused("slot tillage: there is no rival equation named leontieff; did you mean leontief?"):
        toy.country({"tillage": "leontieff"})
    with refused("there is no slot named tilage; did you mean tillage?"):
        toy.country({"tilage": "leontief"})


def test_slot_and_equation_of_one_name_collide():
    slot = Slot("grain_eaten", {"a": toy.grain_eaten}, "a")
    with refused("two equations compute grain_eaten"):
        build([*toy.EQUATIONS, slot], toy.INPUTS)


def test_equation_and_input_of_one_name():
    with refused("grain_harvest is both computed and an input; name it in `given` to take it as an input"):
        build(toy.EQUATIONS, {**toy.INPUTS, "grain_harvest": Input(TONNES)})


def test_stock_and_input_of_one_name():
    with refused("animals is both an input and the stock closed by animals_next"):
        build(toy.EQUATIONS, {**toy.INPUTS, "animals": Input(HEADS)})


def test_stock_and_equation_of_one_name():
    @equation("region")
    def animals(labour: MillionPersons) -> MillionHead:
        return labour

    with refused("animals is both computed and the stock closed by animals_next"):
        build([*toy.EQUATIONS, animals], toy.INPUTS)


def test_upstream_goes_through_earlier_years():
    model = toy.country()
    upstream = model.upstream("grain_harvest")
    assert {"breeding", "slaughter", "animals", "animals_next", "growth"} <= upstream, "last year's stocks are missing"
    assert not upstream & {"grain", "grain_export", "ration", "fodder"}
    assert "grain_harvest" in upstream
    assert {"grain_export", "ration", "grain_next"} <= model.upstream("grain")


def test_upstream_and_unit_of_a_misspelt_name():
    with refused("there is no quantity named grain_harvst; did you mean grain_harvest?"):
        toy.country().upstream("grain_harvst")
    with refused("there is no quantity named animls; did you mean animals?"):
        toy.country().unit("animls")


def test_units_and_readers():
    model = toy.country()
    assert model.unit("grain_harvest") == TONNES == model.unit("grain_export")
    assert model.unit("animals") == HEADS
    assert set(model.readers("animals")) == {"draught_power", "grain_fed", "animals_next"}
    assert model.readers("grain_next") == ()
