"""Which messages carry a stored file, and who is billed where."""

from __future__ import annotations

import pytest

from bot.domain.content import (
    Button,
    ButtonsOut,
    ContactRequestOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    OutContent,
    ReactionOut,
    TemplateOut,
    TextOut,
    document_of,
)
from bot.domain.cost import billed_country, unexpected
from bot.domain.message import WireIdentity
from bot.domain.number import NumberState, Stop


@pytest.mark.parametrize(
    ("content", "document"),
    [
        (DocumentOut("noor/1.pdf", "1.pdf"), "noor/1.pdf"),
        (ImageOut("in:wamid.1"), "in:wamid.1"),
        (TemplateOut("invoice", "ar", document=("noor/2.pdf", "2.pdf")), "noor/2.pdf"),
        (TemplateOut("shipped", "ar"), None),
        (TextOut("noor/1.pdf"), None),
        (ButtonsOut("x", (Button("1", "x"),)), None),
        (ListOut("x", "y", ()), None),
        (LinkOut("x", "y", "https://noor.example/1.pdf"), None),
        (ReactionOut("wamid.1", ""), None),
        (ContactRequestOut("x"), None),
    ],
)
def test_what_has_to_be_uploaded_first_is_named(content: OutContent, document: str | None) -> None:
    assert document_of(content) == document


@pytest.mark.parametrize(
    ("user", "country"),
    [
        (WireIdentity(wa_id="966501234567"), "SA"),
        (WireIdentity("EG.123", "966501234567"), "SA"),
        (WireIdentity("EG.123"), "EG"),
        (WireIdentity(), None),
        (WireIdentity(wa_id="999"), None),
    ],
)
def test_the_country_that_is_billed_is_the_phones_else_the_one_in_the_users_id(user: WireIdentity, country: str | None) -> None:
    assert billed_country(user) == country


@pytest.mark.parametrize(
    ("expected", "told", "dearer"),
    [
        ("utility", "marketing", True),
        ("utility", "marketing_lite", True),
        ("service", "utility", True),
        ("utility", "authentication-international", True),
        ("marketing", "utility", False),
        ("utility", "utility", False),
        ("utility", "referral_conversion", False),
        ("something", "marketing", False),
    ],
)
def test_only_a_dearer_category_is_a_surprise(expected: str, told: str, dearer: bool) -> None:  # noqa: FBT001 - a column of the table
    assert unexpected(expected, told) is dearer


def test_a_number_is_stopped_exactly_from_an_instant_on() -> None:
    assert NumberState("110", stop_code=190, stop_reason="token").stop is None
    assert NumberState("110", stopped_at=0).stop == Stop(0, "", 0)
    assert NumberState("110", stopped_at=5, stop_code=190, stop_reason="token", stop_by_status=True).stop == Stop(190, "token", 5, by_status=True)
