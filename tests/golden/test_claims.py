"""The claim checker on labelled sentences: exact where it was tuned, above a floor where it was not."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.claims import judge, scores

from nappage.engine.claim import Flag
from nappage.engine.claim_recognition import recognise_claims
from nappage.engine.edition import Edition

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("file", "recall", "precision"),
    [("claims.toml", 0.98, 0.99), ("claims-heldout.toml", 0.95, 0.90), ("claims-heldout-later.toml", 0.90, 0.90)],
)
def test_unsafe_claims_are_found_and_harmless_sentences_are_left_alone(
    edition: Edition, file: str, recall: float, precision: float
) -> None:
    unsafe = next(scores(judge(edition, HERE / file)))
    assert unsafe.recall >= recall
    assert unsafe.precision >= precision


def test_every_tuned_harmless_sentence_is_without_a_flag(edition: Edition) -> None:
    for row in judge(edition, HERE / "claims.toml"):
        if row.label == "none":
            assert not any(hit.flag for hit in recognise_claims(edition, row.text)), row.text


def test_the_files_hold_enough_sentences_of_each_kind(edition: Edition) -> None:
    rows = [row for name in ("claims.toml", "claims-heldout.toml") for row in judge(edition, HERE / name)]
    labels = [row.label for row in rows]
    assert len(rows) >= 150
    assert labels.count("none") >= 50
    assert labels.count(Flag.UNSAFE.value) >= 50
