"""How well-known crack data sets lie on disk after their official archives are unpacked.

Crack500     `traincrop`, `valcrop`, `testcrop`, each with STEM.jpg beside STEM.png. Archives linked from
             github.com/fyangneil/pavement-crack-detection; its train.txt lists the pairs of `traincrop`.
DeepCrack    `train_img`, `train_lab`, `test_img`, `test_lab`: github.com/yhlleo/DeepCrack, dataset/DeepCrack.zip.
GAPs384      `croppedimg/STEM.jpg`, `croppedgt/STEM.png`, no split: the crops of the Crack500 authors, same archive;
             read so by github.com/khanhha/crack_segmentation (preprocess/merge_dataset.py).
CrackForest  `image/STEM.jpg`, `groundTruth/STEM.mat`, no split: github.com/cuilimeng/CrackForest-dataset. 155 pictures,
             118 of them with a truth (issue 4 there); `seg/` says the same in another format and is not read.
CFD (FPHB)   `cfd_image/STEM.jpg`, `cfd_gt/seg_gt/STEM.png`: CrackForest's pictures with the narrower masks of the
             Crack500 authors; read so by khanhha/crack_segmentation.

Archives named as the folder they hold, unpacked into a folder of their own name, give `traincrop/traincrop`: both work.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from efficientcracknet.core.errors import DataError, list_nearest_first
from efficientcracknet.evaluation.pairs import Pair, pair_folders, pair_split_tree, pair_stems
from efficientcracknet.evaluation.stems import Stems, list_by_stem

EVERYTHING = "all"
"""The split that takes every picture of a data set, divided or not."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a data set keeps its pictures (JPEG) and masks; undivided sets have the one split ``all``."""

    title: str
    splits: Mapping[str, tuple[str, str]]
    mask_suffix: str = ".png"
    some_without_truth: bool = False


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "crack500": Layout(
            "Crack500",
            {"train": ("traincrop",) * 2, "val": ("valcrop",) * 2, "test": ("testcrop",) * 2},
        ),
        "deepcrack": Layout("DeepCrack", {"train": ("train_img", "train_lab"), "test": ("test_img", "test_lab")}),
        "gaps384": Layout("GAPs384", {EVERYTHING: ("croppedimg", "croppedgt")}),
        "cfd": Layout("CrackForest", {EVERYTHING: ("image", "groundTruth")}, ".mat", some_without_truth=True),
        "cfd_fphb": Layout("CFD (FPHB)", {EVERYTHING: ("cfd_image", "cfd_gt/seg_gt")}, some_without_truth=True),
    }
)


def recognise(root: Path) -> str | None:
    """Return the name of the official layout of a folder.

    Parameters
    ----------
    root
        Folder of an unpacked data set.

    Returns
    -------
    str | None
        A key of `LAYOUTS`, or None if no split of any layout is there.
    """
    return next((name for name, layout in LAYOUTS.items() if _splits_there(root, layout, all)), None)


def list_splits(root: Path) -> tuple[str, ...]:
    """Return the splits into which a data set is divided on disk.

    Parameters
    ----------
    root
        An official layout, ``root/SPLIT/images``, or plain ``root/images``.

    Returns
    -------
    tuple[str, ...]
        In the order train, val, test, others; empty if the set is not divided.

    Raises
    ------
    DataError
        If the folder has none of the layouts that are known.
    """
    name = recognise(root)
    if name is not None:
        return tuple(split for split in _splits_there(root, LAYOUTS[name], any) if split != EVERYTHING)
    if (root / "images").is_dir():
        return ()
    splits = [folder.parent.name for folder in root.glob("*/images") if folder.is_dir()]
    if not splits:
        raise DataError(_describe_unknown(root))
    usual = ("train", "val", "test")
    return tuple(sorted(splits, key=lambda split: (usual.index(split) if split in usual else len(usual), split)))


def read_pairs(root: Path, split: str = EVERYTHING) -> tuple[Pair, ...]:
    """Pair the pictures and masks of one split of a data set, whatever its layout.

    Parameters
    ----------
    root
        An official layout (see the head of this module), ``root/SPLIT/{images,masks}``, or plain
        ``root/{images,masks}``. Without a folder ``masks`` the pictures are known to show no crack.
    split
        Such as ``"train"``; ``"all"`` or the empty string: every picture.

    Returns
    -------
    tuple[Pair, ...]
        Sorted by key: ``SPLIT/STEM`` where the set is divided, else ``STEM``. CrackForest's pictures without a truth
        are passed over.

    Raises
    ------
    DataError
        If the layout is unknown, the split is not there, or pictures and masks are not one to one.
    """
    splits = list_splits(root)
    if split in {"", EVERYTHING}:
        parts = [_read_split(root, part) for part in splits or (EVERYTHING,)]
        return tuple(sorted((pair for part in parts for pair in part), key=lambda pair: pair.key))
    if split not in splits:
        there = list_nearest_first(split, (*splits, EVERYTHING))
        raise DataError(
            f"read_pairs: `split` must be one of those in {root}, got {split!r}. There are: {there}. "
            "A set that is not divided can be divided with a split list."
        )
    return _read_split(root, split)


def _read_split(root: Path, split: str) -> tuple[Pair, ...]:
    name = recognise(root)
    if name is not None:
        return _read_official(root, LAYOUTS[name], split)
    if split != EVERYTHING:
        return pair_split_tree(root, split)
    masks = root / "masks"
    return pair_folders(root / "images", masks if masks.is_dir() else None)


def _read_official(root: Path, layout: Layout, split: str) -> tuple[Pair, ...]:
    images, masks = (_enter(root / folder) for folder in layout.splits[split])
    pictures = list_by_stem(images, lambda path: path.suffix.lower() in {".jpg", ".jpeg"})
    truths = list_by_stem(masks, lambda path: path.suffix.lower() == layout.mask_suffix)
    if layout.some_without_truth:
        pictures = _keep_known(pictures, truths)
    return pair_stems(pictures, truths, prefix="" if split == EVERYTHING else f"{split}/")


def _keep_known(pictures: Stems, truths: Stems) -> Stems:
    return {stem: files for stem, files in pictures.items() if stem in truths}


def _splits_there(root: Path, layout: Layout, enough: Callable[[Iterable[bool]], bool]) -> list[str]:
    """Name the splits of which all folders, or any, are there; half a split is to be refused later, not overlooked."""
    return [split for split, folders in layout.splits.items() if enough((root / folder).is_dir() for folder in folders)]


def _enter(folder: Path) -> Path:
    """Step into `traincrop/traincrop`."""
    inner = folder / folder.name
    return inner if inner.is_dir() else folder


def _describe_unknown(root: Path) -> str:
    if not root.is_dir():
        return f"read_pairs: `root` must be a folder, got {root}, which is none. Check the path."
    deeper = [folder for folder in sorted(root.iterdir()) if folder.is_dir() and recognise(folder)]
    hint = f" Did you mean {deeper[0]}?" if deeper else ""
    known = "\n".join(
        f"  {layout.title}: {', '.join(dict.fromkeys(folder for pair in layout.splits.values() for folder in pair))}"
        for layout in LAYOUTS.values()
    )
    return (
        f"read_pairs: `root` must have a layout that is known, got {root}.{hint} Known are SPLIT/images with "
        f"SPLIT/masks, images with masks, and the official archives:\n{known}"
    )
