"""Thirty awkward files, written at test time: what people's folders hold beside plain pictures."""

import base64
import importlib.util
import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage, paint

HEIGHT, WIDTH = 96, 144

STORED_AS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera held in each way stores the upright scene: the inverse of what a reader has to do."""

HEIC = base64.b64decode(
    """
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA
AAAERAAAIAAQAAAAAB7AABAAAAAAAAAOYAAgAAAAAC0gABAAAAAAAAACQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp
bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE
ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA
AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH
BpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAARJtZGF0AAAA
4igBrwT47Xl0S1v95aT//Y2/f/o9uW3G0tOxx4H0rGJfp9h//bpgLMXY28Qply2B6FyfKorP9UZMhc4mnvv2f5Yf//R1x/+RDD8qQVubf1F0w9
jof/JfTe/JEB/xJvz5t6b/+fpLbUejAHNM0BSE7pHmwg6yrggPy4pfr5+FoWyUR39zQAeW2E2ypTFUyHtJwvTUMlIYL/KE0gA5hLgx66CeTKwS
LwjutAd26bwCnQ6D13i5GIbssVhBLF2TZMykO7uIAe1UAVLYc5aF7d4sSPFZr/yVX2rjjxRQwVBh198/FhAAAAAGRXhpZgAATU0AKgAAAAgAAQ
ESAAMAAAABAAYAAAAAAAA=
"""
)
"""Four squares of 24 x 32 px, red, green, blue and light grey, to be turned by a quarter. Nothing here writes HEIC."""


@dataclass(frozen=True, slots=True, eq=False)
class AwkwardFile:
    """A file and what has to come of it."""

    name: str
    outcome: Literal["ok", "error"]
    height: int | None = None
    width: int | None = None
    reason: str = ""  # part of the message
    pixels: NDArray[np.uint8] | None = None  # (H, W, 3) as seen upright
    tolerance: float = 0.0  # largest mean difference from the pixels, of 255


def paint_scene() -> NDArray[np.uint8]:
    """Return (96, 144, 3) uint8: a lit, rough, slightly brown wall with a crack, alike to none of its turns."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    roughness = np.random.default_rng(7).integers(-8, 9, (HEIGHT, WIDTH))
    light = 150 + rows * 0.3 + columns * 0.2 + roughness
    wall = np.stack([light, light - 6, light - 14], axis=2).astype(np.uint8)
    crack = CrackDrawing(5.0, ((-5, 20), (40, 60), (55, 100), (70, 150)))
    return paint(wall, draw_coverage(HEIGHT, WIDTH, [crack]), 0.75)


def build_awkward_folder(folder: Path) -> tuple[AwkwardFile, ...]:
    """Write thirty files into a folder and return what has to come of each."""
    folder.mkdir(parents=True, exist_ok=True)
    scene = paint_scene()
    files = (
        *_write_plain(folder, scene),
        *_write_turned(folder, scene),
        *_write_grey(folder, scene),
        *_write_transparent(folder, scene),
        *_write_colour_models(folder, scene),
        *_write_tiny(folder, scene),
        _write_heic(folder),
        *_write_damaged(folder, scene),
        *_write_refused(folder, scene),
    )
    assert len(files) == len(list(folder.iterdir())) == 30
    return files


def write_16_bit_png(path: Path, values: NDArray[np.uint16]) -> None:
    """Write (H, W, 3) uint16 as a PNG of 16 bits a channel, which Pillow cannot."""
    height, width, _ = values.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    path.write_bytes(_png(header, zlib.compress(rows)))


def write_lying_png(path: Path, height: int, width: int) -> None:
    """Write a small grey PNG whose header claims any size."""
    path.write_bytes(_png(struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), zlib.compress(bytes(1000))))


def _png(header: bytes, data: bytes) -> bytes:
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _ok(name: str, pixels: Any, tolerance: float = 0.0) -> AwkwardFile:
    pixels = np.asarray(pixels)
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[..., np.newaxis], 3, axis=2)
    return AwkwardFile(name, "ok", *pixels.shape[:2], pixels=pixels, tolerance=tolerance)


def _error(name: str, reason: str) -> AwkwardFile:
    return AwkwardFile(name, "error", reason=reason)


