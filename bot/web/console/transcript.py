"""A conversation's lines as they are shown: who answers what, what became of each, and what stands above and below it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2s
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from bot.domain.clock import DAY
from bot.domain.desk import shortened
from bot.domain.failure_words import topic_of
from bot.flow.look_again import WITHHELD
from bot.flow.overview.reasons import reason_of
from bot.web.console.box import wamid_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.db.documents import Document
    from bot.domain.conversation import Conversation, Flag
    from bot.domain.delivery import TranscriptEntry
    from bot.domain.failure_words import FailureTopic
    from bot.flow.overview.reasons import Reason

# What a browser shows or plays by itself, and what can't carry a script. Everything else is downloaded.
PICTURES: Final = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif"))
SOUNDS: Final = frozenset(("audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/opus"))
FILMS: Final = frozenset(("video/mp4", "video/3gpp", "video/quicktime"))
SHOWN: Final = PICTURES | SOUNDS | FILMS
PDF: Final = "application/pdf"
Tick = Literal["pending", "sent", "delivered", "read", "failed", "skipped"]
FileState = Literal["picture", "sound", "film", "paper", "gone", "refused"]
_TICKS: Final[dict[str, Tick]] = {
    "pending": "pending",
    "accepted": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "skipped": "skipped",
    "superseded": "skipped",
}
_TAKES: Final = frozenset(("taken_over", "answered_elsewhere"))
_GIVES: Final = frozenset(("handed_back", "handed_back_by_silence", "closed", "closed_by_silence"))
# WhatsApp drops customers' files after 7 days; what we have not got by then, nobody has.
_KEPT_BY_META: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A line's file: how it is shown, where it is, and what it is called; ``there`` tells whether it need not be fetched first.

    ``opens``: a browser shows it in a window of its own; what isn't shown in any way is downloaded.
    """

    state: FileState
    kind: str
    address: str
    name: str
    there: bool = False
    opens: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that a line answers; ``anchor`` is where it stands, ``id`` its line, ``None`` for one that nobody has kept."""

    text: str
    content: str
    direction: str
    id: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with everything that is shown of it; ``key`` is the same as long as it is the same line."""

    line: TranscriptEntry
    key: str
    new_day: bool = False
    tick: Tick | None = None
    withheld: bool = False
    failure: FailureTopic | None = None
    why: Reason | None = None
    meanwhile: bool = False
    quoted: Quoted | None = None
    file: ShownFile | None = None
    reactions: tuple[str, ...] = ()
    changed: bool = False
    taken_back: bool = False
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What lines are shown with: where the page is, what is known of files and of quoted lines, and the day of an instant."""

    address: str
    now: int
    day: Callable[[int], str]
    files: Mapping[str, Document] = field(default_factory=dict)
    quoted: Mapping[str, TranscriptEntry] = field(default_factory=dict)


def shown(chat: Conversation, lines: Sequence[TranscriptEntry], around: Around) -> list[Shown]:
    """Return what is shown, in order. Reactions stand at the messages that they are on, where those are there."""
    here = {wamid: line for line in lines if (wamid := wamid_of(line)) is not None and line.content != "reaction"}
    reactions, beside = _beside(lines, here)
    held, flagged, found, day = _held_before(chat, lines), flagged_line(chat, lines), list[Shown](), ""
    for line in lines:
        held = held_after(line, held=held)
        if line.content == "reaction" and line.quotes in here:
            continue
        today, wamid = around.day(line.at), wamid_of(line)
        found.append(
            Shown(
                line,
                key_of(line.id),
                new_day=today != day,
                tick=_TICKS.get(line.state or "") if line.direction == "out" else None,
                withheld=line.state == "skipped" and line.reason == WITHHELD,
                failure=topic_of(line.error_code) if line.state == "failed" and line.error_code is not None else None,
                why=_why(line),
                meanwhile=held and line.kind == "notice" and line.state not in {"skipped", "superseded"},
                quoted=_quoted(line, here, around.quoted) if line.quotes else None,
                file=_file(line, around) if line.attached else None,
                reactions=tuple(reactions.get(wamid or "", {}).values()),
                changed=(wamid, "edit") in beside,
                taken_back=(wamid, "revoke") in beside,
                flag=chat.flag if line.id == flagged else None,
            )
        )
        day = today
    return found


def key_of(line_id: str) -> str:
    """Return a name for a line that can stand in a page's address."""
    return f"l-{blake2s(line_id.encode(), digest_size=6).hexdigest()}"


