"""The example that Meta gets to see of an attached document."""

from __future__ import annotations

import re

from bot.whatsapp.sample_pdf import sample_pdf


def test_its_table_points_to_every_object() -> None:
    pdf = sample_pdf()
    start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", pdf)[0])
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n \n", pdf)]
    assert pdf[start:].startswith(b"xref\n0 4\n")
    assert [pdf[place : place + 7] for place in places] == [b"1 0 obj", b"2 0 obj", b"3 0 obj"]


def test_it_is_small_and_begins_as_a_pdf() -> None:
    assert sample_pdf().startswith(b"%PDF-1.4\n")
    assert len(sample_pdf()) < 1_000
