from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import (
    CatalogueOrder,
    Contacts,
    Content,
    Edit,
    FlowReply,
    IdentityChange,
    Location,
    Media,
    Revoke,
    SharedContact,
    Tapped,
    Text,
    Unsupported,
    Welcome,
)
from bot.errors import Unreadable
from bot.whatsapp.contents import content_of

BASKET = [{"product_retailer_id": "SKU1", "quantity": 2, "item_price": 9.5, "currency": "EUR"}, {"product_retailer_id": "SKU2", "quantity": "3"}]
CARD = {"name": {"formatted_name": "Kerry"}, "phones": [{"phone": "+250 788", "wa_id": "250788"}, {"type": "HOME"}], "future": 1}
CASES: list[tuple[dict[str, object], Content]] = [
    ({"type": "text", "text": {"body": ""}}, Text("")),
    ({"type": "video", "video": {"id": "9", "mime_type": "video/mp4", "url": "x"}}, Media("video", "9", "video/mp4")),
    ({"type": "audio", "audio": {"id": "9", "mime_type": "audio/ogg", "voice": True}}, Media("audio", "9", "audio/ogg", voice=True)),
    ({"type": "voice", "voice": {"id": "9", "mime_type": "audio/ogg"}}, Media("audio", "9", "audio/ogg", voice=True)),
    ({"type": "image", "image": {"id": "9"}}, Media("image", "9", "application/octet-stream")),
    ({"location": {"latitude": 1, "longitude": 2.5}}, Location(1.0, 2.5)),
    ({"type": "contacts", "contacts": [CARD]}, Contacts((SharedContact("Kerry", ("+250 788",), ("250788",)),))),
    (
        {"type": "contacts", "contacts": [{"phones": [{"wa_id": "1"}], "origin": "contact_request"}]},
        Contacts((SharedContact(None, (), ("1",)),), requested=True),
    ),
    ({"type": "contacts", "contacts": [{"origin": "contact_request"}, {}]}, Contacts((SharedContact(None), SharedContact(None)))),
    ({"type": "contacts", "contacts": []}, Contacts(())),
    ({"type": "order", "order": {"catalog_id": "C", "product_items": BASKET}}, CatalogueOrder("C", (("SKU1", 2), ("SKU2", 3)))),
    ({"type": "button", "button": {"text": "Yes"}}, Tapped("Yes", "Yes")),
    ({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "a"}}}, Tapped("a", "")),
    ({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"response_json": {"a": 1}}}}, FlowReply("flow", '{"a":1}')),
    ({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "x"}}}, FlowReply("x", "null")),
    ({"type": "interactive", "interactive": {"type": "payment_method"}}, Unsupported("interactive.payment_method")),
    ({"type": "system", "system": {"type": "customer_changed_number", "new_wa_id": "222"}}, IdentityChange(wa_id="222")),
    ({"type": "system", "system": {"type": "customer_identity_changed"}}, Unsupported("system.customer_identity_changed")),
    ({"type": "system", "system": {}}, Unsupported("system")),
    ({"type": "edit", "edit": {"original_message_id": "w", "message": {"type": "text", "text": {"body": "new"}}}}, Edit("w", "new")),
    ({"type": "edit", "edit": {"original_message_id": "w", "message": {"type": "audio", "audio": {}}}}, Edit("w", None)),
    ({"type": "edit", "edit": {"original_message_id": "w"}}, Edit("w", None)),
    ({"type": "revoke", "revoke": {"original_message_id": "w"}}, Revoke("w")),
    ({"type": "request_welcome"}, Welcome()),
    ({"type": "hologram", "hologram": {}}, Unsupported("hologram")),
    ({}, Unsupported("unknown")),
    ({"type": "unsupported", "errors": [{"code": 131051}], "unsupported": {"type": "poll"}}, Unsupported("poll", 131051)),
    ({"type": "text", "text": {"body": "x"}, "errors": [{"code": 131051}]}, Unsupported("text", 131051)),
    ({"type": "text", "text": {"body": "x"}, "errors": [{"code": 1}]}, Text("x")),
    ({"type": "video", "errors": [{"code": 131052}]}, Unsupported("video", 131052)),
]
BROKEN: list[tuple[dict[str, object], str]] = [
    ({"type": "text"}, "text"),
    ({"type": "text", "text": {}}, r"text\.body"),
    ({"type": "text", "text": {"body": 5}}, r"text\.body"),
    ({"type": "image", "image": {"mime_type": "image/png"}}, r"image\.id"),
    ({"type": "image", "image": {"id": "a\x00"}}, "id"),
    ({"type": "location", "location": {"latitude": "north", "longitude": 1}}, r"location\.latitude"),
    ({"type": "contacts", "contacts": {}}, "contacts"),
    ({"type": "order", "order": {"catalog_id": "C"}}, r"order\.product_items"),
    ({"type": "interactive", "interactive": 5}, "interactive"),
    ({"type": "reaction", "reaction": {"emoji": "x"}}, r"reaction\.message_id"),
    ({"type": "system"}, "system"),
    ({"type": 5}, "type is no text"),
]


@pytest.mark.parametrize(("message", "content"), CASES)
def test_each_type_has_its_content(message: dict[str, object], content: Content) -> None:
    assert content_of(message) == content


@pytest.mark.parametrize(("message", "where"), BROKEN)
def test_a_broken_known_type_is_unreadable_and_says_where(message: dict[str, object], where: str) -> None:
    with pytest.raises(Unreadable, match=where):
        content_of(message)


@pytest.mark.parametrize(
    ("message", "previous"),
    [
        ({"system": {"previous_user_id": "CO.1"}}, "CO.1"),
        ({"system": {"body": "User N changed from CO.1 to MX.2"}}, "CO.1"),
        ({"system": {}, "from_user_id": "CO.1"}, "CO.1"),
        ({"system": {}, "from_user_id": "MX.2"}, None),
        ({"system": {}}, None),
    ],
)
def test_a_new_bsuid_comes_with_the_old_one_where_it_is_told(message: dict[str, object], previous: str | None) -> None:
    part = message["system"]
    assert isinstance(part, dict)
    system = {"type": "user_changed_user_id", "user_id": "MX.2", **part}
    assert content_of({**message, "type": "system", "system": system}) == IdentityChange(bsuid="MX.2", previous_bsuid=previous)


values = st.none() | st.integers() | st.text(max_size=5) | st.lists(st.none(), max_size=2)


@given(
    st.sampled_from(["text", "image", "interactive", "system", "order", "contacts", "edit", "button"]), st.dictionaries(st.text(max_size=5), values)
)
def test_arbitrary_objects_are_content_or_unreadable(kind: str, part: dict[str, object]) -> None:
    try:
        content_of({"type": kind, kind: part, "errors": part.get("errors")})
    except Unreadable as error:
        assert str(error)  # noqa: PT017 - either outcome is right, any other exception is not
