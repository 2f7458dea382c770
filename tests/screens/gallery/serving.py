"""The gallery over HTTP with the product's content security policy, so that what it forbids is seen in the browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from screens.gallery.pages import ALL_PAGES, WEB, render

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class _Answer(SimpleHTTPRequestHandler):
    sent: list[str]

    def __init__(self, *args: Any, sent: list[str], **kwargs: Any) -> None:
        self.sent = sent
        super().__init__(*args, **kwargs)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.sent.append(f"{self.path}?{self.rfile.read(length).decode()}")
        self.send_response(303)
        self.send_header("Location", "/pin.html")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test says what it asked for."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Write the gallery into a folder and serve it; give its address and the list of what was posted."""
    for name in ALL_PAGES:
        (folder / f"{name}.html").write_text(render(name), "utf-8")
    (folder / "static").symlink_to(WEB / "static")
    # Every page asks for it; here it keeps nothing.
    (folder / "emergency").mkdir()
    (folder / "emergency" / "worker.js").touch()
    sent: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answer, directory=str(folder), sent=sent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()
