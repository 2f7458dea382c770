"""What the claim checker makes of a sentence."""

from __future__ import annotations

import pytest

from nappage.engine.claim import Claim
from nappage.engine.claim_recognition import recognise_claims
from nappage.engine.edition import Edition
from support.spec import Row, specified_by

title = "Claims"
text = """
A claim says what mesotherapy does, or that it does no harm. Claims live in a graded ledger and never reach a rule.
The checker finds them however they are worded, and tells a claim from a question, a denial and a warning.
The sentences below are examples of what people write; nobody here says them.
"""


def _stance(edition: Edition, row: Row) -> str:
    hits = [hit for hit in recognise_claims(edition, row["sentence"]) if hit.claim.id == row["claim"]]
    return hits[0].stance.value if hits else ""


@pytest.mark.proves("R056", "K-19", "H-08")
@specified_by("""
    | sentence                                                  | claim           | stance   |
    | A lump is the sign of a medicine destroying fat cells.    | nodule-as-proof | asserted |
    | Bumps mean that it is working.                            | nodule-as-proof | asserted |
    | Knots under the skin are a good sign.                     | nodule-as-proof | asserted |
    | A nodule may form. It shows that the fat dissolves.       | nodule-as-proof | asserted |
    | A nodule does not mean that it is working.                | nodule-as-proof | denied   |
    | Does a nodule mean that it is working?                    | nodule-as-proof | asked    |
    | A nodule is looked at by a nurse.                         | nodule-as-proof |          |
""")
def test_a_lump_as_proof_of_effect_is_told_from_a_warning(edition: Edition, row: Row) -> None:
    assert _stance(edition, row) == row["stance"]


@pytest.mark.proves("R109", "R212", "K-07")
@specified_by("""
    | sentence                                         | claim               | stance   |
    | The results are permanent.                       | permanent           | asserted |
    | The fat never comes back.                        | permanent           | asserted |
    | Love handles gone for good.                      | permanent           | asserted |
    | It can be permanent if your diet is healthy.     | permanent-with-diet | asserted |
    | The results are not permanent.                   | permanent           | denied   |
    | The results are not permanent.                   | not-permanent       | asserted |
    | It is a myth that the results are permanent.     | permanent           | denied   |
    | Are the results permanent?                       | permanent           | asked    |
    | Are the results permanent? Yes, they are.        | permanent           | asserted |
    | A permanent scar is possible.                    | permanent           |          |
""")
def test_permanence_is_told_from_its_denial(edition: Edition, row: Row) -> None:
    assert _stance(edition, row) == row["stance"]


@pytest.mark.proves("R119", "K-22", "H-07", "H-09", "H-03")
@specified_by("""
    | sentence                                                      | claim                    | stance   |
    | Mesotherapy is very safe.                                     | very-safe                | asserted |
    | No treatment is completely safe.                              | very-safe                | denied   |
    | There is no risk.                                             | no-risk                  | asserted |
    | No treatment is without risk.                                 | no-risk                  | denied   |
    | Stop your blood thinner.                                      | stop-blood-thinner       | asserted |
    | Do not stop your blood thinner.                               | stop-blood-thinner       | denied   |
    | Ask your doctor before you stop your blood thinner.           | stop-blood-thinner       |          |
    | Stop your blood pressure tablets.                             | stop-prescribed-medicine | asserted |
    | Rub numbing cream over both thighs at home.                   | numb-large-areas         | asserted |
    | Never rub numbing cream over both thighs.                     | numb-large-areas         |          |
    | With a negative test you cannot have an allergic reaction.    | clear-test               | asserted |
    | A negative test does not mean that no reaction can happen.    | clear-test               | denied   |
    | It is FDA approved.                                           | fda-approved             | asserted |
    | It is not FDA approved.                                       | fda-approved             | denied   |
    | Use it instead of your medication.                            | replaces-medicine        | asserted |
    | It can be given during pregnancy.                             | fine-in-pregnancy        | asserted |
    | We guarantee results.                                         | guaranteed-results       | asserted |
    | We never guarantee results.                                   | guaranteed-results       | denied   |
""")
def test_a_claim_that_may_injure_is_told_from_advice(edition: Edition, row: Row) -> None:
    assert _stance(edition, row) == row["stance"]


@pytest.mark.proves("K-01", "R065", "R094", "R136")
@specified_by("""
    | sentence                                          | claim                      | stance   |
    | Fat cells are ruptured.                           | breaks-down-fat-cells      | asserted |
    | Fat cells are destroyed.                          | kills-fat-cells            | asserted |
    | The fat cell is emptied.                          | empties-fat-cells          | asserted |
    | Fat cells are not destroyed.                      | does-not-destroy-fat-cells | asserted |
    | Fat cells are not destroyed.                      | kills-fat-cells            | denied   |
""")
def test_whether_fat_cells_are_destroyed_stays_four_claims(edition: Edition, row: Row) -> None:
    assert _stance(edition, row) == row["stance"]


@pytest.mark.proves("K-01", "K-02", "K-07", "K-17", "K-18", "K-20", "K-22", "K-26")
@specified_by("""
    | claim                           | grade        | flag       | contradicted by                                    |
    | breaks-down-fat-cells           | contradicted |            | 002:9, 001:46, Jayasinghe-2013                     |
    | does-not-destroy-fat-cells      | contradicted |            | 001:3, 000:4, 004:16, Bechara-2012                 |
    | fat-returns-to-treated-area     | contradicted |            | 004:18, 001:61                                     |
    | fat-does-not-reappear-elsewhere | unsupported  |            |                                                    |
    | permanent-with-diet             | contradicted | misleading | 004:8, 000:16                                      |
    | permanent                       | contradicted | misleading | 004:8, 000:16, 002:11                              |
    | not-permanent                   | supported    |            | 001:61                                             |
    | promotes-weight-loss            | contradicted |            | 000:11, 000:6                                      |
    | comparable-to-liposuction       | contradicted |            | 003:35, 002:13                                     |
    | removes-fibrosis                | contradicted |            | 001:25, 004:16                                     |
    | strengthens-connective-tissue   | contradicted |            | 000:6                                              |
    | side-effects-mild               | contradicted |            | 003:50, 003:51, 003:48                             |
    | very-safe                       | contradicted | unsafe     | 003:50, 003:51, R3                                 |
    | nodule-as-proof                 | contradicted | unsafe     | 003:47, K:infection mimics a nodule                |
    | hard-to-say                     | supported    |            |                                                    |
""")
def test_a_claim_carries_its_grade_its_flag_and_who_contradicts_it(edition: Edition, row: Row) -> None:
    claim = edition.all(Claim)[row["claim"]]
    assert claim.grade.value == row["grade"]
    assert (claim.flag.value if claim.flag else "") == row["flag"]
    assert ", ".join(str(each.citation) for each in claim.contradicted_by) == row["contradicted by"]
