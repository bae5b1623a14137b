"""When the shop's people are there, as it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.hours import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

STORE = '[stores.noor]\nname = "Noor Home"\ntimezone = "Africa/Cairo"\n'
HOURS = f"{STORE}[stores.noor.hours]\n"
EXPECTED = "times such as 09:00-13:00, 14:00-18:00 (up to 24:00), or nothing"


def test_hours_are_of_the_days_that_are_written(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(HOURS + 'sun = "14:00 - 18:00, 9:00-13:00"\nmon = "20:00-24:00"\nholidays = ["2026-12-02", 2026-12-03]')
    (shop,) = load().stores
    assert shop.store.hours is not None
    assert shop.store.hours.days[6] == (Span(540, 780), Span(840, 1080))
    assert (shop.store.hours.days[0], shop.store.hours.days[1]) == ((Span(1200, 1440),), ())
    assert (shop.store.hours.timezone, sorted(shop.store.hours.holidays)) == ("Africa/Cairo", ["2026-12-02", "2026-12-03"])


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ('sun = "9:00-18:00"\nmon = "09:00-18:00"\ntue = "09:00-12:00,13:00-14:00"', "Sun-Mon 09:00-18:00; Tue 09:00-12:00, 13:00-14:00"),
        ('fri = "20:00-24:00"', "Fri 20:00-24:00"),
        ('support_hours = "ask us"', "ask us"),
        ("", None),
    ],
)
def test_customers_are_told_the_hours(load: Callable[..., Settings], write: Callable[[str], None], days: str, said: str | None) -> None:
    write(f"{STORE}{days}\n[stores.noor.hours]" if days.startswith("support") else HOURS + days)
    assert load().stores[0].store.support_hours == said


@pytest.mark.parametrize(("text", "kept"), [('"Soon"', (("", "Soon"),)), ('{ en = "Soon", ar = "نعود" }', (("en", "Soon"), ("ar", "نعود")))])
def test_an_away_message_is_for_all_languages_or_for_each(
    load: Callable[..., Settings], write: Callable[[str], None], text: str, kept: tuple[tuple[str, str], ...]
) -> None:
    write(f"{STORE}away = {text}")
    assert load().stores[0].store.away == kept


def test_without_a_table_somebody_is_taken_to_be_there(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(STORE)
    assert load().stores[0].store.hours is None


@pytest.mark.parametrize("text", ["9-17", "18:00-09:00", "09:00-25:00", "09:00-12:00, 11:00-13:00", "09:00-09:00", "09:60-10:00"])
def test_odd_times_are_named(refusal: Callable[..., list[str]], write: Callable[[str], None], text: str) -> None:
    write(f'{HOURS}fri = "{text}"')
    assert refusal() == [f"wasla.toml: stores.noor.hours.fri: found {text!r}; expected {EXPECTED}"]


def test_the_clock_of_the_desk_is_set(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    assert (load().jobs.escalate.after_minutes, load().jobs.hand_back.after_hours) == (15, 12)
    write("[jobs.escalate]\nafter_minutes = 3\n[jobs.hand_back]\non = false")
    assert (load().jobs.escalate.after_minutes, load().jobs.hand_back.on) == (3, False)


def test_a_shops_own_systems_may_ask_for_the_desks_events(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    wanted = ["conversation.taken_over", "conversation.handed_back", "conversation.closed", "conversation.escalated", "conversation.rated"]
    write(f'{STORE}[stores.noor.outgoing]\nurl = "https://shop.example"\nsecret = "whsec_c2VjcmV0"\nevents = {wanted}')
    outgoing = load().stores[0].outgoing
    assert outgoing is not None
    assert sorted(outgoing.events) == sorted(wanted)


def test_an_odd_holiday_is_named(refusal: Callable[..., list[str]], write: Callable[[str], None]) -> None:
    write(HOURS + 'holidays = ["Eid"]')
    (problem,) = refusal()
    assert problem.endswith("expected a list of days such as 2026-12-02")
