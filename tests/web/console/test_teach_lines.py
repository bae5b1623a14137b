"""What a line of the misunderstood shows, and what intents are called."""

from __future__ import annotations

import pytest

from bot.db.misunderstood import Misunderstood
from bot.domain.delivery import TranscriptEntry
from bot.domain.staff import CONSOLE_LANGUAGES, ConsoleLanguage
from bot.flow.teaching.unknown import unknown
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.language.taught import Taught
from bot.web.console.teach.lines import GUESSES, Line, lines
from bot.web.console.teach.names import intent_name, named
from bot.web.console.words import WordBook, Words
from tests.web.console.conftest import NOW, matcher, texts


def words(language: ConsoleLanguage = "en") -> Words:
    return WordBook(texts("console")).of(language, "")


def line(text: str, language: str = "en", *taught: Taught, said: TranscriptEntry | None = None) -> Line:
    groups = unknown([Misunderstood("wa:1", "noor", NOW, text, language)])
    (found,) = lines(groups, matcher().with_taught(taught), {"wa:1": said} if said else {})
    return found


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_intent_of_ours_has_a_name_of_its_own(language: ConsoleLanguage) -> None:
    intents = load_intents(data_folder("intents")).by_name
    names = [intent_name(words(language), intent) for intent in intents]
    assert len(set(names)) == len(intents)
    assert not any("_" in name for name in names)


def test_a_shops_own_intent_is_called_as_its_file_is() -> None:
    assert intent_name(words(), "gift_wrapping") == "gift wrapping"
    assert intent_name(words(), "none") == intent_name(words(), "out_of_scope")


def test_intents_are_listed_by_name_what_is_none_of_our_business_last() -> None:
    found = named(words(), ["thanks", "out_of_scope", "affirm", "deny"])
    assert [intent for intent, _ in found] == ["deny", "thanks", "affirm", "out_of_scope"]


def test_the_phrase_and_its_guesses_are_read_anew_without_numbers() -> None:
    found = line("where my order ####")
    assert (found.phrase, found.tag, found.guesses[0][0]) == ("where my order", "en", "order_status")
    assert len(found.guesses) <= GUESSES
    assert all(0 < share <= 100 and intent != "out_of_scope" for intent, share in found.guesses)


def test_what_is_understood_by_now_says_so() -> None:
    assert line("zorp blimfang gorp").now is None
    assert line("zorp blimfang gorp", "en", Taught("thanks", "en", "zorp blimfang gorp")).now == "thanks"


@pytest.mark.parametrize(("language", "tag"), [("ar", "ar"), ("und", "en"), ("xx", "en")])
def test_the_language_is_one_that_phrases_are_in(language: str, tag: str) -> None:
    assert line("زقلم فرطن" if language == "ar" else "zzzqq 文字", language).tag == tag


def test_the_conversation_is_linked_while_its_message_is_kept() -> None:
    said = TranscriptEntry("wa:1", "c:n1:cu:sara", "cu:sara", "noor", "in", NOW, "x", "text")
    assert line("zorp", said=said).chat == "/console/chats/c%3An1%3Acu%3Asara"
    assert line("zorp").chat is None
