"""Teaching in the console, on its edges: odd input, languages, and what a proposal warns of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.db.misunderstood import Misunderstood
from bot.domain.lesson import Alike, Effect, Lesson, Shift, mark_of
from tests.web.console.conftest import NOW, Browser, Desk, person

LESSON = Lesson("l:1", "wo isn das", "proposed", "noor", person("agent").id, NOW - 120_000, "wo isn das", "order_status", "de")
EFFECT = Effect(mark_of([]), 1_000, 970, 972, "none", "order_status", sure_after=100)


async def review(desk: Desk, effect: Effect | None, language: str = "en", **more: object) -> str:
    """Return what the page for reviewing shows of a proposal."""
    await desk.db.lessons.add(replace(LESSON, effect=effect, **more))  # type: ignore[arg-type]
    browser = await desk.browser()
    browser.headers["Accept-Language"] = language
    await browser.sign_in("admin")
    return (await browser.get("/teach/review")).text


async def admin(desk: Desk) -> Browser:
    browser = await desk.browser()
    await browser.sign_in("admin")
    return browser


async def test_a_gain_is_shown_with_its_sign_and_who_proposed(desk: Desk) -> None:
    text = await review(desk, EFFECT)
    assert all(words in text for words in ("97.00%", "97.20%", "+2", "970 of 1000", "Proposed by Agent 2 min ago", "German", "Noor Home"))
    assert 'value="apply"' in text


async def test_a_loss_stands_out(desk: Desk) -> None:
    text = await review(desk, replace(EFFECT, right_after=965))
    assert ("-5" in text, 'class="chip worth-worse"' in text) == (True, True)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (replace(EFFECT, after="none"), "the proposal has no use"),
        (replace(EFFECT, before="order_status", sure_before=49), "makes the bot sure of it"),
        (replace(EFFECT, alike=(Alike("wo bleibt das geld", "refund_status"),)), "Where the refund is"),
        (replace(EFFECT, shifted=45, shifts=(Shift("x", "none", "none", "order_status"),)), "45 messages whose meaning is known"),
        (replace(EFFECT, unclear=(Shift("wo", "", "none", "order_status"),)), "1 other message of customers"),
    ],
)
async def test_what_a_reviewer_must_know_is_said(desk: Desk, effect: Effect, words: str) -> None:
    assert words in await review(desk, effect)


async def test_an_effect_of_former_times_is_not_shown_and_not_applied(desk: Desk) -> None:
    text = await review(desk, replace(EFFECT, against="former"), done=50, to_do=200)
    assert ("97.00%" in text, 'value="apply"' in text) == (False, False)
    assert '<progress max="200" value="50">' in text


async def test_in_arabic_foreign_words_are_kept_apart(desk: Desk) -> None:
    text = await review(desk, replace(EFFECT, shifted=1, shifts=(Shift("wo", "order_status", "none", "order_status"),)), "ar")
    assert ("<bdi>wo isn das</bdi>" in text, "<bdi>wo</bdi>" in text, "حالة الطلب" in text) == (True, True, True)


async def test_the_number_that_waits_is_on_the_tab(desk: Desk) -> None:
    browser = await admin(desk)
    assert 'class="count"' not in (await browser.get("/teach")).text
    await desk.db.lessons.add(LESSON)
    assert '<span class="count">1</span>' in (await browser.get("/teach")).text


async def test_what_was_decided_is_shown_by_what_became_of_it(desk: Desk) -> None:
    for n, state in enumerate(("applied", "refused", "dismissed", "undone", "applied")):
        await desk.db.lessons.add(replace(LESSON, id=f"l:{n}", state=state, said=f"said {n}", phrase="" if state == "dismissed" else f"phrase {n}"))  # type: ignore[arg-type]
    text = (await (await admin(desk)).get("/teach/taught")).text
    places = [text.index(f"part-{state}") for state in ("applied", "refused", "dismissed", "undone")]
    assert places == sorted(places)
    assert (text.count('value="undo"'), text.count('value="restore"'), "said 2" in text, "said 0" in text) == (2, 3, True, False)


async def test_a_store_that_somebody_may_not_see_is_in_no_download(desk: Desk) -> None:
    await desk.db.lessons.add(replace(LESSON, state="applied"))
    await desk.db.lessons.add(replace(LESSON, id="l:2", state="applied", store_id="dar", phrase="des dattes"))
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await desk.browser()
    await browser.sign_in("dars")
    text = (await browser.get("/teach/taught.yaml")).text
    assert ("des dattes" in text, "wo isn das" in text) == (True, False)


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99", "store=none", "language=%F0%9F%98%80", "done=nothing"])
async def test_an_odd_address_shows_the_page_all_the_same(desk: Desk, query: str) -> None:
    await desk.db.misunderstood.add_many([Misunderstood("wa:1", "noor", NOW, "zorp", "und")])
    assert (await (await admin(desk)).get(f"/teach?{query}")).status == 200


async def test_messages_whose_language_nobody_knows_can_be_chosen(desk: Desk) -> None:
    await desk.db.misunderstood.add_many(
        [Misunderstood(f"wa:{n}", "noor", NOW, text, tag) for n, (text, tag) in enumerate((("zorp", "und"), ("hi", "en")))]
    )
    page = await (await admin(desk)).get("/teach?language=und")
    assert (page.says("<bdi>zorp</bdi>"), page.says("<bdi>hi</bdi>"), page.says("Language not clear")) == (True, False, True)


@pytest.mark.parametrize("words", ["", "\x00zorp", "\u202ezorp", "zorp " * 2_000, "\U0001f600", "${7*7}", "<#1042>", "٠٥٠١٢٣٤٥٦٧"])
async def test_whatever_is_typed_is_taken_or_refused_in_words(desk: Desk, words: str) -> None:
    page = await (await admin(desk)).post("/teach", None, said="zorp", store="noor", phrase=words, intent="thanks", tag="en")
    assert page.status in {303, 422}
    assert all("\x00" not in one.phrase and "0501" not in one.phrase for one in await desk.db.lessons.all())


async def test_the_page_that_somebody_was_on_is_where_he_comes_back_to(desk: Desk) -> None:
    browser = await admin(desk)
    kept = {"filter:store": "noor", "filter:page": "2", "filter:language": ""}
    page = await browser.post("/teach/dismiss", None, said="zorp", store="noor", **kept)
    assert page.goes_to == "/console/teach?store=noor&page=2&done=dismissed"
