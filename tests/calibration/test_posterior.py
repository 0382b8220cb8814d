"""Shipping, refusing and using a posterior; the draws here are made up and stand in for no result."""

import json
from dataclasses import replace

import numpy
import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.calibration import posterior as shipping
from pyrrhic.calibration.coordinates import Coordinates
from pyrrhic.calibration.ensemble import chosen, run_at
from pyrrhic.calibration.likelihood import comparisons
from pyrrhic.calibration.sampling.sampler import Posterior
from pyrrhic.calibration.structures import structure
from pyrrhic.engine.loop import simulate
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs.history import historical_paths

WHERE = Coordinates(structure("base"))
SCORES = tuple(numpy.full((2, len(comparisons(WHERE.structure))), -1.0))


def draws(count: int, scale: float = 0.2) -> numpy.ndarray:
    return scale * numpy.random.default_rng(5).standard_normal((2, count, WHERE.size))


def posterior(divergences: int = 0, fingerprint: str | None = None) -> Posterior:
    """A made-up posterior of the base structure, made by the model of today in a minute unless said otherwise."""
    return Posterior(
        "base", tuple(WHERE.names()), draws(1000), divergences, 31.0, fingerprint or shipping.fingerprint("base"), 60.0
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of posteriors in place of the package's, with no memory of what was loaded before."""
    monkeypatch.setattr(shipping, "FOLDER", tmp_path)
    shipping.load.cache_clear()
    yield tmp_path
    shipping.load.cache_clear()


CONTENT: list[bytes] = []


@pytest.fixture
def shipped(folder):
    """The made-up posterior, shipped; its diagnostics are worked out once."""
    if CONTENT:
        (folder / "base.npz").write_bytes(CONTENT[0])
    else:
        CONTENT.append(shipping.ship(posterior(), SCORES).read_bytes())
    return shipping.load()


def test_what_is_shipped_is_read_again(shipped):
    assert shipped.z.shape == (shipping.SHIPPED_DRAWS, WHERE.size)
    assert shipped.names == tuple(WHERE.names())
    assert shipped.diagnostics["divergences"] == 0 and shipped.diagnostics["largest_r_hat"] < 1.01
    assert posterior().diagnostics()["seconds"] == 60.0 and "seconds" not in shipped.diagnostics


def test_unsound_chains_are_not_shipped(folder):
    with pytest.raises(PyrrhicError, match="not sound"):
        shipping.ship(posterior(divergences=3), SCORES)
    assert shipping.available() == ()


def test_draws_of_another_model_are_not_shipped(folder):
    with pytest.raises(
        PyrrhicError,
        match="the draws of base were made by another model, other priors or figures; "
        "sample again: pyrrhic calibrate --structure base --ship",
    ):
        shipping.ship(posterior(fingerprint="of the moment of sampling"), SCORES)
    assert shipping.available() == () and not list(folder.iterdir())


def test_what_is_shipped_bears_the_fingerprint_kept_with_the_draws(shipped):
    assert shipped.fingerprint == shipping.fingerprint("base")


def test_what_is_loaded_cannot_be_written_to(shipped):
    for array in (shipped.z, *shipped.scores):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_a_stale_posterior_is_refused_with_the_command_that_renews_it(shipped, monkeypatch):
    shipping.load.cache_clear()
    monkeypatch.setattr(shipping, "fingerprint", lambda name: "another")
    with pytest.raises(PyrrhicError, match="pyrrhic calibrate --structure base --ship"):
        shipping.load()


REFUSAL = (
    "^the file base.npz of the posterior of base is damaged; renew it with: pyrrhic calibrate --structure base --ship$"
)


def damaged(folder, content: bytes) -> None:
    (folder / "base.npz").write_bytes(content)
    shipping.load.cache_clear()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"garbage",
        lambda content: b"PK",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content[100:],
        lambda content: bytes(len(content)),
        lambda content: b"\x80\x04K\x01.",
        lambda content: b"\x93NUMPY" + content,
    ],
    ids=["empty", "garbage", "two letters", "cut", "cut short", "beginning lost", "zeros", "pickle", "another kind"],
)
def test_a_damaged_file_is_refused_in_one_sentence_with_the_command(shipped, folder, damage, capsys):
    damaged(folder, damage((folder / "base.npz").read_bytes()))
    with pytest.raises(PyrrhicError, match=REFUSAL):
        shipping.load()
    for command in (["posterior", "show"], ["run", "nep", "--draws", "5"], ["posterior", "check"]):
        assert main(command) != 0
        printed = "".join(capsys.readouterr())
        assert "is damaged; renew it with: pyrrhic calibrate --structure base --ship" in printed
        assert "Traceback" not in printed


