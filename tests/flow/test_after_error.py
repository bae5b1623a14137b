"""What becomes of a message that WhatsApp did not take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.clock import DAY, HOUR, SECOND
from bot.domain.content import DocumentOut, TextOut
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.domain.notice import Notice
from bot.errors import NoAnswer, NotSent
from bot.flow.after_error import Fate, Repeat, after_error, after_status
from bot.flow.lines import accepted
from bot.whatsapp.codes import refused

NOW = 1_760_000_000_000
ITEM = OutboxItem("c:1:0", "answer", "noor", "cu", "c", "n", WireIdentity(wa_id="1"), NOW, NOW, content=TextOut("hi"))
NOTICE = replace(ITEM, kind="notice", content=None, notice=Notice("k", "shipped", "o", "p"), order_id="o")
FILE = replace(ITEM, content=DocumentOut("invoice", "invoice.pdf"))


def highest() -> float:
    return 1.0


def fate(code: int, item: OutboxItem = ITEM, *, attempts: int = 0, dice: float = 1.0) -> Fate:
    return after_error(replace(item, attempts=attempts), refused(code, "no", 400), NOW, lambda: dice)


def test_no_answer_is_unknown_and_never_left_is_tried_again_uncounted() -> None:
    assert after_error(ITEM, NoAnswer("cut"), NOW, highest).state == "unknown"
    again = after_error(ITEM, NotSent("no connection"), NOW, highest)
    assert (again.state, again.due_at, again.counted) == ("queued", NOW + 2_000, False)


def test_what_could_not_leave_for_a_day_is_given_up() -> None:
    assert after_error(replace(ITEM, created_at=NOW - DAY), NotSent("no connection"), NOW, highest).state == "failed"


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 2), (1, 4), (3, 16), (7, 256), (8, 300), (60, 300)])
def test_backoff_grows_twice_as_long_each_time_up_to_a_limit(attempts: int, seconds: int) -> None:
    assert fate(131016, attempts=attempts).due_at == NOW + seconds * SECOND


def test_backoff_is_anything_from_nothing_to_its_length() -> None:
    assert [fate(131016, attempts=3, dice=dice).due_at - NOW for dice in (0.0, 0.25, 0.5)] == [0, 4_000, 8_000]


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 4), (2, 16), (3, 64)])
def test_the_pair_limit_waits_by_metas_rule(attempts: int, seconds: int) -> None:
    assert fate(131056, attempts=attempts).due_at == NOW + seconds * SECOND


@pytest.mark.parametrize(("code", "wait"), [(131057, 60 * SECOND), (132015, 3 * HOUR)])
def test_where_meta_names_a_wait_it_is_kept(code: int, wait: int) -> None:
    assert fate(code, NOTICE).due_at == NOW + wait


def test_marketing_that_is_held_back_waits_a_day_and_is_given_up_the_second_time() -> None:
    survey = replace(NOTICE, kind="survey", notice=Notice("k", "review", "o", ""))
    assert fate(131049, survey).due_at == NOW + DAY
    assert fate(131049, survey, attempts=1).state == "failed"


def test_what_the_response_asks_for_wins() -> None:
    assert after_error(ITEM, refused(131016, "", 500, retry_after=7), NOW, highest).due_at == NOW + 7_000


@pytest.mark.parametrize("code", [131026, 131050, 131051, 132000, 130472])
def test_what_can_never_work_fails_with_its_code(code: int) -> None:
    found = fate(code)
    assert (found.state, found.code) == ("failed", code)


@pytest.mark.parametrize("code", [0, 10, 190, 200, 368, 131031, 131042, 133010])
def test_what_stops_the_number_costs_a_message_no_attempt(code: int) -> None:
    found = fate(code, attempts=50)
    assert (found.state, found.counted, found.act) == ("queued", False, "stop")


def test_an_unknown_code_is_tried_three_times_and_shown() -> None:
    assert [fate(987_654, attempts=attempts).state for attempts in range(3)] == ["queued", "queued", "failed"]
    assert "code 987654" in fate(987_654, attempts=2).reason


def test_a_file_that_meta_has_dropped_is_uploaded_anew_once() -> None:
    assert [fate(131053, FILE, attempts=attempts).state for attempts in range(2)] == ["queued", "failed"]
    assert fate(131053, ITEM).state == "failed"


def test_a_closed_window_turns_a_notice_into_a_template_and_ends_an_answer() -> None:
    assert (fate(131047, NOTICE).state, fate(131047, NOTICE).act) == ("queued", "template")
    assert fate(131047, replace(NOTICE, template_only=True)).state == "failed"
    assert fate(131047, ITEM).state == "failed"


def test_what_would_be_too_old_by_then_is_given_up_now() -> None:
    assert fate(132015, replace(NOTICE, created_at=NOW - 70 * HOUR)).state == "failed"


def told(code: int | None, item: OutboxItem = ITEM) -> Repeat:
    line = accepted(item, NOW, "wamid.1")
    assert line.letter is not None
    return after_status(line, line.letter, code, "no", NOW, highest)


def test_a_failure_that_comes_by_status_is_sent_again_under_a_derived_id() -> None:
    found = told(131016, NOTICE)
    assert found.again
    assert found.item == replace(NOTICE, id="c:1:0~2", due_at=NOW + 2_000, reason=found.reason)
    assert told(131016, replace(NOTICE, id="c:1:0~2")).item.id == "c:1:0~3"


def test_an_answer_keeps_its_words_and_a_notice_gets_new_ones() -> None:
    assert told(131016).item.content == TextOut("hi")
    assert told(131016, replace(NOTICE, content=TextOut("shipped"))).item.content is None


def test_failures_by_status_come_to_an_end() -> None:
    assert told(131016, replace(ITEM, id="c:1:0~4")).again
    assert not told(131016, replace(ITEM, id="c:1:0~5")).again


def test_a_stopped_number_fails_nothing_by_status() -> None:
    assert told(131042, replace(ITEM, id="c:1:0~99")).again
    assert told(131042).item.due_at == NOW


def test_a_status_that_says_the_window_is_closed_makes_a_template() -> None:
    assert told(131047, NOTICE).item.template_only
    assert not told(131047, ITEM).again


def test_a_failure_without_a_code_is_final() -> None:
    assert not told(None).again
