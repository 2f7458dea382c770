"""Zones and areas: what a place is called, what counts as one area, and what the cap leaves for later."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from nappage.engine.area import areas_of, over_cap
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy
from nappage.engine.story import Side, Site
from nappage.engine.zone import find_zone, lytic_blocked, needs_face_rules
from support.spec import Row, specified_by

title = "Zones and areas"
text = "A zone is a place of the body with its side; an area is what the cap on one or two at a time counts."


def sites(written: str) -> tuple[Site, ...]:
    return tuple(site(one.strip()) for one in written.split(",") if one.strip())


def site(written: str) -> Site:
    zone, _, side = written.partition("/")
    return Site(zone, Side(side)) if side else Site(zone)


def policy(cap: int | None = None) -> Policy:
    return Policy("clinic", "ES", ZoneInfo("Europe/Madrid"), None, (), area_cap=cap)


@pytest.mark.proves("R085", "R118", "R159")
@specified_by("""
    | said           | zone         |
    | love handle    | flank        |
    | Love-Handles   | flank        |
    | saddle bags    | trochanteric |
    | saddlebag      | trochanteric |
    | stomach        | abdomen      |
    | back fat       | back         |
    | hips           | hip          |
    | thighs         | thigh        |
    | waist          | waist        |
    | legs           | leg          |
    | arms           | upper-arm    |
    | hands          | hand         |
    | buttocks       | buttock      |
    | chin           | chin         |
    | face           | face         |
    | neck           | neck         |
    | scalp          | scalp        |
    | shoulder bag   |              |
""")
def test_a_zone_is_found_by_every_name_that_the_texts_use(row: Row, edition: Edition) -> None:
    found = find_zone(edition, row["said"])
    assert (found.id if found else "") == row["zone"]


@pytest.mark.proves("U-09", "H-14")
@specified_by("""
    | sites                                    | areas                        |
    |                                          |                              |
    | abdomen                                  | abdomen                      |
    | thigh/left                               | thigh/left                   |
    | thigh/left, thigh/right                  | thigh/left, thigh/right      |
    | thigh                                    | thigh/left, thigh/right      |
    | medial-thigh/left, posterior-thigh/left  | thigh/left                   |
    | medial-thigh/left, posterior-thigh/right | thigh/left, thigh/right      |
    | forehead, cheek                          | face                         |
    | abdomen/left, abdomen/right              | abdomen                      |
    | face, chin                               | face, chin                   |
    | nowhere                                  | nowhere/left, nowhere/right  |
    | nowhere/left                             | nowhere/left                 |
""")
def test_sites_make_up_areas(row: Row, edition: Edition) -> None:
    assert ", ".join(map(str, areas_of(edition, sites(row["sites"])))) == row["areas"]


@pytest.mark.proves("R014", "K-09", "S1")
@specified_by("""
    | sites                               | clinic's cap | queued                              |
    | thigh/left, thigh/right             |              |                                     |
    | thigh/left, thigh/right, flank/left |              | flank/left                          |
    | flank/left, thigh                   |              | thigh/right                         |
    | thigh/left, thigh/right             | 1            | thigh/right                         |
    | abdomen, flank, back                | 3            | flank/right, back                   |
    | abdomen                             | 0            | abdomen                             |
""")
def test_what_is_over_the_cap_waits_in_the_queue(row: Row, edition: Edition) -> None:
    cap = int(row["clinic's cap"]) if row["clinic's cap"] else None
    excess = over_cap(edition, policy(cap), sites(row["sites"]))
    assert (", ".join(map(str, excess.over)) if excess else "") == row["queued"]
    assert (excess.queue if excess else ()) == sites(row["queued"])


@pytest.mark.proves("K-23")
@specified_by("""
    | sites          | rules of the face | no fat-dissolving agent |
    | thigh/left     | no                |                         |
    | chin           | yes               |                         |
    | cheek          | yes               | cheek                   |
    | neck           | no                | neck                    |
    | hand/right     | no                | hand/right              |
    | thigh, chin    | yes               |                         |
    | nowhere        | yes               | nowhere                 |
""")
def test_a_zone_brings_its_own_rules(row: Row, edition: Edition) -> None:
    named = sites(row["sites"])
    assert ("yes" if needs_face_rules(edition, named) else "no") == row["rules of the face"]
    assert lytic_blocked(edition, named) == sites(row["no fat-dissolving agent"])
