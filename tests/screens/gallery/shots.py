"""Pictures of every page of the gallery: `python -m screens.gallery.shots FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from screens.gallery.configuring import configure

SIZES = {"wide": (1366, 768), "tablet": (768, 1024), "phone": (390, 844)}
FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
CHROMIUM = "/usr/bin/chromium"


def opened(browser: Browser, size: str, url: str) -> Page:
    """Return a page of one size with its type loaded."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(url)
    page.evaluate("document.fonts.ready")
    return page


def main(folder: Path, names: list[str]) -> None:
    """Write a picture of each page in each size, whole and as the screen shows it, and the paper as PDF."""
    configure()
    from screens.gallery.pages import ALL_PAGES
    from screens.gallery.serving import served

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, served(Path(made)) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name in names or ALL_PAGES:
            for size in SIZES:
                page = opened(browser, size, f"{address}/{name}.html")
                page.screenshot(
                    path=folder / f"{name}-{size}.png",
                    full_page=size != "wide" or name in ("parts", "intake", "mending"),
                )
                if size == "wide" and name in ("paper", "session", "parts"):
                    page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True, print_background=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
