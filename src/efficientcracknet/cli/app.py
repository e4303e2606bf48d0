"""The command ``efficientcracknet``: finds the command that is meant and loads only that one.

Each command is a plain function called `command` in a module of its own. Modules are named here as text: the help page
and the light commands must not import what trains a network, nor wait for what runs one.
"""

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from efficientcracknet import __version__
from efficientcracknet.core.errors import CrackError

COMMANDS = {
    "predict": ("efficientcracknet.cli.predict", "Find the cracks in pictures."),
    "measure": ("efficientcracknet.cli.measure", "Measure the cracks of masks, from wherever they come."),
    "evaluate": ("efficientcracknet.cli.evaluate", "Score weights against masks drawn by hand."),
    "benchmark": ("efficientcracknet.cli.benchmark", "Time weights here, alone or beside another network."),
    "info": ("efficientcracknet.cli.info", "Say what is installed, and what the presets cost."),
    "marker": (
        "efficientcracknet.cli.marker",
        "Write the sheet of markers that gives a photo its scale (needs the extra 'marker').",
    ),
    "export": ("efficientcracknet.cli.export", "Write weights as a file for another program."),
    "serve": ("efficientcracknet.cli.serve", "Serve the page for inspectors (needs the extra 'serve')."),
    "train": ("efficientcracknet.cli.train", "Train a network (needs the extra 'train')."),
    "checkpoint": (
        "efficientcracknet.cli.checkpoint",
        "Turn a checkpoint into an ONNX file (needs the extra 'train').",
    ),
    "calibrate": (
        "efficientcracknet.cli.calibrate",
        "Choose the threshold and set probabilities right (needs the extra 'export').",
    ),
}
"""Name: (module, line of help)."""

SETTINGS = {"help_option_names": ["-h", "--help"]}


class LazyCommand(TyperCommand):
    """A name and a line of help; the command itself is loaded when more is asked of it."""

    @property
    def params(self) -> list[Any]:
        """Arguments and options."""
        parameters: list[Any] = self._load().params
        return parameters

    @params.setter
    def params(self, _: object) -> None:
        """Take nothing: they come with the command itself."""

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Parse the words after the command's name; the context belongs to the command itself."""
        return self._load().make_context(*arguments, **settings)

    def _load(self) -> Any:
        alone = typer.Typer(context_settings=SETTINGS, add_completion=False)
        alone.command(self.name)(import_module(COMMANDS[str(self.name)][0]).command)
        return typer.main.get_command(alone)


class LazyGroup(TyperGroup):
    """All commands of the table, in its order."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, (_, line) in COMMANDS.items():
            self.add_command(LazyCommand(name, help=line), name)


app = typer.Typer(cls=LazyGroup, context_settings=SETTINGS, add_completion=False, no_args_is_help=True)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"efficientcracknet {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Find cracks in pictures of roads, bridges and buildings, on a CPU and offline."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its status.

    Status 0: all good. 1: some pictures failed, the others were done. 2: nothing was done, or the run ended early, for
    the reason told on the error stream. 130: interrupted.

    Parameters
    ----------
    arguments
        Words after the program's name; None: those of this process.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file name may have what a console cannot show
    try:
        typer.main.get_command(app).main(
            list(sys.argv[1:] if arguments is None else arguments), prog_name="efficientcracknet"
        )
    except CrackError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
