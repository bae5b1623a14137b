"""Small media that customers send: made here, so that no binary files are kept. The video is a container with nothing in it."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SIDE = 96
_OGG_POLYNOMIAL = 0x04C11DB7
# 20 ms of silence, coded by Opus in its fullband CELT mode (RFC 6716, section 3.1).
_SILENCE = b"\xf8\xff\xfe"
_FRAME_SAMPLES = 960
# The smallest lossless picture of 1 x 1 pixel (https://developers.google.com/speed/webp/docs/riff_container).
_WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"


def sample(kind: str) -> tuple[bytes, str, str]:
    """Return (bytes, MIME type, file name) for ``image``, ``audio``, ``document``, ``sticker`` or ``video``; else ``KeyError``."""
    make, mime_type, filename = _SAMPLES[kind]
    return make(), mime_type, filename


def _picture() -> bytes:
    rows = bytearray()
    for y in range(_SIDE):
        rows.append(0)
        for x in range(_SIDE):
            rows += _pixel(x, y)
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _pixel(x: int, y: int) -> bytes:
    """Draw a parcel with tape across it."""
    inside = x in range(16, 80) and y in range(20, 80)
    if not inside:
        return b"\xf2\xee\xe6"
    return b"\xe6\xd0\xa0" if x in range(42, 54) else b"\xb9\x83\x4c"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _voice() -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 5) + b"Wasla" + struct.pack("<I", 0)
    frames = [_SILENCE] * 50
    pages = ((2, 0, [head]), (0, 0, [tags]), (4, _FRAME_SAMPLES * len(frames), frames))
    return b"".join(_page(flags, position, number, packets) for number, (flags, position, packets) in enumerate(pages))


def _page(flags: int, position: int, number: int, packets: list[bytes]) -> bytes:
    """Return one Ogg page (RFC 3533, section 6); packets are shorter than 255 bytes."""
    lengths = bytes(len(packet) for packet in packets)
    start = struct.pack("<4sBBqII", b"OggS", 0, flags, position, 1, number)
    rest = struct.pack("<B", len(packets)) + lengths + b"".join(packets)
    return start + struct.pack("<I", _ogg_checksum(start + b"\0\0\0\0" + rest)) + rest


def _ogg_checksum(data: bytes) -> int:
    checksum = 0
    for byte in data:
        checksum ^= byte << 24
        for _ in range(8):
            checksum = ((checksum << 1) ^ (_OGG_POLYNOMIAL if checksum & 0x8000_0000 else 0)) & 0xFFFF_FFFF
    return checksum


def _document() -> bytes:
    text = b"BT /F1 18 Tf 72 720 Td (A document from a customer) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + trailer % (len(objects) + 1, table, len(objects) + 1, len(out))


def _video() -> bytes:
    brand = b"isom\x00\x00\x02\x00isommp42"
    return struct.pack(">I4s", 8 + len(brand), b"ftyp") + brand + struct.pack(">I4s", 8, b"moov")


_SAMPLES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "image": (_picture, "image/png", "photo.png"),
    "audio": (_voice, "audio/ogg; codecs=opus", "voice.ogg"),
    "document": (_document, "application/pdf", "document.pdf"),
    "sticker": (lambda: _WEBP, "image/webp", "sticker.webp"),
    "video": (_video, "video/mp4", "video.mp4"),
}
