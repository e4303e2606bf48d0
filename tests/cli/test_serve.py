import builtins
from pathlib import Path

import pytest

from efficientcracknet.cli.app import main
from efficientcracknet.web import server
from efficientcracknet.web.gate.limits import MEBIBYTE


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["serve", *words])
    return int(end.value.code or 0)


def test_flags_become_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served = []

    def record(settings, tell) -> None:
        served.append(settings)
        tell("http://127.0.0.1:1/")

    monkeypatch.setattr(server, "serve", record)
    words = [
        "--projects",
        str(tmp_path),
        "--port",
        "0",
        "--weights",
        "w",
        "--queue",
        "7",
        "--megabytes",
        "3",
        "--megapixels",
        "2",
    ]
    assert run(*words) == 0

    (settings,) = served
    assert (settings.projects, settings.port, settings.finder.weights) == (tmp_path, 0, "w")
    assert (settings.limits.queue, settings.limits.upload_bytes, settings.limits.pixels) == (7, 3 * MEBIBYTE, 2_000_000)
    assert capsys.readouterr().out.splitlines()[:2] == ["Page: http://127.0.0.1:1/", f"Projects: {tmp_path}"]


def test_the_token_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served = []
    monkeypatch.setattr(server, "serve", lambda settings, tell: served.append(settings))
    monkeypatch.setenv("EFFICIENTCRACKNET_TOKEN", "a-token-of-twenty-letters")
    run("--projects", str(tmp_path), "--host", "0.0.0.0")

    assert served[0].token == "a-token-of-twenty-letters"


def test_other_machines_need_a_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--projects", str(tmp_path), "--host", "0.0.0.0") == 2
    assert "`--token` must be given" in capsys.readouterr().err


def test_without_its_extra_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest):
        if name.startswith("efficientcracknet.web"):
            raise ImportError("No module named 'fastapi'")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert run() == 2
    assert "pip install 'efficientcracknet[serve]'" in capsys.readouterr().err
