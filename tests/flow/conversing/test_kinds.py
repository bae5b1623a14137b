"""Pictures, places and cards in the chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.message import CatalogueOrder, Contacts, FlowReply, Location, Media, Text
from bot.flow.converse import Decision, converse
from bot.flow.spoken import spoken_text
from tests.flow.conftest import PREPARING, heard, scene
from tests.flow.conversing.test_dialogue import ARRIVED, PICTURE, Talk

if TYPE_CHECKING:
    from bot.domain.message import Content
    from bot.flow.converse import Mind


def test_a_picture_out_of_the_blue_and_a_yes_is_a_request(mind: Mind) -> None:
    talk = Talk(mind, ARRIVED)
    talk.say("hello")
    talk.say(PICTURE)
    talk.tap(0)
    assert [(kind, media) for kind, _, _, media in talk.opened] == [("damaged", ("in:wamid.1",))]


def test_a_place_out_of_the_blue_and_a_yes_is_a_new_address(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say(Location(24.7, 46.7, "Home"))
    talk.tap(0)
    assert talk.opened == [("change_address", "noor:2", "Home, 24.700000, 46.700000", ())]


@pytest.mark.parametrize("content", [CatalogueOrder("1", (("cup", 2),)), FlowReply("survey", "{}")])
def test_what_only_people_can_use_is_flagged(mind: Mind, content: Content) -> None:
    talk = Talk(mind, PREPARING)
    talk.say(content)
    assert talk.chat.flag is not None
    assert talk.chat.flag.reason == "request"


def test_kinds_get_answers_of_their_own(mind: Mind) -> None:
    contents: list[Content] = [
        Media("audio", "1", "audio/ogg", voice=True),
        PICTURE,
        Location(1, 2),
        Contacts(()),
        Media("sticker", "1", "image/webp"),
    ]
    assert len({Talk(mind, PREPARING).say(content) for content in contents}) == len(contents)


def test_who_comes_from_an_advertisement_is_answered_like_anybody(mind: Mind) -> None:
    one = heard(Text("where is my order"))
    decision = converse(scene(replace(one, message=replace(one.message, referral="ad-1"))), mind, 0)
    assert isinstance(decision, Decision)
    assert "NH-1041" in spoken_text(decision.outbox[0].content)  # type: ignore[arg-type]
