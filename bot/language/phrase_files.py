"""Phrases on their way into the intent files: as YAML to put there, and put there."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import yaml

from bot.errors import DataFileError
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from bot.language.taught import Taught

_STEP: Final = "  "


def by_file(taught: Iterable[Taught]) -> dict[str, dict[str, list[str]]]:
    """Return phrases by intent and language tag, in order."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(taught):
        found[one.intent][one.tag].append(one.raw)
    return {intent: dict(tags) for intent, tags in found.items()}


def as_yaml(taught: Iterable[Taught]) -> str:
    """Return phrases per intent and language: each part may be put under ``phrases:`` of its intent's file as it is."""
    parts = []
    for intent, tags in by_file(taught).items():
        lines = [f"{_STEP}{tag}:\n" + "".join(_item(_STEP * 2, phrase) for phrase in phrases) for tag, phrases in tags.items()]
        parts.append(f"{intent}:  # {intent}.yaml\n" + "".join(lines))
    return "\n".join(parts)


def write_taught(folder: Path, taught: Iterable[Taught]) -> int:
    """Add phrases to the files of their intents; return how many were not there yet. Raises ``DataFileError``."""
    added = 0
    for intent, tags in by_file(taught).items():
        path = folder / f"{intent}.yaml"
        try:
            before = path.read_text(encoding="utf-8")
            after, new = with_phrases(before, tags, path.name)
            if new:
                path.write_text(after, encoding="utf-8")
        except OSError as error:
            raise DataFileError(f"{path} can't be changed: {error}") from error
        added += new
    return added


def with_phrases(text: str, tags: Mapping[str, Sequence[str]], name: str) -> tuple[str, int]:
    """Return an intent file with phrases at the ends of their lists, comments and all else untouched, and how many are new to it."""
    phrases = _phrases(text, name)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    added: list[tuple[int, str]] = []
    count = 0
    for tag, wanted in tags.items():
        there = phrases.get(tag)
        known = {normalise(item.value) for item in there.value} if there is not None else set()
        new = [phrase for phrase in dict.fromkeys(wanted) if normalise(phrase) not in known]
        count += len(new)
        if new:
            added.append(_addition(there, phrases, tag, new, name))
    for place, block in sorted(added, reverse=True):
        lines.insert(place, block)
    return "".join(lines), count


def _phrases(text: str, name: str) -> dict[str, yaml.CollectionNode]:
    """Return the list of each language of a file."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    fields = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    phrases = fields.get("phrases")
    if not isinstance(phrases, yaml.MappingNode) or phrases.flow_style or not phrases.value:
        raise DataFileError(f"{name}: 'phrases:' holds no lists, one per language and line")
    return {key.value: value for key, value in phrases.value}


def _addition(
    there: yaml.CollectionNode | None, phrases: Mapping[str, yaml.CollectionNode], tag: str, new: Sequence[str], name: str
) -> tuple[int, str]:
    """Return where in a file what has to be put in: behind the last phrase of the language, or as a language of its own at the end."""
    if there is None:
        last = max(phrases.values(), key=lambda node: node.end_mark.index)
        place = last.value[-1].end_mark.line + 1 if last.value else last.end_mark.line + 1
        return place, f"{_STEP}{tag}:\n" + "".join(_item(_STEP * 2, phrase) for phrase in new)
    if there.flow_style or not there.value:
        raise DataFileError(f"{name}, line {there.start_mark.line + 1}: write the phrases of {tag!r} a line each, so that one can be added")
    indent = " " * there.start_mark.column
    return there.value[-1].end_mark.line + 1, "".join(_item(indent, phrase) for phrase in new)


def _item(indent: str, phrase: str) -> str:
    # A string in JSON is one in YAML, whatever it holds.
    return f"{indent}- {json.dumps(phrase, ensure_ascii=False)}\n"
