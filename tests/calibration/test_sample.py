"""The sampler on a known normal distribution, resuming, refusing; the shipped fit is the mode it claims to be."""

import _thread
import json
import signal
import time
from functools import partial
from types import SimpleNamespace

import numpy
import pytest

from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.sampling import sampler as module
from pyrrhic.calibration.sampling.mode import Mode, find_mode, in_units, whitening
from pyrrhic.calibration.sampling.sampler import Posterior, Settings, agreement, chain_of, read, sample
from pyrrhic.calibration.structures import structure
from pyrrhic.engine import compiler
from pyrrhic.errors import Stale
from pyrrhic.runs import starting_fit

SPREADS, CENTRE = numpy.array([0.5, 1.0, 1.0]), numpy.array([0.3, -0.2, 0.0])
SHORT = Settings(warmup=100, draws=200, chains=2, seed=7)
TINY = Settings(warmup=10, draws=10, chains=2, seed=7)


class Normal:
    """A density whose answer is known: three independent normal coordinates."""

    coordinates = SimpleNamespace(structure=SimpleNamespace(name="normal", harvest=None), size=3)
    names = ("a", "b", "c")

    def __call__(self, z, degrees=20.0):
        apart = (z - CENTRE) / SPREADS
        return -0.5 * float(apart @ apart), -apart / SPREADS


@pytest.fixture
def made_up(monkeypatch):
    """Structures whose density is the normal one, with a fingerprint that a test may change."""
    now = SimpleNamespace(fingerprint="as it is", calls=0)

    def density(of, record):
        now.calls += 1
        return Normal()

    monkeypatch.setattr(module, "LogDensity", density)
    monkeypatch.setattr(module, "coordinates", lambda name: SimpleNamespace(names=lambda: list(Normal.names)))
    monkeypatch.setattr(module, "fingerprint", lambda name, record: now.fingerprint)
    return now


def drawn(folder, settings=TINY, names=("base",), progress=lambda line: None):
    return sample(names, settings, folder, progress, workers=1)


def test_the_mode_is_found():
    mode = find_mode(Normal())
    numpy.testing.assert_allclose(mode.z, CENTRE, atol=1e-6)
    assert mode.loss == pytest.approx(0.0, abs=1e-9) and mode.evaluations > 0


def test_the_search_goes_round_where_the_run_fails_and_stays_in_its_box():
    class Walled(Normal):
        def __call__(self, z, degrees=20.0):
            return (-numpy.inf, numpy.zeros(3)) if z[0] > 0.4 else super().__call__(z)

    class Beyond(Normal):
        def __call__(self, z, degrees=20.0):
            return -float(((z - 9.0) ** 2).sum()), -2.0 * (z - 9.0)

    numpy.testing.assert_allclose(find_mode(Walled()).z, CENTRE, atol=1e-4)
    numpy.testing.assert_allclose(find_mode(Beyond()).z, 4.0)


def test_whitening_makes_every_direction_alike():
    matrix = whitening(Normal(), Mode(CENTRE, 0.0, 1))
    numpy.testing.assert_allclose(matrix @ matrix.T, numpy.diag(SPREADS**2), atol=1e-6)


def test_whitening_trusts_no_direction_to_be_flatter_than_half_the_prior():
    class Flat(Normal):
        def __call__(self, z, degrees=20.0):
            return 0.0, numpy.zeros(3)

    numpy.testing.assert_allclose(
        whitening(Flat(), Mode(CENTRE, 0.0, 1)) @ whitening(Flat(), Mode(CENTRE, 0.0, 1)).T, 2.0 * numpy.eye(3)
    )


def test_draws_have_the_right_centre_and_spread_and_sound_diagnostics(made_up, tmp_path):
    posterior = drawn(tmp_path, SHORT)["base"]
    assert posterior.z.shape == (2, 200, 3) and posterior.fingerprint == "as it is"
    numpy.testing.assert_allclose(posterior.z.std(axis=(0, 1)), SPREADS, rtol=0.25)
    numpy.testing.assert_allclose(posterior.z.mean(axis=(0, 1)), CENTRE, atol=0.25)
    diagnostics = posterior.diagnostics()
    assert diagnostics["divergences"] == 0 and diagnostics["largest_r_hat"] < 1.05 and diagnostics["mean_steps"] > 0
    posterior.save(tmp_path / "posterior.npz")
    again = read(tmp_path / "posterior.npz")
    assert again.names == ("a", "b", "c") and again.structure == "base" and again.fingerprint == "as it is"
    numpy.testing.assert_allclose(again.z, posterior.z, rtol=1e-6)


