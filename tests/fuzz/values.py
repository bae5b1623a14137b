"""Values as people and systems write them: phone numbers, amounts, times, words, and what stands in addresses."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.connectors.amounts import amount, currency_code
from bot.connectors.references import first_reference, reference
from bot.connectors.scan_fields import day, moment, place_of
from bot.connectors.times import first_instant, instant_of
from bot.connectors.zatca import read_qr
from bot.domain.api_key import read_token
from bot.domain.money import parse_money
from bot.domain.phone import canonical, country_of, masked, to_e164
from bot.domain.store_choices import WeekHours
from bot.domain.week_form import WeekForm, form_of, read_form
from bot.errors import Unreadable
from bot.language.normalise import normalise, visible
from bot.language.slots import MAX_NUMBERS, find_slots, order_key, same_order
from bot.web.api.paging import place
from bot.web.api.problems import Problem
from bot.web.console.overview.period import period_of
from tests.connectors.knocking import NOOR, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

ZONES: Final = ("Asia/Riyadh", "America/Sao_Paulo", "Asia", "")
REGIONS: Final = ("SA", "EG", "BR", None)


def text(data: bytes) -> str:
    """Return bytes as the text that a parser may get: with half characters too, because JSON can hold them."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


READERS: Final[tuple[Callable[[str], object], ...]] = (
    partial(amount, currency="KWD"),
    partial(parse_money, currency="JPY"),
    partial(amount, "12.5"),
    currency_code,
    read_qr,
    *(partial(instant_of, zone=zone) for zone in ZONES),
    lambda line: instant_of({"date": line, "timezone": line[::-1]}, "UTC"),
    lambda line: first_instant((line, line.strip()), "Asia/Riyadh", 0),
    lambda line: moment(line, "Asia/Riyadh"),
    lambda line: instant_of(float(line), "UTC"),
)


def numbers(data: bytes) -> None:
    """Read phone numbers, amounts, times, days and the codes of invoices; a line is a value."""
    for line in text(data)[:2_000].split("\n")[:3]:
        for region in REGIONS:
            found = to_e164(line, region)
            assert found is None or found.startswith("+")
        assert masked(line)[:-4].strip("*") == ""
        for harmless in (canonical, country_of, reference, day, lambda one: first_reference([one]), lambda one: place_of(one, None, one)):
            harmless(line)
        for read in READERS:
            with suppress(Unreadable, ValueError):
                read(line)


def words(data: bytes) -> None:
    """Find in a customer's text what is more than words."""
    said = text(data)[:4_096]
    assert order_key(order_key(said)) == order_key(said)
    normalise(said)
    visible(said)
    same_order(said, said)
    assert len(find_slots(said, date(2026, 11, 20)).slots.order_numbers) <= MAX_NUMBERS


def addresses(data: bytes) -> None:
    """Read what stands in addresses: cursors, keys, periods; and hours as a form has them."""
    first, second, third, *_ = [*text(data).split("\n"), "", "", ""]
    with suppress(Problem):
        place(first)
    read_token(first)
    assert period_of({"from": first, "to": second, "days": third, "store": first}, [NOOR], NOW).dates
    week = read_form(WeekForm((((first, second), (second, third)), *[()] * 6), ((first, second, third),)))
    assert not isinstance(week, WeekHours) or read_form(form_of(week)) == week
