"""Bytes to text: UTF-8, UTF-16 with its mark, GB18030; anything else is refused rather than read as nonsense.

GB18030 gives a text for almost any bytes, so it counts only when what it gives looks like Chinese: most of the
characters must be among those that GB 2312 lists as the common ones, which wrongly read texts never achieve.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from graph.errors import SourceError
from loaders.readers.limits import Limits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAGIC = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx or .xlsx", b"\xd0\xcf\x11\xe0": ".doc or .xls", b"{\\rtf": ".rtf"}
_SAMPLE = 1 << 20
_COMMON_SHARE = 0.6
# First bytes of GB 2312: punctuation and digits; common characters; those of them that Pinyin begins with X, Y, Z.
# Between lie kana, Greek, Cyrillic and frames, of which wrongly read texts are full.
_SIGNS, _COMMON, _LAST = range(0xA1, 0xA4), range(0xB0, 0xD8), range(0xD0, 0xD8)
_FEW = 8


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of ``path``; a file that grows while it is read stays bounded."""
    with path.open("rb") as file:
        return file.read(limits.file_bytes)


def decode(data: bytes) -> str:
    """The text of ``data`` without its encoding mark; raises SourceError that says what is wrong with it."""
    for magic, suffix in _MAGIC.items():
        if data.startswith(magic):
            raise SourceError(f"this is no text but a {suffix} file; give it that suffix")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\x00" in data or len(_CONTROLS.findall(data[:_SAMPLE])) > len(data[:_SAMPLE]) // 100:
        raise SourceError("this is no text (binary data, or UTF-16 without its mark); save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8_fault = error.start
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _looks_chinese(text):
        return text
    raise SourceError(f"neither UTF-8 (byte {utf8_fault + 1} is wrong) nor GB18030{_guess(data)}; save it as UTF-8")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"its mark says {encoding.upper()}, but byte {error.start + 1} after it is wrong") from None


def _looks_chinese(text: str) -> bool:
    """Whether most of what is beyond ASCII is common in GB 2312, spread as Chinese is: EUC-KR keeps to the first rows."""
    beyond = [_row(char) for char in text[:_SAMPLE] if not char.isascii()]
    signs = sum(row in _SIGNS for row in beyond)
    common = sum(row in _COMMON for row in beyond)
    last = sum(row in _LAST for row in beyond)
    alike = bool(beyond) and signs + common >= _COMMON_SHARE * len(beyond)
    return alike and (common < _FEW or last * 20 >= common)


def _row(char: str) -> int:
    """The first byte of ``char`` in GB 2312, 0 when it has none."""
    try:
        return char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return 0


def _guess(data: bytes) -> str:
    best = from_bytes(data[: 1 << 16]).best()
    return f" (it looks like {best.encoding})" if best is not None and best.encoding not in ("gb18030", "gbk") else ""
