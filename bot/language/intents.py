"""The intent files: what customers say, in every language, and which answer replies. Shop staff may edit them.

``intents/<name>.yaml`` holds ``answer`` (an answer's name) or ``text`` (a message of the catalogue), optionally ``waits: true``
when a question may still follow, and ``phrases``: a list per language tag. ``ar-Latn`` is Arabic in Latin letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import yaml

from bot.errors import DataFileError
from bot.language.ideas import NO_IDEAS, Ideas, load_ideas
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OUT_OF_SCOPE = "out_of_scope"
_KEYS = frozenset(("answer", "text", "waits", "phrases"))
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Intent:
    """Something customers want. Exactly one of ``answer`` and ``text`` is set; ``phrases`` are as written, by language tag."""

    name: str
    answer: str | None
    text: str | None
    waits: bool
    phrases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Intents:
    """All intents by name, the rejected examples (``out_of_scope``) among them; ``folder`` is where they were read."""

    by_name: dict[str, Intent]
    ideas: Ideas = NO_IDEAS
    folder: Path | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags that have phrases, in order of their first appearance."""
        return tuple(dict.fromkeys(tag for intent in self.by_name.values() for tag in intent.phrases))


def load_intents(folder: Path) -> Intents:
    """Read every ``*.yaml`` of a folder; raise ``DataFileError`` naming file, line and mend for the first thing that is wrong."""
    by_name: dict[str, Intent] = {}
    owners: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        intent = _read(path, owners)
        by_name[intent.name] = intent
    if OUT_OF_SCOPE not in by_name:
        raise DataFileError(f"{folder}: {OUT_OF_SCOPE}.yaml is missing: it holds the examples that must be rejected")
    return Intents(by_name, load_ideas(folder), folder)


def _read(path: Path, owners: dict[str, str]) -> Intent:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: not YAML in UTF-8: {error}") from error
    if root is None:
        raise DataFileError(f"{path.name}, line 1: the file is empty: write 'answer:' and 'phrases:'")
    fields = _mapping(path, root)
    for key, node in fields.items():
        if key not in _KEYS:
            _wrong(path, node, f"{key!r} is not known here: use {', '.join(sorted(_KEYS))}")
    answer, text = (_scalar(path, fields[key]) if key in fields else None for key in ("answer", "text"))
    if (answer is None) == (text is None):
        _wrong(path, root, "write either 'answer:' (the name of an answer) or 'text:' (a message of the catalogue)")
    if "phrases" not in fields:
        _wrong(path, root, "'phrases:' is missing: list what customers say, per language")
    phrases = {tag: _phrases(path, node, owners) for tag, node in _mapping(path, fields["phrases"]).items()}
    return Intent(path.stem, answer, text, _flag(path, fields.get("waits")), phrases)


def _phrases(path: Path, node: yaml.Node, owners: dict[str, str]) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        _wrong(path, node, "a language holds a list: begin each phrase with '- '")
    found = []
    for item in node.value:
        phrase = _scalar(path, item)
        key = normalise(phrase)
        if not key:
            _wrong(path, item, f"{phrase!r} has neither words nor emoji: remove it")
        owner = owners.setdefault(key, path.stem)
        if owner != path.stem:
            _wrong(path, item, f"{phrase!r} is already in {owner}.yaml: keep it in one of the two")
        found.append(phrase)
    return tuple(found)


def _mapping(path: Path, node: yaml.Node) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        _wrong(path, node, "'key: value' lines are expected here")
    return {_scalar(path, key): value for key, value in node.value}


def _scalar(path: Path, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        _wrong(path, node, "text is expected here: put it in double quotes if it holds ':' or begins with '['")
    return str(node.value)


def _flag(path: Path, node: yaml.Node | None) -> bool:
    if node is None:
        return False
    value = _scalar(path, node)
    if value not in {"true", "false"}:
        _wrong(path, node, f"{value!r} is neither true nor false")
    return value == "true"


def _wrong(path: Path, node: yaml.Node, mend: str) -> NoReturn:
    raise DataFileError(f"{path.name}, line {node.start_mark.line + 1}: {mend}")
