"""Small drawn figures, neutral and draped, on which zones are picked: front, back, legs in parts, and the face.

Each zone with two sides is drawn once, on the left of the picture, and mirrored: so the two can never differ. Seen from
the front the left of the picture is the patient's right; seen from behind it is the patient's left (H-14).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nappage.engine.story import Side, Site

DRAWN = "figures 1"
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The rectangle that holds every point of a path."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Shape:
    """A zone on one side as drawn in one view."""

    site: Site
    path: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class View:
    """One figure: its frame, what is drawn under the zones (skin, cloth, edges), and the zones."""

    name: str
    title: str
    left: float
    top: float
    width: float
    height: float
    skin: str
    cloth: str
    edges: str
    shapes: tuple[Shape, ...]
    seen_from_behind: bool = False

    @property
    def box(self) -> str:
        """Return the view box."""
        return f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"

    @property
    def marks(self) -> tuple[tuple[Side, float], ...]:
        """Return the patient's sides with the x at which each is written."""
        near, far = self.left + 12, self.left + self.width - 12
        right, left = (far, near) if self.seen_from_behind else (near, far)
        return ((Side.RIGHT, right), (Side.LEFT, left))


MIDDLE = 120.0


def mirrored(path: str) -> str:
    """Return a path with left and right of the picture exchanged."""
    return _PAIR.sub(lambda pair: f"{2 * MIDDLE - float(pair[1]):g},{pair[2]}", path)


def bounds_of(path: str) -> Bounds:
    """Return the rectangle that holds every point of a path."""
    points = [(float(x), float(y)) for x, y in _PAIR.findall(path)]
    across, down = [x for x, _ in points], [y for _, y in points]
    return Bounds(min(across), min(down), max(across) - min(across), max(down) - min(down))


def both_halves(half: str) -> str:
    """Return a path drawn on the left of the picture, and its mirror image, as one."""
    return f"{half} {mirrored(half)}"


@cache
def views() -> tuple[View, ...]:
    """Return the figures, in the order in which they are shown."""
    body = (0.0, 0.0, 240.0, 520.0)
    legs = (48.0, 262.0, 144.0, 210.0)
    return (
        _view("front", "Seen from the front", body, _FRONT, _FRONT_MIDDLE),
        _view("back", "Seen from behind", body, _BACK, _BACK_MIDDLE, behind=True),
        _view("legs-front", "Legs in parts, from the front", legs, _LEGS_FRONT, {}),
        _view("legs-back", "Legs in parts, from behind", legs, _LEGS_BACK, {}, behind=True),
        _head(),
    )


def _view(
    name: str,
    title: str,
    frame: tuple[float, float, float, float],
    sided: dict[str, str],
    middle: dict[str, str],
    *,
    behind: bool = False,
) -> View:
    near, far = (Side.LEFT, Side.RIGHT) if behind else (Side.RIGHT, Side.LEFT)
    shapes = [_shape(Site(zone), path) for zone, path in middle.items()]
    for zone, path in sided.items():
        shapes += [_shape(Site(zone, near), path), _shape(Site(zone, far), mirrored(path))]
    return View(name, title, *frame, _BODY, _CLOTH, _opened(_BODY), tuple(shapes), behind)


def _head() -> View:
    shapes = tuple(_shape(Site(zone), path) for zone, path in _FACE.items())
    return View("face", "Face, scalp and neck", 0, 0, 240, 300, _HEAD, "", f"{_opened(_HEAD)} {_FEATURES}", shapes)


def _opened(path: str) -> str:
    """Return the outline of halves without the line along the middle where they meet."""
    return re.sub(rf"( L{MIDDLE:g},[0-9.]+)? Z", "", path)


def _shape(site: Site, path: str) -> Shape:
    return Shape(site, path, bounds_of(path))


