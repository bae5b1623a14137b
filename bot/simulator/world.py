"""The simulated world: who there is, what was said, and the one place where a send is accepted and told about."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from bot.domain.window import LENGTH
from bot.simulator.account import AccountState
from bot.simulator.bubbles import bubble
from bot.simulator.chats import Chats, Event, State
from bot.simulator.directory import Directory, user_of
from bot.simulator.faults import Fault
from bot.simulator.media import MediaStore
from bot.simulator.people import Person, Shippable, SimNumber, User
from bot.simulator.records import Body, Receipt, Records, Refused, Sent
from bot.simulator.switches import Dice, Switches
from bot.simulator.templates import Template, TemplateStore
from bot.simulator.webhooks import Postman
from bot.simulator.wire import Json, Update, contact, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.simulator.behind import Behind

__all__ = ["Person", "Sent", "Shippable", "SimNumber", "Switches", "World", "wall_clock"]

# Since October 2026 a number's first 1,000 free-form messages of a month are free (the world lives for less than a month).
FREE_SERVICE_MESSAGES = 1_000
_REMEMBERED = 100_000


def wall_clock() -> int:
    """Return the present instant."""
    return time.time_ns() // 1_000_000


class World:
    """Everything that the offline WhatsApp knows.

    ``strict`` makes it remember and check message and media ids; without it (load tests) ids are taken as they are.
    ``history`` bounds how many sends, receipts and refusals are kept. ``run`` makes the wamids of this world unlike those of
    another run, because a bot with a stored memory would take a repeated one for a redelivery.
    ``silent_days`` is how long a parcel may show no sign of life before the store's job asks. ``behind`` shows what the bot writes
    down, where bot and world are of one installation.
    """

    def __init__(
        self,
        *,
        numbers: Sequence[SimNumber],
        people: Iterable[Person] = (),
        bot_url: str = "http://127.0.0.1:8080",
        shippables: Mapping[str, Sequence[Shippable]] | None = None,
        store_secrets: Mapping[str, str] | None = None,
        templates: Iterable[Mapping[str, object]] = (),
        switches: Switches | None = None,
        clock: Callable[[], int] = wall_clock,
        run: str | None = None,
        history: int | None = None,
        strict: bool = True,
        concurrency: int = 8,
        silent_days: int = 3,
        free_messages: int = FREE_SERVICE_MESSAGES,
    ) -> None:
        self.directory = Directory(numbers, people)
        self.shippables = {person_id: list(parcels) for person_id, parcels in (shippables or {}).items()}
        self.gone: set[tuple[str, str]] = set()
        self.store_secrets = dict(store_secrets or {})
        self.silent_days = silent_days
        self.clock = clock
        self.strict = strict
        self.switches = switches or Switches()
        self.dice = Dice(self.switches.seed)
        self.records = Records(history)
        self.chats = Chats()
        self.media = MediaStore(clock)
        self.templates = TemplateStore()
        self.account = AccountState()
        self.postman = Postman(bot_url, self.switches, self.dice, concurrency=concurrency, on_outcome=self._outcome)
        self.behind: Behind | None = None
        self._senders: dict[str, str] = {}
        self._run = run or secrets.token_hex(6).upper()
        self._serial = 0
        self._windows: dict[tuple[str, str], int] = {}
        self._free_messages = free_messages
        self._service_messages: dict[str, int] = {}
        accounts = {number.waba_id for number in numbers}
        for spec in templates:
            for waba_id in accounts:
                self.templates.create(waba_id, spec)

    @property
    def bot_url(self) -> str:
        """Where the bot listens, without a path."""
        return self.postman.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.postman.bot_url = url.rstrip("/")

    @property
    def sent(self) -> list[Sent]:
        """Every accepted send, the newest last."""
        return self.records.sent

    @property
    def receipts(self) -> list[Receipt]:
        """Every read receipt, the newest last."""
        return self.records.receipts

    @property
    def refused(self) -> list[Refused]:
        """Every send that was not accepted, the newest last."""
        return self.records.refused

    def person(self, person_id: str) -> Person:
        """Return a customer; raises ``KeyError``."""
        return self.directory.people[person_id]

    def number_of(self, person: Person) -> SimNumber:
        """Return the business number that a customer writes to."""
        return self.directory.numbers[person.phone_number_id]

    def set_switches(self, /, **values: object) -> None:
        """Set switches by name; raises ``UserMistake`` and changes nothing when one is wrong. ``seed`` starts the dice again."""
        self.switches = self.switches.changed(values)
        if "seed" in values:
            self.dice = Dice(self.switches.seed)
        self.postman.use(self.switches, self.dice)

    def new_wamid(self) -> str:
        """Return a message id that no other message of any run has."""
        self._serial += 1
        return f"wamid.{self._run}{self._serial:08X}"

    def open_window(self, phone_number_id: str, user_key: str, at: int | None = None) -> None:
        """Let the 24 hours start: the user (a person's id, ``wa:<digits>`` or ``bsuid:<id>``) has just written, or wrote ``at``."""
        self._windows[(phone_number_id, user_key)] = self.clock() if at is None else at

    def window_is_open(self, phone_number_id: str, user_key: str) -> bool:
        """Tell whether free-form messages may go to this user."""
        written = self._windows.get((phone_number_id, user_key))
        return written is not None and self.clock() < written + LENGTH

    def accept(self, number: SimNumber, body: Body, user: User, template: Template | None, failure: Fault | None) -> Sent:
        """Take a send: record it, show it on the phone, and tell what becomes of it (``failure``: that it did not arrive)."""
        outbox_id = body.get("biz_opaque_callback_data")
        sent = Sent(
            wamid=self.new_wamid(),
            phone_number_id=number.phone_number_id,
            body=body,
            at=self.clock(),
            outbox_id=outbox_id if isinstance(outbox_id, str) else None,
            to=user.key,
        )
        if user.person is not None:
            self._show(user.person, sent, template, failure)
        self.records.add_sent(sent)
        if failure is not None:
            self._tell(number, user, sent, "failed", fault=failure)
        else:
            self._tell(number, user, sent, "sent", pricing=self._pricing(number, template))
            self._tell(number, user, sent, "delivered")
            if self.switches.auto_read:
                self.read(number, user, sent.wamid, sent.outbox_id)
        return sent

    def heard(self, person: Person, wamid: str) -> None:
        """Remember who sent a message, so that a receipt or a reaction finds its chat; the oldest are forgotten."""
        self._senders[wamid] = person.id
        if len(self._senders) > _REMEMBERED:
            del self._senders[next(iter(self._senders))]

    def receipt(self, number: SimNumber, message_id: str, *, typing: bool) -> None:
        """The bot has read a message and all before it; raises ``Fault`` when a strict world never saw that message."""
        person_id = self._senders.get(message_id)
        if person_id is None and self.strict:
            raise Fault(131009, f"There is no message {message_id} to mark as read.")
        if person_id is not None:
            self._mark_read(person_id, message_id)
            self.chats.publish(person_id, Event("typing", {"on": typing}))
        self.records.add_receipt(Receipt(number.phone_number_id, message_id, typing, self.clock()))

    def tell_again(self, person: Person, state: str, *, of_ours: bool = True) -> None:
        """Tell a status of the newest message to a person, perhaps for the second time and late; or that of a message that nobody sent."""
        number, user = self.number_of(person), user_of(person)
        newest = next((sent for sent in reversed(self.sent) if sent.to == user.key), None)
        wamid, outbox_id = (newest.wamid, newest.outbox_id) if of_ours and newest is not None else (self.new_wamid(), None)
        self._put_status(number, user, wamid, status(user, wamid, state, self.clock(), outbox_id=outbox_id))

    def read(self, number: SimNumber, user: User, wamid: str, outbox_id: str | None) -> None:
        """The user has read a message of the business."""
        if self.switches.statuses:
            self._put_status(number, user, wamid, status(user, wamid, "read", self.clock(), outbox_id=outbox_id, hide_phone=self.switches.bsuid_only))

    async def wait_for(self, count: int | Callable[[Sequence[Sent]], bool], timeout: float = 5.0) -> list[Sent]:  # noqa: ASYNC109 (how long to wait is what it is asked)
        """Return all sends once there are ``count`` of them, or once the predicate holds over them; else ``TimeoutError`` says what came."""
        if callable(count):
            holds = count
            await self.records.wait_until(lambda: holds(self.sent), timeout=timeout, what="the expected sends")
        else:
            await self.records.wait_until(lambda: self.records.sent_count >= count, timeout=timeout, what=f"{count} sends")
        return self.sent

    def _tell(self, number: SimNumber, user: User, sent: Sent, state: str, *, pricing: Json | None = None, fault: Fault | None = None) -> None:
        if self.switches.statuses:
            item = status(
                user, sent.wamid, state, sent.at, outbox_id=sent.outbox_id, pricing=pricing, fault=fault, hide_phone=self.switches.bsuid_only
            )
            self._put_status(number, user, sent.wamid, item)

    def _put_status(self, number: SimNumber, user: User, wamid: str, item: Json) -> None:
        known = None if "errors" in item else contact(user, hide_phone=self.switches.bsuid_only)
        self.postman.put(Update(number, "statuses", item, known, wamid))

    def _pricing(self, number: SimNumber, template: Template | None) -> Json:
        if template is not None:
            return {"billable": True, "pricing_model": "PMP", "type": "regular", "category": template.category.lower()}
        count = self._service_messages[number.phone_number_id] = self._service_messages.get(number.phone_number_id, 0) + 1
        free = count <= self._free_messages
        return {"billable": not free, "pricing_model": "PMP", "type": "free_customer_service" if free else "regular", "category": "service"}

    def _show(self, person: Person, sent: Sent, template: Template | None, failure: Fault | None) -> None:
        if sent.type == "reaction":
            if failure is None:
                self._react(person, sent)
            return
        message = bubble(sent.body, sent.wamid, sent.at, self.media, template)
        message.status = "read" if self.switches.auto_read else "delivered"
        if failure is not None:
            message.status, message.error = "failed", f"{failure.title} ({failure.code})"
        self.chats.publish(person.id, Event("typing", {"on": False}))
        self.chats.add(person.id, message)

    def _mark_read(self, person_id: str, message_id: str) -> None:
        for message in self.chats.messages(person_id):
            if message.sender == "customer" and message.advance("read"):
                self.chats.changed(person_id, message)
                self.chats.publish(person_id, Event("read", {"wamid": message.id}))
            if message.id == message_id:
                return

    def _react(self, person: Person, sent: Sent) -> None:
        content = sent.body.get("reaction")
        target = self.chats.find(person.id, str(content.get("message_id"))) if isinstance(content, dict) else None
        if target is not None and isinstance(content, dict):
            target.react("business", str(content.get("emoji", "")))
            self.chats.changed(person.id, target)

    def _outcome(self, update: Update, delivered: bool) -> None:  # noqa: FBT001 (the postman's callback)
        if update.person_id is None or update.wamid is None:
            return
        message = self.chats.find(update.person_id, update.wamid)
        state: State = "delivered" if delivered else "failed"
        if message is not None and message.sender == "customer" and message.advance(state):
            self.chats.changed(update.person_id, message)
