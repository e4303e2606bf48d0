"""``efficientcracknet info``: what is installed, and what the presets cost."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from efficientcracknet.core.cost import Cost
from efficientcracknet.core.size import parse_size
from efficientcracknet.jobs.info import Installation, describe_installation, list_costs
from efficientcracknet.runtime.choice import Provider
from efficientcracknet.runtime.weights import Weights


def info(
    cost: Annotated[
        str | None, typer.Option(metavar="HxW", help="Print what the presets cost for a picture of H x W.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")] = False,
) -> None:
    """Say what is installed: version, weights with scores and terms, runtime. Or what the presets cost."""
    console = Console()
    if cost is not None:
        costs = list_costs(*parse_size(cost, argument="cost"))
        if as_json:
            print(json.dumps([asdict(each) for each in costs], indent=2))
        else:
            console.print(f"One picture of {cost} (height x width), everything counted:", highlight=False)
            console.print(_tabulate_costs(costs))
        return
    installation = describe_installation()
    if as_json:
        print(json.dumps(installation.to_dict(), indent=2))
    else:
        _print_installation(installation, console)


command = info


def _tabulate_costs(costs: Sequence[Cost]) -> Table:
    table = Table("preset", "block", "parameters", "multiply-adds")
    for column in (2, 3):
        table.columns[column].justify = "right"
    for cost in costs:
        table.add_row(cost.preset, "all", f"{cost.parameters:,}", f"{cost.multiply_adds:,}", style="bold")
        for block, multiply_adds in cost.by_block:
            table.add_row("", block, "", f"{multiply_adds:,}")
        table.add_section()
    return table


def _print_installation(installation: Installation, console: Console) -> None:
    console.print(f"efficientcracknet {installation.version}", highlight=False)
    console.print(Text(f"Weights lie in: {installation.catalogue}"), soft_wrap=True)
    versions = {name: installation.machine[name] for name in ("onnxruntime", "openvino")}
    told = ", ".join(f"{name} {version or '(not installed)'}" for name, version in versions.items())
    console.print(f"Runtimes: {told}", highlight=False)
    console.print(_tabulate_providers(installation.providers))
    if not installation.weights:
        console.print("The catalogue is empty: give predict the path of an ONNX file.")
    for weights in installation.weights:
        console.print(_tabulate_weights(weights))


def _tabulate_providers(providers: Sequence[Provider]) -> Table:
    """Return what could run the weights; ``--provider`` and ``--precision`` take the words of the first two columns."""
    table = Table("provider", "precisions", "what it is")
    for column in table.columns[:2]:
        column.no_wrap = True
    for provider in providers:
        told = provider.title if provider.missing is None else f"not here: {provider.missing}"
        table.add_row(provider.name, ", ".join(provider.precisions) or "-", Text(told))
    return table


def _tabulate_weights(weights: Weights) -> Table:
    table = Table(weights.name + (" (default)" if weights.is_default else ""), "", title_justify="left")
    table.columns[0].no_wrap = True
    counts = {"parameters": weights.parameters, "multiply-adds at 192 x 256": weights.multiply_adds_192x256}
    for name, count in counts.items():
        table.add_row(name, "not counted" if count is None else f"{count:,}")
    table.add_row("trained on", Text(weights.data))
    table.add_row("terms", Text(weights.terms, "bold"))
    table.add_row("larger pictures", f"tiles of {weights.tile_px} px, {weights.overlap_px} px overlap")
    table.add_row("threshold", f"{weights.threshold}")
    table.add_row("int8 form", "there" if weights.int8_sha256 else "none")
    for name, score in weights.scores:
        table.add_row(Text(name), f"{score:.3f}")
    return table
