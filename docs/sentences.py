"""The page of the sentences that the program says when something is wrong, found in its source, each with the place that says what to do."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

BOT: Final = Path(__file__).parents[1] / "bot"
# The sample store and the measuring say theirs to developers.
_LEFT_OUT: Final = ("simulator", "bench", "embedded")
_MISTAKES: Final = ("UserMistake", "SettingsError", "DataFileError", "DatabaseDown")
_GAP: Final = "…"
_REASON: Final = "a reason"
# Where it is decided that a notice is not sent: every text in there is a reason.
_REASONS: Final = ("domain/consent.py", "domain/truth.py", "flow/choose_template.py", "flow/look_again.py", "flow/notify.py")
# Files whose every text is said, and as what.
_WHOLE: Final = {**dict.fromkeys(_REASONS, _REASON), "settings/problems.py": "SettingsError"}
_WORD: Final = re.compile("[A-Za-z]{2,}")
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that are mended in one place: those that ``raised`` names in files whose path below bot/ begins with one of ``where``."""

    title: str
    mend: str
    raised: tuple[str, ...]
    where: tuple[str, ...] = ("",)


# The first group that fits takes a sentence.
GROUPS: Final = (
    Group(
        "It does not start, or a command ends with an error",
        "A setting, a folder, a port or the database. See [It does not start](trouble.md#it-does-not-start).",
        _MISTAKES,
        ("settings/", "db/", "app/", "commands/running.py", "commands/serve.py", "commands/connect.py"),
    ),
    Group(
        "A command was asked for something that is not there",
        "The sentence names the command that lists what there is.",
        ("UserMistake",),
        ("commands/",),
    ),
    Group(
        "An intent file, a catalogue, a price table or a file of orders is wrong",
        "Mend the line that the sentence names. The running bot goes on with what it had read before: see"
        " [What the bot understands](../language.md) and [Connectors](../connectors/index.md#bring-the-orders-that-are-there-already).",
        _MISTAKES,
    ),
    Group(
        "A webhook is answered with 401",
        "Nothing of it was kept. See [Webhooks are refused](trouble.md#webhooks-are-refused).",
        ("Unauthenticated",),
    ),
    Group(
        "Another system gives no answer",
        "In the log, and as an [alert](trouble.md#alerts) `connector` where asking again will not help.",
        ("FetchFailed",),
    ),
    Group(
        "Put aside: it came in and can't be understood",
        "`wasla inbox parked` and the console show them. See [Something is parked](trouble.md#something-is-parked).",
        ("Unreadable",),
    ),
    Group(
        "Can't be sent as it is",
        "WhatsApp has limits for every part of a message. Mostly it is your own wording or file: shorten it.",
        ("OverLimit",),
    ),
    Group(
        "A notice was skipped",
        "The order's history says it. See [A notice did not go out](trouble.md#a-notice-did-not-go-out).",
        (_REASON,),
    ),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` with a gap for each value; ``raised`` is what says it, ``path`` the file below bot/."""

    text: str
    raised: str
    path: str


def sentences() -> tuple[Sentence, ...]:
    """Return every sentence that the source holds, in its order, each once."""
    files = (path for path in sorted(BOT.rglob("*.py")) if path.relative_to(BOT).parts[0] not in _LEFT_OUT)
    return tuple(dict.fromkeys(one for path in files for one in _of_file(path)))


def _of_file(path: Path) -> Iterator[Sentence]:
    names = {name for group in GROUPS for name in group.raised}
    tree, file = ast.parse(path.read_text("utf-8")), path.relative_to(BOT).as_posix()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
            yield from (Sentence(text, node.func.id, file) for text in _said(node.args[0]))
    if file in _WHOLE:
        yield from (Sentence(text, _WHOLE[file], file) for part in _without_docstrings(tree) for text in _said(part))


def _without_docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    """Go through the expressions that can hold a reason: what is returned, kept under a name, or handed over."""
    for node in ast.walk(tree):
        match node:
            case ast.Return(value=ast.expr() as value) | ast.AnnAssign(value=ast.expr() as value):
                yield value
            case ast.Call(args=args):
                yield from args
            case _:
                pass


def _said(node: ast.expr) -> Iterator[str]:
    """Return the sentences of an expression; one of a few words is the value of something else."""
    whole = " ".join(_text(node).split())
    if " " in whole and len(_WORD.findall(whole)) >= _FEWEST:
        yield whole
    elif isinstance(node, ast.IfExp | ast.Dict):
        parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values
        for part in parts:
            yield from _said(part)


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case ast.FormattedValue():
            return _GAP
        case ast.BinOp(left=left, right=right):
            return _text(left) + _text(right)
        case _:
            return ""


def group_of(sentence: Sentence) -> Group:
    """Return where a sentence stands; ``StopIteration`` when no group takes it."""
    return next(group for group in GROUPS if sentence.raised in group.raised and sentence.path.startswith(group.where))


def sentences_page() -> str:
    """Return the page: groups with their sentences, in which … stands for a value."""
    by_group: defaultdict[str, list[str]] = defaultdict(list)
    for one in sentences():
        by_group[group_of(one).title].append(one.text)
    lines = ["# What Wasla says", "", "Search this page for the words that you see. … stands for a name, a number or a reason.", ""]
    for group in GROUPS:
        lines += [f"## {group.title}", "", group.mend, "", *(f"- `{text}`" for text in dict.fromkeys(by_group[group.title])), ""]
    return "\n".join(lines)
