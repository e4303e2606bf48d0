"""The budgets and manners that every file keeps; ruff, mypy and the import contracts check the rest."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import efficientcracknet

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted(path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
TEXT_SUFFIXES = {"", ".cff", ".csv", ".json", ".md", ".py", ".toml", ".txt", ".yaml"}

LONGEST_FILE = 300
LONGEST_BODY = 40
MOST_PUBLIC_NAMES = 25
NAMES_THAT_SAY_NOTHING = {"common", "helper", "helpers", "misc", "tools", "util", "utils"}

# One letter of each word stands in brackets, so that this file does not accuse itself.
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(h[o]me|o[p]t|r[o]ot|t[m]p|w[o]rk)/")

# Names are looked up and commands loaded by text, which no import contract can follow.
USE_ALL = """
import contextlib, io, sys
import efficientcracknet
from efficientcracknet.cli.app import COMMANDS, main
for name in efficientcracknet.__all__:
    getattr(efficientcracknet, name)
for name in COMMANDS:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main([name, "--help"])
print(*sorted({"numpy", "typer", "torch", "lightning", "kornia", "onnx", "matplotlib"} & set(sys.modules)))
"""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def list_texts() -> list[Path]:
    """Return every text file that git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    return [path for path in map(ROOT.joinpath, names) if path.is_file() and path.suffix in TEXT_SUFFIXES]


def find_lines(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{label(path)}:{number}: {line.strip()}"
        for path in list_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def list_functions(source: str) -> list[Function]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)]


def count_body_lines(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_the_walk_sees_code_and_texts() -> None:
    assert {"tests/test_house.py", "src/efficientcracknet/core/errors.py"} <= {label(path) for path in CODE}
    assert {"LICENSE", "Makefile", "README.md"} <= {label(path) for path in list_texts()}


def test_body_lines_leave_out_signature_and_docstring() -> None:
    source = 'def three(\n    x,\n):\n    """One.\n\n    Two.\n    """\n    a = x\n\n    return a\n'

    assert [count_body_lines(function) for function in list_functions(source)] == [3]


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {label(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_its_budget() -> None:
    bodies = {
        f"{label(path)}:{function.lineno} {function.name}": count_body_lines(function)
        for path in CODE
        for function in list_functions(path.read_text(encoding="utf-8"))
    }

    assert {name: lines for name, lines in bodies.items() if lines > LONGEST_BODY} == {}


def test_every_module_is_named_after_what_it_is_about() -> None:
    assert [label(path) for path in CODE if NAMES_THAT_SAY_NOTHING & {path.stem, path.parent.name}] == []


def test_public_names_are_few_and_exist() -> None:
    names = efficientcracknet.__all__

    assert len(names) <= MOST_PUBLIC_NAMES
    assert [name for name in names if not hasattr(efficientcracknet, name)] == []


@pytest.mark.parametrize(
    ("pattern", "guilty", "innocent"),
    [
        (UNFINISHED, "# {}: later".format("todo".upper()), "# to do so, later"),
        (
            MACHINE_PATH,
            "see {}data".format("/WORK/".lower()),
            "see https://example.org/home/ and docs/{}/".format("work"),
        ),
    ],
)
def test_patterns_tell_guilty_from_innocent(pattern: re.Pattern[str], guilty: str, innocent: str) -> None:
    assert pattern.search(guilty)
    assert not pattern.search(innocent)


def test_nothing_is_left_unfinished() -> None:
    assert find_lines(UNFINISHED) == []


def test_no_text_names_a_path_of_one_machine() -> None:
    assert find_lines(MACHINE_PATH) == []


def test_neither_a_public_name_nor_the_help_of_a_command_loads_torch() -> None:
    result = subprocess.run([sys.executable, "-c", USE_ALL], capture_output=True, text=True, check=False)

    assert result.stderr == ""
    assert result.stdout.split() == ["numpy", "typer"]
