"""The examples of outgoing webhooks are what the program sends, to the letter."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import pytest

from bot.domain.consent import ConsentChange, Source
from bot.domain.conversation import Conversation, Flag, FlagReason
from bot.domain.delivery import Author
from bot.domain.happening import Alarm, Failed, OptedOut
from bot.domain.outgoing import OutgoingEvent, OutgoingType
from bot.domain.rating import Rating
from bot.domain.request import Request, RequestKind
from bot.flow.consent_news import consent_news
from bot.flow.conversing.opened import request_news
from bot.flow.handoff.acts import news
from bot.flow.handoff.survey import rating_news
from bot.flow.outgoing import event_body
from bot.flow.outgoing_news import flagged, news_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT: Final = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
EXAMPLES: Final = {one["type"]: one for one in map(json.loads, re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL))}
AT: Final = 1_795_510_800_000  # 2026-11-24, nine in the morning in London
CHAT: Final = Conversation("con_1", "noor", "cus_1", "110")
NORA: Final = Author("st_1", "Nora")


def happened() -> Iterator[OutgoingEvent | None]:
    yield from news_of([Failed("noor", "cus_1", "con_1", "110", "reply:1", "answer", "noor:1042", 131026, "undeliverable", AT)])
    yield from news_of([OptedOut("noor", "cus_1", "con_1", "110", "utility", "stop", AT)])
    yield from news_of([Alarm("noor", "number_stopped", "110000000000001", "the token has ended", AT)])


def done_by_people() -> Iterator[OutgoingEvent | None]:
    yield news(CHAT, "conversation.taken_over", NORA, AT)
    yield news(CHAT, "conversation.handed_back", None, AT)
    yield news(CHAT, "conversation.closed", NORA, AT)
    yield news(CHAT, "conversation.escalated", None, AT, waiting_since=1_795_509_000_000, assignee=None)


def told_by_customers() -> Iterator[OutgoingEvent | None]:
    yield flagged(CHAT, Conversation("con_1", "noor", "cus_1", "110", flag=Flag("complaint", AT, "NH-1042")))
    yield from consent_news([ConsentChange("1", "noor", "cus_1", "con_1", "utility", given=True, at=AT, source="chat", wording="start")])
    yield from request_news([Request("req_1", "noor", "con_1", "cus_1", "return", AT, "noor:1042", "too small")])
    yield from rating_news([Rating("1", "noor", "con_1", "cus_1", AT, AT, "st_1", 3, "quick")])


EVENTS: Final = {event.type: event for event in (*happened(), *done_by_people(), *told_by_customers()) if event}


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_an_example_is_what_is_sent(event: OutgoingEvent) -> None:
    assert EXAMPLES[event.type] == json.loads(event_body(event))


def test_every_type_has_an_example() -> None:
    # The digest is put together from the database: tests of the job look at it.
    assert EXAMPLES.keys() == EVENTS.keys() | {"digest.daily"} == set(get_args(OutgoingType))


def test_every_value_that_a_receiver_meets_is_named() -> None:
    values = {*get_args(FlagReason), *get_args(RequestKind), *get_args(Source)}
    assert [value for value in sorted(values) if f"`{value}`" not in TEXT] == []
