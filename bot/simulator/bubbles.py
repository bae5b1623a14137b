"""From what was sent through Graph to what is seen on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator.chats import ChatMessage, Json
from bot.simulator.check_template import parameters_of, values
from bot.simulator.templates import Template, filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.simulator.media import MediaStore

PREFIX = "/simulator"
_MEDIA = ("document", "image", "audio", "video", "sticker")


def bubble(body: Json, wamid: str, at: int, media: MediaStore, template: Template | None = None) -> ChatMessage:
    """Return the bubble of a checked send; ``template`` is the one that it uses, if it does."""
    kind = str(body.get("type", "text"))
    message = ChatMessage(id=wamid, sender="business", at=at, type=kind, status="sent")
    context = _box(body, "context").get("message_id")
    message.reply_to = str(context) if context else None
    content = _box(body, kind)
    if kind == "text":
        message.body = str(content.get("body", ""))
    elif kind in _MEDIA:
        _media(message, kind, content, media)
    elif kind == "location":
        message.body = " ".join(str(content[key]) for key in ("name", "address") if content.get(key)) or _place(content)
    elif kind == "template" and template is not None:
        _template(message, content, template, media)
    elif kind == "interactive":
        _interactive(message, content, media)
    else:
        message.type, message.body = "unsupported", kind
    return message


def media_json(item_id: str, media: MediaStore, *, filename: str | None = None) -> Json | None:
    """Return what the page needs to show a stored item, or ``None`` when it is gone."""
    item = media.find(item_id)
    if item is None:
        return None
    return {
        "url": f"{PREFIX}/api/media/{item.id}",
        "mime_type": item.mime_type,
        "filename": filename or item.filename or item.id,
        "size": len(item.data),
    }


def _place(content: Json) -> str:
    return f"{content.get('latitude')}, {content.get('longitude')}"


def _media(message: ChatMessage, kind: str, content: Json, media: MediaStore) -> None:
    message.type = kind
    message.body = str(content.get("caption") or "")
    filename = str(content["filename"]) if content.get("filename") else None
    if content.get("link"):
        message.media = {"url": content["link"], "mime_type": "", "filename": filename or "", "size": 0}
    else:
        message.media = media_json(str(content.get("id")), media, filename=filename)


def _interactive(message: ChatMessage, content: Json, media: MediaStore) -> None:
    message.body = str(_box(content, "body").get("text", ""))
    message.footer = _text(_box(content, "footer").get("text"))
    header = _box(content, "header")
    message.header = _text(header.get("text"))
    for kind in _MEDIA:
        if kind in header:
            caption = message.body
            _media(message, kind, _box(header, kind), media)
            message.body = caption
    fill = _KINDS.get(str(content.get("type")))
    message.type = "text"
    if fill is not None:
        fill(message, _box(content, "action"))


def _buttons(message: ChatMessage, action: Json) -> None:
    message.type = "buttons"
    replies = [_box(button, "reply") for button in _boxes(action, "buttons")]
    message.buttons = [{"id": reply.get("id"), "title": reply.get("title")} for reply in replies]


def _list(message: ChatMessage, action: Json) -> None:
    message.type = "list"
    sections = [{"title": section.get("title") or "", "rows": section.get("rows")} for section in _boxes(action, "sections")]
    message.list = {"button": action.get("button"), "sections": sections}


def _link(message: ChatMessage, action: Json) -> None:
    message.type = "link"
    parameters = _box(action, "parameters")
    message.link = {"label": parameters.get("display_text"), "url": parameters.get("url")}


_KINDS: dict[str, Callable[[ChatMessage, Json], None]] = {"button": _buttons, "list": _list, "cta_url": _link}


def _template(message: ChatMessage, content: Json, template: Template, media: MediaStore) -> None:
    message.template = template.name
    header, body = parameters_of(content, "header"), parameters_of(content, "body")
    for one in header:
        for kind in _MEDIA:
            if kind in one:
                _media(message, kind, _box(one, kind), media)
    message.type = "template"
    message.header = filled(template.text("HEADER"), values(template, "HEADER", header)) or None
    message.body = filled(template.text("BODY"), values(template, "BODY", body))
    message.footer = template.text("FOOTER") or None
    given = {str(one.get("index")): one for one in _boxes(content, "components") if one.get("type") == "button"}
    for index, button in enumerate(template.buttons()):
        _template_button(message, button, _boxes(given.get(str(index), {}), "parameters"))


def _template_button(message: ChatMessage, button: Json, parameters: list[Json]) -> None:
    value = parameters[0] if parameters else {}
    if button.get("type") == "URL":
        suffix = str(value.get("text", ""))
        message.link = {"label": button.get("text"), "url": filled(str(button.get("url", "")), {"1": suffix})}
    elif button.get("type") == "QUICK_REPLY":
        message.buttons = [*(message.buttons or []), {"id": value.get("payload") or button.get("text"), "title": button.get("text")}]


def _text(value: object) -> str | None:
    return str(value) if value else None


def _box(owner: Json, key: str) -> Json:
    value = owner.get(key)
    return value if isinstance(value, dict) else {}


def _boxes(owner: Json, key: str) -> list[Json]:
    value = owner.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
