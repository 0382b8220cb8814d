"""Patient rule induction on known boxes: what it finds, what it says of it, and that it finds nothing where nothing is."""

import itertools

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.studies.sensitivity.boxes import Among, Between, Sample, boxes, gain, peeled, related, without_idle_faces

NAMES = 9


def columns(members: int = 4000, width: int = 10, seed: int = 1) -> numpy.ndarray:
    """Numbers from 0 to 1, and last a column of eight names."""
    random = numpy.random.default_rng(seed)
    table = random.random((members, width))
    table[:, NAMES] = random.integers(0, 8, members)
    return table


def in_the_box(table: numpy.ndarray) -> numpy.ndarray:
    """Where a box holds that has two faces of numbers and one of names."""
    return (table[:, 0] > 0.6) & (table[:, 3] < 0.5) & numpy.isin(table[:, NAMES], [1, 2, 5])


def test_a_known_box_is_found_with_its_faces_and_no_other():
    table = columns()
    (box,) = boxes(Sample(table, in_the_box(table), frozenset({NAMES})))
    assert set(box.faces) == {0, 3, NAMES} and box.faces[NAMES] == Among(frozenset({1, 2, 5}))
    assert box.faces[0].low == pytest.approx(0.6, abs=0.05) and box.faces[0].high == numpy.inf
    assert box.faces[3].high == pytest.approx(0.5, abs=0.05) and box.faces[3].low == -numpy.inf
    assert box.coverage > 0.9 and box.density > 0.9


def test_a_box_is_found_under_noise_and_its_density_is_that_of_members_that_did_not_make_it():
    table = columns()
    noise = numpy.random.default_rng(2).random(len(table)) < 0.1
    (box,) = boxes(Sample(table, in_the_box(table) ^ noise, frozenset({NAMES})))
    assert set(box.faces) == {0, 3, NAMES}
    others = columns(seed=3)
    elsewhere = Sample(others, in_the_box(others) ^ (numpy.random.default_rng(4).random(len(others)) < 0.1))
    within = elsewhere.inside(box.faces)
    assert box.density == pytest.approx(elsewhere.where(within).share, abs=0.1)
    assert box.mass == pytest.approx(within.mean(), abs=0.02)


def test_two_boxes_are_found_one_after_the_other():
    table = columns(8000)
    holds = (table[:, 0] < 0.3) | (table[:, 1] > 0.8)
    found = boxes(Sample(table, holds, frozenset({NAMES})))
    assert {0, 1} <= {column for box in found for column in box.faces}
    assert 0.85 < sum(box.coverage for box in found) <= 1.0 and all(box.density > 0.9 for box in found[:2])


@given(st.integers(0, 1000))
def test_where_it_holds_by_chance_there_is_hardly_ever_a_box_and_never_a_dense_one(seed):
    table = columns(1000, seed=seed)
    holds = numpy.random.default_rng(seed + 1).random(len(table)) < 0.3
    assert all(box.density < 0.75 for box in boxes(Sample(table, holds, frozenset({NAMES}))))


def test_a_denser_box_can_be_asked_for():
    table = columns(8000)
    sample = Sample(table, table[:, 0] + 0.5 * table[:, 1] + 0.3 * table[:, 2] > 1.1, frozenset({NAMES}))
    (first, *_), (denser, *_) = boxes(sample), boxes(sample, dense=0.95)
    assert denser.density > first.density and denser.coverage < first.coverage


def test_every_box_on_the_way_lies_in_the_one_before_and_is_denser():
    table = columns()
    sample = Sample(table, in_the_box(table), frozenset({NAMES}))
    way = [{}, *peeled(sample, related(sample))]
    assert len(way) > 5
    for wider, narrower in itertools.pairwise(way):
        inside, before = sample.inside(narrower), sample.inside(wider)
        assert not (inside & ~before).any() and inside.sum() < before.sum()
        assert sample.where(inside).share > sample.where(before).share


def test_a_face_that_does_nothing_is_dropped_and_one_that_does_is_kept():
    table = columns()
    sample = Sample(table, table[:, 0] > 0.5)
    assert set(without_idle_faces({0: Between(low=0.5), 4: Between(low=0.4)}, sample)) == {0}
    assert gain(sample, {0: Between(low=0.5)}) == pytest.approx(0.25, abs=0.02)


def test_columns_that_have_to_do_with_it_are_those_that_decide_it():
    table = columns()
    sample = Sample(table, table[:, 0] > table[:, 1], frozenset({NAMES}))
    assert {0, 1, NAMES} <= set(related(sample)) and len(related(sample)) <= 4
