from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.crowd import address_book, crowd, customer, order, seed

if TYPE_CHECKING:
    from bot.db.database import Database

NOW = 1_790_000_000_000
ASKERS = crowd(2_000)


def test_nobody_shares_an_id_a_number_or_an_order() -> None:
    for field in ("id", "wa_id", "bsuid", "order_number"):
        assert len({getattr(asker, field) for asker in ASKERS}) == len(ASKERS)


def test_no_order_number_is_part_of_another() -> None:
    assert {len(asker.order_number) for asker in ASKERS} == {6}


def test_a_tracking_number_does_not_give_the_order_number_away() -> None:
    for asker in ASKERS:
        parcel = order(asker, NOW).shipments[0]
        assert asker.order_number not in str(parcel.tracking_number)


def test_wa_ids_are_saudi_mobile_numbers() -> None:
    assert all(asker.wa_id.startswith("9665") and len(asker.wa_id) == 12 for asker in ASKERS)


def test_a_bsuid_has_its_country_and_digits() -> None:
    country, _, digits = ASKERS[17].bsuid.partition(".")
    assert (country, digits.isdigit()) == ("SA", True)


def test_the_only_order_is_open_and_belongs_to_its_customer() -> None:
    theirs = order(ASKERS[5], NOW)
    assert theirs.open
    assert customer(ASKERS[5]).order_ids == (theirs.id,)
    assert theirs.customer_id == customer(ASKERS[5]).id


def test_every_form_of_an_address_leads_to_the_same_asker() -> None:
    asker = ASKERS[3]
    book = address_book(ASKERS)
    assert book[f"wa:{asker.wa_id}"] is book[f"bsuid:{asker.bsuid}"] is asker


async def test_what_is_seeded_is_found_by_wire_identity(database: Database) -> None:
    await seed(database, ASKERS[:3], NOW)
    asker = ASKERS[1]
    found = (await database.customers.get_many([asker.id]))[asker.id]
    assert found == customer(asker)
    assert (await database.orders.get_many(list(found.order_ids)))[found.order_ids[0]].number == asker.order_number