def test_one_flipped_bit_anywhere_is_refused_or_changes_nothing(shipped, folder):
    """In the headers of the archive, where anything may be raised, and among the numbers."""
    content = (folder / "base.npz").read_bytes()
    random, size = numpy.random.default_rng(3), len(content) * 8
    refused = 0
    for bit in (
        *random.integers(0, 2500, 150),
        *random.integers(size - 6000, size, 150),
        *random.integers(0, size, 100),
    ):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << (bit % 8)
        damaged(folder, bytes(flipped))
        try:
            again = shipping.load()
        except PyrrhicError as error:
            refused += "damaged" in str(error)
        else:
            numpy.testing.assert_array_equal(again.z, shipped.z)
            assert (again.names, again.diagnostics, again.fingerprint) == (
                shipped.names,
                shipped.diagnostics,
                shipped.fingerprint,
            )
    assert refused > 200


@pytest.mark.parametrize(
    "name, change",
    [
        ("z", lambda array: array * 0.0),
        ("z", lambda array: array[:, :-1]),
        ("z", lambda array: array[:100]),
        ("z", lambda array: numpy.nextafter(array, numpy.float32(9.0))),
        ("scores", lambda array: array + 1.0),
        ("scores", lambda array: array[0]),
        ("names", lambda array: array[::-1]),
        ("names", lambda array: array[:-1]),
        ("diagnostics", lambda array: array[1:]),
        ("seal", lambda array: numpy.array("another")),
        ("fingerprint", lambda array: numpy.array("another")),
        ("z", None),
        ("scores", None),
        ("seal", None),
        ("fingerprint", None),
        ("diagnostics", lambda array: numpy.zeros(3)),
    ],
)
def test_replaced_or_missing_contents_are_refused(shipped, folder, name, change):
    with numpy.load(folder / "base.npz") as file:
        arrays = dict(file)
    arrays[name] = change and change(arrays[name])
    numpy.savez_compressed(folder / "base.npz", **{key: array for key, array in arrays.items() if array is not None})
    shipping.load.cache_clear()
    with pytest.raises(PyrrhicError, match=REFUSAL):
        shipping.load()


def test_the_posterior_of_another_structure_under_this_name_is_refused(shipped, folder):
    (folder / "harvest_low.npz").write_bytes((folder / "base.npz").read_bytes())
    with pytest.raises(PyrrhicError, match="the posterior of harvest_low was made by another model"):
        shipping.load("harvest_low")


