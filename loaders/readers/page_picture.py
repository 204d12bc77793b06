"""The picture of one page of a file, for people: drawn in a process that can be ended, kept in the user's cache folder.

``python -m loaders.readers.page_picture FILE PAGE SECONDS BYTES`` prints it as a JPEG.
"""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

from graph.errors import SourceError
from loaders.readers.cache import cache_folder
from loaders.readers.process import bound, run

# Files whose pages can be drawn.
DRAWN = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
MEDIA_TYPE = "image/jpeg"
_DPI, _WIDEST, _QUALITY = 150, 1600, 80
_SECONDS, _BYTES = 15, 1 << 30
_KEPT = 256 << 20


def page_picture(path: Path, digest: str, number: int) -> bytes:
    """Page ``number`` (from 1) of the file at ``path``, whose SHA-256 is ``digest``, as a JPEG at most 1,600 pixels wide.

    Raises SourceError for a page that can't be drawn within bounds.
    """
    folder = cache_folder("pages", "1")
    kept = folder / f"{digest}-{number}.jpg"
    with contextlib.suppress(OSError):
        return kept.read_bytes()
    bounds = [str(_SECONDS), str(_BYTES)]
    command = [sys.executable, "-m", "loaders.readers.page_picture", str(path.absolute()), str(number), *bounds]
    drawn = run(command, _SECONDS)
    if not drawn:
        raise SourceError(f"page {number} of {path.name} can't be drawn")
    with contextlib.suppress(OSError):  # a folder that can't be written to costs time, not the picture
        _keep(kept, drawn)
    return drawn


def _keep(target: Path, data: bytes) -> None:
    """Writes one file, and removes the oldest ones when all together are too large."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{id(data)}.part")
    part.write_bytes(data)
    part.replace(target)
    files = sorted(
        ((path.stat().st_mtime, path.stat().st_size, path) for path in target.parent.iterdir()), reverse=True
    )
    total = 0
    for _, size, path in files:
        total += size
        if total > _KEPT:
            path.unlink(missing_ok=True)


def main() -> None:
    """Prints the page that the arguments name; nothing where it can't be drawn."""
    path, number, seconds, memory = sys.argv[1:]
    bound(int(seconds), int(memory), "RLIMIT_DATA")
    from PIL import Image

    from loaders.readers.pictures import page_images

    for _, image in page_images(Path(path), [int(number)], _DPI):
        image.thumbnail((_WIDEST, _WIDEST * image.height // image.width + 1), Image.Resampling.LANCZOS)
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=_QUALITY, optimize=True)
        sys.stdout.buffer.write(packed.getvalue())


if __name__ == "__main__":
    main()
