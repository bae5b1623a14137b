"""The cards of the overview: what each says of the figures, and what it says when there are none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.daily import Day, blank_day
from bot.domain.notice import KINDS
from bot.domain.rating import Rating
from bot.flow.overview.figures import figures, together
from bot.flow.overview.reasons import REASONS
from bot.web.console.overview import messages, money, people
from bot.web.console.overview.numerals import NONE, Numerals
from bot.web.console.overview.parts import Scope
from bot.web.console.words import WordBook
from bot.whatsapp.codes import RULES
from tests.web.console.conftest import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.web.console.overview.parts import Section, Table

FIRST = date(2026, 11, 2)
DATES = [FIRST, FIRST + timedelta(days=1)]
BEFORE = [FIRST - timedelta(days=2), FIRST - timedelta(days=1)]
CARDS: dict[str, Callable[[Scope], Section]] = {
    "conversations": people.conversations,
    "flags": people.flags,
    "responses": people.responses,
    "resolutions": people.resolutions,
    "satisfaction": lambda scope: people.satisfaction(scope, (), lambda _: ""),
    "delivery": messages.delivery,
    "failures": messages.failures,
    "unsaid": messages.unsaid,
    "misunderstood": lambda scope: messages.misunderstood(scope, None),
    "costs": money.costs,
    "savings": money.savings,
}


def day(date: date = FIRST, **more: object) -> Day:
    return replace(blank_day("noor", date, "UTC"), folded_at=1, **more)  # type: ignore[arg-type]


def scope(*days: Day, language: str = "en", running: bool = False) -> Scope:
    words = WordBook(texts("console")).of(language, "")  # type: ignore[arg-type]
    return Scope(Numerals(words), figures(days, DATES), together(days, BEFORE), running)


def before(**more: object) -> list[Day]:
    return [day(BEFORE[0], **more), day(BEFORE[1])]


def body(section: Section, nth: int = 0) -> tuple[tuple[str, ...], ...]:
    table: Table = section.tables[nth]
    assert {len(row) for row in table.rows} == {len(table.heads)}
    return table.rows


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_card_without_figures_says_what_will_appear(name: str, language: str) -> None:
    section = CARDS[name](scope(day(), language=language))
    assert (section.id, section.chart, section.tables) == (name, None, ())
    assert len(section.empty) > 20
    assert section.heading


def test_conversations_are_split_by_who_answered() -> None:
    section = people.conversations(scope(day(conversations=10, alone=7), day(DATES[1], conversations=4, alone=4)))
    assert body(section) == (("2 Nov", "10", "7", "3", "70%"), ("3 Nov", "4", "4", "0", "100%"))
    assert [name for _, name in section.legend] == ["By the bot alone", "With people"]


def test_what_is_read_out_names_the_highest() -> None:
    section = people.conversations(scope(day(conversations=10, alone=7), day(DATES[1], conversations=44, alone=40)))
    told = re.search(r'aria-label="([^"]*)"', str(section.chart))
    assert told is not None
    assert told[1] == "Conversations by day. Highest: 3 Nov, 44. The table below has every figure."


def test_reasons_are_in_plain_words_the_most_frequent_first() -> None:
    section = people.flags(scope(day(flags={"complaint": 2, "asked_for_person": 5, "brand_new": 1})))
    assert body(section) == (("Asked for a person", "5"), ("Complaint", "2"), ("brand_new", "1"))


def test_reasons_stand_beside_those_before() -> None:
    section = people.flags(scope(*before(flags={"complaint": 4}), day(flags={"complaint": 2, "loop": 1})))
    assert body(section) == (("Complaint", "2", "4"), ("Going round in circles", "1", "0"))
    assert section.headlines[0].change is not None
    assert (section.headlines[0].change.way, section.headlines[0].change.tone) == ("down", "good")


def test_times_are_the_middle_and_the_slow_ones() -> None:
    section = people.responses(scope(day(responses=(60, 120, 3_600), escalated=1)))
    assert [one.shown for one in section.headlines] == ["2 min", "1 hr", "1"]
    assert body(section) == (("2 Nov", "2 min", "1 hr", "3"), ("3 Nov", NONE, NONE, "0"))


def test_faster_is_better() -> None:
    section = people.resolutions(scope(*before(resolutions=(600,)), day(resolutions=(300,))))
    assert [one.change.tone for one in section.headlines if one.change] == ["good", "good", "plain"]


def test_ratings_are_counted_from_the_best_to_the_worst() -> None:
    section = people.satisfaction(scope(day(scores={"1": 1, "3": 3})), (), lambda _: "")
    assert body(section) == (("😊 Good", "3", "75%"), ("😐 Middling", "0", "0%"), ("😞 Bad", "1", "25%"))
    assert section.headlines[0].shown == "2.5"


def test_comments_are_shown_even_where_their_scores_are_older() -> None:
    said = [Rating("r:1", "noor", "c:1", "cu:1", 1, 5, comment="Kind!"), Rating("r:2", "noor", "c:2", "cu:2", 1, 6, score=1, comment="Slow")]
    section = people.satisfaction(scope(day()), said, lambda one: str(one.at))
    assert [(one.score, one.text, one.when) for one in section.quotes] == [("", "Kind!", "5"), ("overview_score.bad", "Slow", "6")]


def test_notices_are_followed_to_the_reader_each_kind_and_all_together() -> None:
    section = messages.delivery(scope(day(notices={"shipped": {"read": 6, "delivered": 3, "sent": 1}, "invoice": {"bounced": 2, "unsaid": 4}})))
    assert body(section) == (
        ("Shipped", "10", "9", "6", "0", "0", "0", "0"),
        ("Invoice", "2", "0", "0", "2", "0", "4", "0"),
        ("All together", "12", "9", "6", "2", "0", "4", "0"),
    )
    assert [one.shown for one in section.headlines] == ["75%", "50%"]
    assert section.tables[0].folded is False


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_notice_has_a_name_and_unknown_ones_too(language: str) -> None:
    names = [*KINDS, "other"]
    section = messages.delivery(scope(day(notices={name: {"read": 1} for name in names}), language=language))
    told = [row[0] for row in body(section)[:-1]]
    assert len(set(told)) == len(names)
    assert not any("_" in name for name in told)


def test_codes_are_in_plain_words_with_their_number() -> None:
    section = messages.failures(scope(day(codes={"shipped": {"131026": 3, "none": 1}, "invoice": {"999999": 2}})))
    assert body(section) == (
        ("Shipped", scope(day()).t("failure.unreachable"), "131026", "3"),
        ("Invoice", scope(day()).t("failure.unknown"), "999999", "2"),
        ("Shipped", "Given up before it reached WhatsApp.", "", "1"),
    )


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_for_silence_has_words(reason: str) -> None:
    (row,) = body(messages.unsaid(scope(day(skips={"shipped": {reason: 2}}))))
    assert (row[0], row[2]) == ("Shipped", "2")
    assert "_" not in row[1]


def test_what_was_not_understood_is_counted_and_told() -> None:
    section = messages.misunderstood(scope(day(received=50, misunderstood=5, unclear=(("hm?", 3), ("eh", 2)))), "/console/teach")
    assert [one.shown for one in section.headlines] == ["5", "10%"]
    assert body(section) == (("2 Nov", "5", "10%"), ("3 Nov", "0", NONE))
    assert body(section, 1) == (("hm?", "3"), ("eh", "2"))
    assert section.more == ("/console/teach", "Teach the bot")


def test_texts_that_were_forgotten_leave_the_figures() -> None:
    section = messages.misunderstood(scope(day(received=50, misunderstood=5)), None)
    assert (len(section.tables), section.more) == (1, None)


def test_costs_are_what_was_paid_and_what_was_not() -> None:
    section = money.costs(scope(day(billed=12, paid=10, micros=107_000, saved={"merged": 21_400})))
    assert body(section)[0] == ("2 Nov", "$0.11", "10", "2", "$0.02")
    assert (section.note, [one.shown for one in section.headlines]) == ("", ["10", "2"])


def test_messages_without_a_price_are_owned_up_to() -> None:
    assert money.costs(scope(day(billed=3, paid=3, unpriced=3))).note.startswith("3 messages are not included")


def test_savings_are_told_by_what_saved_them() -> None:
    section = money.savings(scope(day(saved={"merged": 10_000, "free_customer_service": 30_000, "free": 0})))
    assert body(section) == (("Free 24-hour window", "$0.03"), ("Notices merged into one", "$0.01"))


def test_more_saved_is_good_and_more_spent_is_not() -> None:
    known = scope(*before(micros=10_000, billed=1, saved={"merged": 10_000}), day(micros=20_000, billed=2, saved={"merged": 20_000}))
    assert [one.tone for one in (money.savings(known).headlines[0].change, money.cost_tile(known).change) if one] == ["good", "bad"]


def test_tiles_say_what_they_are_a_part_of() -> None:
    known = scope(day(conversations=1_200, alone=900, received=3_000, scores={"3": 3, "1": 1}, responses=(60,)))
    assert people.conversations_tile(known).note == "3,000 messages received"
    assert (people.alone_tile(known).shown, people.alone_tile(known).note) == ("75%", "900 of 1,200")
    assert (people.satisfaction_tile(known).shown, people.satisfaction_tile(known).note) == ("75%", "4 ratings")
    assert people.time_tile(known, "First response", lambda one: one.responses).note == "9 of 10 within 1 min"


def test_tiles_without_figures_have_a_dash_and_no_line() -> None:
    known = scope(day())
    tiles = (people.alone_tile(known), people.satisfaction_tile(known), people.time_tile(known, "x", lambda one: one.responses))
    assert {(one.shown, str(one.spark), one.change) for one in tiles} == {(NONE, "", None)}


def test_a_day_that_is_not_over_does_not_pull_a_small_line_down() -> None:
    days = (day(conversations=5), day(DATES[1], conversations=1))
    assert people.conversations_tile(scope(*days)).spark
    assert not people.conversations_tile(scope(*days, running=True)).spark


FULL: dict[str, Any] = {
    "conversations": 40,
    "alone": 30,
    "received": 90,
    "flags": {"complaint": 2, "loop": 1},
    "responses": (60, 700),
    "resolutions": (3_600,),
    "escalated": 1,
    "misunderstood": 4,
    "notices": {"shipped": {"read": 6, "delivered": 3, "bounced": 1}, "other": {"failed": 1}},
    "skips": {"shipped": {"no_consent": 1}},
    "codes": {"shipped": {"131026": 1}, "other": {"none": 1}},
    "billed": 9,
    "paid": 6,
    "micros": 64_200,
    "unpriced": 1,
    "saved": {"free_customer_service": 32_100, "merged": 10_700, "free": 10, "free_entry_point": 20},
    "scores": {"3": 2, "2": 1, "1": 1},
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_in_arabic_has_no_english_left(name: str) -> None:
    section = CARDS[name](scope(*before(**FULL), day(**FULL), language="ar"))
    heads = [head for table in section.tables for head in (table.caption, *table.heads)]
    rows = [cell for table in section.tables for row in table.rows for cell in row]
    told = [section.heading, section.about, section.empty, section.note, *heads, *rows, *(one.name for one in section.headlines)]
    assert [words for words in told if re.search("[A-Za-z]{4,}", words)] == []


@pytest.mark.parametrize("name", CARDS)
def test_every_card_with_figures_has_a_table_of_them(name: str) -> None:
    section = CARDS[name](scope(day(**FULL)))
    assert section.tables
    assert all(len(table.rows) > 0 for table in section.tables)
    assert [body(section, nth) for nth in range(len(section.tables))]


@pytest.mark.parametrize("name", CARDS)
def test_a_figure_that_is_read_first_stands_beside_the_one_before(name: str) -> None:
    section = CARDS[name](scope(*before(**FULL), day(**FULL)))
    assert [one.name for one in section.headlines if one.change is None] == []
    assert {one.change.way for one in section.headlines if one.change} <= {"same"}


@pytest.mark.parametrize(
    ("name", "column"), [("conversations", (2, 3)), ("misunderstood", (1,)), ("costs", (1,)), ("responses", (1, 2)), ("resolutions", (1, 2))]
)
def test_a_chart_tells_what_its_table_does(name: str, column: tuple[int, ...]) -> None:
    other = {**FULL, "alone": 22, "misunderstood": 9, "responses": (75,)}
    section = CARDS[name](scope(day(**FULL), day(DATES[1], **other)))
    tips = re.findall(r'class="tip"[^>]*>([^<]*)<', str(section.chart))
    for tip, row in zip(tips, body(section), strict=True):
        assert tip.startswith(row[0])
        assert [tip.count(row[one]) > 0 for one in column] == [True] * len(column)


@pytest.mark.parametrize("code", [*(str(one) for one in RULES), "none", "999999"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_code_that_we_know_has_words(code: str, language: str) -> None:
    (row,) = body(messages.failures(scope(day(codes={"shipped": {code: 1}}), language=language)))
    assert len(row[1]) > 10
    assert row[2] == ("" if code == "none" else code)


@pytest.mark.parametrize(
    ("code", "topic"),
    [
        ("131047", "window"),
        ("131049", "capped"),
        ("131050", "stopped"),
        ("132015", "template_paused"),
        ("131042", "payment"),
        ("190", "token"),
        ("131000", "passing"),
        ("x", "unknown"),
    ],
)
def test_codes_say_here_what_they_say_in_a_conversation(code: str, topic: str) -> None:
    (row,) = body(messages.failures(scope(day(codes={"shipped": {code: 1}}))))
    assert row[1] == scope(day()).t(f"failure.{topic}")


def test_the_same_code_of_two_notices_is_two_lines_and_ties_keep_their_order() -> None:
    rows = body(messages.failures(scope(day(codes={"shipped": {"131026": 1}, "invoice": {"131026": 1}}))))
    assert [row[0] for row in rows] == ["Invoice", "Shipped"]


def test_legends_name_the_colours_of_the_chart() -> None:
    for name in ("conversations", "responses", "resolutions"):
        section = CARDS[name](scope(day(**FULL), day(DATES[1], **FULL)))
        assert all(f"s{number}" in str(section.chart) for number, _ in section.legend)


def test_times_that_took_too_long_are_counted() -> None:
    section = people.responses(scope(*before(responses=(60,), escalated=4), day(responses=(60,), escalated=1)))
    late = section.headlines[-1]
    assert (late.name, late.shown) == ("Took too long", "1")
    assert late.change is not None
    assert (late.change.shown, late.change.tone) == ("75%", "good")
