import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from efficientcracknet import __version__
from efficientcracknet.cli.app import COMMANDS, main


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(words)
    return int(leaving.value.code or 0)


def test_help_lists_every_command_without_loading_one() -> None:
    modules = json.dumps([module for module, _ in COMMANDS.values()])
    code = (
        "import contextlib, sys\nfrom efficientcracknet.cli.app import main\n"
        "with contextlib.suppress(SystemExit):\n    main(['--help'])\n"
        f"print([name for name in {modules} + ['onnxruntime', 'torch'] if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)

    assert all(name in result.stdout for name in COMMANDS)
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_module_with_a_plain_function(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert importlib.util.find_spec(COMMANDS[name][0]) is not None
    assert call(name, "--help") == 0
    assert name in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--version") == 0
    assert capsys.readouterr().out == f"efficientcracknet {__version__}\n"


def test_an_unknown_command_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("predikt") == 2
    assert "Did you mean 'predict'" in capsys.readouterr().err


def test_an_error_of_ours_is_one_message_without_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("predict", str(tmp_path), "--out", str(tmp_path / "out"), "--weights", "gone.onnx") == 2
    out, err = capsys.readouterr()

    assert out == ""
    assert (
        err
        == "Error: find_weights: `weights` must name an ONNX file, got 'gone.onnx', which is none. Check the path.\n"
    )
