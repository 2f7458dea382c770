"""The ledger answers for every claim of the five texts, in words that promise nothing."""

from __future__ import annotations

import re

import pytest

from nappage.engine.claim import Claim, Flag
from nappage.engine.edition import Edition
from nappage.engine.evidence import Prior, Study

# Every row of kind C, and those of kind I that claim something about the treatment.

FORBIDDEN = re.compile(r"\b(safe|safely|passed|cleared|eligible|works|permanent|permanently|guaranteed|cures?)\b")
APPROVED = ("not permanent",)


@pytest.mark.proves(
    "R002",
    "R006",
    "R011",
    "R012",
    "R016",
    "R017",
    "R018",
    "R019",
    "R026",
    "R035",
    "R036",
    "R037",
    "R056",
    "R065",
    "R075",
    "R076",
    "R083",
    "R087",
    "R092",
    "R094",
    "R095",
    "R099",
    "R109",
    "R110",
    "R119",
    "R135",
    "R136",
    "R137",
    "R146",
    "R151",
    "R167",
    "R188",
    "R190",
    "R191",
    "R201",
    "R202",
    "R205",
    "R211",
    "R212",
    "R213",
    "R222",
    "R223",
    "R224",
    "R225",
    "R227",
    "R015",
    "R024",
    "R039",
    "R050",
    "R059",
    "R079",
    "R082",
    "R093",
    "R096",
    "R122",
    "R132",
    "R133",
    "R134",
    "R140",
    "R149",
    "R150",
    "R175",
    "R198",
)
def test_every_claiming_row_of_the_texts_is_answered_in_the_ledger(
    edition: Edition, request: pytest.FixtureRequest
) -> None:
    ledger = {row for claim in edition.all(Claim).values() for row in claim.requirements}
    proven = request.node.get_closest_marker("proves").args
    assert set(proven) <= ledger


def test_what_can_honestly_be_said_promises_nothing(edition: Edition) -> None:
    for claim in edition.all(Claim).values():
        said = claim.correction.casefold()
        for words in APPROVED:
            said = said.replace(words, "")
        assert not FORBIDDEN.search(said), f"{claim.id}: {claim.correction}"


def test_no_correction_tells_anyone_to_stop_a_medicine(edition: Edition) -> None:
    for claim in edition.all(Claim).values():
        for before in re.findall(r"(\S+ \S+) stop\b", f". . {claim.correction.casefold()}"):
            assert before.split()[-1] == "not", claim.id


@pytest.mark.proves("R225")
def test_who_makes_a_claim_is_recorded(edition: Edition) -> None:
    claim = edition.all(Claim)["fat-does-not-reappear-elsewhere"]
    assert [(str(each.citation), each.hedge) for each in claim.asserted_by] == [("004:18", "said of practitioners")]


@pytest.mark.proves("R065")
def test_the_hedge_of_the_source_is_kept(edition: Edition) -> None:
    claim = edition.all(Claim)["kills-fat-cells"]
    assert [each.hedge for each in claim.asserted_by] == ["said to be alleged and apparent"]


def test_only_permanence_misleads_and_every_other_hazard_is_unsafe(edition: Edition) -> None:
    flagged = {claim.id: claim.flag for claim in edition.all(Claim).values() if claim.flag}
    assert {id for id, flag in flagged.items() if flag is Flag.MISLEADING} == {"permanent", "permanent-with-diet"}
    assert {"nodule-as-proof", "very-safe", "no-risk", "stop-blood-thinner", "clear-test"} <= set(flagged)


def test_the_texts_themselves_make_two_unsafe_claims(edition: Edition) -> None:
    made = [claim.id for claim in edition.all(Claim).values() if claim.flag is Flag.UNSAFE and claim.asserted_by]
    assert sorted(made) == ["nodule-as-proof", "very-safe"]


def test_every_claim_is_asked_by_a_case_and_says_something_of_its_own(edition: Edition) -> None:
    says = [claim.says for claim in edition.all(Claim).values()]
    assert len(says) == len(set(says)) >= 110


@pytest.mark.proves("K-26")
def test_what_a_study_did_not_publish_stays_missing(edition: Edition) -> None:
    studies = edition.all(Study)
    assert studies["park-2008"].missing == ("means",)
    assert studies["kopera-2008"].participants is None
    assert studies["kopera-2008"].missing == ("number of participants",)
    assert studies["abdallah-2009"].derived == ("standard error re-inflated to about 5.7, interval -3 to +19",)


def test_a_prior_is_marked_as_derived_by_this_project(edition: Edition) -> None:
    priors = edition.all(Prior)
    assert {str(each.sources[0].source) for each in priors.values()} == {"D"}
    assert [id for id, each in priors.items() if each.weak] == ["pain-placebo"]
