from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings.model import LEAST_KEPT, RetentionSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

LATER = [name for name in RetentionSettings.model_fields if name.endswith("_days") and name not in {"files_days", "told_days", "audit_days"}]


def test_days_are_a_month_or_more_or_for_ever(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write("[jobs.retention]\n" + "\n".join(f"{name} = {LEAST_KEPT if n % 2 else 0}" for n, name in enumerate(LATER)))
    wanted = load().jobs.retention
    assert [getattr(wanted, name) for name in LATER] == [LEAST_KEPT if n % 2 else 0 for n in range(len(LATER))]


@pytest.mark.parametrize("days", ["29", "-1", '"x"'])
def test_anything_else_is_named_with_what_is_expected(days: str, refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(f"[jobs.retention]\nevents_days = {days}\n")
    assert "a whole number of days from 30, or 0 for ever" in " ".join(refusal())
