from collections.abc import Callable
from pathlib import Path

import pytest

from efficientcracknet.core.errors import RuntimeFault, SettingsError, WeightsError
from efficientcracknet.runtime import session as module
from efficientcracknet.runtime.choice import Choice, Provider, list_choices
from efficientcracknet.runtime.session import PROVIDERS, list_providers, open_session
from tests.tiny_networks import write_convolution

GPU = Provider("cuda", "a GPU", ("fp32",))
NO_GPU = Provider("cuda", "a GPU", (), "no GPU is offered")
CPU = Provider("cpu", "the processor", ("fp32",))
VINO = Provider("openvino", "OpenVINO", ("fp32", "bf16", "int8"))
NO_VINO = Provider("openvino", "OpenVINO", (), "it needs the extra")


def know(*providers: Provider) -> Callable[[str], Provider]:
    return {provider.name: provider for provider in providers}.__getitem__


@pytest.mark.parametrize(
    ("precision", "there", "expected"),
    [
        ("auto", (NO_GPU, CPU, VINO), [("cpu", "fp32"), ("openvino", "fp32")]),
        ("fp32", (GPU, CPU, NO_VINO), [("cuda", "fp32"), ("cpu", "fp32")]),
        ("bf16", (GPU, CPU, VINO), [("openvino", "bf16")]),
    ],
)
def test_auto_takes_the_first_that_can(precision: str, there: tuple[Provider, ...], expected: list[object]) -> None:
    choices = list(list_choices("auto", precision, know(*there)))

    assert [(choice.provider, choice.precision) for choice in choices] == expected
    assert all(choice.reason for choice in choices)


def test_auto_asks_nothing_that_is_not_needed() -> None:
    assert next(list_choices("auto", "auto", know(NO_GPU, CPU))).provider == "cpu"


def test_a_provider_that_is_not_here_says_why() -> None:
    with pytest.raises(SettingsError, match="`provider` must be here, got openvino: it needs the extra"):
        list(list_choices("openvino", "auto", know(NO_VINO)))


def test_a_precision_that_the_provider_cannot_do_is_refused_with_those_it_can() -> None:
    with pytest.raises(SettingsError, match=r"`precision` must be .* got int8\. What there is: cpu computes in fp32"):
        list(list_choices("cpu", "int8", know(CPU)))


def test_a_precision_that_nothing_here_can_do_says_what_is_missing() -> None:
    told = (
        "got bf16. What there is: cpu computes in fp32; cuda is not here: .*; openvino is not here: it needs the extra"
    )
    with pytest.raises(SettingsError, match=told):
        list(list_choices("auto", "bf16", know(NO_GPU, CPU, NO_VINO)))


def test_unknown_names_are_refused_with_the_nearest_first(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"`provider` must be known, got 'opnvino'\. Choose from: openvino, "):
        open_session(tmp_path / "net.onnx", provider="opnvino")
    with pytest.raises(SettingsError, match=r"`precision` must be known, got 'bf61'\. Choose from: bf16, "):
        open_session(tmp_path / "net.onnx", precision="bf61")


@pytest.mark.parametrize("threads", [0, -1])
def test_less_than_one_thread_is_refused(tmp_path: Path, threads: int) -> None:
    with pytest.raises(SettingsError, match=f"`threads` must be at least 1, got {threads}"):
        open_session(tmp_path / "net.onnx", threads)


def test_every_provider_is_listed_and_the_absent_say_why() -> None:
    providers = {provider.name: provider for provider in list_providers()}

    assert tuple(providers) == PROVIDERS
    assert providers["cpu"] == Provider("cpu", "ONNX Runtime on the CPU", ("fp32",))
    assert all(bool(provider.precisions) == (provider.missing is None) for provider in providers.values())


def test_a_gpu_that_does_not_start_gives_way_to_the_cpu_only_under_auto(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))
    start = module.OnnxSession

    def start_on_cpu_alone(path: Path, threads: int | None, choice: Choice) -> object:
        if choice.provider == "cuda":
            raise RuntimeFault("no driver")
        return start(path, threads, choice)

    monkeypatch.setattr(module, "_ASK", {"cuda": lambda _: GPU, "cpu": lambda _: CPU, "openvino": lambda _: NO_VINO})
    monkeypatch.setattr(module, "OnnxSession", start_on_cpu_alone)

    assert open_session(path).choice.provider == "cpu"
    with pytest.raises(RuntimeFault, match="no driver"):
        open_session(path, provider="cuda")


def test_int8_is_read_from_the_quantised_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(module, "_ASK", {"openvino": lambda _: VINO})
    monkeypatch.setattr(module, "OpenVinoSession", lambda path, threads, choice: opened.append(path))
    (tmp_path / "int8").mkdir()
    quantised = write_convolution(tmp_path / "int8" / "net.onnx", weight=(1, 1, 1))

    open_session(tmp_path / "net.onnx", provider="openvino", precision="int8")

    assert opened == [quantised]


def test_weights_without_an_int8_form_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ASK", {"openvino": lambda _: VINO})

    with pytest.raises(WeightsError, match=r"must be one that 'net\.onnx' comes in, got int8 without the file"):
        open_session(tmp_path / "net.onnx", provider="openvino", precision="int8")
