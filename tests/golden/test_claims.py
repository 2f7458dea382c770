"""The claim checker on labelled sentences: exact where it was tuned, above a floor on the third that was frozen."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from bench.claims import APART, FROZEN, MENDED_AFTER, TUNED, UNSEEN, UNSEEN_APART, judge, scores

from nappage.engine.claim import Flag
from nappage.engine.claim_recognition import recognise_claims
from nappage.engine.edition import Edition

TUNED_LATER = TUNED.with_name("claims-tuned-later.toml")
DIGESTS = {
    UNSEEN: "3d6fd935703bc07573c1a54822326cfd6bb72e23250af23c3b38a8411ecba36e",
    UNSEEN_APART: "3daa375bcf952de2f1e4fc84b6898658baf6941832a8dadc6cce44c2147852dd",
}


@pytest.mark.parametrize(
    ("files", "recall", "precision"),
    [
        ((TUNED, TUNED_LATER), 0.97, 0.98),
        (FROZEN, 0.95, 0.90),
        (MENDED_AFTER, 0.97, 0.97),
        # The batch of which nothing that it showed was mended: 68 of 72, less than the 0.95 that is wanted.
        ((UNSEEN,), 0.94, 0.95),
        # Of an author apart: 0.76 and 0.84 at first sight, far less than the 0.95 that is wanted; tuned on since.
        ((APART,), 0.97, 0.97),
        # Of another author apart, never tuned on: 51 of 70, of 57 that are called unsafe.
        ((UNSEEN_APART,), 0.72, 0.89),
        *(((file,), 0.95, 0.90) for file in FROZEN),
    ],
    ids=lambda given: "+".join(file.stem for file in given) if isinstance(given, tuple) else str(given),
)
def test_unsafe_claims_are_found_and_harmless_sentences_are_left_alone(
    edition: Edition, files: tuple[Path, ...], recall: float, precision: float
) -> None:
    unsafe = next(scores(judge(edition, *files)))
    assert unsafe.recall >= recall
    assert unsafe.precision >= precision


def test_every_tuned_harmless_sentence_is_without_a_flag(edition: Edition) -> None:
    for row in judge(edition, TUNED, TUNED_LATER):
        if row.label == "none":
            assert not any(hit.flag for hit in recognise_claims(edition, row.text)), row.text


def test_the_bank_holds_enough_sentences_of_each_kind_and_a_third_of_it_is_frozen(edition: Edition) -> None:
    frozen, tuned = judge(edition, *FROZEN), judge(edition, TUNED)
    labels = [row.label for row in (*frozen, *tuned)]
    assert len(labels) >= 300
    assert labels.count("none") >= 100
    assert labels.count(Flag.UNSAFE.value) >= 100
    assert len(frozen) * 3 >= len(labels)


def test_no_frozen_sentence_is_among_the_tuned(edition: Edition) -> None:
    frozen = judge(edition, *FROZEN, UNSEEN, UNSEEN_APART)
    tuned = judge(edition, TUNED, TUNED_LATER, *MENDED_AFTER, APART)
    assert {row.text for row in frozen} & {row.text for row in tuned} == set()


@pytest.mark.parametrize("file", [UNSEEN, UNSEEN_APART], ids=lambda file: file.stem)
def test_a_batch_that_nobody_tuned_on_is_the_one_that_was_measured(file: Path) -> None:
    assert sha256(file.read_bytes()).hexdigest() == DIGESTS[file]


def test_the_batches_measured_once_are_larger_than_those_that_were_mended_after(edition: Edition) -> None:
    for file in (*MENDED_AFTER, UNSEEN, APART, UNSEEN_APART):
        labels = [row.label for row in judge(edition, file)]
        least = 40 if file in MENDED_AFTER else 60
        assert labels.count(Flag.UNSAFE.value) >= least
        assert labels.count("none") >= least
