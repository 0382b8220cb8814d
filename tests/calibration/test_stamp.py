"""Stamping posteriors anew after a change that alters no result; two made-up posteriors stand in for the shipped."""

import json

import numpy
import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.calibration import posterior as shipping
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.likelihood import comparisons
from pyrrhic.calibration.posterior import Shipped
from pyrrhic.calibration.sampling import folds as validate
from pyrrhic.calibration.sampling import stamp as module
from pyrrhic.errors import PyrrhicError

NAMES = ("base", "one_migration_law")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two small posteriors of today, and folds of today, in a folder of their own."""
    monkeypatch.setattr(shipping, "FOLDER", tmp_path)
    monkeypatch.setattr(validate, "PATH", tmp_path / "folds.json")
    shipping.load.cache_clear()
    for seed, name in enumerate(NAMES):
        where = coordinates(name)
        z = 0.05 * numpy.random.default_rng(seed).standard_normal((6, where.size))
        scores = tuple(numpy.zeros((2, len(comparisons(where.structure)))))
        shipping.write(Shipped(name, tuple(where.names()), z, {"divergences": 0.0}, scores, shipping.fingerprint(name)))
    folds = {
        "fingerprint": shipping.fingerprint("base"),
        "folds": [{"fold": {"name": "1946_47"}, "structure": "base", "figures": [], "failed_draws": 0}],
    }
    validate.PATH.write_text(json.dumps(folds), encoding="utf-8")
    yield tmp_path
    shipping.load.cache_clear()


@pytest.fixture
def before(folder):
    return module.write_values(folder / "before")


@pytest.fixture
def another(monkeypatch, before):
    """After a change: the fingerprints are others."""
    real = shipping.fingerprint
    for place in (shipping, module, validate):
        monkeypatch.setattr(place, "fingerprint", lambda name: "changed " + real(name))
    shipping.load.cache_clear()
    return before


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.npz")} | {
        "folds.json": (folder / "folds.json").read_bytes()
    }


def changed(path, name: str, change) -> None:
    with numpy.load(path) as file:
        arrays = dict(file)
    arrays[name] = change(arrays[name])
    with path.open("wb") as file:
        numpy.savez(file, **arrays)


def test_where_no_number_changed_all_are_current_again(folder, another):
    for name in NAMES:
        with pytest.raises(PyrrhicError, match="made by another model"):
            shipping.load(name)
    apart = module.stamp(another)
    assert apart == {name: 0.0 for name in NAMES}
    for name in NAMES:
        loaded = shipping.load(name)
        assert loaded.fingerprint.startswith("changed ") and loaded.z.shape[0] == 6
    assert validate.shipped()[0].structure == "base"


@pytest.mark.parametrize(
    "name", ["base/excess_deaths", "one_migration_law/urban_population", "one_migration_law/log_likelihood"]
)
def test_a_difference_of_a_hundred_millionth_stamps_nothing(folder, another, name):
    old = contents(folder)
    changed(another, name, lambda array: array * (1.0 + 1e-8))
    with pytest.raises(PyrrhicError, match=rf"{name} differs by .*; nothing is stamped, sample again"):
        module.stamp(another)
    assert contents(folder) == old


def test_rounding_is_no_difference_and_is_told(folder, another):
    changed(another, "base/gross_product", lambda array: array * (1.0 + 1e-11))
    apart = module.stamp(another)
    assert 1e-12 < apart["base"] < 1e-10 and apart["one_migration_law"] == 0.0


@pytest.mark.parametrize("change", [lambda array: array + 1, lambda array: array[:-1]])
def test_other_failures_or_other_draws_stamp_nothing(folder, another, change):
    old = contents(folder)
    changed(another, "base/failed_year", change)
    with pytest.raises(PyrrhicError, match="nothing is stamped"):
        module.stamp(another)
    assert contents(folder) == old


def test_a_number_that_is_none_stamps_nothing(folder, another):
    changed(another, "base/excess_deaths", lambda array: numpy.where(array == array.max(), numpy.nan, array))
    with pytest.raises(PyrrhicError, match="base/excess_deaths differs"):
        module.stamp(another)


@pytest.mark.parametrize("wrong", [numpy.inf, -numpy.inf])
def test_a_file_of_infinities_vouches_for_nothing(folder, another, wrong):
    """A difference that is infinite is not more than 1e-9 of infinity."""
    changed(another, "base/excess_deaths", lambda array: numpy.full_like(array, wrong))
    with pytest.raises(PyrrhicError, match="base/excess_deaths"):
        module.stamp(another)


def test_a_file_of_words_vouches_for_nothing(folder, another):
    changed(another, "base/excess_deaths", lambda array: array.astype(str))
    with pytest.raises(PyrrhicError, match="base/excess_deaths"):
        module.stamp(another)


def test_a_changed_figure_or_error_stamps_nothing_though_the_runs_are_the_same(folder, another, monkeypatch):
    old, real = contents(folder), module.comparisons

    def with_another_error(of):
        first, *others = real(of)
        return (type(first)(**{**vars(first), "error": 1.5 * first.error}), *others)

    monkeypatch.setattr(module, "comparisons", with_another_error)
    with pytest.raises(PyrrhicError, match="log_likelihood differs"):
        module.stamp(another)
    assert contents(folder) == old


def test_what_was_not_current_before_the_change_is_no_ground_to_stand_on(folder, monkeypatch):
    real = shipping.fingerprint
    monkeypatch.setattr(shipping, "fingerprint", lambda name: real(name) if name == "base" else "another")
    with pytest.raises(PyrrhicError, match="the posterior of one_migration_law was made by another model"):
        module.write_values(folder / "values")
    monkeypatch.setattr(shipping, "fingerprint", real)
    shipping.load.cache_clear()
    document = json.loads(validate.PATH.read_text(encoding="utf-8"))
    validate.PATH.write_text(json.dumps({**document, "fingerprint": "another"}), encoding="utf-8")
    with pytest.raises(PyrrhicError, match="made by another model"):
        module.write_values(folder / "values")
    assert not (folder / "values").exists()


@pytest.mark.parametrize("content", [None, b"", b"garbage", b"PK\x03\x04"])
def test_a_file_of_values_that_cannot_be_read_is_named_with_what_makes_it(folder, content):
    path = folder / "values"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(
        PyrrhicError,
        match=r"cannot be read: .*; make it in the state before the change with: "
        r"pyrrhic posterior values -o .*values",
    ):
        module.stamp(path)


def test_a_file_without_a_structure_stamps_nothing(folder, another):
    with numpy.load(another) as file:
        arrays = {name: array for name, array in file.items() if not name.startswith("one_")}
    with another.open("wb") as file:
        numpy.savez(file, **arrays)
    old = contents(folder)
    with pytest.raises(PyrrhicError, match=r"the file holds no one_migration_law/.* of the same shape"):
        module.stamp(another)
    assert contents(folder) == old


def test_on_the_command_line(folder, another, capsys):
    assert main(["posterior", "check"]) == 1
    assert main(["posterior", "stamp", "--before", str(another)]) == 0
    capsys.readouterr()
    assert main(["posterior", "check"]) == 0
    assert "base: current" in capsys.readouterr().out
