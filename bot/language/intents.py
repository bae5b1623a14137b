"""The intent files: what customers say, in every language, and which answer replies. Shop staff may edit them.

``intents/<name>.yaml`` holds ``answer`` (an answer's name) or ``text``, and ``phrases``: a list per language tag (``ar-Latn`` is
Arabic in Latin letters). ``text`` is a message of the catalogue, or the wording itself per language, with the values of
``VARIABLES`` in braces. Optional are ``waits: true`` when a question may still follow, ``verified: true`` when only a customer who
has proved who he is may have the answer, and ``out_of_scope``: per language, what sounds alike and must be rejected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from string import Formatter
from typing import TYPE_CHECKING, NoReturn

import yaml

from bot.errors import DataFileError
from bot.language.ideas import NO_IDEAS, Ideas, load_ideas
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OUT_OF_SCOPE = "out_of_scope"
VARIABLES = ("customer", "store", "support_hours", "website")
_KEYS = frozenset(("answer", "text", "waits", "verified", "phrases", OUT_OF_SCOPE))
_MOST_OPENED = 500
_MOST_DEEP = 20
_NESTED = re.compile(r"(?:^|(?<=[\s\[{]))[-?:\[{](?=\s|$|[\[{])")
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Intent:
    """Something customers want. Exactly one of ``answer``, ``text`` and ``wording`` is set; ``phrases`` are as written, by language tag.

    ``text`` is a message of the catalogue, ``wording`` what is to be said itself, by language. ``rejects`` are phrases that sound
    alike and mean something else.
    """

    name: str
    answer: str | None
    text: str | None
    waits: bool
    phrases: Mapping[str, tuple[str, ...]]
    verified: bool = False
    wording: Mapping[str, str] = field(default_factory=dict)
    rejects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    by_name[OUT_OF_SCOPE] = _with_rejects(by_name)
    return Intents(by_name, load_ideas(folder), folder)


def _with_rejects(by_name: Mapping[str, Intent]) -> Intent:
    """Return the rejected examples with those of all other files."""
    phrases = dict(by_name[OUT_OF_SCOPE].phrases)
    for intent in by_name.values():
        for tag, texts in intent.rejects.items():
            phrases[tag] = (*phrases.get(tag, ()), *texts)
    return replace(by_name[OUT_OF_SCOPE], phrases=phrases)


def _too_deep(text: str) -> bool:
    """Tell whether a file could go deeper than any of ours does: the parser, which is C, would end the process instead of raising."""
    return text.count("[") + text.count("{") > _MOST_OPENED or any(len(_NESTED.findall(line)) > _MOST_DEEP for line in text.splitlines())


def _read(path: Path, owners: dict[str, str]) -> Intent:
    try:
        text = path.read_text(encoding="utf-8")
        if _too_deep(text):
            raise DataFileError(f"{path.name}: it is nested too deeply: a file of phrases has lists within tables, and nothing within those")
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: not YAML in UTF-8: {error}") from error
    if root is None:
        raise DataFileError(f"{path.name}, line 1: the file is empty: write 'answer:' and 'phrases:'")
    fields = _mapping(path, root)
    for key, node in fields.items():
        if key not in _KEYS:
            _wrong(path, node, f"{key!r} is not known here: use {', '.join(sorted(_KEYS))}")
    if ("answer" in fields) == ("text" in fields):
        _wrong(path, root, "write either 'answer:' (the name of an answer) or 'text:' (a message of the catalogue, or a wording per language)")
    if "phrases" not in fields:
        _wrong(path, root, "'phrases:' is missing: list what customers say, per language")
    worded = isinstance(fields.get("text"), yaml.MappingNode)
    return Intent(
        path.stem,
        _scalar(path, fields["answer"]) if "answer" in fields else None,
        _scalar(path, fields["text"]) if "text" in fields and not worded else None,
        waits=_flag(path, fields.get("waits")),
        phrases=_lists(path, fields["phrases"], owners, path.stem),
        verified=_flag(path, fields.get("verified")),
        wording=_wording(path, fields["text"]) if worded else {},
        rejects=_lists(path, fields[OUT_OF_SCOPE], owners, OUT_OF_SCOPE) if OUT_OF_SCOPE in fields else {},
    )


def _wording(path: Path, node: yaml.Node) -> dict[str, str]:
    """Read a wording per language; what stands in braces must be one of ``VARIABLES``."""
    found = {}
    for tag, item in _mapping(path, node).items():
        found[tag] = _scalar(path, item)
        try:
            names = {name for _, name, _, _ in Formatter().parse(found[tag]) if name is not None}
        except ValueError as error:
            _wrong(path, item, f"{error}: write a value as {{store}} and a brace as {{{{")
        if not names <= set(VARIABLES):
            _wrong(path, item, f"{min(names - set(VARIABLES))!r} is no value: use {', '.join(VARIABLES)}")
    return found


def _lists(path: Path, node: yaml.Node, owners: dict[str, str], owner: str) -> dict[str, tuple[str, ...]]:
    return {tag: _phrases(path, item, owners, owner) for tag, item in _mapping(path, node).items()}


def _phrases(path: Path, node: yaml.Node, owners: dict[str, str], name: str) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        _wrong(path, node, "a language holds a list: begin each phrase with '- '")
    found = []
    for item in node.value:
        phrase = _scalar(path, item)
        key = normalise(phrase)
        if not key:
            _wrong(path, item, f"{phrase!r} has neither words nor emoji: remove it")
        owner = owners.setdefault(key, name)
        if owner != name:
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
