"""Checking interactive sends: buttons, lists, links and the rarer kinds.

Limits: https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages and its sisters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.checks import Box, address, box, boxes, media_reference, text
from bot.simulator.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.simulator.media import MediaStore

SHORT_BODY = 1024
LONG_BODY = 4096
FRAME = 60
LABEL = 20
MOST_BUTTONS = 3
MOST_ROWS = 10
_HEADER_MEDIA = ("image", "video", "document")


def interactive(body: Box, media: MediaStore | None) -> None:
    """Check the ``interactive`` object of a send; raises ``Fault`` where Graph would."""
    content = box(body, "interactive", "body")
    kind = text(content, "type", "interactive", most=64)
    check = _KINDS.get(kind)
    if check is None:
        raise Fault(131009, f"Interactive message type invalid: {kind!r}.")
    if kind not in _BODILESS:
        text(box(content, "body", "interactive"), "text", "interactive['body']", most=LONG_BODY if kind == "list" else SHORT_BODY)
    if content.get("footer") is not None:
        text(box(content, "footer", "interactive"), "text", "interactive['footer']", most=FRAME)
    if content.get("header") is not None:
        _header(box(content, "header", "interactive"), kind, media)
    check(box(content, "action", "interactive"))


def _header(header: Box, kind: str, media: MediaStore | None) -> None:
    shape = text(header, "type", "interactive['header']", most=32)
    if shape == "text":
        text(header, "text", "interactive['header']", most=FRAME)
    elif shape in _HEADER_MEDIA and kind != "list":
        media_reference(box(header, shape, "interactive['header']"), shape, f"interactive['header']['{shape}']", media)
    else:
        raise Fault(131009, f"Header type {shape!r} is not supported for {kind} messages.")


def _buttons(action: Box) -> None:
    replies = []
    for button in boxes(action, "buttons", "action", most=MOST_BUTTONS):
        if button.get("type") != "reply":
            raise Fault(131009, "Button type must be reply.")
        reply = box(button, "reply", "button")
        replies.append((text(reply, "id", "reply", most=256), text(reply, "title", "reply", most=LABEL)))
    if len({id_ for id_, _ in replies}) < len(replies) or len({title for _, title in replies}) < len(replies):
        raise Fault(131009, "Buttons need distinct ids and titles.")


def _list(action: Box) -> None:
    text(action, "button", "action", most=LABEL)
    sections = boxes(action, "sections", "action", most=MOST_ROWS)
    ids: list[str] = []
    for section in sections:
        if len(sections) > 1 or section.get("title") is not None:
            text(section, "title", "section", most=24)
        for row in boxes(section, "rows", "section", most=MOST_ROWS):
            ids.append(text(row, "id", "row", most=200))
            text(row, "title", "row", most=24)
            if row.get("description"):
                text(row, "description", "row", most=72)
    if len(ids) > MOST_ROWS:
        raise Fault(131009, f"A list has at most {MOST_ROWS} rows in all; this one has {len(ids)}.")
    if len(set(ids)) < len(ids):
        raise Fault(131009, "Rows need distinct ids.")


def _link(action: Box) -> None:
    _named(action, "cta_url")
    parameters = box(action, "parameters", "action")
    text(parameters, "display_text", "parameters", most=LABEL)
    address(parameters, "url", "parameters")


def _flow(action: Box) -> None:
    _named(action, "flow")
    parameters = box(action, "parameters", "action")
    text(parameters, "flow_cta", "parameters", most=LABEL)
    if not (parameters.get("flow_id") or parameters.get("flow_name")):
        raise Fault(131008, "flow_id or flow_name is required.")


def _named(action: Box, name: str) -> None:
    if action.get("name") != name:
        raise Fault(131009, f"action['name'] must be {name}.")


def _needs(name: str) -> Callable[[Box], None]:
    return lambda action: _named(action, name)


def _any(_action: Box) -> None:
    """Catalogue messages are taken as they are: the simulated shops have no catalogue to check them against."""


_KINDS: dict[str, Callable[[Box], None]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "flow": _flow,
    "location_request_message": _needs("send_location"),
    "request_contact_info": _needs("request_contact_info"),
    "address_message": _needs("address_message"),
    "order_details": _needs("review_and_pay"),
    "product": _any,
    "product_list": _any,
    "catalog_message": _any,
    "carousel": _any,
}
_BODILESS = frozenset(("product", "carousel"))