def _write_plain(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    picture = Image.fromarray(scene)
    picture.save(folder / "plain.png")
    picture.save(folder / "CAMERA.JPG", quality=95)
    picture.save(folder / "modern.webp", lossless=True)
    picture.save(folder / "Brücke Süd, Pfeiler '2'.bmp")
    return [
        _ok("plain.png", scene),
        _ok("CAMERA.JPG", scene, tolerance=4),
        _ok("modern.webp", scene),
        _ok("Brücke Süd, Pfeiler '2'.bmp", scene),
    ]


def _write_turned(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    for orientation, transpose in STORED_AS.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture = Image.fromarray(scene).transpose(transpose)
        picture.save(folder / f"turned {orientation}.jpg", quality=95, exif=exif)
    return [_ok(f"turned {orientation}.jpg", scene, tolerance=4) for orientation in STORED_AS]


def _write_grey(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    grey = Image.fromarray(scene).convert("L")
    values = np.asarray(grey)
    grey.save(folder / "grey.png")
    Image.fromarray(values.astype(np.uint16) * np.uint16(257)).save(folder / "grey 16 bit.png")
    Image.fromarray(values.astype(np.uint16) * np.uint16(257)).save(folder / "grey 16 bit.tif")
    Image.fromarray(values > 110).save(folder / "one bit.png")
    grey.save(folder / "moving.gif", save_all=True, append_images=[Image.new("L", grey.size, 9)])
    return [
        _ok("grey.png", values),
        _ok("grey 16 bit.png", values),
        _ok("grey 16 bit.tif", values),
        _ok("one bit.png", np.where(values > 110, 255, 0).astype(np.uint8)),
        _ok("moving.gif", values),
    ]


def _write_transparent(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    """Write pictures whose left third is clear: it becomes white."""
    picture, clear = Image.fromarray(scene), WIDTH // 3
    alpha = Image.new("L", picture.size, 255)
    alpha.paste(0, (0, 0, clear, HEIGHT))
    picture.putalpha(alpha)
    picture.save(folder / "alpha.png")
    picture.convert("LA").save(folder / "grey alpha.png")
    indices = np.ones((HEIGHT, WIDTH), np.uint8)
    indices[:, :clear] = 0
    palette = Image.fromarray(indices)
    palette.putpalette([10, 20, 30, 90, 60, 30])
    palette.save(folder / "palette.png")
    palette.save(folder / "palette clear.png", transparency=0)
    seen, grey = scene.copy(), np.array(Image.fromarray(scene).convert("L"))
    seen[:, :clear], grey[:, :clear] = 255, 255
    colours = np.array([[10, 20, 30], [90, 60, 30]], np.uint8)
    clear_colours = np.array([[255, 255, 255], [90, 60, 30]], np.uint8)
    return [
        _ok("alpha.png", seen),
        _ok("grey alpha.png", grey),
        _ok("palette.png", colours[indices]),
        _ok("palette clear.png", clear_colours[indices]),
    ]


def _write_colour_models(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    write_16_bit_png(folder / "colour 16 bit.png", scene.astype(np.uint16) * np.uint16(257))
    Image.fromarray(scene).convert("CMYK").save(folder / "print.jpg", quality=95)
    return [_ok("colour 16 bit.png", scene), _ok("print.jpg", scene, tolerance=4)]


def _write_tiny(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    Image.fromarray(scene[48:49]).save(folder / "one row.png")
    return [_ok("one row.png", scene[48:49])]


def _write_heic(folder: Path) -> AwkwardFile:
    (folder / "IMG_0001.HEIC").write_bytes(HEIC)
    if importlib.util.find_spec("pi_heif") is None:
        return _error("IMG_0001.HEIC", "efficientcracknet[heic]")
    red, green, blue, light = (200, 40, 40), (40, 200, 40), (40, 40, 200), (220, 220, 220)
    squares = np.array([[blue, red], [light, green]], np.uint8)
    return _ok("IMG_0001.HEIC", squares.repeat(32, axis=0).repeat(24, axis=1), tolerance=1)


def _write_damaged(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    file = io.BytesIO()
    Image.fromarray(scene).save(file, "JPEG")
    (folder / "half.jpg").write_bytes(file.getvalue()[: file.tell() // 2])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "notes.jpg").write_text("Riss an der Südseite, siehe Foto 3\n", encoding="utf-8")
    return [_error("half.jpg", "truncated"), _error("empty.jpg", "0 bytes"), _error("notes.jpg", "none that is known")]


def _write_refused(folder: Path, scene: NDArray[np.uint8]) -> list[AwkwardFile]:
    write_lying_png(folder / "huge.png", 60_000, 60_000)
    Image.fromarray(scene[..., 0].astype(np.float32)).save(folder / "float.tif")
    places = TiffImagePlugin.ImageFileDirectory_v2()
    places.tagtype[33550] = 12  # doubles: size of a pixel on the map
    places[33550] = (0.01, 0.01, 0.0)
    Image.fromarray(scene).save(folder / "map.tif", tiffinfo=places)
    return [_error("huge.png", "3,600,000,000"), _error("float.tif", "floats"), _error("map.tif", "GeoTIFF")]