def wanted_quotes(lines: Sequence[TranscriptEntry]) -> list[str]:
    """Return the wamids of messages that are quoted and stand on another page."""
    here = {wamid_of(line) for line in lines}
    return sorted({line.quotes for line in lines if line.quotes and line.quotes not in here})


def flagged_line(chat: Conversation, lines: Sequence[TranscriptEntry]) -> str | None:
    """Return the id of the line on which a person was called: the customer's last one before it."""
    before = [line.id for line in lines if chat.flag is not None and line.direction == "in" and line.at <= chat.flag.at]
    return before[-1] if before else None


def held_after(line: TranscriptEntry, *, held: bool) -> bool:
    """Tell whether a person has the conversation after a line, given whether one had it before."""
    if line.direction != "desk" or line.content != "marker":
        return held
    return line.text in _TAKES or (held and line.text not in _GIVES)


def _held_before(chat: Conversation, lines: Sequence[TranscriptEntry]) -> bool:
    """Tell whether a person had the conversation before the first line, as the first marker tells, or else the conversation itself."""
    told = [line.text for line in lines if line.content == "marker" and line.text in _TAKES | _GIVES]
    if told:
        return told[0] in _GIVES
    return chat.owner == "staff" and bool(lines) and (chat.taken_at or 0) <= lines[0].at


def _beside(lines: Sequence[TranscriptEntry], here: Mapping[str, TranscriptEntry]) -> tuple[dict[str, dict[str, str]], set[tuple[str | None, str]]]:
    """Return the reactions on each message, the last of each side, and which messages were changed or taken back."""
    reactions: dict[str, dict[str, str]] = {}
    beside: set[tuple[str | None, str]] = set()
    for line in lines:
        if line.quotes not in here or line.quotes is None:
            continue
        if line.content == "reaction":
            on = reactions.setdefault(line.quotes, {})
            on.pop(line.direction, None)
            if line.detail:
                on[line.direction] = line.detail
        elif line.content in {"edit", "revoke"}:
            beside.add((line.quotes, line.content))
    return reactions, beside


def _quoted(line: TranscriptEntry, here: Mapping[str, TranscriptEntry], elsewhere: Mapping[str, TranscriptEntry]) -> Quoted:
    wamid = line.quotes or ""
    found = here.get(wamid) or elsewhere.get(wamid)
    if found is None:
        return Quoted("", "", "out" if line.direction == "in" else "in")
    anchor = key_of(found.id)
    return Quoted(shortened(found.text), _said(found), found.direction, found.id, f"#{anchor}" if wamid in here else None)


def _why(line: TranscriptEntry) -> Reason | None:
    """Return why something was not sent, where no person's taking over is the reason."""
    unsent = line.state in {"skipped", "superseded"} and line.reason not in {None, WITHHELD}
    return reason_of(line.reason, line.state or "") if unsent else None


def _said(line: TranscriptEntry) -> str:
    """Return what kind of thing a line without words is."""
    return line.attached.kind if line.attached is not None else line.content


def _file(line: TranscriptEntry, around: Around) -> ShownFile | None:
    file = line.attached
    if file is None:
        return None
    known = around.files.get(file.document_id)
    mime_type = (known.mime_type if known else "") or file.mime_type
    name = file.filename or (known.filename if known and line.direction == "out" else "")
    address = f"{around.address}/media?line={quote(line.id, safe='')}"
    if known is not None and known.refused is not None:
        return ShownFile("refused", file.kind, "", name, why=known.refused)
    if known is None and (file.media_id is None or line.at + _KEPT_BY_META < around.now):
        return ShownFile("gone", file.kind, "", name)
    return ShownFile(_how(mime_type), file.kind, address, name, there=known is not None, opens=mime_type == PDF)


def _how(mime_type: str) -> FileState:
    return "picture" if mime_type in PICTURES else "sound" if mime_type in SOUNDS else "film" if mime_type in FILMS else "paper"
