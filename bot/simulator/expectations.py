"""What a scenario expects of a message, and in which respect one differs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import UserMistake, WaslaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.simulator.chats import ChatMessage

WITHIN = 5.0
QUIET_FOR = 1.0
KEYS = ("type", "contains", "lacks", "matches", "buttons", "template", "filename", "header", "footer")


class ScenarioFailed(WaslaError):
    """A step did not go as written; the text names the file, the step and what came instead."""


def mapping(step: Mapping[str, object], key: str) -> dict[str, object]:
    """Return what stands under a step's key; ``UserMistake`` where that is no mapping."""
    value = step[key]
    if not isinstance(value, dict):
        raise UserMistake(f"{key} takes a mapping")
    return dict(value)


def seconds(value: object) -> float:
    """Return a number of seconds; ``UserMistake`` where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise UserMistake(f"{value!r} is no number of seconds")
    return float(value)


def check_keys(wanted: Mapping[str, object]) -> None:
    """Raise ``UserMistake`` for keys that mean nothing."""
    if unknown := sorted(set(wanted) - set(KEYS)):
        raise UserMistake(f"expect does not know {', '.join(unknown)} (it knows {', '.join(KEYS)})")


def shown(message: ChatMessage) -> str:
    """Return one line that describes a message, for error texts."""
    extras = [f"buttons {titles(message)}"] if titles(message) else []
    extras += [f"template {message.template}"] if message.template else []
    extras += [f"file {message.media['filename']}"] if message.media else []
    return ", ".join([f"{message.type} {message.body!r}", *extras])


def titles(message: ChatMessage) -> list[str]:
    """Return everything that can be tapped on a message, by title."""
    sections = message.list["sections"] if message.list else []
    rows = [row for section in sections for row in section["rows"]] if isinstance(sections, list) else []
    links = [message.link["label"]] if message.link else []
    return [str(title) for title in [*(one["title"] for one in [*(message.buttons or []), *rows]), *links]]


def differences(wanted: Mapping[str, object], message: ChatMessage) -> list[str]:
    """Return in which respects a message is not what is wanted, in words; nothing when it is."""
    text = "\n".join(part for part in (message.header, message.body, message.footer) if part)
    found: list[str] = []
    for key, actual in (("type", message.type), ("template", message.template), ("header", message.header), ("footer", message.footer)):
        if key in wanted and wanted[key] != actual:
            found.append(f"{key} is {actual!r}, not {wanted[key]!r}")
    if "filename" in wanted and wanted["filename"] != (message.media or {}).get("filename"):
        found.append(f"the file is {(message.media or {}).get('filename')!r}, not {wanted['filename']!r}")
    found += [f"there is no {part!r} in it" for part in _list(wanted, "contains") if part.casefold() not in text.casefold()]
    found += [f"there is {part!r} in it" for part in _list(wanted, "lacks") if part.casefold() in text.casefold()]
    found += [f"it does not match {part!r}" for part in _list(wanted, "matches") if not re.search(part, text)]
    found += [f"there is no button {part!r}" for part in _list(wanted, "buttons") if part not in titles(message)]
    return found


def _list(wanted: Mapping[str, object], key: str) -> list[str]:
    value = wanted.get(key, [])
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
