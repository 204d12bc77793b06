"""The process that reads one PDF: ``python -m loaders.readers.pdf_worker FILE PAGES SECONDS BYTES``.

It prints JSON: ``{"blocks": […], "sizes": {page: [width, height]}, "scans": [page, …], "pages": n}``, blocks in reading
order as ``PdfLayout`` has them (scans: pages with pictures and without text), or ``{"error": line}``.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from loaders.readers.aligned_page import Pages
from loaders.readers.pdf_layout import PdfLayout
from loaders.readers.pdf_page import add_pdf_page
from loaders.readers.process import bound

_ENCRYPTED = "it is encrypted; save it without a password"


def _read(path: str, pages: int) -> dict[str, Any]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > pages:
                return {"error": f"it has {len(document.pages)} pages; {pages} is the most"}
            layout, scans = PdfLayout(), []
            adding = Pages(layout)
            for number, page in enumerate(document.pages, 1):
                if not add_pdf_page(adding, number, page) and page.images:
                    scans.append(number)
                page.close()
            return {"blocks": layout.blocks, "sizes": layout.sizes, "scans": scans, "pages": len(document.pages)}
    except Exception as error:  # pdfplumber raises whatever the file hits on, mostly wrapped
        reasons = (error, *error.args, error.__cause__, error.__context__)
        if any(isinstance(reason, MemoryError) for reason in reasons):
            raise
        if any(isinstance(reason, PDFPasswordIncorrect) for reason in reasons):
            return {"error": _ENCRYPTED}
        return {"error": f"the PDF is damaged ({type(error).__name__}); save it anew"}


def main() -> None:
    """Reads the file that the arguments name and prints the answer."""
    path, pages, seconds, memory = sys.argv[1:]
    bound(int(seconds), int(memory))
    json.dump(_read(path, int(pages)), sys.stdout)


if __name__ == "__main__":
    main()
