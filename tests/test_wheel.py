"""What a user gets from the wheel alone, in an empty environment. Run by make test-wheel."""

import os
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet.export.web import locate_page

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = "Scripts" if os.name == "nt" else "bin"

LARGEST_ENVIRONMENT_MB = 420
LARGEST_WHEEL_MB = 20
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
    """Return the programs' folder of an environment that holds the wheel and what it asks for, not even pip."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    pip = [sys.executable, "-m", "pip", "--python", folder / PROGRAMS / "python"]
    run(*pip, "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, cwd=folder)
    return folder / PROGRAMS


@pytest.fixture
def python(environment: Path, tmp_path: Path) -> Callable[[str], str]:
    return lambda code: run(environment / "python", "-c", code, cwd=tmp_path).strip()


def test_wheel_holds_weights_with_their_cards_and_no_picture(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {PurePosixPath(name) for name in archive.namelist()}
    catalogue = PurePosixPath("efficientcracknet/catalogue")
    weights, cards = ({name.stem for name in names if name.match(f"{catalogue}/*.{end}")} for end in ("onnx", "md"))

    assert weights
    assert cards == weights
    assert {name.stem for name in names if name.match(f"*.dist-info/licenses/src/{catalogue}/*.md")} == weights
    assert {name.stem for name in names if name.match(f"{catalogue}/deepness/*.onnx")} == weights
    assert not [name for name in names if name.suffix in {".jpg", ".png", ".webp"}]


@pytest.mark.skipif(not (locate_page() / "index.html").is_file(), reason="needs the page, made by make browser")
def test_wheel_holds_the_page_for_browsers_and_stays_small(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    size_mb = wheel.stat().st_size / 1e6
    print(f"wheel: {size_mb:.1f} MB")

    assert {"efficientcracknet/page/index.html", "efficientcracknet/page/licences.txt"} <= names
    assert not [name for name in names if "node_modules" in name]
    assert size_mb < LARGEST_WHEEL_MB


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


def read_mask(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(picture)


def test_console_script_predicts_one_picture(environment: Path, tmp_path: Path) -> None:
    picture = tmp_path / "Brücke 1.jpg"
    picture.write_bytes((ROOT / "examples" / "dark_wall.jpg").read_bytes())

    run(environment / "efficientcracknet", "predict", picture, "--out", "found", cwd=tmp_path)

    mask = read_mask(tmp_path / "found" / "masks" / "Brücke 1.png")
    assert mask.shape == (448, 448)
    assert set(np.unique(mask)) == {0, 255}


@pytest.mark.skipif(os.name == "nt", reason="peak memory is read from the POSIX module resource")
def test_twelve_megapixels_fit_into_memory(environment: Path, tmp_path: Path) -> None:
    with Image.open(ROOT / "examples" / "branching.jpg") as picture:
        photo = np.tile(np.asarray(picture), (7, 9, 1))[:3000, :4000]
    Image.fromarray(photo).save(tmp_path / "large.jpg")

    printed = run(environment / "python", "-c", PREDICT_AND_PRINT_PEAK, "large.jpg", "--out", "found", cwd=tmp_path)
    peak_mb = float(printed.split()[-1]) / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"peak memory on 12 megapixels: {peak_mb:.0f} MB")

    assert read_mask(tmp_path / "found" / "masks" / "large.png").shape == (3000, 4000)
    assert peak_mb < LARGEST_MEMORY_MB
