"""Would Meta take these templates? Looked at in Meta's own form, before anything is sent there. Pure.

Limits: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.language.notices.sales_words import sales_words_in
from bot.language.trim import FSI, PDI, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Json = dict[str, object]
NAME, BODY, HEADER, FOOTER, LABEL, URL = 512, 1024, 60, 60, 25, 2000
BUTTONS: Final = {"": 10, "URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "QUICK_REPLY": 10}
_CATEGORIES: Final = ("AUTHENTICATION", "MARKETING", "UTILITY")
_NAME: Final = re.compile(r"[a-z0-9_]+")
_VARIABLE: Final = re.compile(r"\{\{([^{}]*)\}\}")
_VARIABLE_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
# What may stand between a variable and the edge of the text without being a word: Meta does not count it.
_NO_WORD: Final = re.compile(r"[^\w{}]*")
# Meta refuses "too many variables for the length"; its tools ask for twice as many words of text, and one.
WORDS_PER_VARIABLE: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a template, or (``warning``) what Meta may see otherwise than we do; ``what`` says how to mend it."""

    level: Literal["error", "warning"]
    name: str
    language: str
    what: str


def lint(definitions: Sequence[Mapping[str, object]], languages: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return everything that is wrong with templates in Meta's form; ``languages`` are Meta's codes in which each of them should be."""
    found = [finding for definition in definitions for finding in _of_one(definition)]
    return (*found, *_missing(definitions, languages), *_repeated(definitions))


def parts_of(definition: Mapping[str, object], kind: str) -> list[Json]:
    """Return a template's components of a kind (``HEADER``, ``BODY``, ``FOOTER``, ``BUTTONS``)."""
    components = definition.get("components")
    return [one for one in components if isinstance(one, dict) and one.get("type") == kind] if isinstance(components, list) else []


def buttons_of(definition: Mapping[str, object]) -> list[Json]:
    """Return a template's buttons in order."""
    found = [part.get("buttons") for part in parts_of(definition, "BUTTONS")]
    return [button for buttons in found if isinstance(buttons, list) for button in buttons if isinstance(button, dict)]


def _of_one(definition: Mapping[str, object]) -> Iterator[Finding]:
    name, language = str(definition.get("name", "")), str(definition.get("language", ""))
    for level, what in (*_heading(definition), *_texts(definition), *_buttons(definition), *_category(definition)):
        yield Finding(level, name, language, what)


Found = tuple[Literal["error", "warning"], str]


def _heading(definition: Mapping[str, object]) -> Iterator[Found]:
    name = str(definition.get("name", ""))
    if not _NAME.fullmatch(name) or len(name) > NAME:
        yield "error", f"the name may have {NAME} lower-case letters, digits and underscores: rename it"
    if definition.get("category") not in _CATEGORIES:
        yield "error", f"the category is {definition.get('category')!r}: make it one of {', '.join(_CATEGORIES)}"
    if str(definition.get("parameter_format", "POSITIONAL")).upper() != "NAMED":
        yield "error", "the variables are numbered: set parameter_format to NAMED and give them names"


def _texts(definition: Mapping[str, object]) -> Iterator[Found]:
    bodies = parts_of(definition, "BODY")
    if len(bodies) != 1:
        yield "error", f"there are {len(bodies)} bodies: a template has one"
    for part in bodies:
        yield from _length("body", str(part.get("text", "")), BODY)
        yield from _variables(str(part.get("text", "")))
        yield from _examples(part)
    for kind, limit in (("HEADER", HEADER), ("FOOTER", FOOTER)):
        for part in parts_of(definition, kind):
            yield from _edge(kind.lower(), part, limit)


def _edge(kind: str, part: Json, limit: int) -> Iterator[Found]:
    if kind == "header" and part.get("format", "TEXT") != "TEXT":
        if not part.get("example"):
            yield "error", "the header has no example: put the handle of an upload into header_handle"
        return
    text = str(part.get("text", ""))
    yield from _length(kind, text, limit)
    if _has_emoji(text):
        yield "error", f"the {kind} has an emoji or a line break, which Meta refuses: leave it out"


def _length(what: str, text: str, limit: int) -> Iterator[Found]:
    if not text.strip():
        yield "error", f"the {what} is empty"
    elif width(text) > limit:
        yield "error", f"the {what} has {width(text)} characters, {limit} are allowed: shorten it"


def _variables(text: str) -> Iterator[Found]:
    text = text.replace(FSI, "").replace(PDI, "")
    names = _VARIABLE.findall(text)
    for name in names:
        if not _VARIABLE_NAME.fullmatch(name):
            yield "error", f"{{{{{name}}}}} is no name of a variable: use lower-case letters, digits and underscores"
    if not names:
        return
    around = _VARIABLE.split(text)[::2]
    if not _word_in(around[0]):
        yield "error", "the body begins with a variable: put a word before it"
    if not _word_in(around[-1]):
        yield "error", "the body ends with a variable: put a word behind it"
    if any(not part.strip() for part in around[1:-1]):
        yield "error", "two variables stand side by side: put a word between them"
    words = sum(len(part.split()) for part in around)
    if words <= WORDS_PER_VARIABLE * len(names):
        yield "error", f"{len(names)} variables in {words} words are too many for Meta: write more text or leave a variable out"


def _word_in(text: str) -> bool:
    return not _NO_WORD.fullmatch(text)


def _examples(part: Json) -> Iterator[Found]:
    names = dict.fromkeys(_VARIABLE.findall(str(part.get("text", ""))))
    example = part.get("example")
    given = example.get("body_text_named_params") if isinstance(example, dict) else None
    known = {str(one.get("param_name")): str(one.get("example", "")) for one in given if isinstance(one, dict)} if isinstance(given, list) else {}
    for name in names:
        if not known.get(name, "").strip():
            yield "error", f"{{{{{name}}}}} has no example: Meta wants one for each variable"
    for name in known.keys() - names.keys():
        yield "error", f"there is an example for {name!r}, which is no variable of the body: take it out"


def _buttons(definition: Mapping[str, object]) -> Iterator[Found]:
    buttons = buttons_of(definition)
    kinds = Counter(str(button.get("type", "")) for button in buttons)
    for kind, limit in BUTTONS.items():
        count = kinds[kind] if kind else len(buttons)
        if count > limit:
            yield "error", f"there are {count} {kind + ' ' if kind else ''}buttons, {limit} are allowed: take some out"
    labels = [str(button.get("text", "")) for button in buttons]
    for label in labels:
        yield from _length(f"button {label!r}", label, LABEL)
        if _has_emoji(label) or _VARIABLE.search(label):
            yield "error", f"the button {label!r} has an emoji, a line break or a variable, which Meta refuses: leave it out"
    if len(set(labels)) < len(labels):
        yield "error", "two buttons have the same label: name them differently"
    for button in buttons:
        if button.get("type") == "URL":
            yield from _url(str(button.get("url", "")))


def _url(url: str) -> Iterator[Found]:
    if width(url) > URL or not url.startswith(("https://", "http://")):
        yield "error", f"the address {url[:60]!r} must be a web address of at most {URL} characters"
    variables = _VARIABLE.findall(url)
    if len(variables) > 1 or (variables and not url.endswith("}}")):
        yield "error", f"the address {url[:60]!r} may have one variable, at its end"


def _category(definition: Mapping[str, object]) -> Iterator[Found]:
    if definition.get("category") != "UTILITY":
        return
    texts = [str(part.get("text", "")) for kind in ("HEADER", "BODY", "FOOTER") for part in parts_of(definition, kind)]
    texts += [str(button.get("text", "")) for button in buttons_of(definition)]
    words = sales_words_in("\n".join(texts), str(definition.get("language", "")))
    if words:
        yield "warning", f"Meta may turn it to MARKETING because of {', '.join(map(repr, words))}: say it without"


def _has_emoji(text: str) -> bool:
    return any(unicodedata.category(char) == "So" or char in "\n\r\t" for char in text)


def _missing(definitions: Sequence[Mapping[str, object]], languages: Iterable[str]) -> Iterator[Finding]:
    there = {(str(one.get("name", "")), str(one.get("language", ""))) for one in definitions}
    for name in dict.fromkeys(str(one.get("name", "")) for one in definitions):
        for language in languages:
            if (name, language) not in there:
                yield Finding("warning", name, language, "there is no text in this language: customers get it in the next one of their chain")


def _repeated(definitions: Sequence[Mapping[str, object]]) -> Iterator[Finding]:
    counted = Counter((str(one.get("name", "")), str(one.get("language", ""))) for one in definitions)
    for (name, language), count in counted.items():
        if count > 1:
            yield Finding("error", name, language, f"there are {count} of this name in this language: rename all but one")
    bodies: dict[tuple[str, str], str] = {}
    for one in definitions:
        language = str(one.get("language", ""))
        for part in parts_of(one, "BODY"):
            first = bodies.setdefault((language, f"{part.get('text')}{parts_of(one, 'HEADER')}"), str(one.get("name", "")))
            if first != str(one.get("name", "")):
                yield Finding("warning", str(one.get("name", "")), language, f"it says the same as {first}: Meta refuses repeated content")
