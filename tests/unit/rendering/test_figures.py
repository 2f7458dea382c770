"""H-14: every zone stands on the patient's own side, in every view; what is mirrored changes sides and nothing else.

`python -m unit.rendering.test_figures` writes anew the table that is compared with: look at the figures before it is
kept.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from nappage.engine.story import Side, Site
from nappage.engine.zone import Zone
from nappage.rendering.figures import MIDDLE, Bounds, View, bounds_of, mirrored, views

GOLDEN = Path(__file__).parents[2] / "golden" / "figures.toml"
OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.MIDLINE: Side.MIDLINE}
BY_NAME = {view.name: view for view in views()}


def drawn() -> dict[str, dict[str, list[float]]]:
    """Return the middle of every zone and side in every view."""
    return {
        view.name: {f"{shape.site.zone}/{shape.site.side.value}": [*shape.bounds.middle] for shape in view.shapes}
        for view in views()
    }


@pytest.mark.proves("H-14", "R085", "R118", "R159")
def test_every_zone_stands_where_it_was_looked_at() -> None:
    assert drawn() == tomllib.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.proves("H-14")
def test_every_zone_of_the_edition_is_drawn_with_each_of_its_sides(edition: Edition) -> None:
    found = {shape.site for view in views() for shape in view.shapes}
    sides = {True: (Side.LEFT, Side.RIGHT), False: (Side.MIDLINE,)}
    assert found == {Site(zone.id, side) for zone in edition.all(Zone).values() for side in sides[zone.lateral]}


@pytest.mark.proves("H-14")
@pytest.mark.parametrize("name", BY_NAME)
def test_the_patient_s_right_is_left_in_a_picture_from_the_front_and_right_from_behind(name: str) -> None:
    view = BY_NAME[name]
    marks = dict(view.marks)
    assert (marks[Side.RIGHT] > marks[Side.LEFT]) is view.seen_from_behind
    for shape in view.shapes:
        if shape.site.side is Side.MIDLINE:
            assert abs(shape.bounds.middle[0] - MIDDLE) < 1
        else:
            is_right_of_the_picture = shape.bounds.middle[0] > MIDDLE
            assert is_right_of_the_picture is (view.seen_from_behind == (shape.site.side is Side.RIGHT))


@pytest.mark.proves("H-14")
@pytest.mark.parametrize("name", BY_NAME)
def test_a_mirrored_picture_exchanges_the_sides_and_nothing_else(name: str) -> None:
    shapes = {(shape.site, shape.bounds) for shape in BY_NAME[name].shapes}
    flipped = {
        (Site(shape.site.zone, OTHER[shape.site.side]), bounds_of(mirrored(shape.path)))
        for shape in BY_NAME[name].shapes
    }
    assert flipped == shapes


def test_mirroring_twice_gives_the_same_path() -> None:
    path = "M10,20 C30.5,40 50,60 120,80 Z"
    assert mirrored(path) == "M230,20 C209.5,40 190,60 120,80 Z"
    assert mirrored(mirrored(path)) == path
    assert bounds_of(path) == Bounds(10, 20, 110, 60)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_zone_lies_inside_the_frame_of_its_view(name: str) -> None:
    view: View = BY_NAME[name]
    assert view.box.split()[2:] == [f"{view.width:g}", f"{view.height:g}"]
    for shape in view.shapes:
        x, y = shape.bounds.middle
        assert view.left < x < view.left + view.width, shape.site
        assert view.top < y < view.top + view.height, shape.site


def _write() -> None:
    lines = ["# The middle of each zone and side in each figure, as it was looked at (H-14)."]
    for view, zones in drawn().items():
        lines += ["", f"[{view}]", *(f'"{zone}" = [{x}, {y}]' for zone, (x, y) in zones.items())]
    GOLDEN.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    _write()
