from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from bot.errors import DataFileError
from bot.language.data import data_folder
from bot.language.ideas import FILE, NO_IDEAS, Ideas, load_ideas, read_ideas

if TYPE_CHECKING:
    from pathlib import Path

LINES = ("# remark", "", "refund: refund* reembols* استرداد* money_back", "where: where donde | وين", "refund: erstatt*")


@pytest.fixture
def ideas() -> Ideas:
    return read_ideas(LINES)


def numbers(*names: str) -> list[int]:
    return sorted(crc32(name.encode()) for name in names)


@pytest.mark.parametrize("text", ["refunds", "reembolso", "erstattung", "استرداد", "الاسترداد", "money back", "my refunded"])
def test_words_of_every_language_stand_for_one_idea(ideas: Ideas, text: str) -> None:
    assert ideas.of(text.split()) == numbers("refund")


@pytest.mark.parametrize("text", ["money", "back money", "somewhere", "wherever", ""])
def test_other_words_do_not(ideas: Ideas, text: str) -> None:
    assert ideas.of(text.split()) == []


def test_an_idea_counts_once(ideas: Ideas) -> None:
    assert ideas.of(["donde", "where", "refund", "refund"]) == numbers("where", "refund")


def test_words_are_compared_in_their_normal_spelling() -> None:
    assert read_ideas(["when: Cuándo"]).of(["cuando"]) == numbers("when")


@pytest.mark.parametrize(
    ("line", "mend"), [("refund", "line 1: write"), ("a b: c", "line 1: write"), (": c", "line 1: write"), ("a: b*", "too short")]
)
def test_a_wrong_line_is_named_with_its_mend(line: str, mend: str) -> None:
    with pytest.raises(DataFileError, match=mend):
        read_ideas([line])


def test_a_folder_without_the_file_has_no_ideas(tmp_path: Path) -> None:
    assert load_ideas(tmp_path).of(["refund"]) == []
    assert NO_IDEAS.of(["refund"]) == []


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("when: cuándo".encode("latin-1"))
    with pytest.raises(DataFileError, match="UTF-8"):
        load_ideas(tmp_path)


@pytest.mark.parametrize(
    "text", ["where is my refund", "donde esta mi reembolso", "ou est mon remboursement", "wo ist meine erstattung", "وين استرداد فلوسي"]
)
def test_the_shipped_ideas_meet_across_languages(text: str) -> None:
    shipped = load_ideas(data_folder("intents"))
    assert set(numbers("refund", "where")) <= set(shipped.of(text.split()))
