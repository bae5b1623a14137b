"""The order beside a conversation, as people see it and what they can do there."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from bot.db.versioned import Change
from bot.domain.clock import DAY, HOUR
from bot.domain.delivery import TranscriptEntry
from bot.domain.money import Money
from bot.domain.notice import KINDS, Skipped
from bot.domain.order import Invoice, InvoiceKind, Line, Order, OrderState, PaymentState, Shipment, ShipmentFlag, ShipmentState
from bot.domain.request import Outcome, Request, RequestKind, RequestState
from bot.domain.staff import CONSOLE_LANGUAGES, staff_id
from bot.flow.handoff.order_view import Waits
from bot.flow.overview.reasons import REASONS
from bot.web.console.order_panel import DONE, Panel
from tests.web.console.chats import CHAT, SARA, stand
from tests.web.console.conftest import NOW, person, texts
from tests.web.console.test_pages import outline

if TYPE_CHECKING:
    from bot.domain.delivery import OutboxItem
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/chats/c%3An1%3Acu%3Asara"
ORDER = f"{HERE}/order"
AGENT, ADMIN = staff_id("agent@noor.example"), staff_id("admin@noor.example")
PARCEL = Shipment("T1", "in_transit", NOW - HOUR, "Aramex", "T1", "https://aramex.example/T1", NOW - HOUR, "Riyadh", flags=("attempt_failed",))
NEW = Order(
    "noor:2",
    "noor",
    "NH-1042",
    NOW - DAY,
    "fulfilled",
    "paid",
    Money(19_900, "SAR"),
    customer_id="cu:sara",
    lines=(Line("Oud <b>50</b> ml", 2, Money(9_950, "SAR")),),
    shipments=(PARCEL,),
    invoices=(Invoice("INV-7", NOW - DAY, Money(19_900, "SAR"), "noor/invoice/7.pdf"),),
    country="SA",
    phone="+966501234567",
)
OLD = replace(NEW, id="noor:1", number="NH-1001", placed_at=NOW - 9 * DAY, shipments=(), lines=(), invoices=(), state="cancelled")
FOREIGN = replace(NEW, id="dar:1", store_id="dar", number="DR-1")
ASKED = Request("r:1", "noor", CHAT.id, "cu:sara", "cancel", NOW - HOUR, order_id="noor:2", text="please <cancel>")
BUYER = replace(SARA, order_ids=("noor:2", "noor:1", "dar:1"))


async def at_work(desk: Desk, role: str = "agent", *, asked: Request = ASKED, seen_at: int | None = CHAT.last_inbound_at) -> Browser:
    """Let Sara have two orders and ask for something, and open a browser on that."""
    await stand(desk.db, CHAT)
    await desk.db.customers.put_many([BUYER])
    await desk.db.orders.put_many([NEW, OLD, FOREIGN])
    pending = {"service_requests": [desk.db.service_requests.to_doc(asked)]}
    change = Change(replace(CHAT, requests=(asked.id,), version=2, last_inbound_at=seen_at), pending=pending)
    await desk.db.conversations.finish(await desk.db.conversations.commit([change]))
    return await another(desk, role)


async def another(desk: Desk, role: str) -> Browser:
    browser = await desk.browser()
    await browser.sign_in(role)
    return browser


async def request(desk: Desk) -> Request:
    return (await desk.db.service_requests.get_many(["r:1"]))["r:1"]


async def decide(browser: Browser, outcome: str, words: str = "", seen: str = "open") -> Page:
    return await browser.post(f"{HERE}/request", request="r:1", seen=seen, outcome=outcome, words=words, order="noor:2")


async def resend(browser: Browser, what: str = "invoice:INV-7", form: str = "f1") -> Page:
    return await browser.post(f"{HERE}/resend", order="noor:2", what=what, id=form)


async def waiting(desk: Desk) -> list[OutboxItem]:
    return await desk.db.outbox.all_of("n1", 9)


async def audit(desk: Desk) -> list[tuple[str, str | None, str]]:
    return [(one.what, one.staff_id, one.about) for one in await desk.db.audit.newest(9) if one.what.startswith(("order_", "request_"))]


async def test_the_order_stands_beside_the_conversation_with_all_that_happened(desk: Desk) -> None:
    browser = await at_work(desk)
    page = await browser.get(HERE)
    for words in (
        "NH-1042",
        "SAR\u00a0199.00",
        "Paid",
        "On its way",
        "Delivery attempt failed",
        "Riyadh",
        "Saudi Arabia",
        "INV-7",
        "Oud <b>50</b> ml",
    ):
        assert page.says(words), words
    assert 'href="https://aramex.example/T1"' in page.text
    assert ("<b>50" in page.text, page.says("DR-1")) == (False, False)


async def test_another_order_can_be_chosen(desk: Desk) -> None:
    browser = await at_work(desk)
    page = await browser.get(f"{ORDER}?order=noor%3A1")
    assert (page.says('<h3><bdi dir="ltr">NH-1001'), page.says("Nothing has been handed to a carrier yet.")) == (True, True)
    assert 'value="noor:1" selected' in page.text
    foreign = await browser.get(f"{ORDER}?order=dar%3A1")
    assert (foreign.says('<h3><bdi dir="ltr">NH-1042'), foreign.says("DR-1")) == (True, False)


@pytest.mark.parametrize(
    ("order", "standing"),
    [
        (replace(NEW, shipments=()), "order_state.fulfilled"),
        (NEW, "order_parcel.in_transit"),
        (replace(NEW, shipments=(replace(NEW.shipments[0], state="delivered"), *NEW.shipments)), "order_parcel.in_transit"),
        (replace(NEW, state="cancelled"), "order_state.cancelled"),
    ],
)
def test_how_far_an_order_is_goes_by_the_parcel_that_is_behind(order: Order, standing: str) -> None:
    assert Panel.standing(order) == standing


async def test_whoever_has_no_order_is_said_to_have_none(desk: Desk) -> None:
    await stand(desk.db, CHAT)
    page = await (await another(desk, "agent")).get(HERE)
    assert page.says("No order of this customer is known here.")


async def test_a_notice_has_its_ticks_or_the_reason_why_it_was_not_said(desk: Desk) -> None:
    browser = await at_work(desk)
    line = TranscriptEntry(
        "o:1", CHAT.id, "cu:sara", "noor", "out", NOW, "", "text", state="read", order_id="noor:2", kind="notice", milestone="shipped"
    )
    merged = replace(line, id="o:2", state="superseded", reason="replaced by the notice shipped of the same order (o:1)", milestone="prepared")
    await desk.db.transcript.add([line, merged, replace(line, id="o:3", order_id="noor:1", milestone="review")])
    off = Skipped("noor:2:confirmed::1:cu:sara", "confirmed", "noor:2", "the store has switched this notice off")
    await desk.db.orders.finish([Change(NEW, pending={"ledger": [desk.db.ledger.to_doc(off, NOW)]})])
    page = await browser.get(ORDER)
    for words in ("✓✓</span> read", "Said in one message with a newer notice: Shipped", "The shop has switched this notice off."):
        assert page.says(words), words
    assert not page.says("How was it?")


async def test_a_notice_that_failed_or_waits_says_why(desk: Desk) -> None:
    browser = await at_work(desk)
    line = TranscriptEntry(
        "o:1", CHAT.id, "cu:sara", "noor", "out", NOW, "", "text", state="failed", order_id="noor:2", kind="notice", milestone="shipped"
    )
    await desk.db.transcript.add([replace(line, reason="Not on WhatsApp", error_code=131026)])
    await resend(browser)
    (item,) = await waiting(desk)
    await desk.db.outbox.remove([item.id])
    await desk.db.outbox.add([replace(item, reason="quiet hours in Asia/Riyadh", due_at=NOW + HOUR)])
    page = await browser.get(ORDER)
    for words in ("131026: Not on WhatsApp", "waits for the end of quiet hours", "failed"):
        assert page.says(words), words


async def test_what_was_said_from_the_stores_own_number_is_there_whichever_one_the_customer_wrote_to(desk: Desk) -> None:
    browser = await at_work(desk)
    line = TranscriptEntry("o:1", "c:n1:cu:sara", "cu:sara", "noor", "out", NOW, "", "text", state="read", order_id="noor:2", milestone="shipped")
    await desk.db.transcript.add([line])
    second = replace(CHAT, id="c:n9:cu:sara", phone_number_id="n9")
    await desk.db.conversations.finish(await desk.db.conversations.commit([Change(second)]))
    assert (await browser.get("/chats/c%3An9%3Acu%3Asara/order")).says("✓✓</span> read")


async def test_of_several_parcels_each_says_which_it_is(desk: Desk) -> None:
    browser = await at_work(desk)
    second = replace(PARCEL, id="T2", tracking_number="T2", tracking_url="javascript:alert(1)", flags=("delayed",), eta="2026-11-26")
    await desk.db.orders.put_many([replace(NEW, shipments=(PARCEL, second), held=True, cash_on_delivery=True)])
    page = await browser.get(ORDER)
    for words in ("Parcel 1", "Parcel 2", "Delayed", "Expected Thursday 26 November", "Held by the shop", "Cash on delivery", "Shipped (Parcel 2)"):
        assert page.says(words), words
    assert "javascript:" not in page.text


async def test_an_invoice_that_may_not_go_yet_says_so_and_has_no_button(desk: Desk) -> None:
    browser = await at_work(desk)
    await desk.db.orders.put_many([replace(NEW, invoices=(replace(NEW.invoices[0], held="waits for the authority"),))])
    page = await browser.get(ORDER)
    assert (page.says("may not be sent yet"), 'value="invoice:INV-7"' in page.text) == (True, False)


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
async def test_all_of_it_has_names_for_those_who_can_not_see_and_nothing_inline(desk: Desk, language: str) -> None:
    browser = await at_work(desk)
    browser.headers["Accept-Language"] = language
    page = await browser.get(HERE)
    found = outline(page.text)
    assert (found.nameless, sorted(set(found.ids)), found.headings.count("h1")) == ([], sorted(found.ids), 1)
    assert (" style=" in page.text, "onclick" in page.text, f'lang="{language}"' in page.text) == (False, False, True)


async def test_a_page_in_arabic_says_it_in_arabic(desk: Desk) -> None:
    browser = await at_work(desk)
    browser.headers["Accept-Language"] = "ar"
    panel = (await browser.get(ORDER)).text
    for words in ("يريد إلغاء الطلب", "تعذّرت محاولة التوصيل", "في الطريق", "مدفوع", "المملكة العربية السعودية"):
        assert words in panel, words
    assert not re.findall(r">\s*(?:Paid|Parcels|Items|Invoices|Accept|Refuse|Send again|Open|Shipped)\s*<", panel)


async def test_a_request_about_another_order_leads_to_it(desk: Desk) -> None:
    browser = await at_work(desk, asked=replace(ASKED, media=("m:1", "m:2")))
    page = await browser.get(f"{ORDER}?order=noor%3A1")
    assert (page.says('?order=noor%3A2#order"><bdi dir="ltr">NH-1042'), page.says("2 pictures")) == (True, True)
    assert not (await browser.get(ORDER)).says('#order"><bdi dir="ltr">NH-1042')


async def test_the_panel_alone_comes_when_something_is_new_and_nothing_else_comes(desk: Desk) -> None:
    browser = await at_work(desk)
    found = re.search(r'hx-get="/console([^"]+/order\?seen=[^"]+)"', (await browser.get(HERE)).text)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    assert (await browser.get(address)).status == 204
    await desk.db.orders.put_many([replace(NEW, payment="refunded", version=1)])
    page = await browser.get(address)
    assert (page.status, page.text.lstrip().startswith("<aside"), page.says("Refunded")) == (200, True, True)


async def test_an_invoice_is_sent_again_once_however_often_the_form_comes(desk: Desk) -> None:
    browser = await at_work(desk)
    for _ in range(2):
        page = await resend(browser)
        assert page.goes_to == f"/console{HERE}?order=noor%3A2&did=resent#order"
    assert [(one.notice.milestone, one.notice.subject) for one in await waiting(desk) if one.notice] == [("invoice", "INV-7")]
    assert await audit(desk) == [("order_resent", AGENT, "noor:2 invoice INV-7")]
    page = await browser.get(page.goes_to.removeprefix("/console").partition("#")[0])
    assert (page.says("It is on its way to the customer once more."), page.says("waits for its turn")) == (True, True)


@pytest.mark.parametrize("what", ["delivered:T1", "nonsense:1", "", "invoice:INV-8"])
async def test_what_is_not_so_is_not_sent_again(desk: Desk, what: str) -> None:
    browser = await at_work(desk)
    page = await resend(browser, what)
    assert (page.status, page.says("This is not so any more.")) == (409, True)
    assert (await waiting(desk), await audit(desk)) == ([], [])


async def test_a_note_on_the_order_stands_in_its_timeline_and_only_there(desk: Desk) -> None:
    browser = await at_work(desk)
    for _ in range(2):
        assert (await browser.post(f"{HERE}/order-note", order="noor:2", words="call <him>", id="n1")).status == 303
    assert (await browser.get(f"{ORDER}?order=noor%3A2")).says("call <him>")
    assert not (await browser.get(f"{ORDER}?order=noor%3A1")).says("call <him>")
    assert await audit(desk) == [("order_noted", AGENT, "noor:2")]


async def test_a_note_that_is_refused_is_not_lost(desk: Desk) -> None:
    browser = await at_work(desk)
    page = await browser.post(f"{HERE}/order-note", order="noor:2", words="x" * 4_500, id="n1")
    assert (page.status, "x" * 4_500 in page.text) == (409, True)
    assert (await browser.post(f"{HERE}/order-note", order="dar:1", words="hello")).status == 409


@pytest.mark.parametrize(("outcome", "said"), [("accepted", "has agreed"), ("refused", "can't do this"), ("done", "It's done")])
async def test_a_request_is_decided_and_the_customer_told(desk: Desk, outcome: str, said: str) -> None:
    browser = await at_work(desk)
    assert (await browser.get(HERE)).says("please <cancel>")
    page = await decide(browser, outcome, " Sorry! ")
    assert page.goes_to.endswith("did=told#order")
    (sent,) = await waiting(desk)
    body = getattr(sent.content, "body", "")
    assert (said in body, "Sorry!" in body, "NH-1042" in body) == (True, True, True)
    assert ((await request(desk)).state, (await request(desk)).decided_by) == (outcome, AGENT)
    assert await audit(desk) == [(f"request_{outcome}", AGENT, "noor:2 cancel")]


async def test_of_two_who_decide_at_once_one_does_and_the_other_is_told_who(desk: Desk) -> None:
    both = [await at_work(desk), await another(desk, "admin")]
    pages = await asyncio.gather(*(decide(one, outcome) for one, outcome in zip(both, ("accepted", "refused"), strict=True)))
    assert sorted(page.status for page in pages) == [303, 409]
    lost = next(page for page in pages if page.status == 409)
    assert lost.says("This request was decided already.")
    winner = {AGENT: "(<bdi>Agent</bdi>)", ADMIN: "(<bdi>Admin</bdi>)"}[(await request(desk)).decided_by or ""]
    assert (lost.says(winner), len(await waiting(desk))) == (True, 1)


async def test_a_colleague_who_decides_the_same_is_told_and_a_double_click_is_not(desk: Desk) -> None:
    agent, admin = await at_work(desk), await another(desk, "admin")
    assert [(await decide(one, "accepted")).status for one in (agent, agent, admin)] == [303, 303, 409]
    assert [what for what, _, _ in await audit(desk)] == ["request_accepted"]


async def test_what_was_accepted_can_be_done_later_by_a_colleague(desk: Desk) -> None:
    agent, admin = await at_work(desk), await another(desk, "admin")
    await decide(agent, "accepted")
    assert 'value="accepted">' not in (await admin.get(HERE)).text.partition('name="outcome"')[2]
    assert (await decide(admin, "done", seen="accepted")).status == 303
    page = await admin.get(HERE)
    assert (page.says("Settled requests"), 'name="outcome"' in page.text) == (True, False)


async def test_outside_the_window_it_is_decided_and_said_that_nobody_was_told(desk: Desk) -> None:
    browser = await at_work(desk, seen_at=NOW - 2 * DAY)
    page = await decide(browser, "refused")
    assert page.goes_to.endswith("did=untold#order")
    assert ((await request(desk)).state, await waiting(desk)) == ("refused", [])
    assert (await browser.get(page.goes_to.removeprefix("/console").partition("#")[0])).says("could not be told")


@pytest.mark.parametrize(("outcome", "seen", "words"), [("open", "open", ""), ("accepted", "done", ""), ("refused", "open", "x" * 1_500)])
async def test_a_form_that_makes_no_sense_decides_nothing_and_loses_no_words(desk: Desk, outcome: str, seen: str, words: str) -> None:
    browser = await at_work(desk)
    page = await decide(browser, outcome, words, seen)
    assert (page.status, (await request(desk)).state, words in page.text) == (409, "open", True)


async def test_a_request_of_another_conversation_is_none_of_his_business(desk: Desk) -> None:
    browser = await at_work(desk, asked=replace(ASKED, id="r:9"))
    assert (await decide(browser, "accepted")).status == 409


async def test_a_viewer_sees_it_all_and_no_buttons(desk: Desk) -> None:
    browser = await at_work(desk, "viewer")
    panel = (await browser.get(ORDER)).text
    assert ("please &lt;cancel&gt;" in panel, "<textarea" in panel, re.findall(r'method="post"', panel)) == (True, False, [])
    assert {(await browser.post(f"{HERE}/{deed}")).status for deed in ("resend", "order-note", "request")} == {403}


async def test_another_stores_people_see_nothing_of_it(desk: Desk) -> None:
    await at_work(desk)
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    browser = await another(desk, "dars")
    assert [(await browser.get(path)).status for path in (ORDER, f"{HERE}/paper?order=noor%3A2&number=INV-7")] == [404, 404]
    assert [(await browser.post(f"{HERE}/{deed}")).status for deed in ("resend", "order-note", "request")] == [404, 404, 404]


async def test_the_pdf_of_an_invoice_is_shown_and_nobody_elses(desk: Desk) -> None:
    browser = await at_work(desk)
    await desk.db.documents.put("noor/invoice/7.pdf", "Rechnung ü 7.pdf", "application/pdf", b"%PDF-1.7", at=NOW)
    page = await browser.get(f"{HERE}/paper?order=noor%3A2&number=INV-7")
    assert (page.status, page.text, page.response.headers["Content-Type"]) == (200, "%PDF-1.7", "application/pdf")
    assert page.response.headers["Content-Disposition"].startswith("inline")
    assert page.response.headers["Content-Security-Policy"].endswith("sandbox")
    wrong = ("order=noor%3A2&number=INV-8", "order=dar%3A1&number=INV-7", "")
    assert {(await browser.get(f"{HERE}/paper?{query}")).status for query in wrong} == {404}


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
@pytest.mark.parametrize(
    ("family", "names"),
    [
        ("order_state", get_args(OrderState)),
        ("order_payment", get_args(PaymentState)),
        ("order_parcel", get_args(ShipmentState)),
        ("order_flag", get_args(ShipmentFlag)),
        ("order_paper", get_args(InvoiceKind)),
        ("order_request", get_args(RequestKind)),
        ("order_outcome", get_args(RequestState)),
        ("order_decide", get_args(Outcome)),
        ("order_waits", get_args(Waits)),
        ("order_why", REASONS),
        ("order_done", tuple(DONE)),
        ("health_notice", tuple(KINDS)),
        ("deed", ("order_resent", "order_noted", *(f"request_{one}" for one in get_args(Outcome)))),
    ],
)
def test_everything_that_can_be_so_has_words(language: str, family: str, names: tuple[str, ...]) -> None:
    catalogue = texts("console").get(language)
    assert catalogue is not None
    assert {f"{family}.{name}" for name in names} <= set(catalogue.messages)
