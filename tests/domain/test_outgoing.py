from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.clock import HOUR, SECOND
from bot.domain.outgoing import PAUSES, OutgoingEvent, Verdict, after_attempt

NOW = 1_795_000_000_000
EVENT = OutgoingEvent("e1", "noor", "message.failed", NOW, {}, NOW)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_success_settles_it(status: int) -> None:
    assert after_attempt(EVENT, status, None, NOW) == Verdict("delivered", None)


@pytest.mark.parametrize("status", [None, 301, 400, 404, 500, 503])
def test_everything_else_is_tried_again_ever_more_slowly(status: int | None) -> None:
    assert after_attempt(EVENT, status, None, NOW) == Verdict("waiting", NOW + PAUSES[0])
    assert after_attempt(replace(EVENT, attempts=3), status, None, NOW) == Verdict("waiting", NOW + 2 * HOUR)


def test_a_receiver_may_ask_for_more_time() -> None:
    assert after_attempt(EVENT, 429, 60, NOW) == Verdict("waiting", NOW + 60 * SECOND)
    assert after_attempt(replace(EVENT, attempts=3), 429, 60, NOW) == Verdict("waiting", NOW + 2 * HOUR)


def test_nobody_is_asked_for_ever() -> None:
    assert after_attempt(replace(EVENT, attempts=len(PAUSES)), 500, None, NOW) == Verdict("failed", None)
    assert 2 * 24 * HOUR < sum(PAUSES) < 4 * 24 * HOUR


def test_gone_means_never_again() -> None:
    assert after_attempt(EVENT, 410, None, NOW) == Verdict("failed", None, closed=True)
