"""Every recorded webhook: it is split without a remainder, its items parse, and a redelivery brings nothing new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.domain.message import Content, Edit, FlowReply, IdentityChange, Location, Media, Reaction, Tapped, Text, Unsupported
from bot.whatsapp.parse import parse_message, parse_status
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from bot.domain.inbox import InboxItem

FOLDER = Path(__file__).parents[1] / "fixtures" / "whatsapp"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("p*/*.json"))
NOW = 1_800_000_000_000

MESSAGES: dict[str, tuple[Content, ...]] = {
    "piusalfred/field-user_preferences_msg-None_msg-reaction__webhooks_test__3.json": (
        Text("Hello from a text message!"),
        Location(37.7749, -122.4194, "San Francisco", "Market Street"),
        Reaction("wamid.TEXT123", "👍"),
        Media("sticker", "STICKER1234", "image/webp", sha256="stickerHashABC"),
    ),
    "piusalfred/field-user_preferences_msg-text__webhooks_test__2.json": (Text("Hello from a text message"),),
    "piusalfred/msg-button__webhooks_test__4.json": (Tapped("No-Button-Payload", "No"),),
    "piusalfred/msg-interactive.button_reply__webhooks_test__6.json": (Tapped("unique-button-identifier-here", "button-text"),),
    "piusalfred/msg-interactive.list_reply__webhooks_test__5.json": (Tapped("list_reply_id", "list_reply_title"),),
    "piusalfred/msg-reaction_msg-text__webhooks_test.json": (Text("Hello from a text message"), Reaction("wamid.GBGX2323902", "👍")),
    "piusalfred/msg-system.user_changed_number__webhooks_test__9.json": (IdentityChange(wa_id="15550003333"),),
    "piusalfred/msg-text__listener_test.json": (Text("hello"),),
    "piusalfred/msg-text__router_test.json": (Text("hi"),),
    "piusalfred/msg-text__webhooks_test__7.json": (Text("Hi from an ad click!"),),
    "piusalfred/msg-text__webhooks_test__8.json": (Text("Interested in your product!"),),
    "piusalfred/msg-unsupported__webhooks_test__11.json": (Unsupported("unsupported", 131051),),
    "pywa/msg-document__message__document.json": (
        Media(
            "document",
            "1234567890987654321",
            "application/pdf",
            caption="caption",
            filename="filename.pdf",
            sha256="grwfwe/ZPx0wAbdfbdeFUNItPZ0RylL8gGUvdt3YFqc18SY=",
        ),
    ),
    "pywa/msg-edit__edited_message__image.json": (Edit("wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=", "Updated image caption"),),
    "pywa/msg-image__message__image.json": (Media("image", "65463453", "image/jpeg", sha256="4654+8g="),),
    "pywa/msg-interactive.None_value.errors__message__interactive_message_with_err.json": (Unsupported("interactive"),),
    "pywa/msg-interactive.list_reply__callback_selection__callback.json": (Tapped("callback_data", "title"),),
    "pywa/msg-interactive.list_reply__callback_selection__description.json": (Tapped("callback_data", "title"),),
    "pywa/msg-interactive.nfm_reply__flow_completion__without_flow_token.json": (
        FlowReply(
            "flow",
            '{"comment_text":"Comment Text","delivery_rating":"4","purchase_rating":"2","recommend_radio":"0","cs_rating":"0"}',
        ),
    ),
    "pywa/msg-location__message__chosen_location.json": (Location(37.4611978, -122.2164385, "Facebook HQ", "1 Hacker Way, Menlo Park, CA 94025"),),
    "pywa/msg-reaction__message__reaction.json": (Reaction("wamid.yzxyzx=", "😮"),),
    "pywa/msg-reaction__message__unreaction_empty.json": (Reaction("wamid.yzxyzx=", None),),
    "pywa/msg-sticker__message__animated_sticker.json": (
        Media("sticker", "1234567890987654321", "image/webp", sha256="HcwyCKrTKXHk0a00ms4HWIA76GY0Du6q4Z/iuwevw="),
    ),
    "pywa/msg-system.user_changed_number__system__phone_number_change.json": (IdentityChange(wa_id="972912345678"),),
    "pywa/msg-text__message__referral.json": (Text("BODY"),),
    "pywa/msg-text__message__reply.json": (Text("replied text"),),
}
STATUSES = {
    "piusalfred/status-sent__webhooks_test__10.json": ("sent", None),
    "pywa/status-failed__message_status__failed.json": ("failed", 130472),
    "pywa/status-played__message_status__played.json": ("read", None),
    "pywa/status-sent__message_status__with_tracker.json": ("sent", None),
}


def items_of(name: str, kind: str) -> list[InboxItem]:
    return [item for item in split((FOLDER / name).read_bytes(), NOW).items if item.kind == kind]


def test_all_recordings_are_here() -> None:
    assert len(FILES) == 55
    assert {*MESSAGES, *STATUSES} <= {*FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_recording_is_split_without_a_remainder_and_again_the_same(name: str) -> None:
    raw = (FOLDER / name).read_bytes()
    first, again = split(raw, NOW), split(raw, NOW)
    assert first.parked == ()
    assert bool(first.items) is ("envelope-empty" not in name)
    assert first == again


@pytest.mark.parametrize("name", FILES)
def test_messages_say_what_was_recorded(name: str) -> None:
    contents = tuple(parse_message(item.body).content for item in items_of(name, "message"))
    assert contents == MESSAGES.get(name, ())


@pytest.mark.parametrize("name", FILES)
def test_statuses_say_what_was_recorded(name: str) -> None:
    found = [(status.state, status.error_code) for status in (parse_status(item.body) for item in items_of(name, "status"))]
    assert found == ([STATUSES[name]] if name in STATUSES else [])


@pytest.mark.parametrize("name", [name for name in FILES if "field-" in name or "RINGING" in name])
def test_every_other_field_is_an_account_item(name: str) -> None:
    assert items_of(name, "account")
