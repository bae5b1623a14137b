"""What Meta's error codes mean for the shop's people."""

from __future__ import annotations

import re

import pytest

from bot.domain.failure_words import TOPICS, topic_of
from bot.domain.staff import CONSOLE_LANGUAGES
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.whatsapp.codes import RULES


def test_every_code_that_the_sender_knows_has_an_explanation() -> None:
    assert {code for code in RULES if topic_of(code) == "unknown"} == set()


def test_every_explanation_but_the_last_is_somebodys() -> None:
    used = {topic_of(code) for code in (*RULES, 2_388_000, 147_001)}
    assert set(TOPICS) - used == {"unknown"}


@pytest.mark.parametrize(
    ("code", "topic"),
    [(131026, "unreachable"), (131047, "window"), (210, "permission"), (131250, "group"), (147003, "user_name"), (2388023, "template_values")],
)
def test_codes_are_told_apart(code: int, topic: str) -> None:
    assert topic_of(code) == topic


@pytest.mark.parametrize("code", [-1, 5, 999_999, 2_389_000])
def test_what_is_in_no_table_is_unknown(code: int) -> None:
    assert topic_of(code) == "unknown"


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_explanation_has_its_words_and_says_what_to_do(language: str) -> None:
    catalogue = Catalogues.load(data_folder("locales"), "console").get(language)
    assert catalogue is not None
    wanted = {f"{part}.{topic}" for part in ("failure", "remedy") for topic in TOPICS}
    assert wanted - catalogue.messages.keys() == set()
    assert not [name for name in catalogue.messages if re.match(r"(failure|remedy)\.", name) and name not in wanted]
