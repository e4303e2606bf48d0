"""``efficientcracknet serve``: the page for inspectors, served by this machine to itself."""

import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from efficientcracknet.cli import engine
from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.runtime.choice import AUTO

TOKEN_VARIABLE = "EFFICIENTCRACKNET_TOKEN"
ACCESS = "Access"
LIMITS = "Limits"


def serve(
    projects: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of projects; EfficientCrackNet in your home folder if left out."),
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    host: Annotated[str, typer.Option(metavar="NAME", help="To listen on.", rich_help_panel=ACCESS)] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", help="0 takes any that is free.", rich_help_panel=ACCESS)] = 8000,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            envvar=TOKEN_VARIABLE,
            help="Needed to sign in; must be given where other machines reach the page.",
            rich_help_panel=ACCESS,
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="This machine's name in addresses; may be repeated.", rich_help_panel=ACCESS),
    ] = None,
    weights: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Weights of the catalogue (see info), or an ONNX file.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", help="Processor threads; as many as cores if left out.")
    ] = None,
    provider: engine.Provider = AUTO,
    precision: engine.Precision = AUTO,
    working_scale: engine.WorkingScale = AUTO,
    queue: Annotated[int, typer.Option(metavar="N", help="Photos that may wait.", rich_help_panel=LIMITS)] = 2000,
    megapixels: Annotated[int, typer.Option(metavar="N", help="Of one photo.", rich_help_panel=LIMITS)] = 100,
    megabytes: Annotated[int, typer.Option(metavar="N", help="Of one photo's file.", rich_help_panel=LIMITS)] = 200,
) -> None:
    """Serve the page for inspectors (needs the extra 'serve').

    Drop photos, see cracks, set the scale, correct, export. Everything stays
    on this machine, in the folder of projects. Ctrl-C ends it; what was
    accepted and is not yet done is done after the next start.
    """
    try:
        from efficientcracknet.web.gate.limits import MEBIBYTE, MEGAPIXEL, Limits
        from efficientcracknet.web.server import ServeSettings
        from efficientcracknet.web.server import serve as run
        from efficientcracknet.web.work.finder import FinderSettings
    except ImportError as error:
        raise MissingExtraError.of("serve", "serve") from error
    settings = ServeSettings(
        projects=projects or Path.home() / "EfficientCrackNet",
        host=host,
        port=port,
        token=token,
        names=tuple(name or ()),
        finder=FinderSettings(weights, threads, engine.choose_engine(provider, precision, working_scale)),
        limits=Limits(queue=queue, pixels=megapixels * MEGAPIXEL, upload_bytes=megabytes * MEBIBYTE),
    )
    run(settings, lambda address: _tell(address, settings.projects, open_page))


command = serve


def _tell(address: str, projects: Path, open_page: bool) -> None:
    print(f"Page: {address}\nProjects: {projects}\nCtrl-C ends it.", flush=True)
    if open_page:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
