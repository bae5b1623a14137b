"""The administration of notices: their switches and their words."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from bot.domain.notice import KINDS
from bot.domain.rules import StoreRules
from bot.domain.store_choices import with_switch, with_words
from bot.domain.template import TemplateCopy, template_id
from bot.flow.store_choices import StoreBook
from bot.web.console.admin.notices import GROUPS
from tests.web.console.conftest import DAR, NOOR, NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/admin/notices"
SHIPPED = f"{HERE}/shipped"
OURS = "Good news: your order {order} from {store} is on its way with {carrier}. Expected delivery: {eta}. You can ask about it here at any time."
OWN = "Hooray! Your order {order} of {store} has left with {carrier} and comes on {eta}, we think."
RULES = {"noor": StoreRules(off=frozenset(("review",)), wording={("delivered", "en"): "Your order {order} of {store} came, says the file."})}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A store whose file has a switch and a text of its own."""
    desk.book = StoreBook(desk.db, [NOOR, DAR], RULES)
    desk.stores = desk.book.stores
    return desk


async def admin(desk: Desk) -> Browser:
    browser = await desk.browser()
    await browser.sign_in("admin")
    return browser


async def save(browser: Browser, text: str, milestone: str = "shipped", lang: str = "en") -> Page:
    seen = (await browser.get(f"{HERE}/{milestone}?lang={lang}")).field("seen")
    return await browser.post(f"{HERE}/{milestone}", store="noor", lang=lang, seen=seen, text=text)


async def preview(browser: Browser, text: str, milestone: str = "shipped", lang: str = "en") -> Page:
    await browser.get(HERE)
    return await browser.post(f"{HERE}/{milestone}/preview", store="noor", lang=lang, text=text)


async def noted(desk: Desk) -> list[str]:
    return [
        f"{one.what}: {one.about}".replace("\u2068", "").replace("\u2069", "")
        for one in await desk.db.audit.newest(9)
        if one.store_id == "noor" and one.what.startswith("notice_")
    ]


def template(body: str, **more: str) -> TemplateCopy:
    name = "wasla_order_shipped"
    return TemplateCopy(template_id("w1", name, "en"), "w1", name, "en", more.get("status", "APPROVED"), "UTILITY", synced_at=NOW, body=body)


def test_every_notice_stands_in_the_list_once() -> None:
    assert sorted(chain.from_iterable(GROUPS.values())) == sorted(KINDS)


async def test_the_list_shows_what_is_said_and_in_whose_words(desk: Desk) -> None:
    page = await (await admin(desk)).get(HERE)
    assert (page.text.count('role="switch"'), page.text.count('aria-checked="false"')) == (len(KINDS), 1)
    assert page.says("own words:")
    assert not page.says("switched here")


async def test_a_switch_turns_a_notice_off_and_on_again(desk: Desk) -> None:
    browser = await admin(desk)
    await browser.get(HERE)
    assert (await browser.post(f"{SHIPPED}/switch", store="noor", on="0")).goes_to.endswith("/admin/notices/shipped?store=noor&lang=en")
    assert desk.book.off["noor"] == {"review", "shipped"}
    assert not desk.book.off["dar"]
    assert (await browser.get(SHIPPED)).says("This notice is switched off")
    assert (await browser.get(HERE)).says("switched here")
    await browser.post(f"{SHIPPED}/switch", store="noor", on="1")
    assert desk.book.off["noor"] == {"review"}
    assert desk.book.choices("noor").wanted == {}
    assert sorted(await noted(desk)) == ["notice_switched: noor: shipped off → on", "notice_switched: noor: shipped on → off"]


async def test_from_the_list_one_comes_back_to_its_line(desk: Desk) -> None:
    browser = await admin(desk)
    await browser.get(HERE)
    page = await browser.post(f"{HERE}/review/switch", None, store="noor", on="1", **{"from": "list"})
    assert page.goes_to.endswith("/admin/notices?store=noor&changed=review#review")
    assert (await browser.get(f"{HERE}?changed=review")).text.count("is-changed") == 1
    await browser.post(f"{HERE}/review/switch", None, store="noor", on="1", **{"from": "list"})
    assert await noted(desk) == ["notice_switched: noor: review off → on"]


async def test_a_notice_begins_with_the_words_that_are_said_now(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await browser.get(SHIPPED)).says(OURS)
    assert (await browser.get(f"{HERE}/delivered")).says("came, says the file.")
    assert (await browser.get(f"{SHIPPED}?lang=ar")).says("{order} من {store}")


