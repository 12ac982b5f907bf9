"""`jangmadang serve`: the observatory, a local page to ask the economy in a browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jangmadang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from starlette.applications import Starlette
    from uvicorn import Server

NEEDED = ("python_multipart", "starlette", "uvicorn")
HOST, PORT, RESULTS = "127.0.0.1", 8600, Path("results")
#: Seconds that answers under way are given when the page is stopped.
GRACE_SECONDS = 2


@click.command()
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    help="Address to listen at; another than this machine's own lets others in, with a token.",
)
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: any that is free.")
@click.option("--name", default="", metavar="HOST", help="Name that browsers know it by, behind a reverse proxy.")
@click.option(
    "--results",
    type=click.Path(path_type=Path, file_okay=False),
    default=RESULTS,
    show_default=True,
    help="Folder of results and evidence, as the other commands write them.",
)
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Open it in the browser.")
def serve(host: str, port: int, name: str, results: Path, opens: bool) -> None:
    """Open the observatory: a page on this machine that shows what is known and runs what is asked.

    Nobody else reaches it unless --host or --name says so; then the address has a token, printed once. Ctrl-C ends it.

    Example: jangmadang serve --port 8601 --no-open
    """
    if not all(find_spec(module) for module in NEEDED):
        raise InputError("serve needs packages that are not installed: pip install 'jangmadang[serve]'")
    from dataclasses import replace

    from jangmadang.serve.application import make_application
    from jangmadang.serve.settings import new_settings

    settings = new_settings(results, host, port, name)
    with _listening(host, port) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        application = make_application(settings)
        server = _server_of(application, lambda: _say(settings.address, settings.local_address, opens))
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            click.echo("Ended.")


def _say(address: str, here: str, opens: bool) -> None:
    """Print where the page is, once it answers there, and where on this machine if that is another address."""
    click.echo(f"The observatory: {address}")
    if here != address:
        click.echo(f"On this machine: {here}")
    click.echo("Ctrl-C ends it.")
    if opens:
        click.launch(here)


def _server_of(application: Starlette, when_it_answers: Callable[[], None]) -> Server:
    """What serves the application."""
    import uvicorn

    class Told(uvicorn.Server):
        async def startup(self, sockets: list[socket] | None = None) -> None:
            await super().startup(sockets)
            when_it_answers()

        async def shutdown(self, sockets: list[socket] | None = None) -> None:
            application.state.ending.set()  # who follows runs would listen on
            await super().shutdown(sockets)

    return Told(
        uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,  # it would keep the token
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )


def _listening(host: str, port: int) -> socket:
    """A socket that listens at an address.

    Raises
    ------
    InputError
        If it is taken or none of this machine.
    """
    import socket as sockets

    try:
        family, *_, address = sockets.getaddrinfo(host, port, type=sockets.SOCK_STREAM)[0]
    except OSError:
        raise InputError(f"--host {host}: no address of that name; give one of this machine, such as {HOST}") from None
    listener = sockets.socket(family, sockets.SOCK_STREAM)
    listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        remedy = "give another --port, or --port 0 for any that is free"
        raise InputError(f"cannot listen at {host}, port {port} ({error.strerror}); {remedy}") from None
    return listener
