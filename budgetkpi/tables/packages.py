"""Zip archives of office documents, opened so that what is packed in them can do no harm (文档压缩包).

Nothing is unpacked to disk, and a part is read only after the sizes that the archive declares were held
against the limits; `zipfile` gives no byte more of a part than it declares. The parts of an office document
never have a document type, where entities and outside files would come from; one that has it is refused.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.etree import ElementTree as ET

import attrs

from budgetkpi.errors import DocumentError
from budgetkpi.messages import Catalog
from budgetkpi.tables.grid import Limits  # noqa: TC001

__all__ = ["Package", "damaged", "opened", "refuse_compound", "size_of"]

_say = Catalog("documents")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an OLE compound file begins: an old .xls or .doc, or a new one under a password."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_SIZE = 22
_LONGEST_COMMENT = 2**16
_DIRECTORY_MOST = 4 * 2**20
"""Bytes of an archive's list of parts: some 50,000 of them, where a workbook has a few dozen."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error)
_ENCRYPTED = 1
_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii")


def damaged(place: str = "", code: str = "file-damaged") -> DocumentError:
    """The error of a file that cannot be read as what its name says."""
    return DocumentError(_say(code), place)


def size_of(file: BinaryIO) -> int:
    """How many bytes an open file has; it is left at its start."""
    size = file.seek(0, 2)
    file.seek(0)
    return size


def refuse_compound(file: BinaryIO) -> None:
    """Raise where a file that should be a zip archive is an OLE compound file; leave it at its start.

    Raises:
        DocumentError: `file-locked` for a document under a password, `file-other` for an older format.
    """
    start = file.read(len(_COMPOUND))
    rest = file.read() if start == _COMPOUND else b""
    file.seek(0)
    if start == _COMPOUND:
        raise damaged(code="file-locked" if _LOCKED in rest else "file-other")


@attrs.frozen
class Package:
    """An archive that keeps to the limits (压缩包).

    Attributes:
        names: its parts, in the order of the archive.
    """

    names: tuple[str, ...]
    _archive: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """The bytes of one part.

        Raises:
            DocumentError: there is no such part, or it is damaged.
        """
        try:
            return self._archive.read(name)
        except KeyError:
            raise damaged(name) from None
        except _BROKEN as error:
            raise damaged(name) from error

    def xml(self, name: str) -> bytes:
        """The bytes of one part of XML, which has no document type and an encoding of XML's own.

        Raises:
            DocumentError: as `read`; `document-type` where the part has one.
        """
        part = self.read(name)
        _refuse_document_type(part, name)
        return part

    def vet(self) -> None:
        """Read every part of XML once, so that a library may read them after us.

        Raises:
            DocumentError: as `xml`.
        """
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                self.xml(name)

    def tree(self, name: str) -> ET.Element:
        """One small part of XML, parsed.

        Raises:
            DocumentError: as `xml`, or the part is no XML.
        """
        try:
            return ET.fromstring(self.xml(name))  # noqa: S314  (without a document type XML is harmless)
        except ET.ParseError as error:
            raise damaged(name) from error


def opened(file: BinaryIO, limits: Limits) -> Package:
    """Open the archive of an office document (打开文档压缩包).

    Args:
        file: open for reading bytes; it stays open and is read on demand.
        limits: bytes of the file and of everything packed in it.

    Raises:
        DocumentError: it is larger than the limits, under a password, damaged, or no archive at all.
    """
    limits.hold("size", size_of(file))
    refuse_compound(file)
    _hold_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise damaged() from error
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise damaged(code="file-locked")
    if any(part.compress_type not in _PACKED for part in parts):
        raise damaged()
    limits.hold("unpacked", sum(part.file_size for part in parts))
    return Package(tuple(part.filename for part in parts), archive)


def _hold_directory(file: BinaryIO) -> None:
    """Refuse an archive without a list of parts, or with one that takes long to read."""
    size = size_of(file)
    file.seek(max(0, size - _DIRECTORY_END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    at = len(tail) - _DIRECTORY_END_SIZE
    if not (at >= 0 and tail[at : at + 4] == _DIRECTORY_END and tail.endswith(b"\0\0")):
        at = tail.rfind(_DIRECTORY_END)
    if not 0 <= at <= len(tail) - _DIRECTORY_END_SIZE:
        raise damaged()
    (listed,) = struct.unpack("<L", tail[at + 12 : at + 16])
    if listed > _DIRECTORY_MOST:
        raise damaged()


def _refuse_document_type(part: bytes, name: str) -> None:
    wide = b"\0" in part[:64]
    text = part.replace(b"\0", b"") if wide else part  # UTF-16 of what is looked for, and of it alone
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise damaged(name, "document-type")
    declared = text[: text.find(b"?>") + 1] if b"<?xml" in text[:8] else b""
    if b"encoding" in declared and not any(known in declared.lower() for known in _ENCODINGS):
        raise damaged(name)
