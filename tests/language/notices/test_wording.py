"""Every notice, as it is said to somebody who wrote a moment ago."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import ButtonsOut, DocumentOut, LinkOut, OutContent
from bot.domain.money import Money
from bot.domain.order import Order, Refund
from bot.language.notices import WORDINGS, file_name, notice_answer
from bot.language.render import render
from bot.language.trim import FSI, PDI
from bot.language.voice import Voice
from bot.whatsapp.limits import check
from tests.domain.notices import MILESTONES, NOW, ORDERS, PAPER, PARCEL, PLAIN, SHIPPED, notice_of
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from bot.domain.notice import Milestone
    from bot.language.catalogue import Catalogues

OTHER = replace(PARCEL, id="99", tracking_number="99")
WORDS = {
    "confirmed": ["#1001", "SAR 259.00", "payment: paid"],
    "payment_received": ["received your payment", "SAR 259.00"],
    "payment_failed": ["did not go through"],
    "payment_reminder": ["waiting for the payment"],
    "cod_confirm": ["confirm your order", "in cash"],
    "prepared": ["being prepared"],
    "shipped": ["on its way with Aramex", "Expected delivery: Thursday 26 November"],
    "out_for_delivery": ["out for delivery with Aramex"],
    "ready_for_pickup": ["ready for you to collect"],
    "delivered": ["has been delivered"],
    "attempt_failed": ["could not hand it over"],
    "delayed": ["new expected delivery: Thursday 26 November"],
    "on_hold": ["held by Aramex"],
    "exception": ["a problem with the delivery"],
    "stuck": ["since Thursday 19 November", "sorry"],
    "lost": ["has been lost"],
    "returning": ["on its way back"],
    "returned": ["come back to Noura's Home"],
    "invoice": ["Invoice INV-7", "SAR 259.00"],
    "credit_note": ["Credit note CN-3"],
    "refunded": ["refunded SAR 59.00"],
    "cancelled": ["has been cancelled"],
    "review": ["How happy are you"],
}


def tap(order_id: str, intent: str) -> str | None:
    return f"order:{order_id}|{intent}"


def said(catalogues: Catalogues, milestone: Milestone, order: Order | None = None, language: str = "en") -> OutContent:
    order = order or ORDERS[milestone]
    notice = notice_of(milestone, order)
    named = file_name(notice, order, Voice(catalogues, language, STORE))
    answer = notice_answer(notice, order, store=STORE, now=NOW, tap=tap, file_name=named)
    return render(answer, catalogues=catalogues, language=language, store=STORE)


def body(content: OutContent) -> str:
    assert isinstance(content, ButtonsOut | LinkOut)
    return content.body


@pytest.mark.parametrize("milestone", MILESTONES)
def test_every_notice_says_what_has_happened(catalogues: Catalogues, milestone: Milestone) -> None:
    text = body(said(catalogues, milestone))
    assert [part for part in WORDS[milestone] if part not in text.replace("\u00a0", " ")] == []
    assert "#1001" in text


@pytest.mark.parametrize("language", ["en", "ar", "ar-SA"])
@pytest.mark.parametrize("milestone", MILESTONES)
def test_every_notice_has_words_and_buttons_that_whatsapp_takes(catalogues: Catalogues, milestone: Milestone, language: str) -> None:
    content = said(catalogues, milestone, language=language)
    check(content)
    assert "{" not in body(content)
    assert "notice." not in body(content)


@pytest.mark.parametrize("milestone", MILESTONES)
def test_what_comes_from_outside_is_isolated_in_arabic(catalogues: Catalogues, milestone: Milestone) -> None:
    text = body(said(catalogues, milestone, language="ar"))
    assert f"{FSI}#1001{PDI}" in text
    assert text.count(FSI) == text.count(PDI)


@pytest.mark.parametrize("milestone", ["shipped", "out_for_delivery", "ready_for_pickup"])
def test_a_parcel_on_its_way_has_the_carriers_page_as_a_button(catalogues: Catalogues, milestone: Milestone) -> None:
    content = said(catalogues, milestone)
    assert isinstance(content, LinkOut)
    assert content.url == "https://aramex.example/1"


@pytest.mark.parametrize("milestone", ["payment_failed", "payment_reminder"])
def test_what_is_to_be_paid_has_the_payment_page_as_a_button(catalogues: Catalogues, milestone: Milestone) -> None:
    content = said(catalogues, milestone)
    assert isinstance(content, LinkOut)
    assert (content.url, content.label) == ("https://shop.example/pay/1", "Pay now")


@pytest.mark.parametrize(
    ("milestone", "intents"),
    [
        ("attempt_failed", ["delivery_time", "pickup_point", "talk_to_human"]),
        ("returning", ["delivery_time", "talk_to_human"]),
        ("cod_confirm", ["confirm_order", "cancel_order"]),
        ("review", ["review_good", "review_fine", "review_bad"]),
        ("lost", ["talk_to_human"]),
        ("stuck", ["order_status", "talk_to_human"]),
    ],
)
def test_a_tap_names_the_order_and_what_is_asked(catalogues: Catalogues, milestone: Milestone, intents: list[str]) -> None:
    content = said(catalogues, milestone)
    assert isinstance(content, ButtonsOut)
    assert [button.id for button in content.buttons] == [f"order:noura:1|{intent}" for intent in intents]


def test_what_is_too_long_to_be_tapped_has_no_button() -> None:
    answer = notice_answer(notice_of("confirmed"), PLAIN, store=STORE, now=NOW, tap=lambda _order, _intent: None)
    assert answer.options == ()


def test_without_the_carriers_page_there_are_buttons(catalogues: Catalogues) -> None:
    content = said(catalogues, "shipped", replace(SHIPPED, shipments=(replace(PARCEL, tracking_url=None),)))
    assert isinstance(content, ButtonsOut)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"payment": "paid"}, "payment: paid"),
        ({"payment": "authorised"}, "payment: paid"),
        ({"payment": "pending"}, "payment: not yet received"),
        ({"payment": "pending", "cash_on_delivery": True}, "payment: cash on delivery"),
        ({"payment": "paid", "cash_on_delivery": True}, "payment: paid"),
    ],
)
def test_a_confirmation_says_how_the_payment_stands(catalogues: Catalogues, changes: dict[str, object], words: str) -> None:
    assert words in body(said(catalogues, "confirmed", replace(PLAIN, **changes)))  # type: ignore[arg-type] # real fields


@pytest.mark.parametrize(("language", "words"), [("en", "#1001 (parcel 2 of 2)"), ("ar", "(الشحنة 2 من 2)")])
def test_of_several_parcels_it_is_said_which(catalogues: Catalogues, language: str, words: str) -> None:
    order = replace(SHIPPED, shipments=(replace(OTHER, state="delivered"), PARCEL))
    assert words in body(said(catalogues, "shipped", order, language))


def test_what_is_about_the_whole_order_names_no_parcel(catalogues: Catalogues) -> None:
    order = replace(SHIPPED, shipments=(OTHER, PARCEL), state="cancelled")
    assert "parcel" not in body(said(catalogues, "cancelled", order))


@pytest.mark.parametrize(
    ("eta", "words"),
    [
        ("2026-11-24", "Expected delivery: today."),
        ("2026-11-25", "Expected delivery: tomorrow."),
        ("2026-11-20", "Expected delivery: to be confirmed by the carrier."),
        (None, "Expected delivery: to be confirmed by the carrier."),
        ("soon", "Expected delivery: to be confirmed by the carrier."),
    ],
)
def test_near_days_are_said_as_people_say_them_and_past_ones_not_at_all(catalogues: Catalogues, eta: str | None, words: str) -> None:
    assert words in body(said(catalogues, "shipped", replace(SHIPPED, shipments=(replace(PARCEL, eta=eta),))))


def test_an_invoice_whose_pdf_is_there_is_that_pdf(catalogues: Catalogues) -> None:
    order = replace(PLAIN, invoices=(replace(PAPER, document_id="noura/7.pdf"),))
    content = said(catalogues, "invoice", order)
    assert isinstance(content, DocumentOut)
    assert (content.document_id, content.filename) == ("noura/7.pdf", "Invoice INV-7.pdf")
    assert "Invoice INV-7 for your order #1001" in (content.caption or "")


def test_an_invoice_that_only_has_a_page_is_a_link(catalogues: Catalogues) -> None:
    content = said(catalogues, "invoice", replace(PLAIN, invoices=(replace(PAPER, page_url="https://shop.example/i/7"),)))
    assert isinstance(content, LinkOut)
    assert content.label == "Open invoice"


def test_an_invoice_without_an_amount_has_the_orders(catalogues: Catalogues) -> None:
    assert "259.00" in body(said(catalogues, "invoice", replace(PLAIN, invoices=(replace(PAPER, total=None),))))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"refunds": (Refund("r1", NOW),)}, "refunded a part of the amount"),
        ({"refunds": (Refund("r1", NOW),), "refunded": Money(2500, "SAR")}, "refunded SAR 25.00"),
        ({"refunds": (Refund("r1", NOW), Refund("r2", NOW)), "refunded": Money(2500, "SAR")}, "refunded a part of the amount"),
        ({"refunds": (), "payment": "refunded"}, "refunded SAR 259.00"),
    ],
)
def test_a_refund_tells_no_more_than_is_known(catalogues: Catalogues, changes: dict[str, object], words: str) -> None:
    order = replace(ORDERS["refunded"], **changes)  # type: ignore[arg-type] # real fields
    assert words in body(said(catalogues, "refunded", order)).replace("\u00a0", " ")


def test_money_keeps_the_decimals_of_its_currency(catalogues: Catalogues) -> None:
    assert "12.345" in body(said(catalogues, "confirmed", replace(PLAIN, total=Money(12345, "KWD"))))


def test_every_milestone_has_its_wording() -> None:
    assert tuple(WORDINGS) == MILESTONES
