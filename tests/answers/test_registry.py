from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import ANSWERS, answer_of
from bot.answers.payloads import LanguagePayload, parse_payload
from bot.domain.answer import Say
from bot.domain.clock import DAY
from bot.domain.money import Money
from bot.domain.order import Invoice, Order, OrderState, PaymentState, Shipment, ShipmentFlag, ShipmentState
from bot.errors import DataFileError
from bot.language.data import data_folder
from bot.language.intents import Intent, load_intents
from bot.language.render import render
from tests.answers.conftest import BARE_STORE, NOW, ORDER, STORE, body, facts

if TYPE_CHECKING:
    from bot.domain.answer import Answer
    from bot.language.catalogue import Catalogues

TITLES = st.text(max_size=40)
INSTANTS = st.integers(min_value=NOW - 60 * DAY, max_value=NOW + DAY)
SHIPMENTS = st.builds(
    Shipment,
    id=TITLES,
    state=st.sampled_from(get_args(ShipmentState)),
    state_at=INSTANTS,
    carrier=st.none() | TITLES,
    tracking_number=st.none() | TITLES,
    tracking_url=st.none() | st.sampled_from(["https://a.example/1", "nonsense", "https://b.example/2"]),
    scan_at=st.none() | INSTANTS,
    scan_place=st.none() | TITLES,
    eta=st.none() | st.sampled_from(["2026-11-20", "2026-11-24", "2026-12-01", "soon"]),
    flags=st.lists(st.sampled_from(get_args(ShipmentFlag)), max_size=3).map(tuple),
)
AMOUNTS = st.builds(Money, st.integers(min_value=0, max_value=10**9), st.sampled_from(["SAR", "KWD", "JPY", "XXX"]))
ORDERS = st.builds(
    Order,
    id=st.uuids().map(lambda made: f"noura:{made}"),
    store_id=st.just("noura"),
    number=TITLES,
    placed_at=INSTANTS,
    state=st.sampled_from(get_args(OrderState)),
    payment=st.sampled_from(get_args(PaymentState)),
    total=AMOUNTS,
    shipments=st.lists(SHIPMENTS, max_size=3).map(tuple),
    invoices=st.lists(st.builds(Invoice, TITLES, INSTANTS, AMOUNTS, st.none() | st.just("d1")), max_size=2).map(tuple),
    refunded=st.none() | AMOUNTS,
)


def test_every_intent_of_the_files_has_its_answer() -> None:
    for intent in load_intents(data_folder("intents")).by_name.values():
        assert answer_of(intent)(facts(ORDER)).lines, intent.name


def test_what_the_flow_says_itself_is_there() -> None:
    assert {"not_understood", "order_not_found", "out_of_scope", "unsupported_message"} <= ANSWERS.keys()


def test_an_intent_may_answer_with_a_text() -> None:
    intent = Intent("wave", None, "thanks.welcome", waits=False, phrases={})
    assert answer_of(intent)(facts()).lines == (Say("thanks.welcome"),)


def test_an_answer_that_does_not_exist_is_named() -> None:
    with pytest.raises(DataFileError, match=r"^wave.yaml: there is no answer 'waving': use one of order_status"):
        answer_of(Intent("wave", "waving", None, waits=False, phrases={}))


@pytest.mark.parametrize("language", ["en", "ar", "ar-SA"])
@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_words_in_every_language(catalogues: Catalogues, name: str, language: str) -> None:
    text = body(render(ANSWERS[name](facts(ORDER)), catalogues=catalogues, language=language, store=STORE))
    assert len(text) > 10
    assert "{" not in text
    assert (language == "en") == text.isascii() or any("\u0600" <= char <= "\u06ff" for char in text) == (language != "en")


def ids(answer: Answer) -> list[str]:
    return [option.id for option in answer.options]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_option_can_be_understood_when_it_comes_back(name: str) -> None:
    for made in (facts(), facts(ORDER), facts(ORDER, store=BARE_STORE)):
        payloads = [parse_payload(one) for one in ids(ANSWERS[name](made))]
        assert all(isinstance(payload, LanguagePayload) or (payload is not None and payload.intent in ANSWERS) for payload in payloads)


@settings(deadline=None)
@given(orders=st.lists(ORDERS, max_size=4), chosen=st.booleans(), name=st.sampled_from(sorted(ANSWERS)), language=st.sampled_from(["en", "ar", "fr"]))
def test_no_order_leaves_an_answer_without_words(catalogues: Catalogues, orders: list[Order], name: str, language: str, *, chosen: bool) -> None:
    made = facts(*orders, chosen=orders[0] if orders and chosen else None, text="order 1001")
    content = render(ANSWERS[name](made), catalogues=catalogues, language=language, store=STORE)
    assert body(content).strip()
