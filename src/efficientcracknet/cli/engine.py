"""Options of what runs the network, and of how large it sees photos."""

from typing import Annotated

import typer

from efficientcracknet.jobs.engine_options import EngineOptions, parse_working_scale

Provider = Annotated[
    str, typer.Option("--provider", metavar="NAME", help="What runs the network, as info lists them; auto picks.")
]
Precision = Annotated[str, typer.Option("--precision", metavar="NAME", help="fp32, bf16, int8, or auto.")]
WorkingScale = Annotated[
    str,
    typer.Option(
        "--working-scale",
        metavar="auto|FACTOR",
        help="How large the network sees photos: 1 as they are, auto as large as the detail they hold.",
    ),
]


def choose_engine(provider: str, precision: str, working_scale: str) -> EngineOptions:
    """Return the options as they were written; a `SettingsError` says which cannot be used."""
    return EngineOptions(provider, precision, parse_working_scale(working_scale))
