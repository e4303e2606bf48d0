import getpass
import json
import os
import platform

import pytest

from efficientcracknet.runtime.machine import count_cores, describe_machine


def test_the_facts_are_ready_for_json_and_name_neither_machine_nor_user() -> None:
    text = json.dumps(describe_machine())

    assert {"platform", "cpu_count", "python", "onnxruntime", "numpy", "pillow"} <= set(json.loads(text))
    assert json.loads(text)["python"] == platform.python_version()
    words = set(text.replace('"', " ").replace(",", " ").split())
    assert not {platform.node(), getpass.getuser()} & words


def test_cores_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)

    assert count_cores() == 3


def test_without_such_a_limit_all_cores_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)

    assert count_cores() == 7
