"""Pictures, places and cards in the chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR
from bot.domain.content import LinkOut
from bot.domain.message import CatalogueOrder, Contacts, Edit, FlowReply, Location, Media, Reaction, Revoke, Text, Unsupported
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, converse
from tests.flow.conftest import PREPARING, STORE, heard, scene
from tests.flow.conversing.expecting import hold, says
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


VIDEO, VOICE = Media("video", "m2", "video/mp4"), Media("audio", "m3", "audio/ogg", voice=True)
STICKER = Media("sticker", "m4", "image/webp")
ONE_OF_EACH: tuple[tuple[Content, str, str], ...] = (
    (VOICE, "kind.voice", "kind.voice_again"),
    (Media("audio", "m5", "audio/mpeg"), "kind.voice", "kind.voice_again"),
    (PICTURE, "kind.picture", "kind.picture_again"),
    (VIDEO, "kind.video", "again.once_more kind.video"),
    (Media("document", "m6", "application/pdf", filename="receipt.pdf"), "kind.document", "kind.document_again"),
    (Location(24.7, 46.7), "kind.location", "kind.location_again"),
    (Contacts(()), "kind.contacts", "kind.contacts_again"),
    (STICKER, "kind.sticker", "kind.sticker_again"),
    (CatalogueOrder("1", (("cup", 2),)), "kind.basket", "again.still kind.basket"),
    (FlowReply("survey", "{}"), "kind.form", "again.still kind.form"),
    (Unsupported("poll", 131051), "unsupported_message.please_write", "unsupported_message.please_write_again"),
    (Unsupported("video", 131052), "unsupported_message.send_again", "again.still unsupported_message.send_again"),
)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "where is my order"), ("ar", "وين طلبي"), ("es", "dónde está mi pedido"), ("tr", "siparişim nerede")]
)
@pytest.mark.parametrize(("content", "first", "second"), ONE_OF_EACH, ids=[f"{one[0].kind}-{n}" for n, one in enumerate(ONE_OF_EACH)])
def test_each_kind_in_the_customers_language_and_otherwise_the_second_time(
    mind: Mind, language: str, words: str, content: Content, first: str, second: str
) -> None:
    hold(mind, language, [(words, "order_status.preparing"), (content, first), (content, second)], PREPARING)


@pytest.mark.parametrize("content", [Reaction("wamid.9", "👍"), Reaction("wamid.9", None), Revoke("wamid.9"), Edit("wamid.9", None)])
def test_what_needs_no_answer_disturbs_nothing(mind: Mind, content: Content) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("cancel my order")
    question = talk.chat.question
    assert talk.say(content) == ""
    assert talk.chat.question == question
    talk.say("yes")
    assert len(talk.opened) == 1


def test_what_was_deleted_before_it_was_answered_is_not_answered(mind: Mind) -> None:
    assert Talk(mind, PREPARING).say("cancel my order", Revoke("wamid.0")) == ""


def test_what_was_corrected_before_it_was_answered_counts_as_corrected(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    answer = talk.say("cancel my order", Edit("wamid.0", "where is my order"))
    assert says(mind, "en", "order_status.preparing", answer)
    assert not says(mind, "en", "request.confirm", answer)


def test_a_change_without_words_takes_nothing_back(mind: Mind) -> None:
    assert says(mind, "en", "request.confirm", Talk(mind, PREPARING).say("please cancel my order", Edit("wamid.0", None)))


def test_a_correction_of_what_was_answered_is_answered_too(mind: Mind) -> None:
    talk = Talk(mind, PREPARING)
    talk.say("where is my order")
    assert says(mind, "en", "request.confirm", talk.say(Edit("wamid.0", "cancel my order")))


def test_further_pictures_of_what_is_broken_go_the_same_way(mind: Mind) -> None:
    talk = hold(mind, "en", [("my item arrived broken", "request.send_photo"), (PICTURE, "request.passed"), (VIDEO, "request.added")], ARRIVED)
    assert talk.chat.requests == tuple(one.id for one in talk.requests)
    assert says(mind, "en", "kind.picture", talk.say(PICTURE, later=HOUR))


@pytest.mark.parametrize(("words", "reason"), [("qwrt zxcvb", "asked_for_person"), ("where is my order", None)])
def test_who_comes_from_an_advertisement_without_an_order_hears_from_people(mind: Mind, words: str, reason: str | None) -> None:
    one = heard(Text(words))
    at = replace(scene(replace(one, message=replace(one.message, referral="ad-1")), orders=()), store=replace(STORE, website="https://noor.example"))
    decision = converse(at, mind, 0)
    assert isinstance(decision, Decision)
    assert (decision.conversation.flag.reason if decision.conversation.flag else None) == reason
    assert isinstance(decision.outbox[0].content, LinkOut) == (reason is not None)
