"""What WhatsApp takes as a file."""

from __future__ import annotations

import pytest

from bot.errors import OverLimit
from bot.simulator.media import ACCEPTED
from bot.whatsapp.upload_limits import check_upload

MB = 1024 * 1024


@pytest.mark.parametrize(("mime_type", "largest"), [(mime_type, largest) for largest, types in ACCEPTED.values() for mime_type in sorted(types)])
def test_every_kind_is_taken_up_to_its_size_and_no_further(mime_type: str, largest: int) -> None:
    check_upload("a file", mime_type, largest)
    with pytest.raises(OverLimit, match=r"a file has .+ and WhatsApp takes \w+s of up to"):
        check_upload("a file", mime_type, largest + largest // 100)


@pytest.mark.parametrize(
    ("filename", "mime_type", "size", "why"),
    [
        ("Invoice.pdf", "application/pdf", 101 * MB, "Invoice.pdf has 101 MB, and WhatsApp takes documents of up to 100 MB"),
        ("a.webp", "image/webp; charset=binary", 600 * 1024, "a.webp has 600 KB, and WhatsApp takes stickers of up to 500 KB"),
        ("all.zip", "application/zip", 1, "all.zip is of the type application/zip, which WhatsApp does not carry"),
    ],
)
def test_a_reason_is_a_sentence(filename: str, mime_type: str, size: int, why: str) -> None:
    with pytest.raises(OverLimit) as refused:
        check_upload(filename, mime_type, size)
    assert str(refused.value) == why
