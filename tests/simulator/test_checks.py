from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import checks
from bot.simulator.faults import Fault
from bot.simulator.media import MediaStore

Json = dict[str, Any]
WHATSAPP: Json = {"messaging_product": "whatsapp"}


def media_store() -> MediaStore:
    return MediaStore(lambda: 0)


def code_of(body: Json, media: MediaStore | None = None) -> int | None:
    """Return the code that a body is refused with, or ``None`` when it passes."""
    try:
        checks.simple(body, checks.envelope(WHATSAPP | body), media or media_store())
    except Fault as fault:
        return fault.code
    return None


@pytest.mark.parametrize(
    "body",
    [
        {"text": {"body": "x"}},
        {"type": "text", "text": {"body": "x" * 4096, "preview_url": True}},
        {"type": "text", "text": {"body": "x"}, "context": {"message_id": "wamid.1"}},
        {"type": "text", "text": {"body": "x"}, "recipient_type": "individual", "biz_opaque_callback_data": "a" * 512},
        {"type": "image", "image": {"link": "https://example.com/a.png", "caption": "x" * 1024}},
        {"type": "document", "document": {"link": "https://example.com/a.pdf", "filename": "a.pdf"}},
        {"type": "location", "location": {"latitude": 24.7, "longitude": "46.67", "name": "Riyadh"}},
        {"type": "contacts", "contacts": [{"name": {"formatted_name": "Shop"}, "phones": []}]},
        {"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": ""}},
    ],
)
def test_what_graph_takes_passes(body: Json) -> None:
    assert code_of(body) is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "poll", "poll": {}}, 100),
        ({"type": 5}, 100),
        ({"type": "text"}, 131008),
        ({"type": "text", "text": "hello"}, 100),
        ({"type": "text", "text": {}}, 131008),
        ({"type": "text", "text": {"body": ""}}, 131008),
        ({"type": "text", "text": {"body": 7}}, 100),
        ({"type": "text", "text": {"body": "x" * 4097}}, 100),
        ({"type": "text", "text": {"body": "x"}, "context": {}}, 131008),
        ({"type": "text", "text": {"body": "x"}, "recipient_type": "crowd"}, 100),
        ({"type": "text", "text": {"body": "x"}, "biz_opaque_callback_data": "a" * 513}, 100),
        ({"type": "image", "image": {}}, 131008),
        ({"type": "image", "image": {"link": "ftp://example.com/a"}}, 131009),
        ({"type": "image", "image": {"link": "https://example.com/a", "id": "1"}}, 100),
        ({"type": "image", "image": {"link": "https://example.com/a", "caption": "x" * 1025}}, 100),
        ({"type": "image", "image": {"id": "404"}}, 100),
        ({"type": "audio", "audio": {"link": "https://example.com/a", "caption": "x"}}, 100),
        ({"type": "document", "document": {"link": "https://example.com/a", "filename": "x" * 241}}, 100),
        ({"type": "location", "location": {"longitude": 1}}, 131008),
        ({"type": "location", "location": {"latitude": "north", "longitude": 1}}, 131009),
        ({"type": "location", "location": {"latitude": 91, "longitude": 1}}, 131009),
        ({"type": "contacts"}, 131008),
        ({"type": "contacts", "contacts": []}, 131009),
        ({"type": "contacts", "contacts": ["x"]}, 100),
        ({"type": "contacts", "contacts": [{"name": {}}]}, 131008),
        ({"type": "reaction", "reaction": {"message_id": "wamid.1"}}, 131008),
        ({"type": "reaction", "reaction": {"emoji": "x"}}, 131008),
        ({"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": "x"}, "context": {"message_id": "w"}}, 100),
    ],
)
def test_what_graph_refuses_has_its_code(body: Json, code: int) -> None:
    assert code_of(body) == code


@pytest.mark.parametrize("product", [None, "messenger"])
def test_the_product_must_be_whatsapp(product: str | None) -> None:
    with pytest.raises(Fault) as caught:
        checks.envelope({"messaging_product": product})
    assert caught.value.code == 100


def test_uploaded_media_can_be_sent_as_its_own_kind_only() -> None:
    media = media_store()
    item = media.put("100", b"%PDF", "application/pdf", "a.pdf")
    assert code_of({"type": "document", "document": {"id": item.id}}, media) is None
    assert code_of({"type": "image", "image": {"id": item.id}}, media) == 131053


def test_without_a_store_media_ids_are_taken_as_they_are() -> None:
    checks.simple({"image": {"id": "404"}}, "image", None)


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2), max_size=4))
def test_any_content_is_passed_or_refused_and_never_crashes(content: Json) -> None:
    for kind in ("text", "image", "audio", "document", "location", "contacts", "reaction"):
        assert code_of({"type": kind, kind: content}) in {None, 100, 131008, 131009, 131053}


@given(st.text(min_size=1))
def test_a_text_passes_exactly_when_it_is_within_the_limit(text: str) -> None:
    fits = len(text) <= checks.TEXT_LIMIT
    assert (code_of({"type": "text", "text": {"body": text}}) is None) is fits
