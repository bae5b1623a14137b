from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    Row,
    Section,
    TemplateOut,
    TextOut,
    document_of,
)
from bot.domain.message import WireIdentity
from bot.errors import OverLimit
from bot.whatsapp.bodies import message_body, receipt_body

SENDS = Path(__file__).parents[1] / "fixtures" / "whatsapp" / "sends" / "pywa"
TO = WireIdentity(wa_id="123")
BUTTONS = ButtonsOut("Which one?", (Button("a", "First"), Button("b", "Second")), header="Orders", footer="Noor")
LIST = ListOut("Which one?", "Choose", (Section((Row("1", "One", "of two"), Row("2", "Two")), "Open"), Section((Row("3", "Three"),), "Closed")))
LINK = LinkOut("Your parcel is on its way", "Track it", "https://example.com/t/1")


def part_of(content: OutContent, kind: str, media_id: str | None = None) -> object:
    body = message_body(content, TO, outbox_id="co:1:2:0", media_id=media_id)
    assert body["type"] == kind
    return body[kind]


def test_a_customer_is_asked_to_share_his_number() -> None:
    asked = part_of(ContactRequestOut("Which number?"), "interactive")
    assert asked == {"type": "request_contact_info", "body": {"text": "Which number?"}, "action": {"name": "request_contact_info"}}


def test_a_text_with_a_quote_and_our_id_is_as_recorded() -> None:
    recorded = orjson.loads((SENDS / "text__all_options.json").read_bytes())
    del recorded["recipient_identity_key_hash"]
    body = message_body(TextOut("hi"), TO, outbox_id="tracker", reply_to="wamid.1")
    assert body == {**recorded, "to": "+123"}


def test_a_template_is_as_recorded_and_names_its_language() -> None:
    recorded = orjson.loads((SENDS / "template__marketing_messages_endpoint.json").read_bytes())
    del recorded["recipient_identity_key_hash"], recorded["message_activity_sharing"]
    body = message_body(TemplateOut("t", "en"), TO, outbox_id="tracker", reply_to="wamid.1")
    assert body == {**recorded, "to": "+123", "template": {"name": "t", "language": {"code": "en"}}}


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (WireIdentity(wa_id="966500000001"), {"to": "+966500000001"}),
        (WireIdentity(wa_id="+966500000001"), {"to": "+966500000001"}),
        (WireIdentity(bsuid="SA.1", wa_id="966500000001"), {"to": "+966500000001"}),
        (WireIdentity(bsuid="SA.1"), {"recipient": "SA.1"}),
    ],
)
def test_the_number_comes_before_the_bsuid(to: WireIdentity, expected: dict[str, str]) -> None:
    body = message_body(TextOut("hi"), to, outbox_id="x")
    assert {key: body[key] for key in ("to", "recipient") if key in body} == expected


def test_nobody_can_not_be_written_to() -> None:
    with pytest.raises(ValueError, match="wa_id or a BSUID"):
        message_body(TextOut("hi"), WireIdentity(), outbox_id="x")


def test_a_preview_is_asked_for_only_when_wanted() -> None:
    assert part_of(TextOut("see https://a.example", preview_url=True), "text") == {"body": "see https://a.example", "preview_url": True}


def test_buttons_are_an_interactive_message() -> None:
    assert part_of(BUTTONS, "interactive") == {
        "type": "button",
        "header": {"type": "text", "text": "Orders"},
        "body": {"text": "Which one?"},
        "footer": {"text": "Noor"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "a", "title": "First"}},
                {"type": "reply", "reply": {"id": "b", "title": "Second"}},
            ],
        },
    }


def test_a_list_has_sections_of_rows() -> None:
    assert part_of(LIST, "interactive") == {
        "type": "list",
        "body": {"text": "Which one?"},
        "action": {
            "button": "Choose",
            "sections": [
                {"title": "Open", "rows": [{"id": "1", "title": "One", "description": "of two"}, {"id": "2", "title": "Two"}]},
                {"title": "Closed", "rows": [{"id": "3", "title": "Three"}]},
            ],
        },
    }


def test_a_single_section_needs_no_title() -> None:
    part = part_of(ListOut("Which?", "Choose", (Section((Row("1", "One"),)),)), "interactive")
    assert isinstance(part, dict)
    assert part["action"]["sections"] == [{"rows": [{"id": "1", "title": "One"}]}]


def test_a_link_is_a_button_that_opens_an_address() -> None:
    part = part_of(LINK, "interactive")
    assert isinstance(part, dict)
    assert (part["type"], part["body"]) == ("cta_url", {"text": "Your parcel is on its way"})
    assert part["action"] == {"name": "cta_url", "parameters": {"display_text": "Track it", "url": "https://example.com/t/1"}}


def test_a_document_goes_by_the_id_of_its_upload() -> None:
    part = part_of(DocumentOut("doc:1", "invoice.pdf", "Here you are"), "document", media_id="99")
    assert part == {"id": "99", "filename": "invoice.pdf", "caption": "Here you are"}
    assert part_of(DocumentOut("doc:1", "invoice.pdf"), "document", media_id="99") == {"id": "99", "filename": "invoice.pdf"}


