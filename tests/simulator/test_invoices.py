from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import Money
from bot.simulator.invoices import Seller, Sheet, invoice_pdf

SELLER = Seller("Noor Home", ("Olaya Street, Riyadh", "VAT 3"), (15, 76, 92), 15, "Asia/Riyadh", "Thank you.")
SHEET = Sheet(SELLER, "INV-1", "NH-1", 1_795_000_000_000, "Lucía Fernández", (("Lantern", 2, Money(11500, "SAR")),))


def test_an_invoice_is_one_page_of_pdf() -> None:
    pdf = invoice_pdf(SHEET)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1


def test_it_is_the_same_every_time() -> None:
    assert invoice_pdf(SHEET) == invoice_pdf(SHEET)
    assert invoice_pdf(SHEET) != invoice_pdf(replace(SHEET, number="INV-2"))


def test_prices_hold_the_tax() -> None:
    assert SHEET.total == Money(23000, "SAR")
    assert SHEET.vat == Money(3000, "SAR")


@pytest.mark.parametrize(("minor", "percent", "vat"), [(98500, 5, 4690), (24928, 15, 3251), (1, 15, 0), (4, 15, 1), (0, 15, 0)])
def test_the_tax_is_rounded_to_the_minor_unit(minor: int, percent: int, vat: int) -> None:
    sheet = replace(SHEET, seller=replace(SELLER, vat_percent=percent), items=(("Thing", 1, Money(minor, "KWD")),))
    assert sheet.vat.minor == vat


@given(st.integers(0, 10**9), st.integers(0, 30))
def test_tax_and_rest_are_in_proportion(minor: int, percent: int) -> None:
    sheet = replace(SHEET, seller=replace(SELLER, vat_percent=percent), items=(("Thing", 1, Money(minor, "SAR")),))
    net = minor - sheet.vat.minor
    assert abs(sheet.vat.minor * 100 - net * percent) <= 50 + percent
