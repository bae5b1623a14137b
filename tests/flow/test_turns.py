"""Whose turn it is."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.content import TextOut
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.domain.notice import Notice
from bot.flow.pace import Pace
from bot.flow.turns import Turns, turns

NOW = 1_760_000_000_000


def answer(name: str, chat: str = "a", *, at: int = NOW, due_at: int = NOW) -> OutboxItem:
    return OutboxItem(name, "answer", "noor", f"cu:{chat}", chat, "n", WireIdentity(wa_id="1"), at, due_at, content=TextOut(name))


def notice(name: str, chat: str = "a", *, at: int = NOW, due_at: int = NOW, milestone: str = "invoice") -> OutboxItem:
    said = Notice(name, milestone, f"o:{chat}", "")  # type: ignore[arg-type]
    return replace(answer(name, chat, at=at, due_at=due_at), kind="notice", content=None, notice=said, order_id=f"o:{chat}")


def decide(*items: OutboxItem, pace: Pace | None = None, held_back: dict[str, int] | None = None) -> Turns:
    return turns(items, NOW, held_back or {}, pace or Pace())


def names(found: Turns) -> list[str]:
    return [item.id for item in found.now]


def test_a_conversation_goes_in_the_order_of_creation() -> None:
    assert names(decide(answer("2", at=NOW - 1), answer("3"), answer("1", at=NOW - 2))) == ["1", "2", "3"]


def test_an_answer_does_not_wait_for_a_notice_that_is_not_due() -> None:
    found = decide(notice("later", at=NOW - 1, due_at=NOW + 30_000), answer("now"))
    assert names(found) == ["now"]
    assert found.later == {"later": NOW + 30_000}


def test_what_is_tried_again_soon_is_waited_for() -> None:
    found = decide(answer("again", at=NOW - 1, due_at=NOW + 2_000), answer("next"), notice("too"))
    assert names(found) == []
    assert found.later == {"again": NOW + 2_000, "next": NOW + 2_000, "too": NOW + 2_000}


def test_what_is_tried_again_much_later_is_not_waited_for() -> None:
    assert names(decide(answer("in an hour", at=NOW - 1, due_at=NOW + 3_600_000), answer("next"))) == ["next"]


def test_a_conversation_that_is_held_back_waits_whole() -> None:
    found = decide(answer("a"), answer("b", "b"), held_back={"a": NOW + 5_000})
    assert names(found) == ["b"]
    assert found.later == {"a": NOW + 5_000}


def test_answers_go_before_urgent_notices_before_others_before_surveys() -> None:
    survey = replace(notice("survey", "d", at=NOW - 9), kind="survey")
    urgent = notice("urgent", "b", milestone="out_for_delivery")
    staff = replace(answer("staff", "e", at=NOW + 1), kind="staff", due_at=NOW)
    assert names(decide(survey, notice("usual", "c", at=NOW - 9), urgent, answer("answer"), staff)) == [
        "answer",
        "staff",
        "urgent",
        "usual",
        "survey",
    ]


def test_only_as_many_go_as_the_number_may_send() -> None:
    pace = Pace(20, now=NOW)
    found = decide(*(notice(str(n), str(n), at=NOW + n, due_at=NOW) for n in range(5)), answer("answer", at=NOW + 9, due_at=NOW), pace=pace)
    assert names(found) == ["answer", "0"]
    assert pace.available(NOW) == 0
    assert set(found.later.values()) == {NOW}


def test_a_user_gets_no_more_than_meta_allows() -> None:
    pace = Pace()
    found = decide(*(answer(f"{n:02}", at=NOW + n, due_at=NOW) for n in range(50)), pace=pace)
    assert len(found.now) == 45
    assert set(found.later.values()) == {NOW + 6_000}


def test_a_user_whom_meta_asked_to_spare_waits_and_the_others_do_not() -> None:
    pace = Pace()
    pace.rest_pair("a", NOW + 4_000)
    found = decide(answer("1"), answer("2", "b"), pace=pace)
    assert names(found) == ["2"]
    assert found.later == {"1": NOW + 4_000}


def test_notices_of_one_order_are_looked_at_together_when_one_is_due() -> None:
    due, better = notice("due", milestone="confirmed"), notice("better", milestone="shipped", at=NOW + 1, due_at=NOW + 60_000)
    apart = notice("apart", "b", milestone="shipped", due_at=NOW + 60_000)
    found = decide(due, better, apart)
    assert names(found) == ["due", "better"]
    assert found.later == {"apart": NOW + 60_000}


def test_ten_thousand_notices_do_not_delay_an_answer() -> None:
    pace = Pace(80, now=NOW)
    backlog = [notice(f"n{n}", f"c{n}", at=NOW - 60_000) for n in range(10_000)]
    assert names(decide(*backlog, answer("answer"), pace=pace))[0] == "answer"