def test_an_interrupted_write_leaves_the_old_file(shipped, folder, monkeypatch):
    before = (folder / "base.npz").read_bytes()

    def stop(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(numpy, "savez_compressed", stop)
    with pytest.raises(KeyboardInterrupt):
        shipping.write(shipped)
    assert (folder / "base.npz").read_bytes() == before


def test_a_member_of_the_ensemble_is_the_run_at_its_draw(shipped):
    together = run_at(WHERE, chosen("base", 3), historical_paths(), ["excess_deaths", "herds_total"])
    assert together.failures == 0
    z = shipped.z[-1]
    alone = simulate(
        WHERE.model,
        WHERE.parameters(z),
        WHERE.opening_at(z),
        WHERE.paths(z),
        ["excess_deaths", "herds_total"],
        beyond_bounds=True,
    )
    for name in alone.values:
        numpy.testing.assert_allclose(together.values[name][..., 2], alone.values[name][..., 0], rtol=1e-10, atol=1e-12)


def test_unexplained_yields_are_the_draws_but_for_years_in_which_the_paths_depart_from_history(shipped):
    history, names = historical_paths(), ["unexplained_yield", "unexplained_yield_regional"]
    z = chosen("base", 2)
    national, regional = WHERE.unexplained(shipped.z[[0, -1]])
    drawn = run_at(WHERE, z, history, names).values
    numpy.testing.assert_array_equal(drawn["unexplained_yield"], national)
    numpy.testing.assert_array_equal(drawn["unexplained_yield_regional"], regional)
    changed = history["unexplained_yield"].copy()
    changed[6] -= 0.2
    set_by_hand = run_at(WHERE, z, {**history, "unexplained_yield": changed}, names).values
    numpy.testing.assert_array_equal(set_by_hand["unexplained_yield"][6], changed[6].repeat(2, axis=-1))
    others = [year for year in range(len(changed)) if year != 6]
    numpy.testing.assert_array_equal(set_by_hand["unexplained_yield"][others], national[others])
    numpy.testing.assert_array_equal(set_by_hand["unexplained_yield_regional"], regional)
    short = run_at(WHERE, z, {name: path[:8] for name, path in history.items()}, names).values
    numpy.testing.assert_array_equal(short["unexplained_yield"], national[:8])


def test_too_many_draws_are_refused(shipped):
    with pytest.raises(PyrrhicError, match="allowed: 1 to 200"):
        chosen("base", 201)


def test_intervals_on_the_command_line(shipped, capsys):
    assert (
        main(
            [
                "compare",
                "as_it_happened",
                "no_exports",
                "--draws",
                "20",
                "--keep",
                "excess_deaths",
                "--years",
                "1930-1934",
                "--json",
            ]
        )
        == 0
    )
    document = json.loads(capsys.readouterr().out)
    assert document["years"] == [1930, 1931, 1932, 1933, 1934] and document["failed_draws"] == 0
    quantity = document["quantities"]["excess_deaths"]
    for row in (*quantity["values"], quantity["in_all"]["values"]):
        assert row == sorted(row)
    assert quantity["in_all"]["values"][-1] < 0.0  # without exports fewer people die, in nearly every draw
    assert main(["run", "nep", "--draws", "20", "--years", "1932"]) == 0
    assert "median" in capsys.readouterr().out
    assert main(["run", "nep", "--draws", "many"]) == 2
    assert main(["run", "nep", "--draws", "9" * 5000]) == main(["fit", "--draws", "9" * 5000]) == 2
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
    assert "harvest: series grain_harvest_western_estimates" in capsys.readouterr().out


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
    names = ["excess_deaths", "net_grain_imports", "draft_power_total"]
    run = run_at(WHERE, chosen("base", 200), historical_paths(), names)
    assert run.failures == 0
    deaths = run.values["excess_deaths"][:, 0, 0, :]
    famine = numpy.quantile(deaths[4:8].sum(axis=0), [0.05, 0.5, 0.95])
    assert famine[0] > 4.0 and 5.0 < famine[1] < 8.7
    assert (deaths[6] > 5.0 * deaths[5]).mean() > 0.9
    assert numpy.quantile(deaths[10], 0.95) < 0.5
    draft = run.values["draft_power_total"][:, 0, 0, :]
    assert (draft[5:9].min(axis=0) < 0.75 * draft[2]).all()


def test_one_unsound_variant_does_not_keep_the_others_from_the_package(folder, tmp_path, monkeypatch, capsys):
    def sampled(names, *arguments):
        return {name: replace(posterior(divergences=int(name != "base")), structure="base") for name in names}

    monkeypatch.setattr("pyrrhic.calibration.sampling.sampler.sample", sampled)
    monkeypatch.setattr("pyrrhic.calibration.sampling.leave_one_out.scores", lambda name, draws: SCORES)
    for name in ("harvest_low", "base"):
        (tmp_path / "drawn" / name).mkdir(parents=True)
    asked = ["calibrate", "--structure", "harvest_low", "--structure", "base", "--ship", "-o", str(tmp_path / "drawn")]
    assert main([*asked, "--json"]) == 1
    unsound, sound = json.loads(capsys.readouterr().out)
    assert "1 divergences" in unsound["refused"] and "shipped" not in unsound
    assert sound["shipped"] == "base.npz" and shipping.available() == ("base",)
