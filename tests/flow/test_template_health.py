from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.template import TemplateCopy
from bot.flow.template_health import STANDINGS, Cell, tally, template_rows
from bot.language.notices.templates import PLANS

COPY = TemplateCopy("w:wasla_order_shipped:en", "w", "wasla_order_shipped", "en", "APPROVED", "UTILITY")


def cell(status: str = "APPROVED", category: str = "UTILITY", quality: str | None = None, coming: str | None = None) -> Cell:
    return Cell("x", "en", "UTILITY", replace(COPY, status=status, category=category, quality=quality, coming_category=coming))


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("APPROVED", "approved"),
        ("FLAGGED", "approved"),
        ("REINSTATED", "approved"),
        ("PENDING", "pending"),
        ("IN_APPEAL", "pending"),
        ("PAUSED", "paused"),
        ("REJECTED", "rejected"),
        ("DISABLED", "rejected"),
        ("DELETED", "missing"),
        ("SOMETHING_NEW", "rejected"),
    ],
)
def test_every_state_of_metas_is_one_of_five(status: str, standing: str) -> None:
    assert cell(status).standing == standing


@pytest.mark.parametrize(
    ("one", "troubled"),
    [
        (cell(), False),
        (cell("PENDING"), False),
        (cell("DELETED", "MARKETING"), False),
        (Cell("x", "en", "UTILITY", None), False),
        (cell("PAUSED"), True),
        (cell("FLAGGED"), True),
        (cell(quality="RED"), True),
        (cell(category="MARKETING"), True),
        (cell(category=""), False),
        (cell(coming="MARKETING"), True),
    ],
)
def test_somebody_looks_at_what_is_stopped_in_danger_or_dearer(one: Cell, troubled: bool) -> None:  # noqa: FBT001 - a case
    assert one.troubled is troubled


def test_there_is_a_row_for_each_template_and_a_cell_for_each_language() -> None:
    rows = template_rows([COPY, replace(COPY, name="of another program")], ["en", "pt"])
    assert ([row.name for row in rows], {len(row.cells) for row in rows}) == (list(PLANS), {2})
    assert {cell.language for row in rows for cell in row.cells} == {"en", "pt_BR"}
    assert tally(rows) == {**dict.fromkeys(STANDINGS, 0), "approved": 1, "missing": 2 * len(PLANS) - 1}


def test_a_row_tells_its_notice_and_whether_a_document_goes_with_it() -> None:
    rows = {row.name: (row.milestone, row.document) for row in template_rows([], ["en"])}
    assert (rows["wasla_order_shipped"], rows["wasla_order_invoice_pdf"], rows["wasla_order_update"]) == (
        ("shipped", False),
        ("invoice", True),
        ("update", False),
    )
