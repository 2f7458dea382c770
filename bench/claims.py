"""Prints how well the claim checker does on labelled sentences: recall and precision, for each flag.

python -m bench.claims                      the frozen third of the bank, and the batches measured once
python -m bench.claims FILE                 others, such as tests/golden/claims.toml
python -m bench.claims --missed FILE        and each sentence that was judged otherwise than labelled
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from nappage.engine.claim import Flag
from nappage.engine.claim_recognition import Recognised, Stance, recognise_claims
from nappage.engine.edition import Edition
from nappage.library.edition import read_edition

_GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
# Frozen before the checker was written, before it was tuned anew, and before it was widened: a third of the bank.
FROZEN = tuple(_GOLDEN / f"claims-heldout{part}.toml" for part in ("", "-later", "-fresh"))
TUNED = _GOLDEN / "claims.toml"
# Written before their author had read the lexicon, and dealt by hash. What each batch showed was mended after it had
# been measured for the first time; of batch 5, measured when all that was done, nothing that it showed was mended.
MENDED_AFTER = tuple(_GOLDEN / f"claims-batch-{part}.toml" for part in ("1", "2", "3", "4", "4-later"))
UNSEEN = _GOLDEN / "claims-batch-5.toml"
# Written by authors apart, who had read neither the lexicon nor the patterns. Batch 6 was measured once at first sight,
# with a recall of 0.76 and a precision of 0.84, and tuned on afterwards. Batch 7 was measured then, and stays as it is:
# it says how the checker does on words of somebody else.
APART = _GOLDEN / "claims-batch-6.toml"
UNSEEN_APART = _GOLDEN / "claims-batch-7.toml"


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence, and what the checker made of it. Labels: unsafe, misleading, claim, none."""

    text: str
    label: str
    found: str
    claim: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How many sentences carry a label, how many were found with it, and how many of those rightly."""

    label: str
    labelled: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        """Return the share of the labelled sentences that was found; 1 if there are none."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        """Return the share of the found sentences that is labelled so; 1 if there are none."""
        return self.right / self.found if self.found else 1.0


def judge(edition: Edition, *files: Path) -> tuple[Judged, ...]:
    """Return every sentence of some files with what the checker makes of it."""
    rows = [row for file in files for row in tomllib.loads(file.read_text(encoding="utf-8"))["sentence"]]
    return tuple(_judged(edition, row) for row in rows)


def _judged(edition: Edition, row: dict[str, str]) -> Judged:
    hits = [hit for hit in recognise_claims(edition, row["text"]) if hit.stance is Stance.ASSERTED]
    return Judged(row["text"], row["flag"], _label(hits), row.get("claim", ""), tuple(hit.claim.id for hit in hits))


def _label(hits: Iterable[Recognised]) -> str:
    flags = [hit.flag for hit in hits]
    if not flags:
        return "none"
    return next((flag.value for flag in Flag if flag in flags), "claim")


def scores(judged: Iterable[Judged]) -> Iterator[Score]:
    """Yield the score of each label, and of "any claim" against none."""
    rows = tuple(judged)
    for label in ("unsafe", "misleading"):
        yield _score(label, [(row.label == label, row.found == label) for row in rows])
    yield _score("any claim", [(row.label != "none", row.found != "none") for row in rows])
    yield _score("right claim named", [(bool(row.claim), row.claim in row.claims) for row in rows if row.claim])


def _score(label: str, pairs: list[tuple[bool, bool]]) -> Score:
    return Score(label, sum(is_ for is_, _ in pairs), sum(f for _, f in pairs), sum(is_ and f for is_, f in pairs))


def main(arguments: list[str]) -> None:
    """Print the table of one file, or of the frozen third and of each batch that was measured once."""
    names = [each for each in arguments if not each.startswith("--")]
    asked = [tuple(map(Path, names))] if names else [FROZEN, (UNSEEN,), (UNSEEN_APART,)]
    edition = read_edition()
    for files in asked:
        begun = perf_counter()
        judged = judge(edition, *files)
        print(f"{', '.join(file.stem for file in files)}: {len(judged)} sentences in {perf_counter() - begun:.2f} s")
        _print_scores(judged)
        if "--missed" in arguments:
            _print_missed(judged)


def _print_scores(judged: tuple[Judged, ...]) -> None:
    print(f"{'label':20}{'sentences':>10}{'found':>7}{'right':>7}{'recall':>8}{'precision':>11}")
    for score in scores(judged):
        counts = f"{score.labelled:>10}{score.found:>7}{score.right:>7}"
        print(f"{score.label:20}{counts}{score.recall:>8.2f}{score.precision:>11.2f}")


def _print_missed(judged: tuple[Judged, ...]) -> None:
    for row in judged:
        if row.label != row.found or (row.claim and row.claim not in row.claims):
            print(f"{row.label} {row.claim} found {row.found} {', '.join(row.claims)}: {row.text}")


if __name__ == "__main__":
    main(sys.argv[1:])
