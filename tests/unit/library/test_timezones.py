"""Time zones of the pinned database: names of places, and the country of each."""

from __future__ import annotations

from nappage.library.timezones import country_of, timezone, zone_names, zones_by_region


def test_every_zone_of_a_place_can_be_opened_and_none_is_a_mere_offset() -> None:
    names = zone_names()
    assert list(names) == sorted(names)
    assert {"Europe/Madrid", "America/New_York"} <= set(names)
    assert not any(name.startswith("Etc/") or "/" not in name for name in names)
    assert [timezone(name).key for name in names] == list(names)


def test_a_zone_of_a_place_lies_in_a_country_and_another_in_none() -> None:
    assert (country_of("Europe/Madrid"), country_of("America/New_York"), country_of("Etc/UTC")) == ("ES", "US", "")


def test_every_zone_stands_once_in_its_part_of_the_world_with_words_for_its_place() -> None:
    regions = zones_by_region()
    assert ("Europe/Madrid", "Madrid") in regions["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in regions["America"]
    assert sorted(name for places in regions.values() for name, _words in places) == list(zone_names())
