"""Small data sets, drawn at test time, that lie on disk as the official archives do after unpacking."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.io import savemat

from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage, paint

CRACK = """
    ...#....
    ..##....
    .##.....
    .#......
    .#....##
    ......#.
"""
"""A truth of 6 x 8 px: ten pixels of crack."""


def draw(text: str) -> NDArray[np.bool_]:
    """Return (H, W) bool, True where the drawing has a number sign."""
    return np.array([[mark == "#" for mark in line.strip()] for line in text.strip().splitlines()])


def write_picture(path: Path, height: int = 6, width: int = 8) -> Path:
    """Write a grey picture; the stem decides how grey, so that no two files are alike."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grey = sum(path.stem.encode()) % 256
    Image.new("RGB", (width, height), (grey, grey, grey)).save(path)
    return path


def write_mask(path: Path, text: str = CRACK) -> Path:
    """Write a drawing as a mask of 0 and 255."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(draw(text).astype(np.uint8) * 255).save(path)
    return path


def write_drawn_cracks(root: Path, pictures: int) -> Path:
    """Write `images` and `masks`, named p0, p1 and so on, of 40 x 60 px: one crack in each, on a ground of noise."""
    generator = np.random.default_rng(0)
    for folder in ("images", "masks"):
        (root / folder).mkdir(parents=True)
    for number in range(pictures):
        ground = generator.integers(100, 200, (40, 60, 3), np.uint8)
        coverage = draw_coverage(40, 60, (CrackDrawing(3.0, ((5.0, 4.0 + number), (35.0, 50.0))),))
        Image.fromarray(paint(ground, coverage, 0.8)).save(root / "images" / f"p{number}.png")
        Image.fromarray((coverage >= 0.5).astype(np.uint8) * 255).save(root / "masks" / f"p{number}.png")
    return root


def write_matlab_truth(path: Path, text: str = CRACK) -> Path:
    """Write a drawing as CrackForest does: regions labelled 1 (road) and 2 (crack)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    labels = draw(text).astype(np.uint16) + 1
    savemat(path, {"groundTruth": {"Segmentation": labels, "Boundaries": np.zeros(labels.shape, np.uint8)}})
    return path


def fake_crack500(root: Path, *, nested: bool = False) -> Path:
    """Three train pictures, one val, two test; `nested` as unpackers do that make a folder per archive."""
    stems = {"train": ("1_1", "1_361", "641_1"), "val": ("1_1",), "test": ("1_1", "641_721")}
    for split, names in stems.items():
        folder = root / f"{split}crop" / (f"{split}crop" if nested else "")
        for name in names:
            write_picture(folder / f"20160222_081011_{name}.jpg")
            write_mask(folder / f"20160222_081011_{name}.png")
    (root / "train.txt").write_text("traincrop/a.jpg traincrop/a.png\n", encoding="utf-8")
    return root


def fake_deepcrack(root: Path) -> Path:
    """Two train pictures and two test pictures, one stem in both, and what a Mac leaves behind."""
    for split, stems in {"train": ("11111", "11289-1"), "test": ("11125-1", "11289-1")}.items():
        for stem in stems:
            write_picture(root / f"{split}_img" / f"{stem}.jpg")
            write_mask(root / f"{split}_lab" / f"{stem}.png")
    (root / "train_img" / ".DS_Store").write_bytes(b"")
    write_picture(root / "train_img" / "._11111.jpg")
    return root


def fake_gaps384(root: Path) -> Path:
    """Two crops."""
    for stem in ("train_0608_541_1", "valid_0012_1_641"):
        write_picture(root / "croppedimg" / "croppedimg" / f"{stem}.jpg")
        write_mask(root / "croppedgt" / "croppedgt" / f"{stem}.png")
    return root


def fake_crackforest(root: Path) -> Path:
    """Three pictures, two of them with a truth."""
    for stem in ("001", "002", "119"):
        write_picture(root / "image" / f"{stem}.jpg")
    for stem in ("001", "002"):
        write_matlab_truth(root / "groundTruth" / f"{stem}.mat")
    (root / "seg").mkdir()
    (root / "seg" / "001.seg").write_text("format ascii cr\n", encoding="utf-8")
    return root


def fake_cfd_fphb(root: Path) -> Path:
    """Two pictures, one of them with a truth."""
    for stem in ("001", "119"):
        write_picture(root / "cfd_image" / f"{stem}.jpg")
    write_mask(root / "cfd_gt" / "seg_gt" / "001.png")
    return root


def fake_split_tree(root: Path) -> Path:
    """Two train pictures, one test picture, one train picture's stem in test too, and no masks in `clean`."""
    for split, stems in {"train": ("a", "b"), "test": ("a",), "clean": ("wall",)}.items():
        for stem in stems:
            write_picture(root / split / "images" / f"{stem}.webp")
            if split != "clean":
                write_mask(root / split / "masks" / f"{stem}.png")
    return root