def test_a_document_that_was_not_uploaded_can_not_be_sent() -> None:
    with pytest.raises(ValueError, match="media id"):
        message_body(DocumentOut("doc:1", "invoice.pdf"), TO, outbox_id="x")


def test_a_picture_is_sent_by_its_upload_with_a_caption_if_it_has_one() -> None:
    assert part_of(ImageOut("doc:1", "Look"), "image", media_id="99") == {"id": "99", "caption": "Look"}
    assert part_of(ImageOut("doc:1"), "image", media_id="99") == {"id": "99"}
    with pytest.raises(ValueError, match="picture"):
        message_body(ImageOut("doc:1"), TO, outbox_id="x")


def test_variables_that_are_numbers_are_given_by_their_order() -> None:
    template = TemplateOut("old", "en", (("1", "Noor"), ("2", "#1001")))
    parameters = [{"type": "text", "text": "Noor"}, {"type": "text", "text": "#1001"}]
    assert part_of(template, "template") == {
        "name": "old",
        "language": {"code": "en"},
        "components": [{"type": "body", "parameters": parameters}],
    }


def test_a_templates_variables_are_named_and_its_button_gets_the_suffix() -> None:
    template = TemplateOut("order_shipped", "ar", (("name", "Noor\n Al \t Huda"), ("order", "#1001")), button_suffix="t/1")
    assert part_of(template, "template") == {
        "name": "order_shipped",
        "language": {"code": "ar"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "parameter_name": "name", "text": "Noor Al Huda"},
                    {"type": "text", "parameter_name": "order", "text": "#1001"},
                ],
            },
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "t/1"}]},
        ],
    }


def test_a_template_with_several_buttons_names_what_each_asks() -> None:
    template = TemplateOut("t", "en", payloads=("order:1|delivery_time", "order:1|talk_to_human"))
    buttons = [
        {"type": "button", "sub_type": "quick_reply", "index": index, "parameters": [{"type": "payload", "payload": payload}]}
        for index, payload in (("0", "order:1|delivery_time"), ("1", "order:1|talk_to_human"))
    ]
    assert part_of(template, "template") == {"name": "t", "language": {"code": "en"}, "components": buttons}


def test_a_template_with_a_document_carries_its_upload() -> None:
    template = TemplateOut("t", "en", document=("noor/7.pdf", "Invoice 7.pdf"))
    header = {"type": "header", "parameters": [{"type": "document", "document": {"id": "99", "filename": "Invoice 7.pdf"}}]}
    assert part_of(template, "template", media_id="99") == {"name": "t", "language": {"code": "en"}, "components": [header]}


def test_a_templates_document_that_was_not_uploaded_can_not_be_sent() -> None:
    with pytest.raises(ValueError, match="media id"):
        message_body(TemplateOut("t", "en", document=("d", "x.pdf")), TO, outbox_id="x")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (DocumentOut("d", "x.pdf"), "d"),
        (ImageOut("p"), "p"),
        (TemplateOut("t", "en", document=("d", "x.pdf")), "d"),
        (TemplateOut("t", "en"), None),
        (TextOut("hi"), None),
    ],
)
def test_what_has_to_be_uploaded_first_is_known(content: OutContent, expected: str | None) -> None:
    assert document_of(content) == expected


def test_a_reaction_names_its_message_and_quotes_none() -> None:
    body = message_body(ReactionOut("wamid.1", ""), TO, outbox_id="x", reply_to="wamid.1")
    assert body["reaction"] == {"message_id": "wamid.1", "emoji": ""}
    assert "context" not in body


def test_what_is_over_a_limit_gets_no_body() -> None:
    with pytest.raises(OverLimit, match=r"text\.body"):
        message_body(TextOut("x" * 4097), TO, outbox_id="x")


def test_a_receipt_may_show_that_we_are_typing() -> None:
    receipt = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    assert receipt_body("wamid.1", typing=False) == receipt
    assert receipt_body("wamid.1", typing=True) == {**receipt, "typing_indicator": {"type": "text"}}


ALL: list[OutContent] = [
    TextOut("hi"),
    BUTTONS,
    LIST,
    LINK,
    DocumentOut("doc:1", "invoice.pdf"),
    TemplateOut("order_shipped", "ar", (("name", "Noor"),)),
    ReactionOut("wamid.1", "👍"),
]


@pytest.mark.parametrize("content", ALL, ids=lambda content: content.kind)
def test_every_kind_carries_our_id_and_one_part_named_after_its_type(content: OutContent) -> None:
    body = message_body(content, TO, outbox_id="co:1:2:0", media_id="99")
    assert (body["messaging_product"], body["recipient_type"], body["biz_opaque_callback_data"]) == ("whatsapp", "individual", "co:1:2:0")
    assert set(body) == {"messaging_product", "recipient_type", "to", "type", str(body["type"]), "biz_opaque_callback_data"}


@given(st.sampled_from(ALL), st.none() | st.text(min_size=1, max_size=20))
def test_a_body_is_a_function_of_what_it_is_given(content: OutContent, reply_to: str | None) -> None:
    first, again = (message_body(content, TO, outbox_id="x", reply_to=reply_to, media_id="99") for _ in range(2))
    assert first == again
    assert ("context" in first) is (reply_to is not None and content.kind != "reaction")