def test_a_wrong_gradient_would_be_seen(made_up, tmp_path, monkeypatch):
    """Break what the test above guards: a slope of half the height, with the same mode."""
    real = Normal.__call__
    monkeypatch.setattr(
        Normal,
        "__call__",
        lambda self, z, degrees=20.0: (real(self, z)[0], real(self, z)[1] * numpy.array([1.0, 0.05, 1.0])),
    )
    posterior = drawn(tmp_path, Settings(warmup=40, draws=60, chains=1))["base"]
    assert abs(posterior.z.std(axis=(0, 1)) / SPREADS - 1.0).max() > 0.25 or posterior.divergences > 0


def test_an_interrupted_run_goes_on_with_the_same_numbers(made_up, tmp_path, monkeypatch, request):
    """Ctrl-C in the middle of the second chain, which must not be saved for what it has drawn so far."""
    whole = drawn(tmp_path / "whole")["base"]
    real, slow = Normal.__call__, []

    def slowly(self, z, degrees=20.0):
        time.sleep(0.01 * len(slow))
        return real(self, z)

    def press(line):
        if "chain 2: 8 of" in line:
            slow.append(line)
            _thread.interrupt_main()

    monkeypatch.setattr(Normal, "__call__", slowly)
    monkeypatch.setattr(module, "TELL_EVERY", 8)
    # A process begun in the background of a shell is deaf to interruptions for good.
    request.addfinalizer(
        partial(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler))
    )
    with pytest.raises(KeyboardInterrupt):
        drawn(tmp_path / "parts", progress=press)
    folder = tmp_path / "parts" / "base"
    assert slow and [path.name for path in sorted(folder.glob("*.npz"))] == ["chain-1.npz"]
    slow.clear()
    before, lines = (folder / "chain-1.npz").stat().st_mtime_ns, []
    resumed = drawn(tmp_path / "parts", progress=lines.append)["base"]
    numpy.testing.assert_array_equal(resumed.z, whole.z)
    assert (folder / "chain-1.npz").stat().st_mtime_ns == before and all("chain 2" in line for line in lines)


def test_chains_can_be_added(made_up, tmp_path):
    few = drawn(tmp_path / "few", Settings(warmup=10, draws=10, chains=1, seed=7))["base"]
    more = drawn(tmp_path / "few", Settings(warmup=10, draws=10, chains=3, seed=7))["base"]
    whole = drawn(tmp_path / "whole", Settings(warmup=10, draws=10, chains=3, seed=7))["base"]
    numpy.testing.assert_array_equal(more.z, whole.z)
    numpy.testing.assert_array_equal(more.z[:1], few.z)
    assert not (whole.z[0] == whole.z[1]).any(), "two chains are of one seed"
    assert drawn(tmp_path / "few", TINY)["base"].z.shape == (2, 10, 3)


def test_a_finished_run_is_read_and_not_drawn_again(made_up, tmp_path):
    first = drawn(tmp_path)["base"]
    made_up.calls = 0
    numpy.testing.assert_array_equal(drawn(tmp_path)["base"].z, first.z)
    assert made_up.calls <= 1  # compiled beforehand, drawn never


def test_several_structures_have_a_folder_each(made_up, tmp_path):
    posteriors = drawn(tmp_path, names=("base", "harvest_low"))
    assert list(posteriors) == ["base", "harvest_low"] and posteriors["harvest_low"].structure == "harvest_low"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base", "harvest_low"]


