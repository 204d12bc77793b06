"""The pages of a PDF or a picture as images, one at a time; for workers whose time and memory are bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped] # it has no types
from PIL import Image, ImageOps

_LARGEST = 40_000_000


def page_images(path: Path, numbers: Sequence[int], dpi: float) -> Iterator[tuple[int, Image.Image]]:
    """(number, RGB image) of the pages ``numbers``, counted from 1; of all pages where none is named (a .tif has several).

    Pages of a PDF are drawn with ``dpi`` points an inch, pictures are as they are. Raises what the libraries raise.
    """
    if path.suffix.lower() == ".pdf":
        document = pypdfium2.PdfDocument(path)
        for number in numbers or range(1, len(document) + 1):
            page = document[number - 1]
            scale = min(dpi / 72, (_LARGEST / (page.get_width() * page.get_height())) ** 0.5)
            yield number, page.render(scale=scale).to_pil().convert("RGB")
            page.close()
        return
    Image.MAX_IMAGE_PIXELS = _LARGEST
    with Image.open(path) as image:
        for number in numbers or range(1, getattr(image, "n_frames", 1) + 1):
            image.seek(number - 1)
            if image.width * image.height > _LARGEST:
                raise ValueError(f"{image.width} by {image.height} pixels; {_LARGEST} is the most")
            yield number, ImageOps.exif_transpose(image).convert("RGB")
