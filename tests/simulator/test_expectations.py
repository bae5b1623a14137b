from __future__ import annotations

from typing import Any

import pytest

from bot.errors import UserMistake
from bot.simulator.chats import ChatMessage
from bot.simulator.expectations import check_keys, differences, shown, titles

MESSAGE = ChatMessage(
    "w",
    "business",
    0,
    "buttons",
    body="Order 1001 is with Aramex.",
    header="Your order",
    footer="Test shop",
    buttons=[{"id": "track", "title": "Track parcel"}],
)
DOCUMENT = ChatMessage("w", "business", 0, "document", body="Invoice", media={"filename": "INV-1.pdf"})
TEMPLATE = ChatMessage("w", "business", 0, "template", body="Hi", template="order_shipped", link={"label": "Track", "url": "https://example.com"})
LIST = ChatMessage("w", "business", 0, "list", body="Which?", list={"button": "Open", "sections": [{"rows": [{"title": "1"}, {"title": "2"}]}]})


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"type": "buttons"},
        {"contains": "1001"},
        {"contains": ["ARAMEX", "your order", "test shop"]},
        {"lacks": ["1002", "DHL"]},
        {"matches": "[0-9]{4} is"},
        {"buttons": "Track parcel"},
        {"header": "Your order", "footer": "Test shop"},
        {"contains": 1001},
    ],
)
def test_a_message_that_fits_has_no_differences(wanted: dict[str, Any]) -> None:
    assert differences(wanted, MESSAGE) == []


@pytest.mark.parametrize(
    ("wanted", "difference"),
    [
        ({"type": "text"}, "type is 'buttons', not 'text'"),
        ({"contains": ["1001", "1002"]}, "there is no '1002' in it"),
        ({"lacks": "aramex"}, "there is 'aramex' in it"),
        ({"matches": "^Aramex"}, "it does not match '^Aramex'"),
        ({"buttons": ["Track parcel", "Cancel"]}, "there is no button 'Cancel'"),
        ({"header": "Other"}, "header is 'Your order', not 'Other'"),
        ({"footer": "Other"}, "footer is 'Test shop', not 'Other'"),
        ({"template": "order_shipped"}, "template is None, not 'order_shipped'"),
        ({"filename": "INV-1.pdf"}, "the file is None, not 'INV-1.pdf'"),
    ],
)
def test_a_difference_is_said_in_words(wanted: dict[str, Any], difference: str) -> None:
    assert differences(wanted, MESSAGE) == [difference]


def test_all_differences_are_named() -> None:
    assert len(differences({"type": "text", "contains": ["DHL", "1002"], "buttons": "Z"}, MESSAGE)) == 4


def test_documents_and_templates_are_compared_too() -> None:
    assert differences({"filename": "INV-1.pdf", "type": "document"}, DOCUMENT) == []
    assert differences({"template": "order_shipped", "buttons": "Track"}, TEMPLATE) == []


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (MESSAGE, "buttons 'Order 1001 is with Aramex.', buttons ['Track parcel']"),
        (DOCUMENT, "document 'Invoice', file INV-1.pdf"),
        (TEMPLATE, "template 'Hi', buttons ['Track'], template order_shipped"),
        (LIST, "list 'Which?', buttons ['1', '2']"),
    ],
)
def test_a_message_is_shown_in_one_line(message: ChatMessage, words: str) -> None:
    assert shown(message) == words


def test_what_can_be_tapped_is_listed_by_title() -> None:
    assert (titles(MESSAGE), titles(LIST), titles(TEMPLATE), titles(DOCUMENT)) == (["Track parcel"], ["1", "2"], ["Track"], [])


def test_keys_that_mean_nothing_are_a_mistake() -> None:
    check_keys({"type": "text", "contains": "x"})
    with pytest.raises(UserMistake, match="smells, tastes"):
        check_keys({"tastes": 1, "smells": 1, "type": "text"})
