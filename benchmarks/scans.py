"""Plans printed to PDF, made scans (200 dpi, turned up to one degree, blurred, noise, JPEG) and read by OCR.

For each plan: characters that OCR got wrong, and items and owners against those of the text itself; seconds and MB a page.
``python -m benchmarks.scans [PLAN…]``; without a plan the sample of ``data`` is read.
"""

from __future__ import annotations

import argparse
import difflib
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from loaders.document import PlanDocument, SourceText
from loaders.parse import parse_structure
from loaders.readers import Limits, read_source
from loaders.text.view import fold, squeeze
from tests.loaders.readers.files import Blocks, blocks_of, write_pdf
from tests.loaders.readers.scans import scanned, write_scan

SAMPLE = Path(__file__).parents[1] / "data" / "songjiang-2023.txt"
PATIENT = Limits(ocr_seconds=3_600)


def owners(document: PlanDocument, *, mended: bool = True) -> Counter[tuple[str, str]]:
    """(item, owner) of a plan, as often as it says so; as printed where not ``mended``."""
    said = [(item.ref, owner) for item in document.items for owner in item.owners]
    return Counter((ref, fold((mended and owner.whole) or owner.printed)) for ref, owner in said)


def f1(found: Counter[tuple[str, str]], wanted: Counter[tuple[str, str]]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * (found & wanted).total() / max(found.total() + wanted.total(), 1)


def wrong(read: str, meant: str) -> float:
    """Characters that differ, as a share of those meant; blanks left out."""
    blocks = difflib.SequenceMatcher(None, read, meant, autojunk=False).get_matching_blocks()
    return 1 - sum(block.size for block in blocks) / max(len(read), len(meant))


def ruled(text: str) -> Blocks:
    """A table whose cells stand one a line, apart by bars, as the table that it was: what to do, number, text, owner,
    deadline."""
    title, *lines = text.split("\n")
    cells = [line for line in lines if line.strip() not in ("", "|")]
    header, rows, at = cells[:4], [[cells[0], "序号", *cells[1:4]]], 4
    while at < len(cells):
        number = next(place for place in range(at, len(cells)) if cells[place].isdigit())
        of = "".join(cell for cell in cells[at:number] if cell not in header)
        rows.append([of, *cells[number : number + 4]])
        at = number + 4
    return [title, rows]


def measured(plan: Path, folder: Path, seed: int) -> list[object]:
    """One row of the table."""
    text = plan.read_text("utf-8-sig")
    write_pdf(folder / "printed.pdf", ruled(text) if "\n|\n" in text else blocks_of(text))
    pages = scanned(folder / "printed.pdf", seed)
    write_scan(folder / f"{plan.stem}.pdf", pages)
    begin = time.perf_counter()
    source = read_source(folder / f"{plan.stem}.pdf", PATIENT)
    seconds = time.perf_counter() - begin
    read = source.text
    # Against the printed PDF's own text: what a page number or a line break makes of a plan is no fault of OCR.
    printed = read_source(folder / "printed.pdf").text
    (folder / f"{plan.stem}.read.txt").write_text(read, "utf-8")
    (folder / f"{plan.stem}.printed.txt").write_text(printed, "utf-8")
    found, wanted, told = (parse_structure(said) for said in (source, SourceText(text), SourceText(printed)))
    mended = [finding.words for finding in found.findings if finding.code == "owner-scan-form"]
    print(*mended, sep="\n", file=sys.stderr)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    errors = wrong(fold(squeeze(read)), fold(squeeze(printed)))
    return [
        plan.stem, len(pages), f"{100 * errors:.2f} %", len(wanted.items), len(found.items), owners(wanted).total(),
        owners(found).total(), f"{f1(owners(found, mended=False), owners(wanted, mended=False)):.3f}",
        len(mended), f"{f1(owners(found), owners(wanted)):.3f}", f"{f1(owners(told), owners(wanted)):.3f}",
        f"{seconds / len(pages):.1f}", f"{memory:.0f}",
    ]  # fmt: skip


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", nargs="*", type=Path, default=[SAMPLE])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the scans and what was read of them")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("PLANGRAPH_CACHE", str(folder / "cache"))
        print(
            "| plan | pages | wrong | items | read | owners | read | F1 as read | mended | F1 | F1 of the printed PDF | s a page | MB |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
        for plan in given.plans:
            print("|", " | ".join(map(str, measured(plan, folder, given.seed))), "|", flush=True)


if __name__ == "__main__":
    main()