_HALF_BODY = (
    "M120,76 L111,78 L110,90 C109,92 108,93 106,94 C100,98 84,98 76,104 C67,110 65,122 64,138 C63,160 58,176 55,198 "
    "C51,224 47,246 46,268 "
    "C44,282 42,292 44,302 C46,312 53,313 56,304 C59,296 60,284 60,270 C64,248 71,224 74,202 C77,184 80,166 83,150 "
    "C84,166 87,184 88,200 C86,220 78,238 76,262 C73,292 78,330 85,372 C87,382 87,390 86,398 C82,420 88,452 95,486 "
    "C96,494 90,502 86,507 C90,511 104,511 109,507 C111,500 110,492 110,484 "
    "C114,454 116,424 112,398 C111,388 112,380 113,372 "
    "C116,340 118,310 119,286 L120,286 Z"
)
_BODY = both_halves(f"{_HALF_BODY} M120,10 C104,10 95,24 96,42 C97,58 105,74 112,77 L120,79 Z")
_CLOTH = both_halves(
    "M120,126 C106,130 100,118 96,101 L88,100 C88,118 85,134 83,152 C84,164 86,172 87,180 L120,180 Z "
    "M120,246 L79,246 C76,262 75,280 77,302 L116,304 C118,298 119,292 119,286 L120,286 Z"
)
_FRONT_MIDDLE = {
    "neck": "M110,78 L130,78 L131,94 L109,94 Z",
    "decollete": "M100,99 L140,99 C138,112 132,120 120,122 C108,120 102,112 100,99 Z",
    "waist": "M88,184 L152,184 C152,192 152,198 152,203 L88,203 C88,198 88,192 88,184 Z",
    "abdomen": "M102,207 L138,207 C141,222 142,236 141,252 C130,262 110,262 99,252 C98,236 99,222 102,207 Z",
    "genital": "M108,268 L132,268 L120,288 Z",
}
_FRONT = {
    "upper-arm": "M66,118 C72,114 78,118 81,128 C81,150 77,172 73,192 C67,196 61,196 58,192 C61,170 65,146 66,118 Z",
    "hand": "M47,272 L59,272 C60,286 58,298 55,306 C51,312 46,310 45,302 C43,292 45,282 47,272 Z",
    "breast": "M88,132 C94,124 108,124 114,134 C116,146 110,156 101,157 C92,156 86,146 88,132 Z",
    "flank": "M87,207 L99,207 C96,222 95,236 95,248 L79,248 C80,232 84,220 87,207 Z",
    "hip": "M79,251 L95,251 C98,258 103,264 106,268 C102,276 92,280 77,280 C76,270 77,260 79,251 Z",
    "trochanteric": "M76,283 C82,283 87,282 91,281 C91,296 91,310 92,324 L80,324 C77,310 76,296 76,283 Z",
    "thigh": "M94,280 C102,277 107,274 110,273 L118,290 C117,318 114,346 112,370 L87,370 C85,356 82,342 81,328 "
    "L95,328 Z",
    "knee": "M88,374 L112,374 C111,384 111,392 112,400 C104,406 94,406 87,400 C88,392 88,384 88,374 Z",
    "leg": "M87,405 C94,410 105,410 112,405 C115,428 113,456 110,482 L96,482 C90,456 84,428 87,405 Z",
}
_BACK_MIDDLE = {
    "cervical": "M111,76 L129,76 L131,100 L109,100 Z",
    "back": "M93,122 L147,122 C148,142 150,162 150,180 L90,180 C90,162 92,142 93,122 Z",
    "waist": _FRONT_MIDDLE["waist"],
    "lumbar": "M104,207 L136,207 L138,246 L102,246 Z",
}
_BACK = {
    "upper-arm": _FRONT["upper-arm"],
    "hand": _FRONT["hand"],
    "suprascapular": "M106,101 L106,118 L80,118 C76,112 80,106 86,103 C92,101 99,101 106,101 Z",
    "flank": "M87,207 L100,207 L98,246 L79,246 C80,232 84,220 87,207 Z",
    "hip": "M79,249 L97,249 C92,256 87,264 84,274 L77,276 C76,266 77,258 79,249 Z",
    "buttock": "M101,249 L118,249 L118,296 C108,304 94,303 86,296 C84,276 91,260 101,249 Z",
    "trochanteric": "M76,280 L82,278 C83,288 83,294 85,300 C86,308 87,316 87,324 L80,324 C77,310 75,294 76,280 Z",
    "thigh": "M89,303 C97,308 108,308 117,302 C116,326 114,348 112,370 L87,370 C85,356 82,342 81,328 L90,328 Z",
    "knee": _FRONT["knee"],
    "leg": _FRONT["leg"],
}
_LEGS_FRONT = {
    "anterior-thigh": "M86,296 L106,296 C106,320 105,346 104,370 L88,370 C85,346 82,320 81,300 Z",
    "medial-thigh": "M108,296 L118,292 C117,318 114,346 112,370 L106,370 C107,346 108,320 108,296 Z",
}
_LEGS_BACK = {
    "posterior-thigh": "M82,304 C94,310 108,309 117,302 C116,326 114,348 112,370 L87,370 C85,348 83,326 82,304 Z",
    "calf": "M88,406 C95,410 105,410 112,406 C115,420 114,436 112,450 L90,450 C86,436 85,420 88,406 Z",
}

_HEAD = both_halves(
    "M120,18 C78,18 52,52 54,104 C55,118 57,128 59,138 C62,176 84,224 106,236 C112,240 116,240 120,240 L120,240 Z "
    "M56,112 C46,108 44,122 48,138 C51,152 57,158 62,154 L58,130 Z "
    "M120,240 L94,228 C94,252 90,268 70,282 C60,288 50,292 44,298 L120,298 Z"
)
_FEATURES = (
    f"{both_halves('M76,114 C84,106 98,106 106,114 M80,129 C87,123 97,123 103,129 C96,134 87,134 80,129')} "
    "M120,130 C118,146 113,156 112,163 C114,169 126,169 128,163 "
    "M101,193 C110,188 116,189 120,190 C124,189 130,188 139,193 C130,201 110,201 101,193"
)
_FACE = {
    "scalp": "M60,78 C66,40 92,20 120,20 C148,20 174,40 180,78 C160,58 140,52 120,52 C100,52 80,58 60,78 Z",
    "face": "M62,88 C82,62 100,56 120,56 C140,56 158,62 178,88 C182,120 178,160 168,186 C156,212 140,232 120,236 "
    "C100,232 84,212 72,186 C62,160 58,120 62,88 Z",
    "forehead": "M78,104 C78,84 92,64 120,62 C148,64 162,84 162,104 C150,98 136,100 120,102 C104,100 90,98 78,104 Z",
    "temple": both_halves("M62,94 L75,84 C74,96 72,108 73,124 L62,130 C60,118 60,106 62,94 Z"),
    "eyelid": both_halves("M76,122 C84,112 100,112 108,122 C106,136 98,142 90,142 C82,141 77,134 76,122 Z"),
    "cheek": both_halves(
        "M64,140 L76,142 C84,148 94,150 102,150 C106,162 104,176 98,188 C90,194 82,194 76,188 C70,174 66,158 64,140 Z"
    ),
    "jaw": both_halves("M76,198 C84,202 92,202 98,198 C98,208 100,218 106,228 C94,222 84,212 76,198 Z"),
    "chin": "M104,208 C112,204 128,204 136,208 C136,220 130,230 120,232 C110,230 104,220 104,208 Z",
    "neck": "M96,244 C110,250 130,250 144,244 C146,258 150,268 160,276 C140,286 100,286 80,276 C90,268 94,258 96,244 Z",
}
