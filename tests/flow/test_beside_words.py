"""What a transcript's line keeps besides the words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.content import DocumentOut, ImageOut, OutContent, TemplateOut, TextOut
from bot.domain.conversation import Conversation
from bot.domain.delivery import Attached, OutboxItem
from bot.domain.message import (
    CatalogueOrder,
    Contacts,
    Content,
    Edit,
    Location,
    Media,
    Reaction,
    Revoke,
    SharedContact,
    Text,
    Unsupported,
    WireIdentity,
)
from bot.flow.beside_words import detail_of, quoted_by, received_file, sent_file
from bot.flow.handoff.echoes import answered_elsewhere
from bot.flow.lines import accepted, waiting
from bot.whatsapp.echoes import Echo

PLACE = Location(24.71355, 46.67530, "Home", "King Fahd Road")


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (Media("audio", "m1", "Audio/OGG; codecs=opus", voice=True), Attached("voice", "in:w1", "audio/ogg", "", "m1")),
        (Media("audio", "m1", "audio/mpeg"), Attached("audio", "in:w1", "audio/mpeg", "", "m1")),
        (Media("document", "m1", "application/pdf", "see", "bill.pdf"), Attached("document", "in:w1", "application/pdf", "bill.pdf", "m1")),
        (Text("hello"), None),
    ],
)
def test_a_file_that_came_in_is_known_by_the_name_under_which_it_is_fetched(content: Content, kept: Attached | None) -> None:
    assert received_file("w1", content) == kept


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (ImageOut("d1", "look"), Attached("image", "d1")),
        (DocumentOut("d1", "bill.pdf"), Attached("document", "d1", filename="bill.pdf")),
        (TemplateOut("bill", "en", document=("d1", "bill.pdf")), Attached("document", "d1", filename="bill.pdf")),
        (TemplateOut("hello", "en"), None),
        (TextOut("hello"), None),
    ],
)
def test_a_file_of_ours_is_known_by_its_document(content: OutContent, kept: Attached | None) -> None:
    assert sent_file(content) == kept


@pytest.mark.parametrize(("content", "wamid"), [(Reaction("w0", "👍"), "w0"), (Edit("w0", "new"), "w0"), (Revoke("w0"), "w0"), (Text("hello"), None)])
def test_what_is_about_another_message_names_it(content: Content, wamid: str | None) -> None:
    assert quoted_by(content) == wamid


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (Reaction("w0", "👍"), "👍"),
        (Reaction("w0", None), None),
        (PLACE, "Home, King Fahd Road, 24.71355, 46.67530"),
        (Location(1.0, 2.0), "1.00000, 2.00000"),
        (Contacts((SharedContact("Sara", ("+966 50 1",)), SharedContact(None, ("+20 1",)))), "Sara +966 50 1, +20 1"),
        (CatalogueOrder("c", (("mug", 2), ("lamp", 1))), "2 x mug, 1 x lamp"),
        (Unsupported("poll"), "poll"),
        (Text("hello"), None),
    ],
)
def test_what_has_no_words_says_what_it_is(content: Content, words: str | None) -> None:
    assert detail_of(content) == words


def test_the_line_of_what_is_sent_names_its_file_and_what_it_answers() -> None:
    item = OutboxItem("o1", "staff", "noor", "cu", "c:1:cu", "1", WireIdentity(wa_id="966"), 1, 1, content=ImageOut("d1"), reply_to="w0")
    line = accepted(item, 5, "w1")
    assert (line.attached, line.quotes) == (Attached("image", "d1"), "w0")
    assert (waiting(item).state, waiting(item).at) == ("pending", 1)
    assert waiting(replace(item, content=None)).attached is None


def test_the_line_of_what_was_sent_from_the_app_names_its_file() -> None:
    echo = Echo("w1", "1", WireIdentity(wa_id="966"), 5, Media("image", "m1", "image/jpeg"))
    (_, line) = answered_elsewhere(Conversation("c:1:cu", "noor", "cu", "1"), echo, 5).lines
    assert line.attached == Attached("image", "in:w1", "image/jpeg", "", "m1")
