"""What a person was called for that the customer has not said: facts, in the language of whoever reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from bot.domain.concern import Concern, for_systems
from bot.domain.conversation import Flag
from bot.domain.delivery import TranscriptEntry
from bot.domain.notice import Milestone
from bot.language.trim import FSI, PDI
from bot.web.console.matters import matter
from bot.web.console.words import WordBook
from tests.web.console.chats import CHAT, stand
from tests.web.console.conftest import NOW, texts

if TYPE_CHECKING:
    from bot.domain.staff import ConsoleLanguage
    from tests.web.console.conftest import Desk

HERE = "/chats/c%3An1%3Acu%3Asara"
STUCK, LATE = Concern("NH-1049", "stuck", "1"), Concern("NH-1049", "after_delivery", "2")
ABOUT = replace(CHAT, flag=Flag("delivery_exception", NOW, for_systems([STUCK]), (STUCK,)), preview="")


def said(language: ConsoleLanguage, *concerns: Concern, code: int | None = None) -> str:
    words = WordBook(texts("console")).of(language, "")
    return matter(words, concerns, code).replace(FSI, "").replace(PDI, "")


def test_systems_are_told_in_english() -> None:
    assert for_systems([STUCK, LATE]) == "NH-1049: stuck (1); parcel 2: something came up after its delivery"
    assert for_systems([]) == ""


def test_people_are_told_in_their_own_language() -> None:
    assert said("en", STUCK, LATE) == "NH-1049: Parcel does not move (parcel 1); Something came up after the delivery (parcel 2)"
    assert said("ar", replace(STUCK, subject="")) == "NH-1049: شحنة لا تتحرك"


def test_what_failed_is_said_as_in_the_conversation() -> None:
    assert said("en", code=131026) == WordBook(texts("console")).of("en", "").t("failure.unreachable")
    assert said("en") == ""


@pytest.mark.parametrize("milestone", get_args(Milestone))
def test_every_kind_of_news_has_words(milestone: Milestone) -> None:
    assert "NH-1: " in said("ar", Concern("NH-1", milestone))


async def test_queue_and_conversation_say_it_in_the_readers_language(desk: Desk) -> None:
    await stand(desk.db, ABOUT)
    await desk.db.transcript.add([TranscriptEntry("i1", CHAT.id, CHAT.customer_id, "noor", "in", NOW - 1, "hm", "text")])
    browser = await desk.browser()
    await browser.sign_in()
    for path, times in (("/", 1), (HERE, 2)):
        page = await browser.get(path)
        assert page.text.count("NH-1049: Parcel does not move (parcel 1)") == times, path
        assert not page.says("stuck (1)")
    browser.headers["Accept-Language"] = "ar"
    assert (await browser.get("/")).says("شحنة لا تتحرك")


async def test_a_flag_of_before_shows_its_line_as_it_was_kept(desk: Desk) -> None:
    await stand(desk.db, replace(ABOUT, flag=Flag("delivery_exception", NOW, "NH-1: stuck")))
    browser = await desk.browser()
    await browser.sign_in()
    assert (await browser.get("/")).says("NH-1: stuck")
