"""Where there is no compiler, or one that fails, the NumPy loop gives the same numbers."""

import numpy
import pytest
from twins import assert_same_bits, of, of_the_country

from pyrrhic.engine import compiled, compiler
from pyrrhic.engine import loop as plain


@pytest.fixture
def no_compiler(monkeypatch):
    monkeypatch.setenv("PYRRHIC_COMPILER", "none")
    monkeypatch.setattr(compiled._Compiled, "of", None)
    assert not compiler.available()


def test_without_a_compiler_simulate_gives_the_numbers_of_numpy(no_compiler):
    run = compiled.simulate(*of_the_country())
    assert_same_bits(run, plain.simulate(*of_the_country()))


@pytest.mark.parametrize("block", [1, 30, 83, 100])
def test_without_a_compiler_a_stream_of_blocks_is_the_whole(no_compiler, block):
    whole, members = plain.simulate(*of_the_country()), []
    for part, run in compiled.stream(*of_the_country(), block=block):
        assert_same_bits(run, of(whole, part))
        members += range(83)[part]
    assert members == [*range(83)]


def test_without_a_compiler_sums_are_those_of_the_program(no_compiler, monkeypatch):
    sums = compiled.sums(*of_the_country(keep=("grain", "animals")))
    monkeypatch.undo()
    by_program = compiled.sums(*of_the_country(keep=("grain", "animals")))
    for name in ("grain", "animals"):
        numpy.testing.assert_allclose(sums.mean[name], by_program.mean[name], rtol=1e-11, strict=True)
        numpy.testing.assert_allclose(sums.variance[name], by_program.variance[name], rtol=1e-9, atol=1e-12)
    numpy.testing.assert_array_equal(sums.failed_year, by_program.failed_year)


def test_a_compiler_that_cannot_make_the_program_is_warned_of_and_numpy_runs(monkeypatch):
    def fail(*arguments):
        raise compiler.NoCompiler("the compiler failed: made up")

    monkeypatch.setattr(compiler, "library", fail)
    with pytest.warns(UserWarning, match="the compiler failed: made up; the members are run with NumPy"):
        run = compiled.simulate(*of_the_country())
    assert_same_bits(run, plain.simulate(*of_the_country()))
