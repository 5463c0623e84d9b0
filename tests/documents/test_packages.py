"""Archives of office documents: what is packed in them does no harm."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import attrs
import pytest

from budgetkpi.errors import DocumentError
from budgetkpi.tables import packages
from budgetkpi.tables.grid import Limits


def archive(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return file


SOUND = archive({"a.xml": "<a>甲</a>".encode(), "b/c.rels": b"<r/>"})


def code_of(file: io.BytesIO, limits: Limits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        packages.opened(file, limits or Limits()).vet()
    return caught.value.code


def test_a_sound_archive_gives_its_parts() -> None:
    package = packages.opened(SOUND, Limits())
    assert ("a.xml", "b/c.rels") == package.names
    package.vet()
    assert "甲" == package.tree("a.xml").text
    with pytest.raises(DocumentError, match=r"nothing\.xml"):
        package.read("nothing.xml")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    file = archive({"a.xml": b"0" * 2**24})
    tracemalloc.start()
    try:
        assert "over-unpacked" == code_of(file, attrs.evolve(Limits(), unpacked=2**20))
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_a_part_gives_no_more_than_it_declares() -> None:
    file = archive({"a.xml": b"0" * 100_000})
    content = file.getvalue()
    size = (100_000).to_bytes(4, "little")
    lying = content.replace(size, (10).to_bytes(4, "little"))
    assert lying != content
    assert "file-damaged" == code_of(io.BytesIO(lying))


@pytest.mark.parametrize("kept", [0, 3, 30, 100, -1, -10, -23])
def test_a_truncated_archive_is_damaged(kept: int) -> None:
    content = SOUND.getvalue()
    assert "file-damaged" == code_of(io.BytesIO(content[:kept]))


def test_every_byte_may_be_wrong() -> None:
    content = SOUND.getvalue()
    for place in range(len(content)):
        broken = bytes([*content[:place], content[place] ^ 0x55, *content[place + 1 :]])
        try:
            packages.opened(io.BytesIO(broken), Limits()).vet()
        except DocumentError:
            continue


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (packages._COMPOUND + b"\0" * 600 + packages._LOCKED, "file-locked"),
        (packages._COMPOUND + b"\0" * 600, "file-other"),
        (b"%PDF-1.7\n", "file-damaged"),
        (b"PK\x05\x06" + b"\xff" * 16 + b"\0\0", "file-damaged"),
    ],
)
def test_another_kind_of_file_is_told(start: bytes, code: str) -> None:
    assert code == code_of(io.BytesIO(start))


def test_a_part_under_a_password_is_told() -> None:
    content = bytearray(SOUND.getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "file-locked" == code_of(io.BytesIO(bytes(content)))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(compression: int) -> None:
    assert "file-damaged" == code_of(archive({"a.xml": b"<a/>"}, compression))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE a>"]
)
def test_a_document_type_is_refused(declared: str, encoding: str) -> None:
    assert "document-type" == code_of(archive({"a.xml": f"{declared}<a>&b;</a>".encode(encoding)}))


@pytest.mark.parametrize(("encoding", "sound"), [("UTF-8", True), ("utf-7", False), ("cp037", False)])
def test_only_the_encodings_of_xml_are_read(encoding: str, sound: bool) -> None:
    file = archive({"a.xml": f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()})
    if sound:
        packages.opened(file, Limits()).vet()
    else:
        assert "file-damaged" == code_of(file)


def test_an_archive_of_very_many_parts_is_refused_at_once() -> None:
    file = archive({"a.xml": b"<a/>"})
    content = bytearray(file.getvalue())
    end = content.rindex(b"PK\x05\x06")
    content[end + 12 : end + 16] = (5 * 2**20).to_bytes(4, "little")
    assert "file-damaged" == code_of(io.BytesIO(bytes(content)))
