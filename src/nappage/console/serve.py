"""`nappage serve` and `nappage demo`: the clinic door, for a clinic and to be tried."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import click
from platformdirs import user_data_path
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from nappage.console.installation import data_option, use_installation
from nappage.console.work import worker_beside
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day

APPLICATION = "nappage.project.wsgi:application"
WORKERS = 2
SECONDS_UNTIL_BROWSER = 2.0


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="The port to listen at.")
def serve(folder: Path | None, host: str, port: int) -> None:
    """Serve the clinic door. Refuses to start insecurely; docs/how-to/serve-a-clinic.md tells what it needs."""
    use_installation(folder)
    from nappage.console.demo.make import prepare_database

    prepare_database()
    _listen(host, port)


@click.command()
@data_option
@click.option("--port", default=0, help="The port to listen at; any free one unless said.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(folder: Path | None, port: int, no_browser: bool) -> None:
    """Open the fictional demo clinic in Madrid, with patients at every stage around today."""
    folder = folder or user_data_path("nappage") / "demo"
    port = port or _free_port()
    address = f"http://localhost:{port}/"
    os.environ["NAPPAGE_DEMO"] = "1"
    os.environ.setdefault("NAPPAGE_ADDRESS", address)
    use_installation(folder)
    _make(folder)
    _show_logins(address, folder)
    if not no_browser and _has_browser():
        Timer(SECONDS_UNTIL_BROWSER, webbrowser.open, [address]).start()
    _listen("127.0.0.1", port)


def _make(folder: Path) -> None:
    from nappage.console.demo.make import make_demo

    columns = (TextColumn("Making the demo clinic"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("database", total=None)
        make_demo(
            datetime.now(UTC),
            folder,
            lambda words, number, of: progress.update(task, description=words, completed=number, total=of),
        )


def _show_logins(address: str, folder: Path) -> None:
    from nappage.actions.moments import day_in_words
    from nappage.console.demo.clinic import PEOPLE, PIN
    from nappage.console.demo.make import ZONE, demo_password, made_on
    from nappage.console.demo.portal import ACCOUNTS

    table = Table("user", "who", "duties", title=f"Fictional demo clinic at {address}")
    for user, shown, duties, _ in PEOPLE:
        table.add_row(user, shown, ", ".join(duties))
    console = Console()
    console.print(table)
    console.print(f"Password of all: {demo_password(folder)}   PIN of all: {PIN}", highlight=False)
    accounts = ", ".join(sorted({account for account, _, _ in ACCOUNTS}))
    console.print(f"Patient door: {address}my/ as {accounts}; codes come to {folder / 'outgoing'}", highlight=False)
    if (made := made_on()) != local_day(datetime.now(UTC), ZONE):
        remedy = f"delete {folder} to have them around today."
        console.print(
            f"It was made on {day_in_words(made)}, and its days lie around that one: {remedy}", highlight=False
        )
    console.print("Stop with Ctrl+C. No dose, limit or person in it is real.")


def _listen(host: str, port: int) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    if _is_taken(host, port):
        remedy = "Name another with --port, or stop what listens there."
        raise Faulty([Fault("--port", "a port that is free", str(port), remedy)])
    # One blocking thread for each worker: with kept connections that is the fastest on SQLite (docs/adr/0007).
    server = Server(
        APPLICATION, address=host, port=port, interface=Interfaces.WSGI, workers=WORKERS, blocking_threads=1
    )
    with worker_beside():
        server.serve()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _has_browser() -> bool:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
