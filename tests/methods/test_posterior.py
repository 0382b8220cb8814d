"""Shipping, refusing and using a posterior; the draws here are made up and stand in for no result."""

import json

import numpy
import pytest

from pyrrhic.app.cli import main
from pyrrhic.engine.loop import simulate
from pyrrhic.methods import posterior as shipping
from pyrrhic.methods.coordinates import Coordinates, structure
from pyrrhic.methods.history import historical_paths
from pyrrhic.methods.likelihood import comparisons
from pyrrhic.methods.posterior import PosteriorError
from pyrrhic.methods.sample import Posterior

WHERE = Coordinates(structure("base"))
SCORES = tuple(numpy.full((2, len(comparisons(WHERE.structure))), -1.0))


def draws(count: int, scale: float = 0.2) -> numpy.ndarray:
    return scale * numpy.random.default_rng(5).standard_normal((2, count, WHERE.size))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of posteriors in place of the package's, with no memory of what was loaded before."""
    monkeypatch.setattr(shipping, "FOLDER", tmp_path)
    shipping.load.cache_clear()
    yield tmp_path
    shipping.load.cache_clear()


@pytest.fixture
def shipped(folder):
    shipping.ship(Posterior("base", tuple(WHERE.names()), draws(1000), 0, 31.0), SCORES)
    return shipping.load()


def test_what_is_shipped_is_read_again(shipped):
    assert shipped.z.shape == (shipping.SHIPPED_DRAWS, WHERE.size)
    assert shipped.names == tuple(WHERE.names())
    assert shipped.diagnostics["divergences"] == 0 and shipped.diagnostics["largest_r_hat"] < 1.01


def test_unsound_chains_are_not_shipped(folder):
    with pytest.raises(PosteriorError, match="not sound"):
        shipping.ship(Posterior("base", tuple(WHERE.names()), draws(1000), 3, 31.0), SCORES)
    assert shipping.available() == ()


def test_a_stale_posterior_is_refused_with_the_command_that_renews_it(shipped, monkeypatch):
    shipping.load.cache_clear()
    monkeypatch.setattr(shipping, "fingerprint", lambda name: "another")
    with pytest.raises(PosteriorError, match="pyrrhic calibrate --structure base --ship"):
        shipping.load()


def test_the_fingerprint_follows_priors_and_not_prose(monkeypatch):
    first = shipping.fingerprint("base")
    assert first != shipping.fingerprint("unequal_food")
    shipping.fingerprint.cache_clear()
    monkeypatch.setattr(shipping, "DEGREES_OF_FREEDOM", 7.0)
    assert shipping.fingerprint("base") != first
    shipping.fingerprint.cache_clear()


def test_code_is_compared_without_docstrings(tmp_path):
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text('"""A."""\ndef f(x):\n    """B."""\n    return x  # note\n', encoding="utf-8")
    two.write_text("def f(x):\n    return x\n", encoding="utf-8")
    assert shipping._code(one) == shipping._code(two)


def test_a_member_of_the_ensemble_is_the_run_at_its_draw(shipped):
    together = shipping.ensemble(historical_paths(), 3, ["excess_deaths", "herds_total"])
    assert together.failures == 0
    z = shipped.z[-1]
    alone = simulate(WHERE.model, WHERE.parameters(z), WHERE.opening, WHERE.paths(z), ["excess_deaths", "herds_total"])
    for name in alone.values:
        numpy.testing.assert_allclose(together.values[name][..., 2], alone.values[name][..., 0], rtol=1e-12)


def test_too_many_draws_are_refused(shipped):
    with pytest.raises(PosteriorError, match="allowed: 1 to 200"):
        shipping.ensemble(historical_paths(), 201, ["excess_deaths"])


def test_intervals_on_the_command_line(shipped, capsys):
    assert main(["compare", "as_it_happened", "no_exports", "--draws", "20", "--keep", "excess_deaths", "--years",
                 "1930-1934", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["years"] == [1930, 1931, 1932, 1933, 1934] and found["failed_draws"] == 0
    quantity = found["quantities"]["excess_deaths"]
    for row in (*quantity["values"], quantity["in_all"]["values"]):
        assert row == sorted(row)
    assert quantity["in_all"]["values"][-1] < 0.0  # without exports fewer people die, in nearly every draw
    assert main(["run", "nep", "--draws", "20", "--years", "1932"]) == 0
    assert "median" in capsys.readouterr().out
    assert main(["run", "nep", "--draws", "many"]) == 2
    assert main(["run", "nep", "--draws", "20", "--keep", "excess_deeths"]) == 2
    assert "did you mean excess_deaths" in capsys.readouterr().err


def test_show_check_and_structures(shipped, capsys):
    assert main(["posterior", "check"]) == 0
    assert "base: current" in capsys.readouterr().out
    assert main(["posterior", "show", "base", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["coordinates"]) == WHERE.size
    assert main(["structures", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in rows if row["posterior"]} == {"base"}
    assert main(["structures", "show", "harvest_low"]) == 0
    assert "harvest: low" in capsys.readouterr().out


def test_without_a_posterior_the_command_says_how_to_make_one(folder, capsys):
    assert main(["run", "nep", "--draws", "20"]) == 2
    assert "pyrrhic calibrate --structure base --ship" in capsys.readouterr().err
    assert main(["posterior", "check"]) == 1


def test_every_shipped_posterior_is_current_and_sound():
    shipping.load.cache_clear()
    assert "base" in shipping.available()
    for name in shipping.available():
        current = shipping.load(name)
        assert current.diagnostics["largest_r_hat"] < 1.01
        assert current.diagnostics["smallest_effective_size"] >= 400
        assert current.diagnostics["divergences"] == 0


def test_history_holds_under_the_shipped_posterior():
    run = shipping.ensemble(historical_paths(), 200, ["excess_deaths", "net_grain_imports", "draft_power_total"])
    assert run.failures == 0
    deaths = run.values["excess_deaths"][:, 0, 0, :]
    famine = numpy.quantile(deaths[4:8].sum(axis=0), [0.05, 0.5, 0.95])
    assert famine[0] > 4.0 and 5.0 < famine[1] < 8.7
    assert (deaths[6] > 5.0 * deaths[5]).mean() > 0.9
    assert numpy.quantile(deaths[10], 0.95) < 0.5
    draft = run.values["draft_power_total"][:, 0, 0, :]
    assert (draft[5:9].min(axis=0) < 0.75 * draft[2]).all()
