"""Kleene's strong logic of three answers, as its laws and as its truth tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.values.answer import Answer, all_of, any_of

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
answers = st.sampled_from(Answer)


@given(answers, answers, answers)
def test_and_and_or_are_a_lattice_that_not_turns_over(a: Answer, b: Answer, c: Answer) -> None:
    assert (a & b) == (b & a)
    assert (a | b) == (b | a)
    assert ((a & b) & c) == (a & (b & c))
    assert ((a | b) | c) == (a | (b | c))
    assert (a & (b | c)) == ((a & b) | (a & c))
    assert (a | (a & b)) == a
    assert (a & (a | b)) == a
    assert ~(a & b) == (~a | ~b)
    assert ~~a == a
    assert (a & YES) == a
    assert (a | NO) == a
    assert (a & NO) == NO
    assert (a | YES) == YES


@given(answers, answers)
def test_learning_what_was_unknown_never_turns_a_settled_answer(a: Answer, b: Answer) -> None:
    for combine in (Answer.__and__, Answer.__or__):
        before = combine(UNKNOWN, b)
        assert before in (UNKNOWN, combine(a, b))


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, NO, NO, UNKNOWN),
    ],
)
def test_the_truth_tables(a: Answer, b: Answer, both: Answer, either: Answer) -> None:
    assert (a & b, a | b) == (both, either)


def test_not_leaves_unknown_unknown() -> None:
    assert (~YES, ~NO, ~UNKNOWN) == (NO, YES, UNKNOWN)


@given(st.lists(answers))
def test_all_and_any_settle_only_on_what_is_known(many: list[Answer]) -> None:
    assert all_of(many) == (NO if NO in many else UNKNOWN if UNKNOWN in many else YES)
    assert any_of(many) == (YES if YES in many else UNKNOWN if UNKNOWN in many else NO)
    assert ~all_of(many) == any_of(~one for one in many)


def test_an_answer_is_made_of_what_is_known_and_has_no_truth_value() -> None:
    assert (Answer.of(True), Answer.of(False), Answer.of(None)) == (YES, NO, UNKNOWN)
    for answer in Answer:
        with pytest.raises(TypeError, match=r"compare it with Answer\.YES"):
            bool(answer)
