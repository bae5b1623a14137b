"""The words of what we sent, for the transcript and the search."""

from __future__ import annotations

from bot.domain.content import ButtonsOut, ContactRequestOut, DocumentOut, ImageOut, LinkOut, ListOut, OutContent, ReactionOut, TemplateOut, TextOut


def spoken_text(content: OutContent) -> str:
    """Return what a person would read of a message: its body, a document's caption or name, a template's values."""
    match content:
        case TextOut(body=body) | ButtonsOut(body=body) | ListOut(body=body) | LinkOut(body=body) | ContactRequestOut(body=body):
            return body
        case DocumentOut(filename=filename, caption=caption):
            return caption or filename
        case ImageOut(caption=caption):
            return caption or ""
        case TemplateOut(name=name, parameters=parameters):
            return f"{name}: " + ", ".join(value for _, value in parameters)
        case ReactionOut(emoji=emoji):
            return emoji
