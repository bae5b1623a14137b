from __future__ import annotations

import pytest

from bot.domain.consent import no_consent
from bot.flow.notify import SWITCHED_OFF
from bot.flow.overview.reasons import reason_of
from bot.flow.store_events import IMPORTED


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (SWITCHED_OFF, "off"),
        (IMPORTED, "imported"),
        (no_consent("marketing", (), ticked=None, declared=False), "no_consent"),
        ("no template can be sent: order_shipped (en) does not exist at Meta", "no_template"),
        ("replaced by the notice delivered of the same order (x)", "merged"),
        ("something new", "other"),
        (None, "other"),
    ],
)
def test_what_other_modules_write_for_people_is_sorted(sentence: str | None, wanted: str) -> None:
    assert reason_of(sentence, "skipped") == wanted


def test_what_was_superseded_for_no_known_reason_was_overtaken() -> None:
    assert reason_of("it has been paid meanwhile", "superseded") == "overtaken"
