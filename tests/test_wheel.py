"""What a user gets from the wheel alone, in an empty environment. Run by make test-wheel."""

import os
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = "Scripts" if os.name == "nt" else "bin"

LARGEST_ENVIRONMENT_MB = 420
LONGEST_IMPORT_S = 0.3
LARGEST_MEMORY_MB = 700

PREDICT_AND_PRINT_PEAK = """
import contextlib, resource, sys
from efficientcracknet.cli.app import main
sys.argv.insert(1, "predict")
with contextlib.suppress(SystemExit):
    main()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, apart from this environment; return what it printed."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(
        list(map(str, command)), cwd=cwd, env=outside, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of a virtual environment that holds the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    python = folder / PROGRAMS / "python"
    run(python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, cwd=folder)
    return folder / PROGRAMS


@pytest.fixture
def python(environment: Path, tmp_path: Path) -> Callable[[str], str]:
    return lambda code: run(environment / "python", "-c", code, cwd=tmp_path).strip()


def test_wheel_holds_weights_with_their_cards_and_no_picture(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    weights = {name.removesuffix(".onnx") for name in names if name.endswith(".onnx")}

    assert weights
    assert weights == {name.removesuffix(".md") for name in names if "/catalogue/" in name and ".dist-info" not in name}
    assert not [name for name in names if name.endswith((".jpg", ".png", ".webp"))]


def test_environment_is_small_and_without_torch(python: Callable[[str], str]) -> None:
    site = Path(python("import sysconfig; print(sysconfig.get_path('purelib'))"))
    size_mb = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6
    print(f"site-packages: {size_mb:.0f} MB")

    assert size_mb < LARGEST_ENVIRONMENT_MB
    assert not [path.name for path in site.iterdir() if path.name.startswith(("torch", "lightning", "kornia"))]


def test_import_takes_a_blink(python: Callable[[str], str]) -> None:
    code = "import time; start = time.perf_counter(); import efficientcracknet; print(time.perf_counter() - start)"
    python(code)  # the first one writes the bytecode
    median_s = statistics.median(float(python(code)) for _ in range(7))
    print(f"import efficientcracknet: {median_s * 1000:.0f} ms")

    assert median_s <= LONGEST_IMPORT_S


def test_console_script_predicts_one_picture(environment: Path, tmp_path: Path) -> None:
    picture = tmp_path / "Brücke 1.jpg"
    picture.write_bytes((ROOT / "examples" / "dark_wall.jpg").read_bytes())

    run(environment / "efficientcracknet", "predict", picture, "--out", "found", cwd=tmp_path)

    mask = np.asarray(Image.open(tmp_path / "found" / "masks" / "Brücke 1.png"))
    assert mask.shape == (448, 448)
    assert set(np.unique(mask)) == {0, 255}


@pytest.mark.skipif(os.name == "nt", reason="peak memory is read from the POSIX module resource")
def test_twelve_megapixels_fit_into_memory(environment: Path, tmp_path: Path) -> None:
    tile = np.asarray(Image.open(ROOT / "examples" / "branching.jpg"))
    Image.fromarray(np.tile(tile, (7, 9, 1))[:3000, :4000]).save(tmp_path / "large.jpg")
    unit = 1e6 if sys.platform == "darwin" else 1e3

    peak = run(environment / "python", "-c", PREDICT_AND_PRINT_PEAK, "large.jpg", "--out", "found", cwd=tmp_path)
    peak_mb = float(peak.split()[-1]) / unit
    print(f"peak memory on 12 megapixels: {peak_mb:.0f} MB")

    assert Image.open(tmp_path / "found" / "masks" / "large.png").size == (4000, 3000)
    assert peak_mb < LARGEST_MEMORY_MB
