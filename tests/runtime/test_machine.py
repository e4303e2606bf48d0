import getpass
import json
import platform

from efficientcracknet.runtime.machine import describe_machine


def test_the_facts_are_ready_for_json_and_name_neither_machine_nor_user() -> None:
    text = json.dumps(describe_machine())

    assert {"platform", "cpu_count", "python", "onnxruntime", "numpy", "pillow"} <= set(json.loads(text))
    assert json.loads(text)["python"] == platform.python_version()
    words = set(text.replace('"', " ").replace(",", " ").split())
    assert not {platform.node(), getpass.getuser()} & words
