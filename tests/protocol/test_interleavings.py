"""The protocol as it is: whatever the order of steps, crashes and cut connections, nothing is lost and nothing is said twice."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings

from tests.protocol.schedules import Alphabet, Outside, Schedule, Steps, play, random_schedule, schedules

LONG = os.environ.get("WASLA_LONG") == "1" or os.environ.get("HYPOTHESIS_PROFILE") == "long"  # noqa: TID251 - pytest has no settings to hand over
EVERYTHING = Alphabet()
# In a usual run the same schedules every time; in a long one always others.
LAWS = settings(
    max_examples=30_000 if LONG else 300, derandomize=not LONG, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@LAWS
@given(schedules(EVERYTHING))
def test_nothing_is_lost_and_nothing_is_said_twice(schedule: Schedule) -> None:
    assert play(schedule).fault is None


@LAWS
@given(schedules(Alphabet(("worker 0", "worker 1"), ("message", "redelivery"), ("crash",))))
def test_two_workers_at_the_same_chat_apply_each_message_once(schedule: Schedule) -> None:
    assert play(schedule).fault is None


@LAWS
@given(schedules(Alphabet(("worker 0", "sender 0", "sender 1"), ("message", "lease", "answer lost", "lost on the way", "status", "deadline"))))
def test_two_senders_of_a_number_send_each_answer_once(schedule: Schedule) -> None:
    assert play(schedule).fault is None


def test_long_runs_with_few_disturbances_keep_the_laws() -> None:
    faults = [seed for seed in range(10_000 if LONG else 300) if play(random_schedule(seed, EVERYTHING)).fault]
    assert faults == []


def test_a_schedule_always_takes_the_same_steps() -> None:
    schedule = random_schedule(7, EVERYTHING)
    assert play(schedule) == play(schedule)


def test_an_undisturbed_message_is_answered_once() -> None:
    log = play((Outside("message"),)).log
    assert sum("Meta gets" in step for step in log) == 1


def test_what_arrives_while_a_worker_is_busy_is_answered_too() -> None:
    log = play((Outside("message"), Steps("worker 0", 5), Outside("message"))).log
    assert sum("Meta gets" in step for step in log) == 2


def test_the_same_news_is_announced_once() -> None:
    log = play((Outside("shipment"), Outside("shipment"), Steps("worker 0", 9), Outside("shipment"))).log
    assert sum("Meta gets" in step for step in log) == 1