async def test_own_words_are_saved_and_said_from_now_on(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await save(browser, f"  {OWN}\r\n")).goes_to.endswith("store=noor&lang=en&done=worded")
    assert desk.book.rules["noor"].wording["shipped", "en"] == OWN
    page = await browser.get(f"{SHIPPED}?lang=en&done=worded")
    assert all(page.says(words) for words in ("are saved", OWN, "Back to the file's", OURS))
    assert await noted(desk) == [f"notice_worded: noor: shipped en: {OURS} → {OWN}"]


async def test_a_line_break_is_one_on_the_phone_too(desk: Desk) -> None:
    await save(await admin(desk), OWN.replace("! ", "!\r\n"))
    assert desk.book.rules["noor"].wording["shipped", "en"] == OWN.replace("! ", "!\n")


async def test_words_that_are_the_files_are_no_choice(desk: Desk) -> None:
    browser = await admin(desk)
    await save(browser, OWN)
    await save(browser, OURS)
    assert desk.book.choices("noor").wording == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The text is empty."),
        ("Your order {order} of {store} has left, be sure of that.", "These are missing: {carrier}, {eta}"),
        (f"{OWN} {{money}} too.", "This notice doesn't know: {money}"),
        (f"{OWN} {{", "A brace is missing or too many. Values are written as {order}."),
        ("{order} of {store} has left with {carrier} and comes on {eta}, we think.", "begins with a value"),
        ("Your order of ours, {store}, has left with {carrier} and comes {eta}, it is {order}", "ends with a value"),
        (f"{OWN} {'x' * 1_000}", "The text has 1092 characters, 1024 are allowed."),
        ("Your order {order} {store} has left with {carrier} and comes on {eta}, we think.", "side by side"),
        ("Order {order}, {store}, {carrier}, {eta} soon.", "too few words"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Desk, text: str, why: str) -> None:
    page = await save(await admin(desk), text)
    assert (page.status, page.says(why), page.says(f">{text}</textarea>")) == (422, True, True), page.text
    assert (desk.book.choices("noor").wording, await noted(desk)) == ({}, [])


async def test_a_button_goes_back_to_the_files_words(desk: Desk) -> None:
    browser = await admin(desk)
    await save(browser, "My own: order {order} of {store} has come to you.", "delivered")
    await browser.post(f"{HERE}/delivered/file", store="noor", lang="en")
    assert desk.book.rules["noor"].wording == RULES["noor"].wording
    await browser.post(f"{HERE}/delivered/file", store="noor", lang="en")
    assert [one.partition(":")[0] for one in await noted(desk)].count("notice_to_file") == 1


async def test_of_two_at_once_the_later_one_is_told_and_may_save_again(desk: Desk) -> None:
    browser = await admin(desk)
    seen = (await browser.get(SHIPPED)).field("seen")
    await save(await admin(desk), OWN.replace("Hooray", "First"))
    late = await browser.post(SHIPPED, store="noor", lang="en", seen=seen, text=OWN)
    assert (late.status, late.says("Somebody else has changed this"), late.says("First! Your order"), late.says(OWN)) == (409, True, True, True)
    assert (await browser.post(SHIPPED, store="noor", lang="en", seen=late.field("seen"), text=OWN)).status == 303
    assert desk.book.rules["noor"].wording["shipped", "en"] == OWN


async def test_another_language_and_another_notice_are_not_in_the_way(desk: Desk) -> None:
    browser = await admin(desk)
    seen = (await browser.get(SHIPPED)).field("seen")
    await save(await admin(desk), "وصلك الطلب {order} من {store} بحمد الله اليوم.", "delivered", "ar")
    assert (await browser.post(SHIPPED, store="noor", lang="en", seen=seen, text=OWN)).status == 303
    assert {*desk.book.choices("noor").wording} == {"shipped", "delivered"}


async def test_the_phone_shows_what_is_typed_with_made_up_values(desk: Desk) -> None:
    page = await preview(await admin(desk), f"{OWN} <b>&")
    assert page.text.count("Your order #1042 of Noor Home has left with Aramex") == 2
    assert "&lt;b&gt;&amp;" in page.text
    assert (page.says("↗"), page.says("Track parcel"), page.says("Track my order")) == (True, True, True)


async def test_the_phone_says_what_is_wrong_so_far_and_shows_what_it_can(desk: Desk) -> None:
    browser = await admin(desk)
    page = await preview(browser, "Hooray! {order} is coming to you")
    assert (page.says("These are missing: {carrier}, {eta}, {store}"), page.says("Hooray! #1042 is coming")) == (True, True)
    broken = await preview(browser, "Hooray! {order is coming")
    assert (broken.says("A brace is missing"), broken.says("is shown here"), "phone-bubble" in broken.text) == (True, True, False)
    assert desk.book.choices("noor").version == 0


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("ur", "rtl"), ("de", "ltr")])
async def test_the_phone_reads_in_the_direction_of_the_language(desk: Desk, lang: str, direction: str) -> None:
    page = await (await admin(desk)).get(f"{SHIPPED}?lang={lang}")
    assert page.text.count(f'<div class="phone-chat" dir="{direction}" lang="{lang}">') == 2
    assert f'dir="{direction}" lang="{lang}" aria-describedby' in page.text


