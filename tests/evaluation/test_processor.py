import os
import platform
import subprocess
from pathlib import Path

import pytest

from efficientcracknet.evaluation.processor import Processor, describe_processor, parse_cpuinfo


def test_this_processor_has_a_name_and_cores() -> None:
    found = describe_processor()

    assert found.model
    assert 1 <= found.cores <= (os.cpu_count() or 1)


def test_a_slug_has_letters_digits_and_hyphens_only() -> None:
    assert Processor("AMD EPYC 7763 64-Core Processor", 1).slug == "amd-epyc-7763-64-core-1-core"
    assert Processor("Apple M2", 8).slug == "apple-m2-8-cores"


def test_cpuinfo_without_a_name_gives_none() -> None:
    assert parse_cpuinfo("processor\t: 0\nBogoMIPS\t: 108.00\n") is None
    assert parse_cpuinfo("model name\t:\nflags\t: fpu\n") is None


def test_linux_without_cpuinfo_falls_back_to_the_architecture(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise OSError

    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(Path, "read_text", refuse)

    assert describe_processor().model == platform.machine()


def test_macos_is_asked_through_sysctl(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(words, 0, stdout="Apple M2\n")

    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(subprocess, "run", answer)

    assert describe_processor().model == "Apple M2"


def test_macos_that_does_not_answer_falls_back_to_the_architecture(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        raise FileNotFoundError

    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(subprocess, "run", fail)

    assert describe_processor().model == platform.machine()