@pytest.mark.parametrize("change", [lambda z: z[:-1], lambda z: numpy.concatenate([z, z]), lambda z: z * numpy.nan])
def test_a_chain_of_another_length_or_without_numbers_is_drawn_again(made_up, tmp_path, change):
    """Such as one copied from the folder of another run."""
    whole = drawn(tmp_path)["base"]
    path = tmp_path / "base" / "chain-2.npz"
    with numpy.load(path) as file:
        arrays = dict(file)
    numpy.savez(path, **{**arrays, "z": change(arrays["z"])})
    numpy.testing.assert_array_equal(drawn(tmp_path)["base"].z, whole.z)


def test_a_structure_that_is_named_twice_is_drawn_once(made_up, tmp_path, monkeypatch):
    """Two processes would else write the same file at once."""
    tasks, through = [], module.work_through
    monkeypatch.setattr(module, "work_through", lambda given, *rest: tasks.extend(given) or through(given, *rest))
    assert list(drawn(tmp_path, names=("base", "base"))) == ["base"]
    assert len(tasks) == TINY.chains


@pytest.mark.parametrize(
    "other, difference",
    [
        (Settings(warmup=10, draws=10, chains=2, seed=8), "seed 7 instead of 8"),
        (Settings(warmup=10, draws=20, chains=2, seed=7), "draws 10 instead of 20"),
        (Settings(warmup=11, draws=10, chains=2, seed=7), "warmup 10 instead of 11"),
        (Settings(warmup=10, draws=10, chains=2, seed=7, acceptance=0.8), "acceptance 0.95 instead of 0.8"),
        (Settings(warmup=10, draws=10, chains=2, seed=7, low_rank=True), "low_rank False instead of True"),
    ],
)
def test_other_settings_do_not_mix_with_old_chains(made_up, tmp_path, other, difference):
    drawn(tmp_path)
    with pytest.raises(Stale, match=f"holds chains of {difference}; choose another folder"):
        drawn(tmp_path, other)


def test_chains_of_another_model_other_priors_or_figures_are_refused(made_up, tmp_path):
    drawn(tmp_path)
    made_up.fingerprint = "another"
    with pytest.raises(Stale, match="holds chains of another model, other priors or figures; choose another"):
        drawn(tmp_path)
    note = tmp_path / "base" / "settings.json"
    note.write_text(note.read_text(encoding="utf-8").replace("as it is", "another"), encoding="utf-8")
    made_up_z = drawn(tmp_path)["base"].z  # a folder that lies about its chains: they are drawn again
    assert made_up_z.shape == (2, 10, 3)
    with numpy.load(tmp_path / "base" / "chain-1.npz") as file:
        assert str(file["fingerprint"]) == "another"


@pytest.mark.parametrize("note", [None, "", "{", "[]", "null", '"words"', "{}", b"\xff\xfe"])
def test_chains_without_readable_settings_are_refused(made_up, tmp_path, note):
    drawn(tmp_path)
    path = tmp_path / "base" / "settings.json"
    path.unlink()
    if note is not None:
        path.write_bytes(note if isinstance(note, bytes) else note.encode())
    with pytest.raises(Stale, match=r"holds chains of (unknown settings|another model)"):
        drawn(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"garbage",
        lambda content: content[:-40],
        lambda content: content[:100],
        lambda content: content[:200] + bytes([content[200] ^ 16]) + content[201:],
    ],
)
def test_a_damaged_chain_is_drawn_again(made_up, tmp_path, damage):
    whole = drawn(tmp_path)["base"]
    path = tmp_path / "base" / "chain-2.npz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(Stale, match=r"chain 2 of base is missing or damaged in .*; run the same command again"):
        module.gathered("base", TINY, tmp_path / "base")
    numpy.testing.assert_array_equal(drawn(tmp_path)["base"].z, whole.z)


def test_what_a_chain_says_of_its_progress(made_up, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "TELL_EVERY", 8)
    lines = []
    drawn(tmp_path, Settings(warmup=10, draws=10, chains=1), progress=lines.append)
    assert lines[-1] == "base, chain 1: 20 of 20 draws, warm-up included" and len(lines) == 3


def test_a_density_that_fails_somewhere_is_drawn_elsewhere():
    class Half(Normal):
        def __call__(self, z, degrees=20.0):
            return super().__call__(z) if z[0] > 0.0 else (-numpy.inf, numpy.zeros(3))

    chain = chain_of(Half(), Mode(CENTRE, 0.0, 1), numpy.diag(SPREADS), SHORT, 0)
    assert (chain.z[:, 0] > 0.0).all() and chain.z.shape == (200, 3)


