"""What Meta's webhooks tell about templates, recorded and as its documentation shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.domain.template import TemplateNews
from bot.errors import Unreadable
from bot.whatsapp.split import split
from bot.whatsapp.template_news import FIELDS, parse_template_news

FOLDER = Path(__file__).parents[1] / "fixtures" / "whatsapp"
NOW = 1_800_000_000_000
NAMED = {"message_template_id": 1, "message_template_name": "wasla_order_shipped", "message_template_language": "ar"}
BARE = TemplateNews("w1", "wasla_order_shipped", "ar", 1_790_000_000_000)
RECORDED = {
    "piusalfred/field-message_template_status_update-APPROVED__business_test.json": TemplateNews(
        "123456789", "hello_world", "en", 1_719_000_000_000, status="APPROVED"
    ),
    "pywa/field-message_template_quality_update__template_quality_update__yellow.json": TemplateNews(
        "102290129340398", "welcome_template", "en_US", 1_674_864_290_000, quality="YELLOW"
    ),
    "pywa/field-message_template_components_update__template_components_update__element.json": TemplateNews(
        "57438975935", "my_message_template", "he", 1_751_483_772_000, body="Hi {{1}}! Welcome to our service.", parameters=("1",)
    ),
}


def stored(field: str, **value: Any) -> bytes:
    """Return the stored item of a change as Meta would post it."""
    entry = {"id": "w1", "time": 1_790_000_000, "changes": [{"field": field, "value": {**NAMED, **value}}]}
    (item,) = split(orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]}), NOW).items
    return item.body


@pytest.mark.parametrize(("name", "expected"), RECORDED.items())
def test_recorded_webhooks(name: str, expected: TemplateNews) -> None:
    (item,) = split((FOLDER / name).read_bytes(), NOW).items
    assert parse_template_news(item.body) == expected
    assert item.kind == "account"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("message_template_status_update", {"event": "PAUSED", "reason": "NONE"}, {"status": "PAUSED"}),
        ("message_template_status_update", {"event": "UNPAUSED"}, {"status": "APPROVED"}),
        ("message_template_status_update", {"event": "REINSTATED"}, {"status": "APPROVED"}),
        (
            "message_template_status_update",
            {"event": "APPROVED", "message_template_category": "UTILITY"},
            {"status": "APPROVED", "category": "UTILITY"},
        ),
        (
            "message_template_status_update",
            {"event": "REJECTED", "reason": "INVALID_FORMAT", "rejection_info": {"reason": "The variable stands last", "recommendation": "x"}},
            {"status": "REJECTED", "reason": "The variable stands last"},
        ),
        (
            "message_template_status_update",
            {"event": "PAUSED", "reason": "NONE", "other_info": {"title": "FIRST_PAUSE", "description": "Paused for 3 hours"}},
            {"status": "PAUSED", "reason": "Paused for 3 hours"},
        ),
        (
            "message_template_status_update",
            {"event": "PAUSED", "other_info": {"title": "FIRST_PAUSE"}},
            {"status": "PAUSED", "reason": "FIRST_PAUSE"},
        ),
        ("message_template_quality_update", {"previous_quality_score": "GREEN", "new_quality_score": "RED"}, {"quality": "RED"}),
        ("template_category_update", {"previous_category": "UTILITY", "new_category": "marketing"}, {"category": "MARKETING"}),
        (
            "template_category_update",
            {"new_category": "UTILITY", "correct_category": "MARKETING", "category_update_timestamp": 1},
            {"coming_category": "MARKETING"},
        ),
        ("message_template_components_update", {"message_template_element": "x {{order}} y"}, {"body": "x {{order}} y", "parameters": ("order",)}),
    ],
)
def test_every_field_and_what_it_says(field: str, value: dict[str, Any], expected: dict[str, Any]) -> None:
    assert parse_template_news(stored(field, **value)) == replace(BARE, **expected)


def test_languages_are_written_with_an_underscore() -> None:
    news = parse_template_news(stored("message_template_quality_update", message_template_language="pt-BR", new_quality_score="GREEN"))
    assert news.template_id == "w1:wasla_order_shipped:pt_BR"


@pytest.mark.parametrize(
    "body",
    [
        b"no JSON",
        b"[]",
        b'{"field": "account_update", "value": {}, "entry": "w1", "at": 1}',
        b'{"field": "message_template_quality_update", "value": [], "entry": "w1", "at": 1}',
        b'{"field": "message_template_quality_update", "value": {"message_template_name": "x"}, "entry": "w1", "at": 1}',
        b'{"field": "message_template_quality_update", "value": {}, "entry": "w1"}',
        stored("message_template_status_update"),
        stored("message_template_status_update", event="PAUSED", message_template_name=7),
    ],
)
def test_what_names_no_template_can_not_be_read(body: bytes) -> None:
    with pytest.raises(Unreadable):
        parse_template_news(body)


def test_the_fields_are_those_that_meta_has() -> None:
    assert len(FIELDS) == 4
    assert all("template" in field for field in FIELDS)
