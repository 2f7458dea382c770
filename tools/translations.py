"""Make the catalogues that Django reads (.mo) from those that people write (.po), and name what nobody has translated.

    python tools/translations.py            make every catalogue of the screens anew
    python tools/translations.py missing    print the texts of each screen that a language lacks

A screen's own texts stand in its folder: src/nappage/web/<screen>/locale/<language>/LC_MESSAGES/django.po.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "nappage" / "web"
LANGUAGES = ("fr", "es")
MAGIC = 0x950412DE
# What stands around every page of the patient door is translated with it, and whatever its forms can refuse.
SHARED = (
    "templates/door.html",
    "templates/parts/ribbon.html",
    *(f"templates/forms/{path.name}" for path in sorted((WEB / "templates/forms").glob("*.html"))),
    "templates/components/fault.html",
    "templates/components/error_summary.html",
    "forms.py",
    "typed.py",
    "../actions/login_codes.py",
    "../values/number.py",
    "../values/typed_day.py",
)
# Which arguments are what is said. What a value refuses is translated where the form of a page tells it.
_SAID = dict.fromkeys(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"), (0,)) | {
    "pgettext": (1,),
    "Refused": (0, 2),
}
_IN_TEMPLATE = re.compile(r"""\b(?:ngettext|gettext|_)\(\s*u?(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")""", re.DOTALL)


def catalogues() -> list[Path]:
    """Return every catalogue that people write."""
    return sorted(WEB.glob("*/locale/*/LC_MESSAGES/django.po"))


def read_po(text: str) -> dict[str, str]:
    """Return the translations of a catalogue by their texts, plurals joined as Django's own format joins them."""
    found: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        name = ""
        for line in (line.strip() for line in block.splitlines() if line.strip() and not line.startswith("#")):
            keyword, _, quoted = line.partition(" ") if not line.startswith('"') else (name, "", line)
            name = keyword
            parts[name] = parts.get(name, "") + ast.literal_eval(quoted)
        if "msgid" in parts:
            plural = "msgid_plural" in parts
            said = [parts[key] for key in sorted(parts) if key.startswith("msgstr")]
            key = f"{parts['msgid']}\0{parts['msgid_plural']}" if plural else parts["msgid"]
            found[key] = "\0".join(said)
    return found


def as_mo(texts: Mapping[str, str]) -> bytes:
    """Return a catalogue as gettext reads it: two tables of lengths and places, then the texts, in order."""
    pairs = sorted((key.encode(), value.encode()) for key, value in texts.items() if value)
    place = 7 * 4 + 16 * len(pairs)
    keys, values, body = b"", b"", b""
    for side in (0, 1):
        for pair in pairs:
            entry = struct.pack("<II", len(pair[side]), place + len(body))
            keys, values = (keys + entry, values) if side == 0 else (keys, values + entry)
            body += pair[side] + b"\0"
    return struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, place) + keys + values + body


def translated_folders() -> list[Path]:
    """Return the folders of screens that have catalogues: whatever they say is there in every language."""
    return sorted({path.parents[3] for path in catalogues()})


def texts_of(folder: Path) -> set[str]:
    """Return what a screen says, as its catalogue names it."""
    shared = [WEB / name for name in SHARED] if folder.name == "door" else []
    found: set[str] = set()
    for path in [*sorted(folder.rglob("*.html")), *sorted(folder.rglob("*.py")), *shared]:
        text = path.read_text(encoding="utf-8")
        found.update(_of_program(text) if path.suffix == ".py" else _of_template(text))
    return found


def _of_template(text: str) -> Iterator[str]:
    from django.utils.translation.template import templatize

    for single, double in _IN_TEMPLATE.findall(templatize(text)):
        yield ast.literal_eval(f'"""{double}"""' if double else f"'''{single}'''")


def _of_program(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAID and node.args:
            for said in (node.args[place] for place in _SAID[node.func.id]):
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.value


def known(language: str) -> dict[str, str]:
    """Return every translation of a language, by its text; of a plural by the singular."""
    found: dict[str, str] = {}
    for path in catalogues():
        if path.parents[1].name == language:
            found |= {key.partition("\0")[0]: said for key, said in read_po(path.read_text("utf-8")).items() if said}
    return found


def missing(folder: Path, language: str) -> list[str]:
    """Return what a screen says and a language lacks."""
    return sorted(texts_of(folder) - set(known(language)))


def main() -> None:
    """Make the catalogues, or print what is missing."""
    if sys.argv[1:] == ["missing"]:
        import django
        from django.conf import settings

        settings.configure()
        django.setup()
        lacking = [
            f"{folder.name} {language} {text!r}"
            for folder in translated_folders()
            for language in LANGUAGES
            for text in missing(folder, language)
        ]
        sys.exit("\n".join(lacking) or 0)
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(as_mo(read_po(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
