"""A text in frames: in any order, never half, never mixed with another's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.sealing.frames import LETTERS, MOST_FRAMES, Unframed, framed, is_framed, unframed
from nappage.sealing.trouble import Trouble

LETTER = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
TEXTS = st.integers(min_value=1, max_value=9000).flatmap(
    lambda size: st.text(alphabet=LETTER, min_size=1, max_size=60).map(lambda part: (part * size)[:size])
)


@given(TEXTS, st.randoms(use_true_random=False))
def test_frames_in_any_order_give_the_text(text: str, chance: object) -> None:
    frames = list(framed(text))
    chance.shuffle(frames)  # type: ignore[attr-defined]
    assert unframed("\n".join([*frames, frames[0]])) == text
    assert all(is_framed(frame) and len(frame) < 2 * LETTERS + 40 for frame in frames)


def test_a_frame_that_is_missing_is_named() -> None:
    frames = framed("a" * 2500 + "b")
    with pytest.raises(Unframed) as told:
        unframed("\n".join(frames[:1] + frames[2:]))
    assert (told.value.trouble, told.value.missing) == (Trouble.FRAMES_MISSING, (2,))


def test_frames_of_two_papers_never_mix() -> None:
    first, second = framed("a" * 2500), framed("b" * 2500)
    with pytest.raises(Unframed) as told:
        unframed("\n".join((first[0], *second[1:])))
    assert told.value.trouble is Trouble.FRAMES_MIXED


def test_a_digit_that_was_read_wrongly_is_noticed() -> None:
    (frame,) = framed("abc")
    with pytest.raises(Unframed) as told:
        unframed(frame[:-1] + ("0" if frame[-1] != "0" else "1"))
    assert told.value.trouble is Trouble.FRAME_MISREAD


def test_what_is_no_frame_is_said_to_be_none() -> None:
    with pytest.raises(Unframed) as told:
        unframed("npg:/1/of/2")
    assert told.value.trouble is Trouble.NOT_SIGNED


def test_nobody_is_asked_to_scan_hundreds() -> None:
    with pytest.raises(ValueError, match="more than anybody scans"):
        framed("a" * (LETTERS * MOST_FRAMES + 1))
