"""The last look before sending: every notice, inside and outside the window, in both first languages, and all that may stop it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND, parse_instant
from bot.domain.consent import Consent
from bot.domain.content import DocumentOut, TemplateOut, TextOut
from bot.domain.conversation import Conversation
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.domain.notice import KINDS, Milestone, Notice
from bot.domain.order import Order, OrderState, PaymentState, ShipmentFlag, ShipmentState
from bot.domain.rules import QuietHours, StoreRules
from bot.flow.look_again import Drop, Go, Later, Surroundings, look_again
from bot.language.notices import template_name
from bot.whatsapp.limits import check
from tests.domain.notices import MILESTONES, NOW, ORDERS, PAPER, PARCEL, PLAIN, SHIPPED, notice_of
from tests.flow.conftest import SARA, STORE

if TYPE_CHECKING:
    from bot.domain.delivery import Kind
    from bot.flow.converse import Mind

OFFERS = Consent("marketing", given=True, at=1, source="checkout")
STOP = Consent("utility", given=False, at=2, source="chat", wording="stop")
CHAT = Conversation("c", "noor", "cu:sara", "n1", last_inbound_at=NOW - HOUR, consents=(OFFERS,))
CLOSED = replace(CHAT, last_inbound_at=NOW - 25 * HOUR)
AGREED = StoreRules(checkout_collects_consent=True)
ANSWER = OutboxItem("c:1:0", "answer", "noor", "cu:sara", "c", "n1", WireIdentity(wa_id="966501234567"), NOW, NOW, content=TextOut("hi"))
NIGHT = replace(AGREED, quiet=QuietHours(22 * 60, 8 * 60), through_quiet=frozenset(("out_for_delivery",)))


def item_of(milestone: Milestone, order: Order | None = None, language: str = "en", occurred_at: int = NOW - HOUR) -> OutboxItem:
    return replace(ANSWER, kind="notice", content=None, notice=notice_of(milestone, order, occurred_at), order_id="noura:1", language=language)


def around(order: Order | None = PLAIN, conversation: Conversation | None = CHAT, rules: StoreRules = AGREED) -> Surroundings:
    return Surroundings(STORE, conversation, SARA, order, rules)


def look(mind: Mind, item: OutboxItem, where: Surroundings, now: int = NOW) -> Go | Drop | Later:
    return look_again(item, where, mind.catalogues, now)


def dropped(found: Go | Drop | Later) -> Drop:
    assert isinstance(found, Drop), found
    return found


def gone(found: Go | Drop | Later) -> Go:
    assert isinstance(found, Go), found
    return found


def later(found: Go | Drop | Later) -> Later:
    assert isinstance(found, Later), found
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("milestone", MILESTONES)
def test_every_notice_is_free_form_inside_the_window(mind: Mind, milestone: Milestone, language: str) -> None:
    content = gone(look(mind, item_of(milestone, language=language), around(ORDERS[milestone]))).content
    assert content.kind in {"buttons", "link"}
    check(content)


@pytest.mark.parametrize("chat", [None, CLOSED, replace(CHAT, last_inbound_at=None)])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("milestone", [milestone for milestone in MILESTONES if milestone != "review"])
def test_every_notice_is_a_template_outside_the_window(mind: Mind, milestone: Milestone, language: str, chat: Conversation | None) -> None:
    content = gone(look(mind, item_of(milestone, language=language), around(ORDERS[milestone], chat))).content
    assert isinstance(content, TemplateOut)
    assert (content.name, content.language) == (template_name(milestone), language)
    check(content)


def test_meta_has_the_last_word_on_the_window(mind: Mind) -> None:
    content = gone(look(mind, replace(item_of("shipped"), template_only=True), around(SHIPPED))).content
    assert isinstance(content, TemplateOut)
    assert content.payloads == ("order:noura:1|order_status",)


def test_an_answer_inside_the_window_goes(mind: Mind) -> None:
    assert look(mind, ANSWER, around()) == Go(TextOut("hi"))


@pytest.mark.parametrize(
    ("item", "conversation", "why"),
    [
        (ANSWER, replace(CHAT, owner="staff"), "taken over"),
        (ANSWER, CLOSED, "window"),
        (ANSWER, None, "window"),
        (replace(ANSWER, content=None), CHAT, "nothing"),
        (replace(ANSWER, to=WireIdentity()), CHAT, "neither"),
    ],
)
def test_an_answer_that_can_not_go_says_why(mind: Mind, item: OutboxItem, conversation: Conversation | None, why: str) -> None:
    assert why in dropped(look(mind, item, around(conversation=conversation))).reason


def test_an_answer_needs_no_consent_and_knows_no_night(mind: Mind) -> None:
    night = parse_instant("2026-11-25T03:00:00+03:00")
    chat = replace(CHAT, last_inbound_at=night, consents=(STOP,))
    assert look(mind, ANSWER, around(conversation=chat, rules=NIGHT), night) == Go(TextOut("hi"))


def test_a_persons_words_go_on_and_a_finished_template_needs_no_window(mind: Mind) -> None:
    owned = replace(CHAT, owner="staff")
    assert look(mind, replace(ANSWER, kind="staff"), around(conversation=owned)) == Go(TextOut("hi"))
    template = TemplateOut("hello", "en")
    assert look(mind, replace(ANSWER, content=template), around(conversation=CLOSED)) == Go(template)


def test_a_notice_goes_on_when_a_person_has_taken_over(mind: Mind) -> None:
    gone(look(mind, item_of("shipped"), around(SHIPPED, replace(CHAT, owner="staff"))))


@pytest.mark.parametrize(
    ("where", "state", "why"),
    [
        (around(None), "skipped", "no longer there"),
        (replace(around(SHIPPED), customer=None), "skipped", "no longer there"),
        (around(replace(SHIPPED, state="cancelled")), "superseded", "cancelled"),
        (around(replace(SHIPPED, shipments=())), "superseded", "no longer part"),
        (around(ORDERS["delivered"]), "superseded", "arrived"),
        (around(SHIPPED, rules=replace(AGREED, off=frozenset(("shipped",)))), "skipped", "switched this notice off"),
        (around(SHIPPED, rules=StoreRules()), "skipped", "no consent: the checkout sent none"),
        (around(replace(SHIPPED, consent=False)), "skipped", "no consent: it was not given at the checkout"),
        (around(replace(SHIPPED, consent=True), replace(CHAT, consents=(STOP,))), "skipped", "no consent: the customer has stopped"),
    ],
)
def test_a_notice_that_is_not_to_be_said_says_why(mind: Mind, where: Surroundings, state: str, why: str) -> None:
    drop = dropped(look(mind, item_of("shipped"), where))
    assert (drop.state, why in drop.reason) == (state, True), drop.reason


@pytest.mark.parametrize("milestone", MILESTONES)
def test_old_news_is_not_told(mind: Mind, milestone: Milestone) -> None:
    long_ago = NOW - KINDS[milestone].stale_after - 1
    found = look(mind, item_of(milestone, occurred_at=long_ago), around(ORDERS[milestone]))
    assert dropped(found).reason == "it happened too long ago to be news"
    gone(look(mind, item_of(milestone, occurred_at=0), around(ORDERS[milestone])))


def test_what_was_ticked_at_the_checkout_is_enough(mind: Mind) -> None:
    gone(look(mind, item_of("shipped"), around(replace(SHIPPED, consent=True), rules=StoreRules())))


def test_a_review_needs_consent_to_marketing(mind: Mind) -> None:
    order = replace(ORDERS["review"], consent=True)
    assert "has not agreed" in dropped(look(mind, item_of("review"), around(order, replace(CHAT, consents=())))).reason
    gone(look(mind, item_of("review"), around(order, CLOSED)))


@pytest.mark.parametrize(
    ("clock", "country", "until"),
    [
        ("2026-11-25T03:00:00+03:00", "SA", "2026-11-25T08:00:00+03:00"),
        ("2026-11-25T06:30:00+03:00", "EG", "2026-11-25T08:00:00+02:00"),
        ("2026-11-25T12:00:00+03:00", "SA", None),
        ("2026-11-25T12:00:00+03:00", "US", "2026-11-25T08:00:00-05:00"),
    ],
)
def test_a_notice_waits_for_the_customers_morning(mind: Mind, clock: str, country: str, until: str | None) -> None:
    now = parse_instant(clock)
    found = look(mind, item_of("shipped", occurred_at=now), around(replace(SHIPPED, country=country), None, NIGHT), now)
    assert (found.until if isinstance(found, Later) else None) == (parse_instant(until) if until else None)


def test_what_the_store_lets_through_does_not_wait(mind: Mind) -> None:
    night = parse_instant("2026-11-25T03:00:00+03:00")
    gone(look(mind, item_of("out_for_delivery", occurred_at=night), around(ORDERS["out_for_delivery"], rules=NIGHT), night))


def test_what_is_no_longer_true_does_not_wait_for_the_morning(mind: Mind) -> None:
    night = parse_instant("2026-11-25T03:00:00+03:00")
    dropped(look(mind, item_of("shipped", occurred_at=night), around(ORDERS["delivered"], rules=NIGHT), night))


def test_an_invoice_that_may_not_be_sent_yet_waits(mind: Mind) -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, held="not cleared"),))
    found = later(look(mind, item_of("invoice"), around(order)))
    assert found == Later(NOW + 10 * MINUTE, "the invoice may not be sent yet: not cleared")


@pytest.mark.parametrize(
    ("waited", "until"),
    [(0, 2 * SECOND), (2 * SECOND, 10 * SECOND), (30 * SECOND, MINUTE), (MINUTE, 5 * MINUTE), (15 * MINUTE, 30 * MINUTE), (30 * MINUTE, None)],
)
def test_an_invoice_waits_for_its_pdf_half_an_hour(mind: Mind, waited: int, until: int | None) -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, pdf_url="https://shop.example/7.pdf"),))
    found = look(mind, item_of("invoice"), around(order), NOW + waited)
    assert (found.until if isinstance(found, Later) else None) == (NOW + until if until else None)


def test_an_invoice_with_its_pdf_goes_as_a_document(mind: Mind) -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, document_id="noor/7.pdf"),))
    assert isinstance(gone(look(mind, item_of("invoice"), around(order))).content, DocumentOut)
    outside = gone(look(mind, item_of("invoice", language="ar"), around(order, CLOSED))).content
    assert isinstance(outside, TemplateOut)
    assert outside.document == ("noor/7.pdf", "فاتورة INV-7.pdf")


def test_an_invoice_without_any_address_goes_at_once(mind: Mind) -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, pdf_url=None),))
    gone(look(mind, item_of("invoice"), around(order)))


def test_a_store_speaks_in_its_own_words(mind: Mind) -> None:
    rules = replace(AGREED, wording={("shipped", "en"): "Off it goes: {order} of {store} with {carrier}, there {eta} or so."})
    content = gone(look(mind, item_of("shipped"), around(SHIPPED, rules=rules))).content
    assert getattr(content, "body", "").startswith("Off it goes: #1001 of Noor Home with Aramex")


def test_an_order_whose_id_is_too_long_to_be_tapped_is_told_without_buttons(mind: Mind) -> None:
    order = replace(ORDERS["confirmed"], id=f"noura:{'9' * 250}")
    assert gone(look(mind, item_of("confirmed", order), around(order))).content.kind == "text"


STATES = st.builds(
    lambda **changes: replace(PARCEL, **changes),
    state=st.sampled_from(get_args(ShipmentState)),
    flags=st.lists(st.sampled_from(get_args(ShipmentFlag)), max_size=2, unique=True).map(tuple),
    eta=st.none() | st.sampled_from(["2026-11-26", "2026-11-01", "soon", ""]),
    scan_at=st.none() | st.integers(NOW - 9 * DAY, NOW),
    carrier=st.none() | st.text(max_size=20),
    tracking_url=st.none() | st.sampled_from(["https://a.example/1", "nonsense"]),
)
ANY_ORDER = st.builds(
    lambda **changes: replace(PLAIN, **changes),
    state=st.sampled_from(get_args(OrderState)),
    payment=st.sampled_from(get_args(PaymentState)),
    number=st.text(max_size=20),
    shipments=st.lists(STATES, max_size=2).map(tuple),
    invoices=st.lists(st.sampled_from([PAPER, replace(PAPER, held="x"), replace(PAPER, kind="credit_note", document_id="d")]), max_size=2).map(tuple),
    cash_on_delivery=st.booleans(),
    consent=st.none() | st.booleans(),
    country=st.none() | st.sampled_from(["SA", "US", "XX", ""]),
)
ANY_NOTICE = st.builds(
    Notice,
    key=st.sampled_from(["k", "noura:1:shipped:1234AB:1:cu:sara"]),
    milestone=st.sampled_from(MILESTONES),
    order_id=st.just("noura:1"),
    subject=st.sampled_from(["", "1234AB", "INV-7", "r1", "?"]),
    occurred_at=st.sampled_from([0, NOW, NOW - 30 * DAY]),
)


@settings(max_examples=400, deadline=None)
@given(
    ANY_NOTICE,
    ANY_ORDER,
    st.sampled_from([None, CHAT, CLOSED]),
    st.sampled_from([AGREED, NIGHT, StoreRules(templates={})]),
    st.sampled_from(["ar", "en", "ur", ""]),
)
def test_it_always_ends_in_one_of_three(
    mind: Mind, notice: Notice, order: Order, conversation: Conversation | None, rules: StoreRules, language: str
) -> None:
    item = replace(ANSWER, kind="notice", content=None, notice=notice, order_id=order.id, language=language)
    found = look(mind, item, around(order, conversation, rules))
    match found:
        case Go(content):
            check(content)
        case Drop(_, reason):
            assert reason
        case Later(until, reason):
            assert reason
            assert until > NOW


GONE = replace(CLOSED, unreachable_at=NOW - DAY)


@pytest.mark.parametrize("content", [None, TemplateOut("hello", "en")])
def test_whom_whatsapp_could_not_reach_is_not_tried_again_for_a_week(mind: Mind, content: TemplateOut | None) -> None:
    item = replace(item_of("shipped"), content=content, notice=None if content else item_of("shipped").notice)
    found = dropped(look(mind, item, around(SHIPPED, GONE)))
    assert found.state == "skipped"
    assert "can't reach this customer" in found.reason


@pytest.mark.parametrize(
    "chat", [replace(GONE, unreachable_at=NOW - 8 * DAY), replace(GONE, last_inbound_at=NOW - HOUR), replace(GONE, unreachable_at=None)]
)
def test_who_has_written_since_or_was_not_tried_for_a_week_is_told_again(mind: Mind, chat: Conversation) -> None:
    assert isinstance(look(mind, item_of("shipped"), around(SHIPPED, chat)), Go)


def test_who_writes_is_answered_whatever_was_known_before(mind: Mind) -> None:
    assert isinstance(look(mind, ANSWER, around(conversation=replace(CHAT, unreachable_at=NOW))), Go)


def test_a_missing_template_is_for_somebody_to_mend_and_a_missing_consent_is_not(mind: Mind) -> None:
    lacking = dropped(look(mind, item_of("shipped"), around(SHIPPED, CLOSED, replace(AGREED, templates={}))))
    assert (lacking.state, lacking.alarm, "wasla templates push creates it" in lacking.reason) == ("skipped", True, True)
    assert not dropped(look(mind, item_of("shipped"), around(SHIPPED, replace(CHAT, consents=(STOP,))))).alarm


@pytest.mark.parametrize(
    ("kind", "consents", "goes"),
    [
        ("notice", (), True),
        ("notice", (STOP,), False),
        ("survey", (), False),
        ("survey", (OFFERS,), True),
        ("survey", (OFFERS, replace(OFFERS, given=False, at=2)), False),
        ("staff", (STOP,), True),
    ],
)
def test_what_a_program_of_the_store_writes_asks_for_consent_once_more(mind: Mind, kind: Kind, consents: tuple[Consent, ...], goes: bool) -> None:  # noqa: FBT001
    item = replace(ANSWER, kind=kind, content=TemplateOut("we_have_moved", "en"))
    found = look(mind, item, around(conversation=replace(CHAT, consents=consents)))
    assert isinstance(found, Go) == goes
    assert goes or "no consent" in dropped(found).reason
