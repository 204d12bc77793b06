"""Scans made from PDF files: rendered, turned, blurred, with noise, kept as JPEG."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

DPI = 200


def scanned(pdf: Path, seed: int = 1, degrees: float = 1.0) -> list[Image.Image]:
    """The pages of ``pdf`` as an office's scanner gives them."""
    rng = np.random.default_rng(seed)
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=DPI / 72).to_numpy()[:, :, :3]
        height, width = image.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-degrees, degrees), 1)
        image = cv2.warpAffine(image, turn, (width, height), borderValue=(255, 255, 255))
        image = cv2.GaussianBlur(image, (3, 3), 0.7)
        image = np.clip(image + rng.normal(0, 12, image.shape), 0, 255).astype(np.uint8)
        packed = io.BytesIO()
        Image.fromarray(image[:, :, ::-1]).save(packed, "JPEG", quality=60)
        pages.append(Image.open(packed))
    return pages


def write_scan(path: Path, pages: list[Image.Image]) -> None:
    """A PDF (or a TIFF) of pictures alone."""
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=DPI)
