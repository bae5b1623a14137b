from __future__ import annotations

from bot.bench.sentences import sentences


def is_arabic(text: str) -> bool:
    return any("\u0600" <= char <= "\u06ff" for char in text)


def test_there_are_500_distinct_sentences() -> None:
    assert len(sentences()) == len(set(sentences())) == 500


def test_half_of_them_are_arabic_in_turn() -> None:
    assert [is_arabic(sentence) for sentence in sentences()] == [False, True] * 250


def test_they_are_the_same_in_every_run() -> None:
    assert sentences() == sentences()


def test_nothing_is_left_to_fill_in() -> None:
    assert not [sentence for sentence in sentences() if "{" in sentence or "  " in sentence or sentence != sentence.strip()]


def test_none_of_them_names_an_order() -> None:
    assert not [sentence for sentence in sentences() if any(char.isdigit() for char in sentence)]
