"""A desk on a port: from settings to a program that runs until it is told to end, and ends without losing anything."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.runtime.weights import find_weights
from efficientcracknet.web.app import STATIC, make_app
from efficientcracknet.web.context import Context
from efficientcracknet.web.desk.desk import open_desk
from efficientcracknet.web.desk.lock import DeskLock
from efficientcracknet.web.desk.reconcile import reconcile
from efficientcracknet.web.gate.limits import Limits
from efficientcracknet.web.gate.policy import LOCAL_NAMES, Policy, is_loopback
from efficientcracknet.web.gate.protocol import make_protocol
from efficientcracknet.web.work.finder import FinderSettings
from efficientcracknet.web.work.foreman import Foreman

SHORTEST_TOKEN = 16
KEEP_ALIVE_S = 5
ANSWERS_END_S = 10
"""How long answers under way may take once the program is told to end."""
WORK_ENDS_S = 60
"""How long the work on one picture may take then; it is queued again where that is not enough."""


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """What to serve, and to whom.

    Attributes
    ----------
    projects
        Folder of the desk.
    host, port
        To listen on; port 0: any that is free.
    token
        Needed by whoever asks; None is allowed on this machine alone.
    names
        That the machine may be called by in addresses.
    finder
        Which network.
    limits
        How much may be asked.
    """

    projects: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    names: tuple[str, ...] = ()
    finder: FinderSettings = field(default_factory=FinderSettings)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse to be reached by others without a token, or with one that can be guessed.

        Raises
        ------
        SettingsError
            If the token is missing or short, or the port impossible.
        """
        if self.token is None and not is_loopback(self.host):
            raise SettingsError(
                f"serve: `--token` must be given where other machines can reach the page, got none for "
                f"{self.host}. Choose one of {SHORTEST_TOKEN} characters or more, or stay at 127.0.0.1."
            )
        if self.token is not None and (len(self.token) < SHORTEST_TOKEN or not self.token.isascii()):
            raise SettingsError(
                f"serve: `--token` must have at least {SHORTEST_TOKEN} ASCII characters, got {len(self.token)}. "
                "Make one: python -c 'import secrets; print(secrets.token_urlsafe())'"
            )
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"serve: `--port` must be from 0 to 65535, got {self.port}. Leave it out to use 8000.")

    @property
    def policy(self) -> Policy:
        """Who may ask."""
        names = {name.lower() for name in self.names}
        return Policy(self.token, frozenset(LOCAL_NAMES | names), any_address=not is_loopback(self.host))


class DeskServer(uvicorn.Server):
    """A server that ends its streams before it waits for answers to end.

    Parameters
    ----------
    config
        Of uvicorn.
    context
        Told that the end has come.
    """

    def __init__(self, config: uvicorn.Config, context: Context) -> None:
        super().__init__(config)
        self._context = context

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end a program, and do not raise them again: the worker is to be ended first."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams, then everything."""
        self._context.is_stopping = True
        await super().shutdown(sockets)


def serve(settings: ServeSettings, tell: Callable[[str], None]) -> None:
    """Serve a desk until the process is told to end.

    Parameters
    ----------
    settings
        What, and to whom.
    tell
        Called with the address of the page, once it can be opened.
    """
    weights = find_weights(settings.finder.weights)
    desk = open_desk(settings.projects)
    lock = DeskLock(desk.places.lock)
    try:
        listening = listen(settings.host, settings.port)
        reconcile(desk)
        foreman = Foreman(desk, settings.finder)
        context = Context(desk, weights, settings.limits, settings.policy, foreman.wake, STATIC)
        foreman.start()
        try:
            tell(tell_address(settings, listening))
            make_server(context).run(sockets=[listening])
        finally:
            foreman.stop(WORK_ENDS_S)
    finally:
        desk.ledger.close()
        lock.release()


def make_server(context: Context) -> DeskServer:
    """Return a server of an application, not yet started.

    Parameters
    ----------
    context
        Of the application.

    Returns
    -------
    DeskServer
        To be run with a socket that listens.
    """
    config = uvicorn.Config(
        make_app(context),
        http=make_protocol(context.limits),
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=context.limits.connections,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=ANSWERS_END_S,
        h11_max_incomplete_event_size=16 * 1024,
    )
    return DeskServer(config, context)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Parameters
    ----------
    host
        Name or address.
    port
        0: any that is free.

    Returns
    -------
    socket.socket
        Bound.

    Raises
    ------
    SettingsError
        If the address cannot be had.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=256)
    except OSError as error:
        raise SettingsError(
            f"serve: `--host` and `--port` must be free to listen on, got {host}:{port} ({error}). Name another port."
        ) from error


def tell_address(settings: ServeSettings, listening: socket.socket) -> str:
    """Return the address of the page, with the token after the sign that browsers keep to themselves."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    end = "" if settings.token is None else f"#token={settings.token}"
    return f"http://{host}:{listening.getsockname()[1]}/{end}"
