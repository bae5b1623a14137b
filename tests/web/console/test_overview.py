"""The overview as a page and as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import HOUR
from bot.domain.daily import blank_day, local_day
from bot.domain.rating import Rating
from bot.domain.store import Store
from bot.web.console import pages_of
from bot.web.console.overview.download import COLUMNS, as_csv
from tests.web.console.conftest import DAR, NOOR, NOW, person

if TYPE_CHECKING:
    from bot.domain.daily import Day
    from tests.web.console.conftest import Browser, Desk

TODAY = local_day(NOW, NOOR.timezone)
FULL: dict[str, Any] = {
    "conversations": 120,
    "alone": 90,
    "received": 300,
    "said": {"answer": 250, "staff": 40, "notice": 20},
    "flags": {"complaint": 4, "asked_for_person": 9},
    "responses": (60, 120, 600),
    "resolutions": (900, 3_600),
    "escalated": 2,
    "misunderstood": 7,
    "unclear": (("do you ship to <Cyprus>", 5), ("=1+1", 2)),
    "notices": {"shipped": {"read": 10, "delivered": 5, "bounced": 1}, "invoice": {"failed": 1}},
    "skips": {"shipped": {"no_consent": 3}},
    "codes": {"shipped": {"131026": 1}, "invoice": {"none": 1}},
    "billed": 15,
    "paid": 10,
    "micros": 107_000,
    "saved": {"free_customer_service": 53_500},
    "scores": {"3": 4, "1": 1},
}


def counted(ago: int, store: Store = NOOR, **more: object) -> Day:
    blank = blank_day(store.id, TODAY - timedelta(days=ago), store.timezone)
    return replace(blank, folded_at=NOW - HOUR, **more)  # type: ignore[arg-type]


async def reader(desk: Desk, role: str = "viewer") -> Browser:
    browser = await desk.browser()
    await browser.sign_in(role)
    return browser


async def of_dar(desk: Desk) -> Browser:
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    return await reader(desk, "dars")


async def test_it_shows_what_was_counted(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    page = await (await reader(desk)).get("/overview?days=1")
    wanted = ("120", "75%", "90 of 120", "2 min", "80%", "$0.11", "$0.05 saved", "Complaint", "Shipped", "131026", "The customer has not agreed")
    assert [words for words in wanted if not page.says(words)] == []


@pytest.mark.parametrize("role", ["admin", "agent", "viewer"])
async def test_every_role_may_read_it(desk: Desk, role: str) -> None:
    browser = await reader(desk, role)
    assert [(await browser.get(path)).status for path in ("/overview", "/overview.csv")] == [200, 200]


async def test_every_chart_has_a_table_with_the_same_figures(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(ago, **FULL) for ago in range(7)])
    page = await (await reader(desk)).get("/overview?days=7")
    for card in page.text.split("<section ")[1:]:
        assert card.count('<div class="chart"') <= card.count("<table>"), card[:200]
        assert card.count("<caption") == card.count("<table>")
    assert page.text.count('<div class="chart"') == 9


async def test_charts_are_no_title_of_the_page(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    assert (await (await reader(desk)).get("/overview")).text.count("<title>") == 1


async def test_a_figure_stands_beside_the_one_before(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL), counted(1, conversations=100, alone=50)])
    page = await (await reader(desk)).get("/overview?days=1&store=noor")
    assert [page.says(words) for words in ("before: 100", "20%", "25 points", "against the day before")] == [True] * 4


async def test_nothing_is_compared_where_days_are_missing(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(ago, **FULL) for ago in range(10)])
    page = await (await reader(desk)).get("/overview?days=7")
    assert (page.says("No changes are shown"), page.says("before: ")) == (True, False)


async def test_days_before_and_after_a_period_are_left_out(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(ago, conversations=10**ago) for ago in range(4)])
    since, until = (TODAY - timedelta(days=ago) for ago in (2, 1))
    page = await (await reader(desk)).get(f"/overview?from={since}&to={until}")
    assert (page.says(">110<"), page.says(">1,110<")) == (True, False)


@pytest.mark.parametrize("path", ["/overview", "/overview?days=1", "/overview?days=90&store=noor"])
async def test_an_empty_one_says_what_will_appear_and_when(desk: Desk, path: str) -> None:
    page = await (await reader(desk)).get(path)
    assert page.says("Figures appear a few minutes after the first customer has written")
    assert page.text.count('<p class="nothing">') == page.text.count("<section ") == 11
    assert page.text.count('<div class="chart"') == 0


async def test_days_before_the_first_one_say_that_there_is_nothing(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    browser = await reader(desk)
    told = [
        (await browser.get(f"/overview?{query}")).says("There are no figures for these days") for query in ("days=1", "from=2024-01-01&to=2024-01-07")
    ]
    assert told == [False, True]


async def test_dates_that_can_not_be_shown_are_said_aloud(desk: Desk) -> None:
    page = await (await reader(desk)).get("/overview?from=2026-02-02&to=2026-01-01")
    assert (page.status, 'role="alert"' in page.text, page.says("30 days")) == (200, True, True)


async def test_who_belongs_to_one_store_sees_its_figures_alone(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL), counted(0, DAR, conversations=17, alone=16)])
    browser = await of_dar(desk)
    for query in ("", "?store=noor", "?days=1&store=noor"):
        page = await browser.get(f"/overview{query}")
        assert (page.says(">17<"), page.says("137"), page.says(">120<"), page.says("Noor Home")) == (True, False, False, False)
    assert "noor" not in (await browser.get("/overview.csv?store=noor")).text


async def test_stores_are_added_up_or_shown_one_by_one(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL), counted(0, DAR, conversations=17, alone=16)])
    browser = await reader(desk)
    shown = [(await browser.get(f"/overview?days=1{query}")).text.partition('class="big"')[2][:30] for query in ("", "&store=noor", "&store=dar")]
    assert [text.partition("<bdi>")[2].partition("<")[0] for text in shown] == ["137", "120", "17"]


async def test_somebody_of_a_store_that_is_gone_finds_nothing(desk: Desk) -> None:
    await desk.db.staff.add(person(name="past", stores=("gone",)))
    browser = await reader(desk, "past")
    assert [(await browser.get(path)).status for path in ("/overview", "/overview.csv")] == [404, 404]


async def test_comments_of_customers_are_no_markup_and_of_ones_own_stores(desk: Desk) -> None:
    for key, store in (("r:1", "noor"), ("r:2", "dar")):
        rating = Rating(key, store, f"c:{store}", "cu", NOW, NOW, score=3)
        comment = replace(rating, id=f"{key}:comment", score=None, comment=f"<b>{store} was kind</b>")
        await desk.db.ratings._collection.insert_many([desk.db.ratings.to_doc(one) for one in (rating, comment)])  # noqa: SLF001
    page = await (await of_dar(desk)).get("/overview?days=1")
    assert ("&lt;b&gt;dar was kind" in page.text, "noor was kind" in page.text, page.says("😊 Good · ")) == (True, False, True)


async def test_texts_that_were_not_understood_are_no_markup(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    page = await (await reader(desk)).get("/overview?days=1")
    assert ("<Cyprus>" in page.text, page.says("do you ship to <Cyprus>")) == (False, True)


async def test_they_lead_to_where_the_bot_is_taught_if_one_may(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    there = [path for path, *_ in (*pages_of.MENU, *pages_of.ADMIN) if path.endswith("/teach")]
    assert [f'href="/console{path}">Teach the bot' in (await (await reader(desk, "admin")).get("/overview?days=1")).text for path in there] == [
        True
    ] * len(there)
    assert "Teach the bot" not in (await (await reader(desk, "viewer")).get("/overview?days=1")).text


async def test_made_up_days_are_called_so(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(3, **FULL, sample=True), counted(0, **FULL)])
    browser = await reader(desk)
    assert [(await browser.get(f"/overview?days={days}")).says("Sample figures") for days in (7, 1)] == [True, False]


async def test_in_arabic_lines_and_time_run_from_right_to_left(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(ago, **FULL) for ago in range(7)])
    browser = await reader(desk)
    page = await browser.get("/overview?days=7", **{"Accept-Language": "ar"})
    assert ('dir="rtl"' in page.text, 'direction="ltr"' in page.text, page.says("أجاب عنها البوت وحده")) == (True, False, True)


async def test_a_year_is_shown_in_weeks(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(ago, conversations=1) for ago in range(0, 365, 5)])
    page = await (await reader(desk)).get(f"/overview?from={TODAY - timedelta(days=364)}&to={TODAY}")
    assert (page.says("Week from"), page.text.partition('id="conversations"')[2].partition("</section>")[0].count('scope="row"')) == (True, 53)


async def lines(browser: Browser, query: str) -> list[dict[str, str]]:
    page = await browser.get(f"/overview.csv{query}")
    assert page.response.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(page.text.removeprefix("\ufeff"))))


async def test_the_file_has_a_line_for_each_day_and_store(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(ago, store, **FULL) for ago in range(9) for store in (NOOR, DAR)])
    found = await lines(await reader(desk), "?days=7")
    assert [(one["day"], one["store"]) for one in found[:2]] == [(f"{TODAY - timedelta(days=6)}", "dar"), (f"{TODAY - timedelta(days=6)}", "noor")]
    assert len(found) == 14


async def test_the_file_holds_the_figures_of_the_page(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    (line,) = await lines(await reader(desk), "?days=1")
    wanted = {
        "conversations": "120",
        "answered_by_the_bot_alone": "90",
        "messages_sent": "310",
        "flagged": "13",
        "first_response_median_seconds": "120",
        "resolution_p90_seconds": "3600",
        "notices_accepted": "16",
        "notices_delivered": "15",
        "notices_failed": "2",
        "cost_usd": "0.1070",
        "saved_usd": "0.0535",
        "rating_average": "2.6",
        "sample": "0",
    }
    assert {name: line[name] for name in wanted} == wanted


async def test_the_file_is_named_after_what_is_in_it(desk: Desk) -> None:
    page = await (await reader(desk)).get("/overview.csv?days=7&store=noor")
    assert page.response.headers["Content-Disposition"].endswith(f"wasla-noor-{TODAY - timedelta(days=6)}-{TODAY}.csv")


def test_a_day_without_anything_has_gaps_and_not_zeros_for_what_nobody_knows() -> None:
    (line,) = csv.DictReader(io.StringIO(as_csv([blank_day("noor", date(2026, 11, 24), "UTC")]).decode("utf-8-sig")))
    assert (line["conversations"], line["first_response_median_seconds"], line["rating_average"]) == ("0", "", "")
    assert list(line) == list(COLUMNS)


@pytest.mark.parametrize("store", ["=cmd()", "+1", "@x", "-2"])
def test_no_text_of_the_file_begins_a_formula(store: str) -> None:
    text = as_csv([blank_day(store, date(2026, 11, 24), "UTC")]).decode("utf-8-sig")
    assert f",'{store}," in text


@pytest.mark.parametrize(
    "query",
    [
        "days=7&days=30",
        "days=%00",
        "store=%22%3E%3Cscript%3E",
        "from=%22%3E%3Cscript%3E&to=2026-01-01",
        "from=9999-12-31&to=9999-12-31",
        "from=0001-01-01&to=0001-01-02",
        "from=-1&to=%F0%9F%98%80",
        "from=2026-W01-1&to=2026-W02-1",
        "nothing=at-all",
    ],
)
async def test_an_odd_address_is_no_mistake_and_no_markup(desk: Desk, query: str) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    browser = await reader(desk)
    page = await browser.get(f"/overview?{query}")
    assert (page.status, "<script>" in page.text) == (200, False)
    assert (await browser.get(f"/overview.csv?{query}")).status == 200


async def test_names_of_stores_are_no_markup(desk: Desk) -> None:
    desk.stores["odd"] = Store("odd", "<i>Odd & Co</i>", "n9")
    page = await (await reader(desk)).get("/overview?store=odd")
    assert ("<i>Odd" in page.text, page.says("<i>Odd & Co</i>")) == (False, True)


async def test_what_was_chosen_stays_chosen(desk: Desk) -> None:
    page = await (await reader(desk)).get("/overview?days=7&store=dar")
    assert 'href="/console/overview?days=7&amp;store=dar" aria-current="page"' in page.text
    assert '<option value="dar" selected' in page.text
    assert 'href="/console/overview.csv?days=7&amp;store=dar"' in page.text
    assert page.field("from") == f"{TODAY - timedelta(days=6)}"


async def test_who_sees_one_store_is_offered_no_choice_of_stores(desk: Desk) -> None:
    assert 'name="store"' not in (await (await of_dar(desk)).get("/overview")).text


async def test_it_says_when_it_was_counted_and_that_today_is_not_over(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL), counted(1, **FULL)])
    browser = await reader(desk)
    running = await browser.get("/overview?days=1")
    over = await browser.get(f"/overview?from={TODAY - timedelta(days=1)}&to={TODAY - timedelta(days=1)}")
    assert [page.says("Counted 9 Oct 2025") for page in (running, over)] == [True, True]
    assert [page.says("The last day is not over yet") for page in (running, over)] == [True, False]


async def test_tables_have_heads_for_rows_and_columns(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(ago, **FULL) for ago in range(7)])
    text = (await (await reader(desk)).get("/overview?days=7")).text
    for table in text.split("<table>")[1:]:
        inner = table.partition("</table>")[0]
        assert inner.count('<th scope="row">') == inner.count("<tr>") - 1
        assert inner.count('<th scope="col"') > 1


async def test_nothing_of_it_needs_a_script(desk: Desk) -> None:
    await desk.db.daily.add_new([counted(0, **FULL)])
    text = (await (await reader(desk)).get("/overview")).text
    assert text.count("<script") == text.count("<script src=")
    assert (" style=" in text, "<style" in text, "hx-" in text.partition("<main")[2]) == (False, False, False)


async def test_the_menu_leads_to_it(desk: Desk) -> None:
    page = await (await reader(desk)).get("/overview")
    assert '<a href="/console/overview" aria-current="page">Overview</a>' in page.text


DAYS = st.builds(
    lambda ago, number, times: counted(ago, conversations=number, responses=tuple(times)),
    st.integers(0, 300),
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**7), max_size=9),
)


@given(st.lists(DAYS, max_size=20, unique_by=lambda day: day.id))
def test_the_file_loses_no_day(days: list[Day]) -> None:
    found = list(csv.DictReader(io.StringIO(as_csv(days).decode("utf-8-sig"))))
    assert [one["day"] for one in found] == sorted(day.day for day in days)
    assert sum(int(one["conversations"]) for one in found) == sum(day.conversations for day in days)
    assert sum(one["first_response_median_seconds"] == "" for one in found) == sum(not day.responses for day in days)