async def test_an_invoice_shows_its_file(desk: Desk) -> None:
    assert (await (await admin(desk)).get(f"{HERE}/invoice")).text.count("Invoice INV-1042.pdf") == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Your order {{order}} left.", "still has another text"),
        (OURS.replace("{", "{{").replace("}", "}}"), "says the same as your words"),
    ],
)
async def test_the_approved_template_stands_beside_it_with_how_it_stands(desk: Desk, body: str, said: str) -> None:
    await desk.db.templates.put_many([template(body)])
    page = await (await admin(desk)).get(SHIPPED)
    assert (page.says(said), page.says(">approved<"), page.says("wasla_order_shipped")) == (True, True, True)
    assert page.says("Your order #1042 left.") == ("another" in said)


async def test_changed_words_need_the_template_to_be_changed_and_approved_again(desk: Desk) -> None:
    await desk.db.templates.put_many([template(OURS.replace("{", "{{").replace("}", "}}"), status="SOMETHING_NEW")])
    page = await preview(await admin(desk), OWN)
    assert (page.says("approved again"), page.says("SOMETHING_NEW"), page.says("Your order {{order}} of {{store}}")) == (True, True, True)
    assert page.says("Good news: your order #1042")


async def test_a_template_that_is_not_there_has_to_be_created(desk: Desk) -> None:
    await desk.db.templates.put_many([template(OURS)])
    assert (await (await admin(desk)).get(f"{SHIPPED}?lang=de")).says("wasla templates push")
    assert (await (await admin(desk)).get(f"{SHIPPED}?store=dar")).says("have not been read from WhatsApp yet")


@pytest.mark.parametrize("path", ["/admin/notices/arrived", "/admin/notices/shipped?lang=xx", "/admin/notices/shipped?store=none"])
async def test_what_is_not_there_is_not_found(desk: Desk, path: str) -> None:
    assert (await (await admin(desk)).get(path)).status == 404


async def test_others_stores_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await desk.browser()
    await browser.sign_in("dars")
    assert [(await browser.get(f"{HERE}?store={one}")).status for one in ("dar", "noor")] == [200, 404]
    posts = [await browser.post(f"{SHIPPED}{part}", store="noor", on="0", text=OWN) for part in ("", "/switch", "/preview", "/file")]
    assert {page.status for page in posts} == {404}
    assert desk.book.off["noor"] == {"review"}
    assert await noted(desk) == []


async def test_mistakes_are_said_in_arabic_with_names_kept_apart(desk: Desk) -> None:
    browser = await admin(desk)
    browser.headers["Accept-Language"] = "ar"
    page = await save(browser, "Hooray! {order} is coming to you")
    assert (page.status, page.says("ينقص ما يلي: \u2068{carrier}، {eta}، {store}\u2069")) == (422, True)


async def test_each_page_leads_to_the_next_and_back(desk: Desk) -> None:
    browser = await admin(desk)
    assert 'href="/console/admin/notices/shipped?store=noor"' in (await browser.get(HERE)).text
    page = await browser.get(f"{SHIPPED}?lang=fr")
    assert 'href="/console/admin/notices?store=noor#shipped"' in page.text
    assert 'lang=fr" aria-current="page"' in page.text
    assert 'href="/console/admin/notices" aria-current="page"' in page.text


async def test_a_language_with_own_words_is_marked_and_comes_early(desk: Desk) -> None:
    browser = await admin(desk)
    await save(browser, "Hourra ! La commande {order} de {store} est partie avec {carrier}, arrivée {eta} je crois.", lang="fr")
    text = (await browser.get(SHIPPED)).text.partition("languages-of")[2]
    assert text.index("lang=fr") < text.index("lang=de")
    assert text.partition("</nav>")[0].count("chip own") == 1


async def test_what_another_process_has_saved_is_shown(desk: Desk) -> None:
    other = StoreBook(desk.db, [NOOR, DAR], RULES)
    await other.change("noor", lambda one: with_switch(with_words(one, "shipped", "en", OWN), "lost", wanted=False))
    browser = await admin(desk)
    assert (await browser.get(HERE)).text.count('aria-checked="false"') == 2
    assert (await browser.get(SHIPPED)).says(OWN)
