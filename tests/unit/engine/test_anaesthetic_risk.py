"""Which factors that lower the maximum of a local anaesthetic a patient is known to have."""

from __future__ import annotations

from typing import Any

import pytest

from nappage.engine.anaesthetic_risk import anaesthetic_risks
from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from support.open_visit import AT, CLINIC, visit_story
from support.recorded import recorded


@pytest.mark.parametrize(
    ("changes", "risks"),
    [
        (recorded(""), set()),
        (recorded("heart-failure since 2020-01-01"), {"heart"}),
        (recorded("hepatic-impairment since 2020-01-01; heart-block since 2020-01-01"), {"liver", "heart"}),
        ({"replies": ()}, None),
    ],
    ids=["none", "heart", "liver and heart", "nobody asked"],
)
def test_the_factors_are_those_known_to_be_present_and_none_is_known_while_one_is_open(
    edition: Edition, changes: dict[str, Any], risks: set[str] | None
) -> None:
    assert anaesthetic_risks(edition, gather(visit_story(edition, **changes), CLINIC, edition, AT)) == risks
