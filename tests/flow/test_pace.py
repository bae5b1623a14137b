"""What a number may send at this moment."""

from __future__ import annotations

from bot.domain.clock import DAY, HOUR
from bot.domain.number import Stop
from bot.flow.pace import MOST_PAIRS, Pace, Reach

NOW = 1_760_000_000_000


def test_without_a_figure_there_is_no_limit() -> None:
    pace = Pace()
    pace.spend(10**6, NOW)
    pace.slow(NOW)
    assert (pace.available(NOW) > 1_000, pace.wait(NOW)) == (True, 0)


def test_a_figure_that_is_learnt_counts_at_once() -> None:
    pace = Pace()
    pace.learn(20, NOW)
    assert pace.available(NOW) == 2
    pace.learn(1_000, NOW)
    assert pace.available(NOW) == 100


def test_what_is_spent_is_waited_for() -> None:
    pace = Pace(80, now=NOW)
    pace.spend(8, NOW)
    assert (pace.available(NOW), pace.wait(NOW)) == (0, 14)
    assert pace.available(NOW + 14) == 1


def test_after_too_much_nothing_goes_at_once() -> None:
    pace = Pace(80, now=NOW)
    pace.slow(NOW)
    assert pace.available(NOW) == 0
    assert pace.available(NOW + 30) == 1


def test_users_who_got_nothing_lately_are_forgotten() -> None:
    pace = Pace()
    for n in range(MOST_PAIRS + 1):
        pace.spend_pair(str(n), 1, NOW)
    pace.spend_pair("one more", 1, NOW + 60_000)
    assert len(pace._pairs) == 1  # noqa: SLF001 - that memory is given back shows nowhere else


def test_a_stop_is_a_stop() -> None:
    pace = Pace()
    assert not pace.stopped
    pace.stop = Stop(190, "the token", NOW)
    assert pace.stopped


def test_who_was_written_to_today_may_be_written_to_again() -> None:
    reach = Reach("w", 2)
    for user in ("a", "b"):
        reach.note(user, NOW)
    assert reach.allows("a", NOW + HOUR, urgent=False)
    assert not reach.allows("c", NOW + HOUR, urgent=True)
    assert reach.full


def test_a_day_later_there_is_room_again() -> None:
    reach = Reach("w", 1)
    reach.note("a", NOW)
    assert [reach.has_room(NOW), reach.has_room(NOW + DAY)] == [False, True]


def test_a_user_is_written_down_once_an_hour() -> None:
    reach = Reach("w", 9)
    reach.note("a", NOW)
    reach.note("a", NOW + HOUR)
    assert reach.take_unwritten() == {"a": NOW}
    reach.note("a", NOW + 2 * HOUR + 1)
    assert reach.take_unwritten() == {"a": NOW + 2 * HOUR + 1}


def test_without_a_limit_nobody_is_remembered() -> None:
    reach = Reach("w")
    reach.note("a", NOW)
    assert reach.take_unwritten() == {}
    assert reach.allows("b", NOW, urgent=False)


def test_what_others_have_noted_counts() -> None:
    reach = Reach("w", 2)
    reach.load({"a": NOW, "b": NOW})
    assert not reach.allows("c", NOW, urgent=True)
