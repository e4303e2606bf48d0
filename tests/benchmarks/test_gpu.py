import json
from pathlib import Path

import pytest
import torch

from benchmarks import gpu
from efficientcracknet.core.errors import RuntimeFault


def test_without_a_gpu_it_says_so_before_anything_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)

    with pytest.raises(RuntimeFault, match=r"a CUDA device must be there, got 0 with torch \d+\.\d+"):
        gpu.main(["--weights", "gone.onnx"])


def test_half_precision_is_held_against_float32() -> None:
    class Half(torch.nn.Module):
        """Adds what float16 cannot hold beside 1."""

        def __init__(self) -> None:
            super().__init__()
            self.shift = torch.nn.Parameter(torch.tensor(1.0001))

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            return 0 * pictures[:, :1] + self.shift

    difference = gpu.compare_halves(Half(), torch.device("cpu"))

    assert 0 < difference < 1e-3


@pytest.mark.gpu
def test_a_record_is_written_on_a_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "BATCHES", (1, 2))
    gpu.main(["--sizes", "64x96", "--ways", "eager", "--json", str(tmp_path / "gpu.json")])
    record = json.loads((tmp_path / "gpu.json").read_text(encoding="utf-8"))

    assert record["theme"] == "gpu"
    assert record["sizes"]["64x96"]["eager"]["alone_per_s"] > 0
    assert record["difference_fp16"] < 0.05
