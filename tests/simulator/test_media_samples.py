from __future__ import annotations

import struct
import zlib

import pytest

from bot.simulator.media import kind_of
from bot.simulator.media_samples import sample


@pytest.mark.parametrize("kind", ["image", "audio", "document", "sticker", "video"])
def test_a_sample_is_of_its_kind_and_small(kind: str) -> None:
    data, mime_type, filename = sample(kind)
    assert kind_of(mime_type) == kind
    assert len(data) < 4_000
    assert "." in filename


def test_there_is_no_other_sample() -> None:
    with pytest.raises(KeyError):
        sample("hologram")


def test_the_picture_has_every_pixel() -> None:
    data, _, _ = sample("image")
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", data[start - 8 : start - 4])
    assert len(zlib.decompress(data[start : start + length])) == height * (1 + 3 * width)


def test_the_voice_message_is_three_ogg_pages_of_opus() -> None:
    data, _, _ = sample("audio")
    assert data.count(b"OggS") == 3
    assert b"OpusHead" in data
    assert b"OpusTags" in data


def test_the_document_points_at_its_table_of_objects() -> None:
    data, _, _ = sample("document")
    position = int(data.split(b"startxref\n")[1].split(b"\n")[0])
    assert data[position:].startswith(b"xref\n0 6")
    assert data.endswith(b"%%EOF\n")


def test_the_sticker_says_how_long_it_is() -> None:
    data, _, _ = sample("sticker")
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