def test_what_moves_together_is_learned_where_that_is_asked_for():
    """A ridge across two coordinates, of which the matrix that is handed over knows nothing."""
    ridge = numpy.linalg.inv(numpy.array([[1.0, 0.995, 0.0], [0.995, 1.0, 0.0], [0.0, 0.0, 1.0]]))

    def density(z):
        return -0.5 * float(z @ ridge @ z), -ridge @ z

    def steps(low_rank):
        settings = Settings(warmup=300, draws=200, chains=1, seed=7, low_rank=low_rank)
        return chain_of(density, Mode(numpy.zeros(3), 0.0, 1), numpy.eye(3), settings, 0).steps

    assert steps(low_rank=True) < 0.5 * steps(low_rank=False)


def test_bad_mixing_is_not_called_sound():
    apart = numpy.concatenate([numpy.zeros((1, 100, 1)), numpy.ones((1, 100, 1))]) + numpy.random.default_rng(0).normal(
        0, 0.01, (2, 100, 1)
    )
    assert not Posterior("normal", ("a",), apart, 0, 1.0, "").diagnostics()["sound"]


@pytest.mark.parametrize("divergences, draws, sound", [(0, 1000, True), (1, 1000, False), (0, 100, False)])
def test_sound_are_many_independent_draws_without_divergences(divergences, draws, sound):
    z = numpy.random.default_rng(0).standard_normal((4, draws, 2))
    diagnostics = Posterior("normal", ("a", "b"), z, divergences, 1.0, "").diagnostics()
    assert diagnostics["sound"] == sound and diagnostics["smallest_for"] in ("a", "b")


def test_agreement_of_draws_of_one_posterior_and_of_two():
    random = numpy.random.default_rng(4)
    posterior = Posterior("normal", ("a", "b", "c"), random.standard_normal((4, 500, 3)), 0, 1.0, "")
    same, apart = random.standard_normal((300, 3)), random.standard_normal((300, 3)) + numpy.array([0.0, 0.5, 0.0])
    assert agreement(posterior, same).usual < 2.0 and agreement(posterior, same).spread == pytest.approx(1.0, abs=0.1)
    assert agreement(posterior, apart).largest > 5.0 and agreement(posterior, apart).largest_for == "b"


def test_without_a_compiler_nothing_is_drawn(monkeypatch, tmp_path):
    monkeypatch.setenv("PYRRHIC_COMPILER", "none")
    compiler.library.cache_clear()
    with pytest.raises(compiler.NoCompiler, match=r"install pyrrhic\[fast\]"):
        drawn(tmp_path)
    assert not list((tmp_path / "base").glob("*.npz"))


def test_the_real_thing_draws_in_a_process_what_it_draws_in_another(tmp_path):
    """A tiny chain of the base structure, and the same once more: this shows nothing about the sampler."""
    settings = Settings(warmup=2, draws=3, chains=1, seed=3)
    there = sample(["base"], settings, tmp_path, workers=2)["base"]
    (tmp_path / "base" / "chain-1.npz").unlink()
    here = sample(["base"], settings, tmp_path, workers=2)["base"]
    numpy.testing.assert_array_equal(here.z, there.z)
    assert here.fingerprint == module.fingerprint("base") and here.z.shape == (1, 3, len(here.names))
    note = json.loads((tmp_path / "base" / "settings.json").read_text(encoding="utf-8"))
    assert note["fingerprint"] == here.fingerprint and note["structure"] == "base" and "chains" not in note


def test_the_shipped_starting_fit_is_the_mode():
    density = LogDensity(structure("base"))
    mode = find_mode(density)
    assert mode.loss < -density(numpy.zeros(density.coordinates.size))[0] / 3
    moved, national, _ = in_units(density.coordinates, mode)
    shipped = starting_fit.fitted_parameters()
    for name, value in moved.items():
        numpy.testing.assert_allclose(shipped[name], value, rtol=0.02, atol=1e-6, err_msg=name)
    numpy.testing.assert_allclose(starting_fit.unexplained_yield(), national, atol=0.01)
