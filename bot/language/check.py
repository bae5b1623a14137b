"""``python -m bot.language.check``: are the catalogues complete, equal in their values, and within WhatsApp's limits?

Looked at: entries that the code uses and a catalogue lacks, entries that nothing uses, values that differ from English,
plural forms, and the length of buttons and rows. Each finding names file, line and entry; the exit status is then 1.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from bot.domain.outgoing import OutgoingType
from bot.errors import DataFileError
from bot.language.catalogue import FALLBACK, Catalogue, Catalogues, Message
from bot.language.data import data_folder
from bot.language.intents import Intents, load_intents
from bot.language.trim import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIMITS = {"button": 20, "title": 24, "description": 72}
_MESSAGE_ID = re.compile(r"[a-z][a-z_]{0,60}(\.[a-z][a-z_]{0,60})+")
_CODE = ("answers", "flow", "jobs", "language", "workers")
# What other systems are told looks like a message and is none.
_EVENTS = frozenset(get_args(OutgoingType))
_NOT_MESSAGES = re.compile(r"bot\.|.*\.(py|po|yaml|html|css|js)$")
# The console's texts are a catalogue of their own, in the languages that its users have.
CONSOLE = "console"
_IN_A_PAGE = re.compile(r"""\bt\(["']([a-z_.]{3,120})["']""")
_IN_A_MODULE = re.compile(r"""\bt\(f["']([a-z_]{3,60}\.)\{""")


def used_messages(package: Path, intents: Intents) -> frozenset[str]:
    """Return the message ids that the code names (every dotted lower-case text of the modules that speak) and the intent files."""
    files = [path for folder in _CODE for path in sorted((package / folder).rglob("*.py"))]
    named = {name for path in files for name in _literals(path)}
    return frozenset(named | {intent.text for intent in intents.by_name.values() if intent.text})


def console_messages(package: Path, defined: Iterable[str]) -> frozenset[str]:
    """Return the message ids that the console's modules and pages name; ``t("reason." ~ x)`` and ``t(f"reason.{x}")`` use all that begin so."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((package / "web" / CONSOLE).rglob("*.html"))]
    modules = sorted((package / "web" / CONSOLE).rglob("*.py"))
    named = {name for page in pages for name in _IN_A_PAGE.findall(page)}
    named |= {name for path in modules for name in (*_literals(path), *_IN_A_MODULE.findall(path.read_text(encoding="utf-8")))}
    beginnings = tuple(name for name in named if name.endswith("."))
    return frozenset({name for name in named if not name.endswith(".")} | {name for name in defined if name.startswith(beginnings)})


def findings(catalogues: Catalogues, used: frozenset[str]) -> Iterator[str]:
    """Return what is wrong, one line each, naming file, line, entry and mend."""
    reference = catalogues.get(FALLBACK)
    known = [catalogue for language in catalogues.languages if (catalogue := catalogues.get(language)) is not None]
    defined = {name for catalogue in known for name in catalogue.messages}
    wanted = {name for name in used if name.partition(".")[0] in {one.partition(".")[0] for one in defined}}
    for catalogue in known:
        yield from _entries(catalogue, wanted)
        for name, message in catalogue.messages.items():
            other = reference.messages.get(name) if reference else None
            yield from _message(catalogue, name, message, other)


def main(*, locales: Path | None = None) -> int:
    """Check the catalogues of a folder (without one: of this installation); print what is wrong, or that all is well."""
    try:
        package, folder = Path(__file__).resolve().parent.parent, locales or data_folder("locales")
        catalogues = Catalogues.load(folder)
        used = used_messages(package, load_intents(data_folder("intents")))
        console = list(_of_console(package, folder))
    except DataFileError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    wrong = [*findings(catalogues, used), *console]
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    if not wrong:
        sys.stdout.write(f"{len(catalogues.languages)} catalogues with {len(used)} messages: complete, equal values, within the limits\n")
    return 1 if wrong else 0


def _of_console(package: Path, folder: Path) -> Iterator[str]:
    if any(folder.glob(f"*/LC_MESSAGES/{CONSOLE}.po")):
        catalogues = Catalogues.load(folder, CONSOLE)
        reference = catalogues.get(FALLBACK)
        yield from findings(catalogues, console_messages(package, reference.messages if reference else ()))


def _literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and _MESSAGE_ID.fullmatch(text) and not _NOT_MESSAGES.match(text) and text not in _EVENTS:
            yield text


def _entries(catalogue: Catalogue, wanted: Iterable[str]) -> Iterator[str]:
    missing = set(wanted) - catalogue.messages.keys()
    for name in sorted(missing):
        yield f"{catalogue.path}: {name} is missing: add it"
    for name in sorted(catalogue.messages.keys() - set(wanted)):
        yield f"{catalogue.path}, line {catalogue.messages[name].line}: {name} is used nowhere: remove it"


def _message(catalogue: Catalogue, name: str, message: Message, reference: Message | None) -> Iterator[str]:
    where = f"{catalogue.path}, line {message.line}: {name}"
    if reference is not None and message.names() != reference.names():
        yield f"{where} has the values {_braces(message)}, {FALLBACK} has {_braces(reference)}: make them equal"
    if reference is not None and message.plural != reference.plural and len(catalogue.plurals) > 1:
        yield f"{where} has {'' if message.plural else 'no '}plural forms, {FALLBACK} has {'some' if reference.plural else 'none'}: make them equal"
    limit = _LIMITS.get(name.rpartition(".")[2])
    for form in message.forms:
        length = width("".join(piece.text for piece in form))
        if limit is not None and length > limit:
            yield f"{where} has {length} characters, {limit} are allowed: shorten it"


def _braces(message: Message) -> str:
    return ", ".join(sorted(message.names())) or "none"


if __name__ == "__main__":
    sys.exit(main())
