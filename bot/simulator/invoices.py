"""Invoices of the sample stores: one page of PDF each, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.clock import from_instant
from bot.domain.money import Money

if TYPE_CHECKING:
    from fpdf import FPDF

_INK = (38, 43, 51)
_PALE = (120, 128, 138)
_RULE = (224, 228, 232)
_LEFT, _RIGHT, _BAND = 18.0, 192.0, 42.0
_WIDTHS = (96.0, 18.0, 30.0, 30.0)
_ROW = 9.0
_FOOT = 272.0
# A PDF holds the moment when it was made; the real one would make every copy of a document another document.
_MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seller:
    """Who issues invoices: ``lines`` are address and tax number, ``colour`` red, green and blue, prices hold ``vat_percent``."""

    name: str
    lines: tuple[str, ...]
    colour: tuple[int, int, int]
    vat_percent: int
    timezone: str
    thanks: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on an invoice, in Latin letters; ``items`` are title, quantity and price each, VAT included."""

    seller: Seller
    number: str
    order_number: str
    issued_at: int
    buyer: str
    items: tuple[tuple[str, int, Money], ...]

    @property
    def total(self) -> Money:
        """What the customer pays."""
        return Money(sum(quantity * price.minor for _, quantity, price in self.items), self.items[0][2].currency)

    @property
    def vat(self) -> Money:
        """The part of the total that is value added tax, half a minor unit rounded up."""
        percent = self.seller.vat_percent
        return Money((2 * self.total.minor * percent + 100 + percent) // (2 * (100 + percent)), self.total.currency)


def invoice_pdf(sheet: Sheet) -> bytes:
    """Return the invoice as PDF. Takes some milliseconds; needs the extra ``embedded``."""
    # The library takes a third of a second to import, which the start of a demo should not wait for.
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF()
    pdf.set_creation_date(_MADE_AT)
    pdf.set_title(f"Invoice {sheet.number}")
    pdf.set_author(sheet.seller.name)
    pdf.set_auto_page_break(auto=False)
    pdf.set_margins(_LEFT, _LEFT)
    pdf.add_page()
    _head(pdf, sheet)
    _facts(pdf, sheet)
    _items(pdf, sheet)
    _totals(pdf, sheet)
    _foot(pdf, sheet.seller)
    return bytes(pdf.output())


def _head(pdf: FPDF, sheet: Sheet) -> None:
    pdf.set_fill_color(*sheet.seller.colour)
    pdf.rect(0, 0, pdf.w, _BAND, style="F")
    pdf.set_text_color(255, 255, 255)
    pdf.set_xy(_LEFT, 13)
    pdf.set_font("Times", "B", 26)
    pdf.cell(110, 12, sheet.seller.name)
    pdf.set_font("Helvetica", "", 13)
    pdf.cell(_RIGHT - _LEFT - 110, 12, "INVOICE", align="R")
    pdf.set_font("Helvetica", "", 8)
    pdf.set_xy(_LEFT, 27)
    pdf.cell(0, 5, "   |   ".join(sheet.seller.lines))


def _facts(pdf: FPDF, sheet: Sheet) -> None:
    issued = from_instant(sheet.issued_at).astimezone(ZoneInfo(sheet.seller.timezone))
    facts = (
        ("Invoice", sheet.number),
        ("Date", f"{issued.day} {issued:%B %Y}"),
        ("Order", sheet.order_number),
        ("Billed to", sheet.buyer),
    )
    widths = (42.0, 46.0, 34.0, 52.0)
    for style, size, colour, height, column in (("", 8, _PALE, 5, 0), ("B", 10, _INK, 7, 1)):
        pdf.set_xy(_LEFT, _BAND + (12 if column == 0 else 17))
        pdf.set_font("Helvetica", style, size)
        pdf.set_text_color(*colour)
        for fact, width in zip(facts, widths, strict=True):
            pdf.cell(width, height, fact[column])


def _items(pdf: FPDF, sheet: Sheet) -> None:
    pdf.set_y(_BAND + 36)
    pdf.set_font("Helvetica", "B", 8)
    pdf.set_text_color(*_PALE)
    _row(pdf, ("Item", "Quantity", "Price", f"Amount ({sheet.total.currency})"))
    pdf.set_font("Helvetica", "", 10)
    pdf.set_text_color(*_INK)
    for title, quantity, price in sheet.items:
        _row(pdf, (title, str(quantity), _amount(price), _amount(Money(quantity * price.minor, price.currency))))


def _row(pdf: FPDF, cells: tuple[str, str, str, str]) -> None:
    pdf.set_x(_LEFT)
    for place, (text, width) in enumerate(zip(cells, _WIDTHS, strict=True)):
        pdf.cell(width, _ROW, text, align="L" if place == 0 else "R")
    pdf.ln(_ROW)
    pdf.set_draw_color(*_RULE)
    pdf.line(_LEFT, pdf.get_y(), _RIGHT, pdf.get_y())


def _totals(pdf: FPDF, sheet: Sheet) -> None:
    net = Money(sheet.total.minor - sheet.vat.minor, sheet.total.currency)
    pdf.ln(6)
    pdf.set_font("Helvetica", "", 10)
    for label, money in (("Total before VAT", net), (f"VAT {sheet.seller.vat_percent} %", sheet.vat)):
        pdf.set_x(_RIGHT - 90)
        pdf.set_text_color(*_PALE)
        pdf.cell(50, 7, label)
        pdf.set_text_color(*_INK)
        pdf.cell(40, 7, _amount(money), align="R")
        pdf.ln(7)
    pdf.ln(2)
    pdf.set_x(_RIGHT - 90)
    pdf.set_fill_color(*sheet.seller.colour)
    pdf.set_text_color(255, 255, 255)
    pdf.set_font("Helvetica", "B", 12)
    pdf.cell(50, 12, "  Total", fill=True)
    pdf.cell(40, 12, f"{sheet.total.currency} {_amount(sheet.total)}  ", align="R", fill=True)


def _foot(pdf: FPDF, seller: Seller) -> None:
    pdf.set_draw_color(*seller.colour)
    pdf.line(_LEFT, _FOOT, _RIGHT, _FOOT)
    pdf.set_xy(_LEFT, _FOOT + 3)
    pdf.set_font("Times", "I", 12)
    pdf.set_text_color(*seller.colour)
    pdf.cell(100, 6, seller.thanks)
    pdf.set_font("Helvetica", "", 7)
    pdf.set_text_color(*_PALE)
    pdf.cell(_RIGHT - _LEFT - 100, 6, "Sample of a made-up shop, not a tax document", align="R")


def _amount(money: Money) -> str:
    return f"{money.amount:,}"
