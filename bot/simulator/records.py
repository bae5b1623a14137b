"""What the world has seen the bot do, and waiting for it to do more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Body = dict[str, object]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sent:
    """An accepted send. ``at`` is an instant, ``outbox_id`` the sender's ``biz_opaque_callback_data``, ``to`` who got it."""

    wamid: str
    phone_number_id: str
    body: Body
    at: int
    outbox_id: str | None
    to: str

    @property
    def type(self) -> str:
        """Graph's type of the message."""
        return str(self.body.get("type", "text"))

    @property
    def text(self) -> str:
        """What can be read in it: the text, the interactive body, the caption or the template's parameters."""
        return _readable(self.body)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The bot has marked a customer's message as read, and shows that it types when ``typing``."""

    phone_number_id: str
    message_id: str
    typing: bool
    at: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A send that was not accepted; ``code`` is Graph's, 0 when the answer was a bare 500."""

    phone_number_id: str
    body: Body
    code: int
    details: str
    at: int


class Records:
    """Lists of what happened, the newest last. With ``limit`` only about so many are kept of each; the counts go on."""

    def __init__(self, limit: int | None = None) -> None:
        self.sent: list[Sent] = []
        self.receipts: list[Receipt] = []
        self.refused: list[Refused] = []
        self.sent_count = 0
        self._limit = limit
        self._waiting: set[asyncio.Future[None]] = set()

    def add_sent(self, sent: Sent) -> None:
        """Keep an accepted send."""
        self.sent_count += 1
        self._add(self.sent, sent)

    def add_receipt(self, receipt: Receipt) -> None:
        """Keep a read receipt."""
        self._add(self.receipts, receipt)

    def add_refused(self, refused: Refused) -> None:
        """Keep a refusal."""
        self._add(self.refused, refused)

    def clear(self) -> None:
        """Forget everything, the counts too."""
        self.sent.clear()
        self.receipts.clear()
        self.refused.clear()
        self.sent_count = 0

    def wake(self) -> None:
        """Let everybody who waits look again."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait_until(self, holds: Callable[[], bool], *, timeout: float = 5.0, what: str = "it") -> None:  # noqa: ASYNC109 (how long to wait is what it is asked)
        """Return as soon as ``holds()``; raises ``TimeoutError`` that tells what was seen when it does not within ``timeout`` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not holds():
                    await self._change()
        except TimeoutError:
            raise TimeoutError(f"waited {timeout:g} s for {what}; {self.summary()}") from None

    @property
    def waited_for(self) -> bool:
        """Whether somebody waits for something to happen."""
        return bool(self._waiting)

    def summary(self) -> str:
        """Return one line on what was seen lately, for error messages."""
        sent = "; ".join(f"{one.type} to {one.to}: {one.text[:80]!r}" for one in self.sent[-5:]) or "nothing"
        refused = "".join(f"; refused {one.code}: {one.details}" for one in self.refused[-3:])
        return f"{self.sent_count} sent, the last: {sent}{refused}"

    async def _change(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)

    def _add(self, kept: list[_T], one: _T) -> None:
        kept.append(one)
        if self._limit is not None and len(kept) > 2 * self._limit:
            del kept[: self._limit]
        if self._waiting:
            self.wake()


def _readable(body: Body) -> str:
    kind = str(body.get("type", "text"))
    content = body.get(kind)
    if not isinstance(content, dict):
        return ""
    if kind == "interactive":
        return str((content.get("body") or {}).get("text", ""))
    if kind == "template":
        return " ".join([str(content.get("name", "")), *_parameters(content)])
    return str(content.get("body") or content.get("caption") or content.get("emoji") or "")


def _parameters(template: Body) -> list[str]:
    components = template.get("components")
    if not isinstance(components, list):
        return []
    return [str(one["text"]) for part in components for one in part.get("parameters", ()) if "text" in one]
