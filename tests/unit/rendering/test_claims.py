from __future__ import annotations

from nappage.engine.claim_recognition import Coverage, recognise_claims
from nappage.engine.edition import Edition
from nappage.rendering.claims import claims_table, claims_text, coverage_text

HARMLESS = "The tape lies level. Do not stop your blood thinner. Is it very safe? Nodules are no sign that it works."


def _text(edition: Edition, text: str) -> str:
    return "\n".join(claims_text(recognise_claims(edition, text)))


def test_the_word_of_a_flag_is_printed_only_when_such_a_claim_was_found(edition: Edition) -> None:
    assert "unsafe" not in _text(edition, HARMLESS)
    assert "unsafe" not in _text(edition, "The results are permanent.")
    assert "misleading" not in _text(edition, "It is very safe.")
    assert "unsafe" in _text(edition, "It is very safe.")


def test_a_text_without_claims_is_not_praised(edition: Edition) -> None:
    said = claims_text(recognise_claims(edition, "The tape lies level."))
    assert said == ("No claim of the ledger was recognised. That does not mean that the text makes none.",)


def test_the_unsafe_come_first_with_the_reason_and_what_can_be_said(edition: Edition) -> None:
    said = claims_text(
        recognise_claims(
            edition, "Your fat will perhaps never return.\n\nLumps prove that it is working.\n\nIs it very safe?"
        )
    )
    assert said == (
        "2 claims recognised: 1 unsafe, 1 misleading.",
        "",
        "line 3 [unsafe, contradicted] nodule-as-proof: A lump shows that the medicine is destroying fat.",
        '    as written: "Lumps prove that it is working."',
        "    why it matters: Infections under the skin begin as lumps; a person who is glad of one comes late.",
        "    contradicted by: 003:47: bumps are a side effect; K:infection mimics a nodule: an infection can look like "
        "this for weeks",
        "    what can be said: A lump shows nothing about the effect: it may be a reaction, dying tissue or an "
        "infection, and is looked at.",
        "",
        "line 1 [misleading, contradicted] permanent: The result is permanent.",
        '    as written: "Your fat will perhaps never return."',
        "    hedged by: perhaps",
        "    why it matters: A person who expects it for life does not weigh the repeated cost and risk.",
        "    contradicted by: 004:8: it says that nothing here is permanent; 000:16: it expects upkeep every 6 to 12 "
        "months; 002:11: it lasts while diet and exercise are kept",
        "    what can be said: It is not permanent: weight gain fills the remaining fat cells, and maintenance is part "
        "of every source but one.",
        "",
        "1 more only asked about or denied.",
    )


def test_one_plain_claim_is_counted_without_a_flag(edition: Edition) -> None:
    said = claims_text(recognise_claims(edition, "Few studies exist."))
    assert said[0] == "1 claim recognised."
    assert said[2] == "line 1 [supported] few-studies: Few studies were done."
    assert len(said) == 5


def test_a_denied_claim_has_a_row_without_flag_and_reason(edition: Edition) -> None:
    (row,) = claims_table(recognise_claims(edition, "It is not very safe."))
    assert (row.line, row.stance, row.claim, row.flag, row.why) == (1, "denied", "very-safe", "", "")
    assert row.evidence == ("inserm-2010", "fda-2023")


def test_coverage_names_what_was_not_recognised() -> None:
    lines = coverage_text([("000", Coverage(("a", "b"), ("a",))), ("001", Coverage(("a",), ("a",)))])
    assert lines == ("000: 1 of 2 claims recognised; not recognised: b", "001: 1 of 1 claims recognised")
