"""The administration of hours, holidays and away messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR, parse_instant
from bot.domain.hours import WEEKDAYS, Hours, Span
from bot.domain.store_choices import Holiday, WeekHours
from bot.flow.store_choices import StoreBook
from tests.web.console.conftest import DAR, NOOR, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/admin/hours"
WORK = (Span(540, 1020),)
# A Tuesday, at noon in Riyadh.
NOON = parse_instant("2026-11-24T12:00+03:00")
FILE = replace(NOOR, hours=Hours((WORK,) * 7, "Asia/Riyadh", frozenset(("2026-12-02",))), support_hours="from nine", away=(("", "Out."),))
TUESDAY = {"tue.0.from": "09:00", "tue.0.to": "17:00"}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """One store has hours in its file, the other one has none."""
    desk.now = NOON
    desk.book = StoreBook(desk.db, [FILE, DAR])
    desk.stores = desk.book.stores
    return desk


async def admin(desk: Desk) -> Browser:
    browser = await desk.browser()
    await browser.sign_in("admin")
    return browser


async def save(browser: Browser, part: str = "", store: str = "noor", **fields: str) -> Page:
    """Load the page, and send one of its forms with what was seen there."""
    page = await browser.get(f"{HERE}?store={store}")
    seen = page.text.split('name="seen" value="')[2 if part else 1].partition('"')[0]
    return await browser.post(f"{HERE}{part}", None, **{"store": store, "seen": seen, **fields})


async def noted(desk: Desk) -> list[str]:
    return [
        f"{one.what}: {one.about}".replace("\u2068", "").replace("\u2069", "")
        for one in await desk.db.audit.newest(9)
        if one.store_id == "noor" and one.what.startswith(("hours_", "away_"))
    ]


async def test_hours_and_holidays_are_saved_count_at_once_and_are_shown_again(desk: Desk) -> None:
    browser = await admin(desk)
    fields = {"holiday.0.first": "2026-12-30", "holiday.0.last": "2027-01-01", "holiday.0.name": "New Year", "holiday.1.first": ""}
    page = await save(browser, **TUESDAY, **fields)
    assert page.goes_to.endswith("store=noor&done=hours")
    kept = desk.book.choices("noor").hours
    assert kept == WeekHours(((), WORK, *((),) * 5), (Holiday("2026-12-30", "2027-01-01", "New Year"),))
    assert desk.stores["noor"].support_hours == "Tue 09:00-17:00"
    page = await browser.get(f"{HERE}?store=noor&done=hours")
    assert all(page.says(words) for words in ("are saved", "New Year", 'value="2027-01-01"', "Tue 09:00-17:00", "open until 17:00", "Asia/Riyadh"))


async def test_the_log_says_what_they_were_and_what_they_are(desk: Desk) -> None:
    browser = await admin(desk)
    await save(browser, **TUESDAY, **{"holiday.0.first": "2026-12-30", "holiday.0.last": "2026-12-31", "holiday.0.name": "Eid"})
    assert await noted(desk) == ["hours_changed: noor: Sun-Sat 09:00-17:00; 2026-12-02 → Tue 09:00-17:00; 2026-12-30/2026-12-31 Eid"]
    await save(browser, **TUESDAY, **{"holiday.0.first": "2026-12-30", "holiday.0.last": "2026-12-31", "holiday.0.name": "Eid"})
    assert len(await noted(desk)) == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"mon.0.from": "09:00", "mon.0.to": ""}, "Monday: beside 09:00 the other time is missing."),
        ({"mon.0.from": "9 am", "mon.0.to": "17:00"}, "Monday: 9 am is no time of day"),
        ({"sun.0.from": "09:00", "sun.0.to": "12:00", "sun.1.from": "11:00", "sun.1.to": "13:00"}, "Sunday: two times overlap"),
        ({"holiday.0.first": "", "holiday.0.name": "Eid"}, "Holiday 1: the first day is missing"),
        ({"holiday.0.first": "2026-12-02", "holiday.0.last": "2026-12-01"}, "Holiday 1: the last day is before the first"),
        ({"tue.0.from": "", "tue.0.to": ""}, "nobody would ever be there"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Desk, fields: dict[str, str], why: str) -> None:
    page = await save(await admin(desk), **{**TUESDAY, "wed.0.from": "", **fields})
    assert (page.status, page.says(why)) == (422, True), page.text
    assert all(f'value="{value}"' in page.text for value in fields.values() if value)
    assert (desk.book.choices("noor").hours, await noted(desk)) == (None, [])


async def test_the_field_that_is_wrong_is_marked(desk: Desk) -> None:
    page = await save(await admin(desk), **{"mon.0.from": "09:00", **TUESDAY, "holiday.0.first": " ", "holiday.1.first": "soon"})
    assert page.text.count('aria-invalid="true"') == 6
    assert page.says("Holiday 1: soon is no date")


@pytest.mark.parametrize(("button", "mondays", "pairs"), [("copy", 7, 2), ("add", 1, 2)])
async def test_a_button_brings_more_rows_or_equal_days_and_saves_nothing(desk: Desk, button: str, mondays: int, pairs: int) -> None:
    page = await save(await admin(desk), **{"sun.0.from": "08:15", "sun.0.to": "12:00", button: "1"})
    assert (page.status, page.text.count('value="08:15"')) == (200, mondays)
    assert page.text.count('name="sun.') == pairs * 2
    assert (await desk.db.store_choices.all(), await noted(desk)) == ({}, [])


async def test_a_day_that_is_full_has_room_for_more_on_demand(desk: Desk) -> None:
    typed = {"sun.0.from": "08:00", "sun.0.to": "09:00", "sun.1.from": "10:00", "sun.1.to": "11:00", "add": "1"}
    assert 'name="sun.2.from"' in (await save(await admin(desk), **typed)).text


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-24T12:00", "open until 17:00."),
        ("2026-11-24T08:00", "nobody is there. Customers hear: somebody answers today at 09:00."),
        ("2026-11-24T17:00", "nobody is there. Customers hear: somebody answers tomorrow at 09:00."),
        ("2026-12-01T18:00", "nobody is there. Customers hear: somebody answers on Thursday 3 December at 09:00."),
    ],
)
async def test_a_sentence_says_how_it_stands_right_now(desk: Desk, moment: str, said: str) -> None:
    desk.now = parse_instant(f"{moment}+03:00")
    assert (await (await admin(desk)).get(HERE)).says(said)


async def test_the_sentence_follows_what_is_typed_and_is_not_repeated(desk: Desk) -> None:
    browser = await admin(desk)
    page = await save(browser, "/now", **{"tue.0.from": "09:00", "tue.0.to": "12:30"})
    assert page.says("open until 12:30.")
    said = page.field("said")
    assert (await save(browser, "/now", said=said, **{"tue.0.from": "09:00", "tue.0.to": "12:30"})).status == 204
    assert (await save(browser, "/now", **{"tue.0.from": "x", "tue.0.to": ""})).says("can't be read yet")
    assert (await save(browser, "/now")).says("somebody is always there")


async def test_who_is_there_for_days_is_open_until_a_day(desk: Desk) -> None:
    days = {f"{day}.0.{edge}": "00:00" for day in ("tue", "wed") for edge in ("from", "to")}
    assert (await save(await admin(desk), "/now", **days)).says("open until Thursday 26 November, 00:00.")


async def test_without_hours_somebody_is_always_there_and_no_away_message_is_said(desk: Desk) -> None:
    page = await (await admin(desk)).get(f"{HERE}?store=dar")
    assert all(page.says(words) for words in ("somebody is always there.", "No hours are set", "Set hours first"))


async def test_the_week_begins_where_it_begins_in_the_country(desk: Desk) -> None:
    browser = await admin(desk)
    text = (await browser.get(HERE)).text
    assert text.index("day-sun") < text.index("day-mon")
    desk.book.stores["noor"] = replace(FILE, country="DE")
    text = (await browser.get(HERE)).text
    assert text.index("day-mon") < text.index("day-sun")


async def test_an_away_message_is_saved_per_language_and_said_after_the_hours(desk: Desk) -> None:
    page = await save(await admin(desk), "/away", **{"away:en": " Back soon. ", "away:ar": "نعود قريبًا", "away:de": " ", "away:xx": "?"})
    assert page.goes_to.endswith("done=away")
    assert desk.stores["noor"].away == (("ar", "نعود قريبًا"), ("en", "Back soon."))
    assert await noted(desk) == ["away_changed: noor: *: Out. → -; ar: - → نعود قريبًا; en: - → Back soon."]


async def test_an_away_message_can_be_none_at_all(desk: Desk) -> None:
    await save(await admin(desk), "/away", **{"away:": ""})
    assert (desk.stores["noor"].away, desk.book.choices("noor").away) == ((), {})


async def test_a_message_that_is_too_long_comes_back(desk: Desk) -> None:
    page = await save(await admin(desk), "/away", **{"away:en": "x" * 1_001})
    assert (page.status, page.says("may have 1000 characters"), "x" * 1_001 in page.text) == (422, True, True)


async def test_the_phone_shows_what_is_heard_in_the_language_that_is_typed(desk: Desk) -> None:
    browser = await admin(desk)
    await browser.get(HERE)
    typed = {"store": "noor", "away:en": "Back <b>soon</b>.", "away:ar": "نعود قريبًا"}
    page = await browser.post(f"{HERE}/away/preview", {"HX-Trigger-Name": "away:en"}, **typed)
    assert page.says("will answer from")
    assert "Back &lt;b&gt;soon" in page.text
    arabic = await browser.post(f"{HERE}/away/preview", {"HX-Trigger-Name": "away:ar"}, **typed)
    assert (arabic.says("نعود قريبًا"), 'dir="rtl" lang="ar"' in arabic.text) == (True, True)


@pytest.mark.parametrize(("part", "what", "fields"), [("", "hours", TUESDAY), ("/away", "away", {"away:en": "Soon"})])
async def test_a_button_goes_back_to_the_file(desk: Desk, part: str, what: str, fields: dict[str, str]) -> None:
    browser = await admin(desk)
    await save(browser, part, **fields)
    assert (await browser.get(HERE)).says("Back to the file's")
    assert (await browser.post(f"{HERE}/file", store="noor", what=what)).goes_to.endswith("done=file")
    assert desk.stores["noor"] == FILE
    assert sum(one.startswith(f"hours_to_file: noor: {what}") for one in await noted(desk)) == 1
    assert not (await browser.get(HERE)).says("Back to the file's")
    await browser.post(f"{HERE}/file", store="noor", what=what)
    assert len(await noted(desk)) == 2


@pytest.mark.parametrize(
    ("part", "first", "second", "now"),
    [
        ("", TUESDAY, {"wed.0.from": "08:00", "wed.0.to": "10:00"}, "Tue 09:00-17:00"),
        ("/away", {"away:en": "First"}, {"away:en": "Second"}, "en: First"),
    ],
)
async def test_of_two_at_once_the_later_one_is_told_and_may_save_again(
    desk: Desk, part: str, first: dict[str, str], second: dict[str, str], now: str
) -> None:
    browser, other = await admin(desk), await admin(desk)
    page = await browser.get(HERE)
    seen = page.text.split('name="seen" value="')[2 if part else 1].partition('"')[0]
    await save(other, part, **first)
    late = await browser.post(f"{HERE}{part}", None, store="noor", seen=seen, **second)
    assert (late.status, late.says("Somebody else has changed this"), late.says(now)) == (409, True, True)
    assert all(value in late.text for value in second.values())
    again = late.text.split('name="seen" value="')[2 if part else 1].partition('"')[0]
    assert (await browser.post(f"{HERE}{part}", None, store="noor", seen=again, **second)).status == 303
    assert (desk.book.choices("noor").version, len(await noted(desk))) == (2, 2)


async def test_what_is_the_files_is_no_choice(desk: Desk) -> None:
    browser = await admin(desk)
    await save(browser, **TUESDAY)
    week = {f"{day}.0.{edge}": time for day in WEEKDAYS for edge, time in (("from", "09:00"), ("to", "17:00"))}
    await save(browser, **week, **{"holiday.0.first": "2026-12-02"})
    await save(browser, "/away", **{"away:": "Out."})
    assert (desk.book.choices("noor").hours, desk.book.choices("noor").away, desk.stores["noor"]) == (None, None, FILE)


async def test_who_changes_something_else_meanwhile_is_not_in_the_way(desk: Desk) -> None:
    browser = await admin(desk)
    seen = (await browser.get(HERE)).field("seen")
    await save(await admin(desk), "/away", **{"away:en": "Soon"})
    assert (await browser.post(HERE, None, store="noor", seen=seen, **TUESDAY)).status == 303
    assert (desk.stores["noor"].away, desk.stores["noor"].support_hours) == ((("en", "Soon"),), "Tue 09:00-17:00")


async def test_what_another_process_has_saved_is_shown(desk: Desk) -> None:
    other = StoreBook(desk.db, [FILE, DAR])
    await other.change("noor", lambda one: replace(one, away={"en": "From elsewhere"}))
    assert (await (await admin(desk)).get(HERE)).says("From elsewhere")


async def test_others_stores_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await desk.browser()
    await browser.sign_in("dars")
    assert [(await browser.get(f"{HERE}?store={one}")).status for one in ("dar", "noor", "none")] == [200, 404, 404]
    posts = [await browser.post(f"{HERE}{part}", None, store="noor", **TUESDAY) for part in ("", "/now", "/away", "/away/preview", "/file")]
    assert {page.status for page in posts} == {404}
    assert not (await browser.get(HERE)).says("Noor Home")


async def test_in_arabic_days_and_mistakes_are_said_in_arabic(desk: Desk) -> None:
    browser = await admin(desk)
    browser.headers["Accept-Language"] = "ar"
    page = await save(browser, **{"mon.0.from": "09:00", "mon.0.to": ""})
    assert (page.status, page.says("الاثنين"), page.says("ينقص الوقت الآخر")) == (422, True, True)
    desk.now += 10 * HOUR
    await browser.sign_in("admin")
    assert (await browser.get(HERE)).says("سنرد غدًا")


async def test_who_has_a_text_about_hours_in_the_file_hears_what_becomes_of_it(desk: Desk) -> None:
    desk.book = StoreBook(desk.db, [replace(FILE, policies=(("hours", "Come by from nine."),)), DAR])
    browser = await admin(desk)
    assert (await browser.get(HERE)).says("has a text of its own about hours")
    await save(browser, **TUESDAY)
    assert not (await browser.get(HERE)).says("has a text of its own about hours")
    assert desk.book.stores["noor"].policy("hours", "en") is None


async def test_who_has_one_store_chooses_none(desk: Desk) -> None:
    assert '<select name="store">' in (await (await admin(desk)).get(HERE)).text
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await desk.browser()
    await browser.sign_in("dars")
    assert '<select name="store">' not in (await browser.get(HERE)).text


async def test_an_away_message_for_all_languages_has_a_field_of_its_own(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await browser.get(HERE)).text.count('name="away:"') == 1
    await save(browser, "/away", **{"away:": "", "away:en": "Soon"})
    assert (await browser.get(HERE)).text.count('name="away:"') == 0


@pytest.mark.parametrize("role", ["agent", "viewer"])
async def test_only_who_may_configure_gets_in(desk: Desk, role: str) -> None:
    browser = await desk.browser()
    await browser.sign_in(role)
    assert [(await browser.get(path)).status for path in (HERE, "/admin/notices", "/admin/notices/shipped")] == [403] * 3


async def test_words_about_hours_without_hours_are_told_as_what_they_are(desk: Desk) -> None:
    desk.book = StoreBook(desk.db, [FILE, replace(DAR, support_hours="Mon-Fri 09:00-18:00")])
    desk.stores = desk.book.stores
    browser = await admin(desk)
    pages = [await browser.get(f"{HERE}?store={store}") for store in ("dar", "noor")]
    assert [page.says("told the words of the settings file") for page in pages] == [True, False]
    assert [page.says("Customers are told:") for page in pages] == [False, True]
