"""What a person does below a conversation: files, kept replies, quotes, templates, assigning, labels, notes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import FormData

from bot.domain.canned import canned_reply, team
from bot.domain.clock import DAY
from bot.domain.consent import Consent
from bot.domain.content import DocumentOut, ImageOut, TemplateOut, TextOut
from bot.domain.delivery import TranscriptEntry
from bot.domain.staff import staff_id
from bot.domain.template import TemplateCopy
from bot.flow.look_again import WITHHELD
from bot.web.console import forms
from tests.web.console.chats import CHAT, order_of_sara, stand
from tests.web.console.conftest import NOW, Page, person

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import OutboxItem
    from tests.web.console.conftest import Browser, Desk

HERE = "/chats/c%3An1%3Acu%3Asara"
AGENT, ADMIN = staff_id("agent@noor.example"), staff_id("admin@noor.example")
TAKEN = replace(CHAT, owner="staff", assignee=AGENT, taken_at=NOW)
CLOSED = replace(TAKEN, last_inbound_at=NOW - DAY)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
ASKED = TranscriptEntry("wa:wamid.1", CHAT.id, CHAT.customer_id, "noor", "in", NOW, "where is <it>", "text")
FOLLOW_UP = TemplateCopy("w1:follow_up:en", "w1", "follow_up", "en", "APPROVED", "UTILITY", None, ("name", "what"), body="Hi {{name}}: {{what}}")
OFFER = TemplateCopy("w1:offer:en", "w1", "offer", "en", "APPROVED", "MARKETING", body="A sale")


async def at_work(desk: Desk, chat: Conversation = TAKEN, role: str = "agent") -> Browser:
    await stand(desk.db, chat)
    browser = await desk.browser()
    await browser.sign_in(role)
    return browser


async def now(desk: Desk) -> Conversation:
    return (await desk.db.conversations.get_many([CHAT.id]))[CHAT.id]


async def sent(desk: Desk, form: str = "one") -> OutboxItem | None:
    return (await desk.db.outbox.get_many([f"staff:{CHAT.id}:{form}"])).get(f"staff:{CHAT.id}:{form}")


async def post_file(browser: Browser, data: bytes, kind: str, name: str = "look.png", text: str = "look") -> Page:
    form = FormData(quote_fields=False, default_to_multipart=True)
    for key, value in {"csrf": browser.csrf, "id": "one", "text": text}.items():
        form.add_field(key, value)
    form.add_field("file", data, filename=name, content_type=kind)
    response = await browser.client.post(f"/console{HERE}/reply", data=form, headers=browser.headers, allow_redirects=False)
    return Page(response, await response.text())


@pytest.mark.parametrize(
    ("data", "kind", "name", "content"),
    [
        (PNG, "image/png", "look.png", ImageOut("staff:c:n1:cu:sara:one", "look")),
        (b"%PDF-1.7", "application/pdf", "a|b.pdf", DocumentOut("staff:c:n1:cu:sara:one", "a-b.pdf", "look")),
    ],
)
async def test_a_file_is_sent_once_with_its_caption(desk: Desk, data: bytes, kind: str, name: str, content: ImageOut | DocumentOut) -> None:
    browser = await at_work(desk)
    assert [(await post_file(browser, data, kind, name)).status for _ in range(2)] == [303, 303]
    item, kept = await sent(desk), await desk.db.documents.get("staff:c:n1:cu:sara:one")
    assert item is not None
    assert kept is not None
    assert (item.content, kept.data, kept.mime_type) == (content, data, kind)


@pytest.mark.parametrize(("data", "kind"), [(b"MZ", "application/x-msdownload"), (b"GIF89a", "image/png"), (b"x", "video/mp4")])
async def test_a_file_that_whatsapp_does_not_take_is_refused_and_the_caption_kept(desk: Desk, data: bytes, kind: str) -> None:
    page = await post_file(await at_work(desk), data, kind, text="my words")
    assert (page.status, page.says("does not take a file of this kind"), "my words" in page.text) == (409, True, True)
    assert await desk.db.documents.get("staff:c:n1:cu:sara:one") is None


async def test_a_file_that_is_too_large_is_refused_with_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST_FILE", 10)
    page = await post_file(await at_work(desk), PNG, "image/png")
    assert (page.status, page.says("does not take a file of this kind or size")) == (409, True)


async def test_an_empty_file_field_is_no_file(desk: Desk) -> None:
    assert (await post_file(await at_work(desk), b"", "application/octet-stream", name="", text="hello")).status == 303
    item = await sent(desk)
    assert item is not None
    assert item.content == TextOut("hello")


async def test_a_viewers_file_is_not_even_read(desk: Desk) -> None:
    browser = await at_work(desk, role="viewer")
    assert (await post_file(browser, PNG, "image/png")).status == 403


@pytest.mark.parametrize("line", [ASKED, replace(ASKED, id="o:1", direction="out", wamid="wamid.1")])
async def test_a_quoted_message_goes_with_the_reply(desk: Desk, line: TranscriptEntry) -> None:
    await desk.db.transcript.add([line])
    browser = await at_work(desk)
    page = await browser.get(f"{HERE}?quote={line.id}")
    assert page.field("quote") == line.id
    await browser.post(f"{HERE}/reply", id="one", text="here", quote=line.id)
    item = await sent(desk)
    assert item is not None
    assert item.reply_to == "wamid.1"


async def test_a_message_of_another_conversation_is_not_quoted(desk: Desk) -> None:
    await desk.db.transcript.add([replace(ASKED, conversation_id="c:other")])
    browser = await at_work(desk)
    await browser.post(f"{HERE}/reply", id="one", text="here", quote=ASKED.id)
    item = await sent(desk)
    assert item is not None
    assert item.reply_to is None


async def test_a_kept_reply_comes_in_the_customers_language_with_what_is_known(desk: Desk) -> None:
    texts = {"en": "Hi {customer}, {staff} here. {order}", "ar": "أهلًا {customer}، طلبك {order} من {store}"}
    await desk.db.canned_replies.put(canned_reply("noor", "hi", texts, NOW))
    await desk.db.canned_replies.put(canned_reply("dar", "theirs", {"en": "x"}, NOW))
    await order_of_sara(desk.db)
    browser = await at_work(desk, replace(TAKEN, language="ar", focus_order="noor:5001"))
    page = await browser.get(f"{HERE}?canned=hi")
    assert page.says("أهلًا Sara <b>Ål</b>، طلبك NH-1042 من Noor Home</textarea>")
    assert "theirs" not in page.text


async def test_a_gap_is_shown_and_not_sent(desk: Desk) -> None:
    await desk.db.canned_replies.put(canned_reply("noor", "late", {"en": "Your order {order} is late"}, NOW))
    browser = await at_work(desk)
    assert re.search(r"missing:</?[^>]*>? ?<bdi>order</bdi>|missing: <bdi>order</bdi>", (await browser.get(HERE)).text)
    page = await browser.post(f"{HERE}/reply", id="one", text="Your order {order} is late")
    assert (page.status, page.says("Something is still missing"), await sent(desk)) == (409, True, None)


def filled(what: str, name: str = "follow_up") -> dict[str, Any]:
    return {"id": "one", "template": name, "value:name": "Sara", "value:what": what}


@pytest.fixture
async def templates(desk: Desk) -> None:
    await desk.db.templates.put_many([FOLLOW_UP, OFFER, replace(FOLLOW_UP, id="w1:new:en", name="new", status="PENDING")])


@pytest.mark.usefixtures("templates")
async def test_outside_the_window_templates_are_offered_with_their_gaps_filled_in(desk: Desk) -> None:
    page = await (await at_work(desk, CLOSED)).get(f"{HERE}?template=follow_up")
    assert re.findall(r'<option value="(\w*)"', page.text.partition('name="template"')[2].partition("</select>")[0]) == ["follow_up", "offer"]
    assert (page.field("value:name"), page.field("value:what")) == ("Sara <b>Ål</b>", "")
    assert page.says('<span class="filled" data-value="what">{what}</span>')


@pytest.mark.usefixtures("templates")
async def test_a_template_is_sent_as_it_was_filled_in(desk: Desk) -> None:
    browser = await at_work(desk, CLOSED)
    page = await browser.post(f"{HERE}/template", **filled("it is  found"))
    assert page.status == 303
    item = await sent(desk)
    assert item is not None
    assert item.content == TemplateOut("follow_up", "en", (("name", "Sara"), ("what", "it is found")))


@pytest.mark.usefixtures("templates")
@pytest.mark.parametrize(
    ("name", "what", "why"),
    [
        ("follow_up", " ", "Something is still missing"),
        ("follow_up", "{order}", "Something is still missing"),
        ("follow_up", "x" * 201, "too long"),
        ("new", "x", "can't be sent any more"),
        ("offer", "x", "asked not to be written to"),
    ],
)
async def test_a_template_that_may_not_be_sent_is_refused(desk: Desk, name: str, what: str, why: str) -> None:
    browser = await at_work(desk, CLOSED)
    page = await browser.post(f"{HERE}/template", **filled(what, name))
    assert (page.status, page.says(why), await sent(desk)) == (409, True, None)


@pytest.mark.usefixtures("templates")
async def test_marketing_needs_a_yes_and_says_so(desk: Desk) -> None:
    browser = await at_work(desk, CLOSED)
    assert (await browser.get(f"{HERE}?template=offer")).says("has not agreed to marketing messages")
    agreed = replace(CLOSED, version=3, consents=(Consent("marketing", given=True, at=1, source="chat"),))
    await stand(desk.db, replace(agreed, version=2))
    assert (await browser.post(f"{HERE}/template", id="one", template="offer")).status == 303


async def test_without_an_approved_template_it_says_what_to_do(desk: Desk) -> None:
    assert (await (await at_work(desk, CLOSED)).get(HERE)).says("wasla templates push")


async def test_the_box_changes_by_itself_when_the_window_closes(desk: Desk) -> None:
    browser = await at_work(desk)
    assert 'data-state="write"' in (await browser.get(f"{HERE}/box")).text
    desk.now += DAY
    await browser.sign_in()
    page = await browser.get(f"{HERE}/box")
    assert ('data-state="templates"' in page.text, page.says("approved templates only"), "<html" in page.text) == (True, True, False)


async def test_words_that_come_too_late_are_kept(desk: Desk) -> None:
    browser = await at_work(desk, CLOSED)
    page = await browser.post(f"{HERE}/reply", id="one", text="half a sentence")
    assert (page.status, "half a sentence" in page.text) == (409, True)


@pytest.mark.parametrize(("chat", "state"), [(CHAT, "free"), (TAKEN, "write"), (replace(TAKEN, assignee=ADMIN), "taken")])
async def test_the_box_says_whose_turn_it_is(desk: Desk, chat: Conversation, state: str) -> None:
    assert f'data-state="{state}"' in (await (await at_work(desk, chat)).get(HERE)).text


async def test_it_is_assigned_to_a_person_and_a_team(desk: Desk) -> None:
    returns = team("noor", "Returns")
    await desk.db.teams.put(returns)
    browser = await at_work(desk)
    assert (await browser.post(f"{HERE}/assign", to=ADMIN, team=returns.id)).status == 303
    chat = await now(desk)
    assert (chat.assignee, chat.team, (await browser.get(HERE)).says("Admin")) == (ADMIN, returns.id, True)


@pytest.mark.parametrize("to", ["s:nobody", staff_id("viewer@noor.example"), staff_id("dars@noor.example"), staff_id("gone@noor.example")])
async def test_only_people_who_see_the_store_and_may_answer_are_given_it(desk: Desk, to: str) -> None:
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    await desk.db.staff.add(person(name="gone", disabled_at=NOW))
    browser = await at_work(desk)
    page = await browser.post(f"{HERE}/assign", to=to)
    assert (page.status, page.says("can't have conversations of this store"), (await now(desk)).assignee) == (409, True, AGENT)
    assert f'value="{to}"' not in page.text


async def test_a_team_of_another_store_is_refused(desk: Desk) -> None:
    assert (await (await at_work(desk)).post(f"{HERE}/assign", to="", team="dar:returns")).status == 409


async def test_labels_are_put_on_suggested_and_taken_off(desk: Desk) -> None:
    browser = await at_work(desk, replace(TAKEN, labels=("vip",)))
    await stand(desk.db, replace(CHAT, id="c:n1:cu:x", customer_id="cu:x", labels=("refund",)))
    assert (await browser.get(HERE)).says('<option value="refund"></option>')
    await browser.post(f"{HERE}/label", add=" Late  parcel ")
    await browser.post(f"{HERE}/label", remove="vip")
    assert (await now(desk)).labels == ("late parcel",)
    assert (await browser.post(f"{HERE}/label", add=" ")).status == 409


async def test_who_is_named_in_a_note_is_shown_it_until_he_has_looked(desk: Desk) -> None:
    browser = await at_work(desk)
    await browser.post(f"{HERE}/note", id="n1", text="@admin please look, @nobody")
    (one,) = await desk.db.mentions.mentions_of(ADMIN, NOW)
    assert (one.conversation_id, one.by, one.store_id) == (CHAT.id, "Agent", "noor")
    other = await desk.browser()
    await other.sign_in("admin")
    await other.get(HERE)
    assert await desk.db.mentions.unread(ADMIN) == []


async def test_each_deed_stands_in_the_audit_log_once(desk: Desk) -> None:
    browser = await at_work(desk, CHAT)
    for path in ("take-over", "reply", "reply", "hand-back"):
        await browser.post(f"{HERE}/{path}", id="one", text="x")
    noted = [(one.what, one.staff_id, one.about) for one in await desk.db.audit.newest(9) if one.what.startswith("chat_")]
    assert sorted(noted) == [(f"chat_{what}", AGENT, CHAT.id) for what in ("handed_back", "replied", "taken_over")]


async def test_the_page_is_told_which_form_was_taken(desk: Desk) -> None:
    page = await (await at_work(desk)).post(f"{HERE}/reply", id="on<e", text="x")
    assert page.goes_to == f"/console{HERE}?sent=one#end"


async def test_what_was_withheld_is_said_in_words(desk: Desk) -> None:
    await desk.db.transcript.add([replace(ASKED, id="o:1", direction="out", state="skipped", reason=WITHHELD)])
    page = await (await at_work(desk)).get(HERE)
    assert (page.says("it was withheld when a person took over"), WITHHELD in page.text) == (True, False)


async def test_the_words_of_a_note_that_was_refused_are_kept_in_the_note(desk: Desk) -> None:
    browser = await at_work(desk)
    page = await browser.post(f"{HERE}/note", id="one", text="y" * 4_001)
    reply, _, note = page.text.partition('action="/console/chats/c%3An1%3Acu%3Asara/note"')
    assert (page.status, "yyy" in reply, "yyy" in note) == (409, False, True)


@pytest.mark.parametrize(("path", "fields"), [("assign", {"to": ADMIN}), ("close", {"reason": "solved"}), ("hand-back", {})])
async def test_what_is_done_with_is_neither_assigned_nor_closed(desk: Desk, path: str, fields: dict[str, Any]) -> None:
    browser = await at_work(desk, replace(CHAT, flag=None, waiting_since=None))
    assert (await browser.post(f"{HERE}/{path}", **fields)).says("This conversation is closed.")


async def test_what_another_has_is_shown_with_his_name_and_no_box(desk: Desk) -> None:
    page = await (await at_work(desk, replace(TAKEN, assignee=ADMIN))).get(HERE)
    assert (page.says("<bdi>Admin</bdi>"), "data-send" in page.text, f"{HERE}/take-over" in page.text) == (True, False, False)


async def test_quoting_is_offered_where_whatsapp_knows_the_message(desk: Desk) -> None:
    unsent = replace(ASKED, id="o:2", direction="out", state="skipped")
    await desk.db.transcript.add([ASKED, unsent])
    page = await (await at_work(desk)).get(HERE)
    assert ('data-quote="wa:wamid.1"' in page.text, 'data-quote="o:2"' in page.text) == (True, False)


async def test_the_template_that_is_chosen_stays_chosen_when_it_is_refused(desk: Desk) -> None:
    await desk.db.templates.put_many([FOLLOW_UP, OFFER])
    browser = await at_work(desk, CLOSED)
    page = await browser.post(f"{HERE}/template", **filled(" "))
    assert (page.field("template"), page.field("value:name")) == ("follow_up", "Sara")
