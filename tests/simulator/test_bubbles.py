from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.bubbles import bubble
from bot.simulator.chats import ChatMessage
from bot.simulator.media import MediaStore
from bot.simulator.templates import Template, TemplateStore

Json = dict[str, Any]
TEMPLATE: Json = {
    "name": "invoice",
    "language": "en",
    "category": "UTILITY",
    "parameter_format": "NAMED",
    "components": [
        {"type": "HEADER", "format": "DOCUMENT"},
        {"type": "BODY", "text": "{{name}}, here is your invoice {{number}}."},
        {"type": "FOOTER", "text": "Thank you"},
        {
            "type": "BUTTONS",
            "buttons": [{"type": "URL", "text": "Pay", "url": "https://example.com/{{1}}"}, {"type": "QUICK_REPLY", "text": "Later"}],
        },
    ],
}


def shown(body: Json, media: MediaStore | None = None, template: Template | None = None) -> Json:
    """Return the bubble's JSON without what every bubble has."""
    message = bubble(body, "wamid.1", 5, media or MediaStore(lambda: 0), template).to_json()
    assert (message.pop("id"), message.pop("at"), message.pop("from"), message.pop("status")) == ("wamid.1", 5, "business", "sent")
    return message


def interactive(kind: str, action: Json, **others: Any) -> Json:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": "Choose"}, "action": action} | others}


def test_text_with_a_quote() -> None:
    assert shown({"text": {"body": "hi"}, "context": {"message_id": "w"}}) == {"type": "text", "body": "hi", "reply_to": "w"}


def test_buttons_with_header_and_footer() -> None:
    action = {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "A"}}]}
    body = interactive("button", action, header={"type": "text", "text": "Order"}, footer={"text": "Shop"})
    assert shown(body) == {"type": "buttons", "body": "Choose", "header": "Order", "footer": "Shop", "buttons": [{"id": "a", "title": "A"}]}


def test_a_list_with_its_rows() -> None:
    rows = [{"id": "1", "title": "One", "description": "first"}]
    body = interactive("list", {"button": "Open", "sections": [{"title": "Orders", "rows": rows}, {"rows": rows}]})
    assert shown(body)["list"] == {"button": "Open", "sections": [{"title": "Orders", "rows": rows}, {"title": "", "rows": rows}]}


def test_a_link() -> None:
    body = interactive("cta_url", {"name": "cta_url", "parameters": {"display_text": "Track", "url": "https://example.com"}})
    assert shown(body) == {"type": "link", "body": "Choose", "link": {"label": "Track", "url": "https://example.com"}}


def test_a_rare_interactive_kind_shows_its_text() -> None:
    assert shown(interactive("location_request_message", {"name": "send_location"})) == {"type": "text", "body": "Choose"}


def test_a_picture_above_buttons() -> None:
    media = MediaStore(lambda: 0)
    item = media.put("100", b"x", "image/png", "a.png")
    body = interactive("button", {"buttons": []}, header={"type": "image", "image": {"id": item.id}})
    assert shown(body, media)["media"] == {"url": f"/simulator/api/media/{item.id}", "mime_type": "image/png", "filename": "a.png", "size": 1}
    assert (shown(body, media)["type"], shown(body, media)["body"]) == ("buttons", "Choose")


def test_a_document_by_link() -> None:
    body = {"type": "document", "document": {"link": "https://example.com/a.pdf", "filename": "a.pdf", "caption": "Invoice"}}
    media = {"url": "https://example.com/a.pdf", "mime_type": "", "filename": "a.pdf", "size": 0}
    assert shown(body) == {"type": "document", "body": "Invoice", "media": media}


def test_a_medium_that_is_gone_leaves_its_caption() -> None:
    assert shown({"type": "image", "image": {"id": "404", "caption": "gone"}}) == {"type": "image", "body": "gone"}


@pytest.mark.parametrize(
    ("location", "text"),
    [({"latitude": 1, "longitude": 2}, "1, 2"), ({"latitude": 1, "longitude": 2, "name": "Shop", "address": "Main St"}, "Shop Main St")],
)
def test_a_place(location: Json, text: str) -> None:
    assert shown({"type": "location", "location": location})["body"] == text


def test_what_the_page_does_not_know_is_named() -> None:
    assert shown({"type": "contacts", "contacts": []}) == {"type": "unsupported", "body": "contacts"}


def test_a_template_is_filled_in() -> None:
    media = MediaStore(lambda: 0)
    item = media.put("100", b"%PDF", "application/pdf")
    components = [
        {"type": "header", "parameters": [{"type": "document", "document": {"id": item.id, "filename": "INV-1.pdf"}}]},
        {"type": "body", "parameters": [{"type": "text", "parameter_name": key, "text": text} for key, text in (("number", "7"), ("name", "Sara"))]},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "X1"}]},
        {"type": "button", "sub_type": "quick_reply", "index": "1", "parameters": [{"type": "payload", "payload": "later"}]},
    ]
    body = {"type": "template", "template": {"name": "invoice", "language": {"code": "en"}, "components": components}}
    message = shown(body, media, TemplateStore().create("200", TEMPLATE))
    assert (message["type"], message["template"], message["body"]) == ("template", "invoice", "Sara, here is your invoice 7.")
    assert (message["media"]["filename"], message["footer"]) == ("INV-1.pdf", "Thank you")
    assert message["link"] == {"label": "Pay", "url": "https://example.com/X1"}
    assert message["buttons"] == [{"id": "later", "title": "Later"}]


def test_a_template_without_values_shows_its_variables() -> None:
    body = {"type": "template", "template": {"name": "invoice"}}
    message = shown(body, template=TemplateStore().create("200", TEMPLATE))
    assert message["body"] == "{{name}}, here is your invoice {{number}}."
    assert message["buttons"] == [{"id": "Later", "title": "Later"}]


def test_a_state_never_goes_back() -> None:
    message = ChatMessage("w", "customer", 0, "text")
    assert [message.advance("delivered"), message.advance("sent"), message.advance("read"), message.advance("failed")] == [True, False, True, False]
    assert message.status == "read"


def test_each_side_has_one_reaction() -> None:
    message = ChatMessage("w", "customer", 0, "text")
    for who, emoji in (("customer", "👍"), ("business", "❤️"), ("customer", "😮")):
        message.react(who, emoji)  # type: ignore[arg-type]  # the literals come out of a tuple
    assert message.to_json()["reactions"] == ["❤️", "😮"]
