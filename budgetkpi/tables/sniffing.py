"""What a file is, by what it holds (识别文件类型)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from budgetkpi.errors import DocumentError
from budgetkpi.expressions import later
from budgetkpi.messages import Bilingual, Catalog, series
from budgetkpi.tables.lines import lines_of
from budgetkpi.tables.packages import damaged, opened

if TYPE_CHECKING:
    from budgetkpi.tables.grid import Limits

__all__ = ["FORMATS", "SUFFIXES", "format_of"]

_say = Catalog("documents")

FORMATS = ("docx", "xlsx", "xls", "csv", "html", "pdf", "txt")
"""The formats that are read."""
_NAMED = {
    "docx": "docx",
    "docm": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
    "et": "xls",
    "csv": "csv",
    "tsv": "csv",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "shtml": "html",
    "pdf": "pdf",
    "txt": "txt",
    "text": "txt",
}
"""The format that the end of a file's name promises."""
SUFFIXES = tuple(f".{suffix}" for suffix in _NAMED)
"""How the names of files end that are read."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = later(
    r"\s*(?:<\?xml[^>]*+>\s*+)?(?:<!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body|table|meta|title|div|p|span|style|h[1-6])\b"
)
_OTHERS = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MIME-Version:", "mht"),
    (b"%!PS", "ps"),
    (b"PAR1", "parquet"),
)
"""How files begin that are not read."""
_HEAD = 4096


def format_of(file: BinaryIO, name: str, limits: Limits) -> str:
    """One of FORMATS, by what a file holds, held against the end of its name; the file is left at its start.

    Args:
        file: open for reading bytes, and seekable.
        name: its name, "" where it has none.
        limits: the size that is read.

    Raises:
        DocumentError: it is empty, of a format that is not read, or not what its name says.
    """
    found = _by_content(file, limits)
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    promised = _NAMED.get(suffix)
    if found == "text":
        if promised in (None, "csv", "txt"):
            return promised or _table_or_text(file)
    elif found in FORMATS and promised in (None, found):
        return found
    if found not in (*FORMATS, "text"):
        raise DocumentError(_say("format-not-read", found=_kind(found), known=series(FORMATS)))
    raise DocumentError(_say("file-misnamed", suffix=f".{suffix}", found=_kind(found)))


def _kind(found: str) -> str:
    """What a kind of file is called; most by the ending of their names."""
    if found not in ("binary", "text"):
        return found
    said = _say("kind-binary" if found == "binary" else "kind-text")
    return Bilingual(said.en, said.zh)


def _by_content(file: BinaryIO, limits: Limits) -> str:
    head = file.read(_HEAD)
    file.seek(0)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise damaged(code="file-without-text")
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _packed(file, limits)
    if head[:8] == _COMPOUND:
        return _compound(file)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, other in _OTHERS:
        if head.startswith(magic) and not (magic == b"BM" and head[:64].isascii() and b"\0" not in head):
            return other
    text = _text(head)
    if text is None:
        return "binary"
    return "html" if _PAGE.match(text.lstrip("\ufeff").lower()) else "text"


def _packed(file: BinaryIO, limits: Limits) -> str:
    names = opened(file, limits).names
    file.seek(0)
    for folder, found in (("word/", "docx"), ("xl/", "xlsx")):
        if any(name.startswith(folder) for name in names):
            return "xlsb" if "xl/workbook.bin" in names else found
    return "ods" if "content.xml" in names else "zip"


def _compound(file: BinaryIO) -> str:
    content = file.read()
    file.seek(0)

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise damaged(code="file-locked")
    if holds("WordDocument"):
        return "doc"
    return "xls" if holds("Workbook") or holds("Book") else "binary"


def _text(head: bytes) -> str | None:
    """The beginning of a text, None where it is none."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > len(head) - 4 and len(head) == _HEAD:  # the last character is cut
                return head[: error.start].decode(encoding)
    try:
        lines = lines_of(head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1])
    except DocumentError:
        return None
    return "\n".join(line or "" for line in lines) or None  # some bytes were lost, most lines stand


def _table_or_text(file: BinaryIO) -> str:
    """Text without a name: values parted by commas where most lines have as many of them as the longest."""
    lines = [line for line in (_text(file.read(_HEAD)) or "").splitlines() if line.strip()]
    file.seek(0)
    commas = [len(re.findall(r"[,;]", line)) for line in lines[:-1] or lines]
    return "csv" if commas and max(commas) > 0 and 2 * commas.count(max(commas)) > len(commas) else "txt"
