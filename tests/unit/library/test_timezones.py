"""Time zones of the pinned database: names of places, and the country of each."""

from __future__ import annotations

from nappage.library.timezones import country_of, timezone, zones_by_region


def offered() -> list[str]:
    """Return every zone that somebody may choose."""
    return [name for places in zones_by_region().values() for name, _words in places]


def test_every_zone_of_a_place_can_be_opened_and_none_is_a_mere_offset() -> None:
    names = offered()
    assert {"Europe/Madrid", "America/New_York"} <= set(names)
    assert not any(name.startswith("Etc/") or "/" not in name for name in names)
    assert [timezone(name).key for name in names] == names


def test_a_zone_of_a_place_lies_in_a_country_and_another_in_none() -> None:
    assert (country_of("Europe/Madrid"), country_of("America/New_York"), country_of("Etc/UTC")) == ("ES", "US", "")


def test_whoever_chooses_a_zone_is_in_a_country_whose_emergency_number_can_be_told() -> None:
    assert all(country_of(name) for name in offered())
    assert not {"US/Eastern", "Australia/NSW", "Asia/Calcutta", "Brazil/East"} & set(offered())


def test_every_zone_stands_once_in_its_part_of_the_world_with_words_for_its_place() -> None:
    regions = zones_by_region()
    assert ("Europe/Madrid", "Madrid") in regions["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in regions["America"]
    assert all(name.startswith(f"{region}/") for region, places in regions.items() for name, _words in places)
    assert offered() == sorted(set(offered()))
