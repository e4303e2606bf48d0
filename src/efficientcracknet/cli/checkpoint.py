"""`efficientcracknet checkpoint`: what training wrote -> what prediction reads."""

from pathlib import Path
from typing import Annotated

import typer

from efficientcracknet.core.errors import MissingExtraError


def checkpoint(
    source: Annotated[Path, typer.Argument(help="best.safetensors of a run.", metavar="CHECKPOINT")],
    out: Annotated[Path, typer.Option("--out", help="ONNX file to write; FILE.toml is written beside it.")],
    terms: Annotated[str | None, typer.Option("--terms", help="Who may use the weights for what.")] = None,
    threshold: Annotated[float, typer.Option("--threshold", help="Probability from which a pixel is crack.")] = 0.5,
) -> None:
    """Turn a checkpoint into an ONNX file that `predict --weights FILE.onnx` runs."""
    try:
        from efficientcracknet.training.delivery import DEFAULT_TERMS, deliver
    except ImportError as error:
        raise MissingExtraError.of("checkpoint", "train") from error
    delivery = deliver(source, out, terms=terms or DEFAULT_TERMS, threshold=threshold)
    typer.echo(f"Wrote {delivery.network} and {delivery.description}.")
    typer.echo(f"Largest difference of a probability from torch: {delivery.largest_difference:.1e}.")


command = checkpoint
