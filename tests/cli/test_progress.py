import pytest
from rich.console import Console

from efficientcracknet.cli import progress as module
from efficientcracknet.cli.progress import show_progress


@pytest.mark.parametrize(
    ("terminal", "quiet", "drawn"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_the_bar_is_drawn_on_a_terminal_alone_and_not_when_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], terminal: bool, quiet: bool, drawn: bool
) -> None:
    monkeypatch.setattr(module, "Console", lambda stderr: Console(stderr=stderr, force_terminal=terminal, width=200))
    with show_progress("Counting", quiet=quiet) as watch:
        watch(0, 3)
        watch(3, 3)
    out, err = capsys.readouterr()

    assert out == ""
    assert ("Counting" in err and "3/3" in err) == drawn
