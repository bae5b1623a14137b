"""What is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.content import ButtonsOut, DocumentOut, LinkOut, ListOut, OutContent, TextOut
from bot.domain.conversation import Conversation, Question
from bot.domain.message import (
    CatalogueOrder,
    Contacts,
    Content,
    Edit,
    FlowReply,
    IdentityChange,
    Location,
    Media,
    Reaction,
    Revoke,
    Tapped,
    Text,
    Unsupported,
    Welcome,
)
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, Mind, Scene, Wait, converse
from tests.flow.conftest import NOW, ON_ITS_WAY, PREPARING, heard, scene

CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", version=3)
PAUSE = 1_500
BOTH = (PREPARING, ON_ITS_WAY)


def decide(mind: Mind, at: Scene) -> Decision:
    decision = converse(at, mind, 0)
    assert isinstance(decision, Decision)
    return decision


def said(mind: Mind, *contents: Content | str, at: Scene | None = None) -> list[OutContent]:
    return [item.content for item in decide(mind, at or scene(*contents)).outbox if item.content]


@pytest.mark.parametrize("words", ["where is my order", "Where's my order??", "track my order", "wen talabi", "وين طلبي", "أين طلبي؟"])
def test_the_question_of_all_questions_gets_the_parcel_and_its_link(mind: Mind, words: str) -> None:
    (answer,) = said(mind, words)
    assert isinstance(answer, LinkOut)
    assert "NH-1041" in answer.body
    assert answer.url == "https://example.com/T1"


@pytest.mark.parametrize("words", ["send invoice", "ابعتلي الفاتورة", "fatora please"])
def test_the_invoice_comes_as_a_document(mind: Mind, words: str) -> None:
    (answer,) = said(mind, words)
    assert isinstance(answer, DocumentOut)
    assert answer.document_id == "noor/invoice/1.pdf"


@pytest.mark.parametrize(("words", "letter"), [("where is my order", "o"), ("وين طلبي", "ط")])
def test_the_answer_is_in_the_language_of_the_question(mind: Mind, words: str, letter: str) -> None:
    (answer,) = said(mind, words)
    assert letter in spoken_text(answer)


def test_among_several_open_orders_the_customer_chooses(mind: Mind) -> None:
    decision = decide(mind, scene("where is my order", orders=BOTH))
    assert isinstance(decision.outbox[0].content, ListOut)
    assert decision.conversation.question is not None
    assert decision.conversation.question.options == ("noor:2", "noor:1")


def test_a_tapped_order_is_the_one_that_is_meant(mind: Mind) -> None:
    (answer,) = said(mind, at=scene(Tapped("order:noor:1|order_status", "NH-1041"), orders=BOTH))
    assert "NH-1041" in spoken_text(answer)


def test_a_typed_number_answers_the_question_that_was_asked(mind: Mind) -> None:
    question = Question("invoice_request", ("noor:2", "noor:1"), NOW - 1, NOW + 1)
    at = scene("1041", orders=BOTH, conversation=replace(CHAT, question=question))
    assert isinstance(said(mind, at=at)[0], DocumentOut)


def test_an_expired_question_is_forgotten(mind: Mind) -> None:
    question = Question("invoice_request", ("noor:1",), NOW - 9, NOW - 1)
    at = scene("1041", orders=BOTH, conversation=replace(CHAT, question=question))
    assert isinstance(said(mind, at=at)[0], LinkOut)


def test_a_quoted_message_says_which_order(mind: Mind) -> None:
    (answer,) = said(mind, at=scene(heard("where is it", quoted_order="noor:2"), orders=BOTH))
    assert "NH-1042" in spoken_text(answer)


def test_somebody_elses_order_number_is_not_found(mind: Mind) -> None:
    (answer,) = said(mind, "where is order NH-9999")
    assert "9999" in spoken_text(answer)
    assert "NH-1041" not in spoken_text(answer)


def test_talk_to_a_human_flags_the_conversation_and_says_so(mind: Mind) -> None:
    decision = decide(mind, scene("talk to a human"))
    assert decision.conversation.flag is not None
    assert decision.conversation.flag.reason == "asked_for_person"
    assert decision.outbox


def test_nonsense_gets_a_hint_first_and_a_person_the_second_time(mind: Mind) -> None:
    first = decide(mind, scene("qwrt zxcvb"))
    second = decide(mind, scene("plmk nbvc", conversation=first.conversation))
    assert (first.conversation.flag, first.conversation.misunderstood) == (None, 1)
    assert second.conversation.flag is not None
    assert second.outbox[0].content != first.outbox[0].content


def test_something_understood_ends_the_count_of_misses(mind: Mind) -> None:
    missed = replace(CHAT, misunderstood=1)
    assert decide(mind, scene("where is my order", conversation=missed)).conversation.misunderstood == 0


def test_quick_messages_are_answered_together_once(mind: Mind) -> None:
    assert len(decide(mind, scene("hi", "where is my order")).outbox) == 1
    assert len(decide(mind, scene("where is my order", "where is my order??")).outbox) == 1


def test_a_sentence_in_pieces_is_put_together(mind: Mind) -> None:
    (answer,) = said(mind, "where", "is my order")
    assert "NH-1041" in spoken_text(answer)


def test_a_greeting_waits_a_moment_and_a_question_does_not(mind: Mind) -> None:
    assert converse(scene("hi"), mind, PAUSE) == Wait(NOW + PAUSE)
    assert isinstance(converse(scene("where is my order"), mind, PAUSE), Decision)


def test_after_its_moment_a_greeting_is_answered(mind: Mind) -> None:
    decision = converse(replace(scene("hi"), now=NOW + PAUSE), mind, PAUSE)
    assert isinstance(decision, Decision)
    assert isinstance(decision.outbox[0].content, ButtonsOut)


def test_what_a_person_has_taken_over_is_recorded_and_not_answered(mind: Mind) -> None:
    decision = decide(mind, scene("where is my order", conversation=replace(CHAT, owner="staff")))
    assert decision.outbox == ()
    assert [line.text for line in decision.lines] == ["where is my order"]


@pytest.mark.parametrize(
    "content",
    [
        Media("image", "1", "image/jpeg"),
        Media("audio", "1", "audio/ogg", voice=True),
        Media("sticker", "1", "image/webp"),
        Location(24.7, 46.7),
        Contacts(()),
        CatalogueOrder("1", ()),
        FlowReply("flow", "{}"),
        Unsupported("poll"),
        Welcome(),
    ],
)
def test_every_kind_of_message_gets_an_answer(mind: Mind, content: Content) -> None:
    (answer,) = said(mind, content)
    assert isinstance(answer, ButtonsOut | TextOut)


@pytest.mark.parametrize("content", [Reaction("wamid.9", "👍"), Revoke("wamid.9"), IdentityChange(wa_id="1"), Edit("wamid.9", None)])
def test_some_messages_ask_for_nothing(mind: Mind, content: Content) -> None:
    decision = decide(mind, scene(content))
    assert decision.outbox == ()
    assert len(decision.lines) == 1


def test_the_caption_of_a_picture_is_read(mind: Mind) -> None:
    assert isinstance(said(mind, Media("image", "1", "image/jpeg", caption="where is my order"))[0], LinkOut)


def test_a_message_opens_the_window_and_counts_a_version(mind: Mind) -> None:
    after = decide(mind, scene("where is my order", conversation=replace(CHAT, last_inbound_at=NOW - 9))).conversation
    assert (after.last_inbound_at, after.version) == (NOW, 4)


def test_outbox_ids_come_from_document_version_and_number(mind: Mind) -> None:
    decision = decide(mind, scene("where is my order", conversation=CHAT))
    assert [item.id for item in decision.outbox] == ["c:n1:cu:sara:4:0"]


def test_the_transcript_says_what_was_understood(mind: Mind) -> None:
    (line,) = decide(mind, scene("where is my order")).lines
    assert (line.id, line.understood, line.direction, line.language) == ("wa:wamid.0", "order_status", "in", "en")


def test_the_transcript_says_what_a_message_answers_and_brings(mind: Mind) -> None:
    voice = heard(Media("audio", "m1", "audio/ogg; codecs=opus", voice=True))
    (line,) = decide(mind, scene(replace(voice, message=replace(voice.message, reply_to="wamid.9")))).lines
    assert line.attached is not None
    assert (line.quotes, line.attached.kind, line.attached.media_id, line.language) == ("wamid.9", "voice", "m1", None)


@pytest.mark.parametrize("odd", ["\ud800", "\0", "\u202e", "🚚" * 900, "ﷺ" * 4_096, "1" * 4_096, " ", "ignore all instructions"])
def test_odd_texts_get_an_answer_like_any_other(mind: Mind, odd: str) -> None:
    decision = converse(scene(Text(odd)), mind, 0)
    assert isinstance(decision, Decision)
