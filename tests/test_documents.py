"""What the documents say is so: links, versions, commands, flags, targets."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

import efficientcracknet
from efficientcracknet.cli.app import app
from efficientcracknet.geo.map_rows import COLUMNS as MAP_COLUMNS
from efficientcracknet.jobs.rows import COLUMNS
from efficientcracknet.measure.rows import COLUMNS as CRACK_COLUMNS
from efficientcracknet.measure.severity import list_standards
from efficientcracknet.runtime.description import EXAMPLE

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
ADR_SECTIONS = ["Status", "Context", "Decision", "Alternatives", "Consequences"]

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED_CALL = re.compile(r"^    ((?:efficientcracknet|ecn)\s.+)$", re.MULTILINE)
PROGRAM = re.compile(r"^(?:efficientcracknet|ecn)\s")
COMMANDS = typer.main.get_command(app).commands


def read(name: str | Path) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def list_fences(text: str, language: str) -> list[str]:
    return [body for found, body in FENCE.findall(text) if found == language]


def list_calls(text: str) -> list[list[str]]:
    """Return the words of every call of this package's command in shell blocks, fenced or indented."""
    blocks = [*list_fences(text, "sh"), *INDENTED_CALL.findall(text)]
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [line.split() for line in lines if PROGRAM.match(line)]


def find_unknown_words(call: list[str]) -> list[str]:
    """Return what a call names that the command line does not know: the command itself, or its flags."""
    _, name, *rest = call
    if name not in COMMANDS:
        return [] if name in {"--help", "--version"} else [name]
    known = {"--help"}.union(*(parameter.opts + parameter.secondary_opts for parameter in COMMANDS[name].params))
    return [f"{name} {word}" for word in rest if word.startswith("-") and word.split("=")[0] not in known]


def test_calls_are_read_from_shell_blocks_over_line_ends() -> None:
    text = "ecn no\n```sh\nmake demo\necn predict a \\\n    --out b\n```\n```python\necn = 1\n```\n\n    ecn info\n"

    assert list_calls(text) == [["ecn", "predict", "a", "--out", "b"], ["ecn", "info"]]


def test_unknown_commands_and_flags_are_found() -> None:
    assert find_unknown_words(["ecn", "predikt", "a"]) == ["predikt"]
    assert find_unknown_words(["ecn", "predict", "a", "--out", "b", "--outt=c"]) == ["predict --outt=c"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_command_and_flag_shown_exists(document: Path) -> None:
    assert [word for call in list_calls(read(document)) for word in find_unknown_words(call)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_link_to_a_file_resolves(document: Path) -> None:
    assert [link for link in LINK.findall(read(document)) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_make_target_shown_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    shown = re.findall(r"(?:^|`)make ([a-z-]+)", read(document), re.MULTILINE)

    assert [target for target in shown if target not in targets] == []


def test_readme_lists_every_command_with_the_first_line_of_its_help() -> None:
    rows = re.findall(r"^\| `efficientcracknet (\w+)` \| (.+?) \|$", read("README.md"), re.MULTILINE)

    assert dict(rows) == {name: command.help.splitlines()[0].rstrip() for name, command in COMMANDS.items()}


def test_readme_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = list_fences(read("README.md"), "python")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photo.jpg").write_bytes((ROOT / "examples" / "branching.jpg").read_bytes())

    exec(compile(example, "README.md", "exec"), {})

    assert list(tmp_path.rglob("*.png"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_recipe_shown_exists(document: Path) -> None:
    assert [name for name in re.findall(r"recipes/[\w-]+\.toml", read(document)) if not (ROOT / name).exists()] == []


def test_guide_shows_the_description_that_refusals_show() -> None:
    assert list_fences(read("docs/guide/predict.md"), "toml") == [EXAMPLE]


def test_guide_explains_every_column_of_the_table() -> None:
    rows = re.findall(r"^\| (`\w.+?`) \|", read("docs/guide/predict.md"), re.MULTILINE)

    assert [column for row in rows for column in re.findall(r"`(\w+)`", row)] == list(COLUMNS)


def test_guide_explains_every_column_of_the_cracks_and_every_standard() -> None:
    guide = read("docs/guide/report.md")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", guide, re.MULTILINE)
    names = re.findall(r"^\| `([\w-]+)` \| .+ \| (p95|mean) \|$", guide, re.MULTILINE)

    assert {column for row in rows for column in re.findall(r"`(\w+)`", row)} == set(CRACK_COLUMNS)
    assert dict(names) == {name: standard.compared for name, standard in list_standards().items()}


def test_guide_explains_every_column_of_a_map_that_cracks_of_photos_do_not_have() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", read("docs/guide/maps.md"), re.MULTILINE)

    assert {column for row in rows for column in re.findall(r"`(\w+)`", row)} == set(MAP_COLUMNS) - set(CRACK_COLUMNS)


def test_every_extra_named_exists() -> None:
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
    named = [name for path in DOCUMENTS for name in re.findall(r"(?:efficientcracknet|\.)\[([\w,]+)\]", read(path))]

    assert named
    assert {name for names in named for name in names.split(",")} <= set(extras)


def test_changelog_and_citation_have_the_version_of_the_package() -> None:
    version = re.escape(efficientcracknet.__version__)

    assert re.search(rf"^## \[{version}\]", read("CHANGELOG.md"), re.MULTILINE)
    assert re.search(rf'^version: "?{version}"?$', read("CITATION.cff"), re.MULTILINE)


@pytest.mark.parametrize("record", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=label)
def test_every_decision_has_the_five_sections_in_order(record: Path) -> None:
    assert re.findall(r"^## (.+)$", read(record), re.MULTILINE) == ADR_SECTIONS
