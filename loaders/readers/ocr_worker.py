"""The process that reads pages by OCR: ``python -m loaders.readers.ocr_worker FILE CACHE BYTES SECONDS PAGES PAGE…``.

Each page's result is a JSON file in the folder CACHE, kept for the next load of the same bytes. Without a page it reads
FILE as a picture, of no more than PAGES pages; it prints ``{"pages": n}`` when all is there, or ``{"error": line}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from loaders.readers.process import bound

_DPI = 200
_SHORTEST_SIDE = 24


def page_file(cache: Path, number: int) -> Path:
    """Where the result of page ``number`` is kept."""
    return cache / f"{number}.json"


def _read(path: Path, cache: Path, numbers: list[int], most: int) -> int:
    import numpy as np

    from loaders.readers.ocr_page import read_page
    from loaders.readers.pictures import page_images

    count = 0
    wanted = [number for number in numbers if not page_file(cache, number).is_file()]
    for number, image in page_images(path, wanted, _DPI) if wanted or not numbers else ():
        count = number
        if number > most:
            raise ValueError(f"more than {most} pages")
        target = page_file(cache, number)
        if target.is_file():
            continue
        picture = np.asarray(image)[:, :, ::-1].copy()
        blank = min(picture.shape[:2]) < _SHORTEST_SIDE
        height, width = picture.shape[:2]
        page = {"width": width, "height": height, "turn": 0, "lines": [], "rules": []} if blank else read_page(picture)
        part = target.with_suffix(".part")
        part.write_text(json.dumps(page, ensure_ascii=False), "utf-8")
        part.replace(target)
    return count or len(numbers)


def main() -> None:
    """Reads the pages that the arguments name."""
    path, cache, memory, seconds, most, *numbers = sys.argv[1:]
    bound(int(seconds), int(memory), "RLIMIT_DATA")
    try:
        answer: dict[str, Any] = {"pages": _read(Path(path), Path(cache), [int(n) for n in numbers], int(most))}
    except MemoryError:
        raise
    except Exception as error:  # what the libraries of pictures raise for damaged files is theirs to choose
        answer = {
            "error": f"the picture is damaged or no page ({type(error).__name__}: {str(error)[:120]}); save it anew"
        }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
