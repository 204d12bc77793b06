"""One picture of a page read by OCR: its words with their places, turned straight, and the lines that rule its tables.

The engine is RapidOCR; its wheel holds the models, so nothing is fetched. Places are in pixels of the straight page.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np

_SIDE = 4000
_MOST_DEGREES, _STEP = 3.0, 0.1
_SMALL = 800
_RED, _STAMP = 60, 150
# A character read with less than _SURE has others that it may be: those with at least _POSSIBLE.
_SURE, _POSSIBLE = 0.9, 0.03


class _Score(float):
    """How sure the engine is of a character, and the Chinese characters that it may be besides."""

    others: str = ""


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={"Global.log_level": "error", "Global.use_cls": False, "Global.max_side_len": _SIDE}
    )  # fmt: skip
    # Models are loaded with the first picture; the decoder of the one that reads is there then.
    engine(np.full((48, 320, 3), 255, np.uint8), use_det=False, use_cls=False)
    recognizer: Any = engine.text_rec
    recognizer.postprocess_op = with_others(recognizer.postprocess_op)
    return engine


def with_others(decode: Any) -> Any:
    """The decoder ``decode``, with scores that tell what else a doubtful character may be."""

    def decoded(preds: Any, *given: Any, **named: Any) -> Any:
        lines, words = decode(preds, *given, **named)
        for info, line in zip(words, preds, strict=True):
            columns = [column for word in info.word_cols for column in word]
            if len(columns) == len(info.confs):
                info.confs = [
                    _score(conf, line[column], decode.character)
                    for conf, column in zip(info.confs, columns, strict=True)
                ]
        return lines, words

    return decoded


def _score(conf: float, chances: Any, characters: list[str]) -> float:
    if conf >= _SURE:
        return conf
    score = _Score(conf)
    possible = [int(at) for at in np.argsort(-chances)[1:6] if chances[at] >= _POSSIBLE]
    score.others = "".join(characters[at] for at in possible if "一" <= characters[at] <= "鿿")
    return score


def read_page(image: Any) -> dict[str, Any]:
    """``{"width", "height", "turn", "lines", "rules"}`` of a picture (BGR array), in pixels of the page turned by ``turn``
    degrees about its middle.

    A line is ``{"text", "chars": [[char, score, left, top, right, bottom, others], …]}``, ``others`` being what a doubtful
    character may be besides; a rule is [x0, y0, x1, y1].
    """
    image = _without_stamps(image)
    height, width = image.shape[:2]
    angle = _skew(image)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    straight = cv2.warpAffine(image, turn, (width, height), borderValue=(255, 255, 255)) if angle else image
    found = _engine()(image, use_det=True, return_word_box=True, return_single_char_box=True)
    lines = []
    # Of a blank page the engine gives no text, but one word without a place.
    for text, words in zip(found.txts, found.word_results, strict=True) if found.txts else ():
        chars = [
            [char, round(float(score), 3), *_box(turn, box), getattr(score, "others", "")] for char, score, box in words
        ]
        if chars:
            lines.append({"text": text, "chars": chars})
    return {"width": width, "height": height, "turn": angle, "lines": lines, "rules": _rules(straight)}


def _box(turn: Any, corners: Any) -> list[int]:
    """The upright box of four corners after the page is turned."""
    points = np.asarray(corners, float) @ turn[:, :2].T + turn[:, 2]
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return [round(left), round(top), round(right), round(bottom)]


def _skew(image: Any) -> float:
    """By how many degrees the page must be turned: where its lines make the sharpest profile."""
    scale = _SMALL / max(image.shape[:2])
    grey = cv2.cvtColor(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    height, width = ink.shape

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=float)
        return float(np.square(np.diff(rows)).sum())

    steps = round(_MOST_DEGREES / _STEP)
    best = max((step * _STEP for step in range(-steps, steps + 1)), key=lambda angle: (sharpness(angle), -abs(angle)))
    return round(best, 1)


def _without_stamps(image: Any) -> Any:
    """The page with red stamps (about as wide as high) whitened; a red letterhead stays."""
    blue, green, red = (image[:, :, at].astype(int) for at in range(3))
    marked = ((red - green > _RED) & (red - blue > _RED)).astype(np.uint8) * 255
    if not marked.any():
        return image
    joined = cv2.dilate(marked, np.ones((15, 15), np.uint8))
    image = image.copy()
    for shape in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        left, top, width, height = cv2.boundingRect(shape)
        if min(width, height) > _STAMP and 0.6 < width / height < 1.7:
            part = marked[top : top + height, left : left + width] > 0
            image[top : top + height, left : left + width][part] = 255
    return image


def _rules(image: Any) -> list[list[int]]:
    """Long straight lines across and down, as pairs of ends."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    found = []
    for across in (True, False):
        length = image.shape[1 if across else 0] // (25 if across else 60)
        length = max(length, 30)
        kernel = np.ones((1, length) if across else (length, 1), np.uint8)
        thick = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
        runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)
        for shape in cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
            left, top, width, height = cv2.boundingRect(shape)
            middle = (top + height // 2) if across else (left + width // 2)
            if (height if across else width) > 25:
                continue
            found.append([left, middle, left + width, middle] if across else [middle, top, middle, top + height])
    return sorted(found)
