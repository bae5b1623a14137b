"""What to answer: a pure decision over one chat and everything that its customer has said since the last one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answers import ANSWERS, Answering, not_understood
from bot.answers.payloads import OrderPayload, parse_payload
from bot.domain.answer import Answer, Facts
from bot.domain.clock import MINUTE, SECOND
from bot.domain.conversation import Conversation, Flag, Question
from bot.domain.delivery import OutboxItem, TranscriptEntry
from bot.domain.message import Edit, IdentityChange, Media, Reaction, Revoke, Tapped, Text, Welcome
from bot.flow.reply_language import reply_language
from bot.language.render import render
from bot.language.slots import order_key, same_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.customer import Customer
    from bot.domain.message import Content, InboundMessage
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.language.catalogue import Catalogues
    from bot.language.understand import Matcher, Understanding

QUESTION_LIVES = 30 * MINUTE
# Nobody wants a page for each of many questions; the rest of a burst is asked again if it matters.
MOST_ANSWERS = 3
MISSES_BEFORE_FLAG = 2
# A number in such a question means an order; where it fits none of the customer's, saying so beats answering about another.
ABOUT_ONE_ORDER = frozenset(("order_status", "order_eta", "invoice_request"))
UNKNOWN_ORDER = "?"
SMALL_TALK = frozenset(("greeting", "thanks", "goodbye", "affirm", "deny"))


@dataclass(frozen=True, slots=True)
class Mind:
    """What understanding and wording need: ``answers`` are by intent. Built at start, replaced whole when its files change."""

    matcher: Matcher
    catalogues: Catalogues
    answers: Mapping[str, Answering]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what the store knows around it: the inbox id, when it came in, the order of the message that it quotes."""

    inbox_id: str
    received_at: int
    message: InboundMessage
    quoted_order: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is known about one chat at one moment; ``orders`` are the customer's, newest first."""

    conversation: Conversation
    store: Store
    customer: Customer
    orders: tuple[Order, ...]
    heard: tuple[Heard, ...]
    now: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The chat's next state, what goes out, and the transcript lines of what came in."""

    conversation: Conversation
    outbox: tuple[OutboxItem, ...]
    lines: tuple[TranscriptEntry, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """The customer seems to be still typing: look again at ``until``."""

    until: int


@dataclass(frozen=True, slots=True)
class _Request:
    """One thing that the customer wants: ``intent`` is ``None`` when the words were not understood."""

    heard: Heard
    intent: str | None
    order: str | None = None
    fragment: bool = False
    understanding: Understanding | None = None
    media: str | None = None


def converse(scene: Scene, mind: Mind, reply_pause: int) -> Decision | Wait:
    """Decide what to answer to everything heard, as one; ``reply_pause`` is in milliseconds.

    What a person has taken over is recorded and not answered.
    """
    requests = _understand(scene, mind)
    newest = max(heard.received_at for heard in scene.heard)
    if scene.conversation.owner == "bot" and _still_typing(scene, requests) and scene.now < newest + reply_pause:
        return Wait(newest + reply_pause)
    language = reply_language(scene.conversation, scene.customer, scene.store, [r.understanding for r in requests if r.understanding])
    after = replace(
        scene.conversation,
        version=scene.conversation.version + 1,
        language=language,
        last_inbound_at=max(scene.conversation.last_inbound_at or 0, *(heard.message.sent_at for heard in scene.heard)),
    )
    lines = tuple(_line(scene, heard, requests) for heard in scene.heard)
    if after.owner != "bot" or not requests:
        return Decision(after, (), lines)
    answers = _answers(scene, requests, mind)
    after = _remember(scene, after, requests, answers)
    return Decision(after, _outbox(scene, after, answers, mind, language), lines)


def _still_typing(scene: Scene, requests: Sequence[_Request]) -> bool:
    return bool(requests) and scene.conversation.question is None and all(request.fragment for request in requests)


def _understand(scene: Scene, mind: Mind) -> tuple[_Request, ...]:
    requests = [request for heard in scene.heard if (request := _request(scene, heard, mind)) is not None]
    spoken = [request for request in requests if request.understanding is not None]
    if len(spoken) > 1 and any(request.intent is None for request in spoken):
        # Sentences are often sent in pieces: "where" / "is my order". Together they may make sense.
        words = " ".join(text for request in spoken if (text := _words(request.heard.message.content)))
        whole = _read(scene, spoken[-1].heard, words, mind)
        if whole.intent is not None:
            return (*(request for request in requests if request.understanding is None), whole)
    meant = [request for request in requests if request.intent is not None and request.intent not in SMALL_TALK]
    return tuple(_without_repeats(meant or requests))


def _without_repeats(requests: Sequence[_Request]) -> list[_Request]:
    kept = {(request.intent, request.order, request.media): request for request in requests}
    return list(kept.values())[:MOST_ANSWERS]


def _words(content: Content) -> str | None:
    match content:
        case Text(body=body) | Edit(body=str(body)) | Media(caption=str(body)):
            return body
        case _:
            return None


def _request(scene: Scene, heard: Heard, mind: Mind) -> _Request | None:
    content = heard.message.content
    words = _words(content)
    if words is not None and words.strip():
        return _read(scene, heard, words, mind)
    match content:
        case Tapped(payload=payload, title=title):
            tapped = parse_payload(payload)
            if tapped is None:
                return _read(scene, heard, title, mind)
            return _Request(heard, tapped.intent, tapped.order_id if isinstance(tapped, OrderPayload) else heard.quoted_order)
        case Welcome():
            return _Request(heard, "greeting")
        case Reaction() | Revoke() | Edit() | IdentityChange():
            return None
        case Media(media=media, voice=voice):
            return _Request(heard, None, media="voice" if voice else media)
        case _:
            return _Request(heard, None, media=content.kind)


def _read(scene: Scene, heard: Heard, words: str, mind: Mind) -> _Request:
    understanding = mind.matcher.understand(words, preferred=scene.conversation.language)
    numbers = understanding.slots.order_numbers
    named = next((order.id for number in numbers for order in scene.orders if same_order(order.number, number)), None)
    order = named or heard.quoted_order
    intent = understanding.intent
    if numbers and named is None and intent in ABOUT_ONE_ORDER:
        return _Request(heard, intent, UNKNOWN_ORDER, understanding=understanding)
    question = scene.conversation.question
    nothing_else = intent in {None, question.intent if question else None} or order_key(words) in numbers
    if question is not None and question.expires_at > scene.now and named in question.options and nothing_else:
        intent = question.intent
    elif intent is None and order is not None:
        intent = "order_status"
    return _Request(heard, intent, order, fragment=understanding.fragment and order is None, understanding=understanding)


def _answers(scene: Scene, requests: Sequence[_Request], mind: Mind) -> list[Answer]:
    answers = [_answer(scene, request, mind) for request in requests]
    first, rest = answers[0], answers[1:]
    together = [first]
    for answer in rest:
        plain = not (answer.options or answer.link or answer.document)
        if plain and not together[-1].document:
            together[-1] = replace(together[-1], lines=together[-1].lines + answer.lines, flag=together[-1].flag or answer.flag)
        else:
            together.append(answer)
    return together


def _answer(scene: Scene, request: _Request, mind: Mind) -> Answer:
    order = next((order for order in scene.orders if order.id == request.order), None)
    words = _words(request.heard.message.content) or ""
    facts = Facts(scene.store, scene.customer, scene.orders, scene.now, order, words)
    if request.media is not None:
        return ANSWERS["unsupported_message"](facts)
    # What only buttons ask for has no phrases, and so no intent file.
    answering = mind.answers.get(request.intent or "") or ANSWERS.get(request.intent or "")
    if answering is None:
        return not_understood.answer(facts, scene.conversation.misunderstood)
    if request.order == UNKNOWN_ORDER:
        return ANSWERS["order_not_found"](facts)
    return answering(facts)


def _remember(scene: Scene, after: Conversation, requests: Sequence[_Request], answers: Sequence[Answer]) -> Conversation:
    asked = next((answer for answer in answers if answer.asks), None)
    question = None
    if asked is not None and asked.asks is not None:
        payloads = [parse_payload(option.id) for option in asked.options]
        options = tuple(payload.order_id for payload in payloads if isinstance(payload, OrderPayload))
        question = Question(asked.asks, options, scene.now, scene.now + QUESTION_LIVES)
    missed = all(request.intent is None and request.media is None for request in requests)
    misses = after.misunderstood + 1 if missed else 0
    reason = next((answer.flag for answer in answers if answer.flag), None)
    if reason is None and misses >= MISSES_BEFORE_FLAG:
        reason = "misunderstood"
    flag = after.flag
    if reason is not None and (flag is None or flag.reason != reason):
        flag = Flag(reason, scene.now, _words(requests[-1].heard.message.content) or "")
    focus = next((answer.order_id for answer in answers if answer.order_id), after.focus_order)
    return replace(after, question=question, misunderstood=misses, flag=flag, focus_order=focus)


def _outbox(scene: Scene, after: Conversation, answers: Sequence[Answer], mind: Mind, language: str) -> tuple[OutboxItem, ...]:
    sender = scene.heard[-1].message.sender
    known = scene.customer.address
    to = replace(known, bsuid=sender.bsuid or known.bsuid, wa_id=sender.wa_id or known.wa_id)
    return tuple(
        OutboxItem(
            id=f"{after.id}:{after.version}:{n}",
            kind="answer",
            store_id=after.store_id,
            customer_id=after.customer_id,
            conversation_id=after.id,
            phone_number_id=after.phone_number_id,
            to=to,
            created_at=scene.now,
            due_at=scene.now,
            content=render(answer, catalogues=mind.catalogues, language=language, store=scene.store),
            language=language,
            order_id=answer.order_id,
        )
        for n, answer in enumerate(answers)
    )


def _line(scene: Scene, heard: Heard, requests: Sequence[_Request]) -> TranscriptEntry:
    understood = next((request for request in requests if request.heard is heard), None)
    guess = understood.understanding.ranked[0] if understood and understood.understanding and understood.understanding.ranked else None
    content = heard.message.content
    return TranscriptEntry(
        id=heard.inbox_id,
        conversation_id=scene.conversation.id,
        customer_id=scene.customer.id,
        store_id=scene.store.id,
        direction="in",
        # WhatsApp's time is cut to whole seconds; ours keeps a question before its answer.
        at=max(heard.message.sent_at, min(heard.received_at, heard.message.sent_at + SECOND - 1)),
        text=content.title if isinstance(content, Tapped) else _words(content) or "",
        content=content.kind,
        wamid=heard.message.id,
        order_id=heard.quoted_order,
        understood=understood.intent if understood else None,
        confidence=guess.confidence if guess else None,
    )
