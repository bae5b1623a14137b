from __future__ import annotations

from collections import Counter

import pytest

from bot.language.index import Phrase
from bot.language.telling import TellingWords, beside, leave_no_doubt

SAID = {
    "en": ("where is my order", "where is my bill", "where is my money", "cancel my order"),
    "hi-Latn": ("mera order kab", "mera bill kab", "order cancel"),
    "ur-Latn": ("mera order kab", "raqam kab"),
    "es": ("mi order 77", "mi bill 77", "mi money 77", "no a"),
}
WORDS = TellingWords([Phrase("x", tag, text, text) for tag, texts in SAID.items() for text in texts])
ENGLISH, BOTH = ("en",), ("hi", "ur")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("where is my order", {ENGLISH: 3}),
        ("mera order kab", {BOTH: 2}),
        ("mera mera mera", {BOTH: 1}),
        ("mera order where is it", {BOTH: 1, ENGLISH: 2}),
        ("order bill 77 raqam a", {}),
        ("", {}),
    ],
)
def test_words_tell_that_one_language_alone_uses_often(text: str, counts: dict[tuple[str, ...], int]) -> None:
    assert WORDS.counted(text) == counts


def test_a_language_with_more_phrases_does_not_win_by_that() -> None:
    many = [Phrase("x", "en", "bin", "bin")] * 3 + [Phrase("x", "en", "box", "box")] * 27
    some = [Phrase("x", "de", "bin", "bin")] * 3
    assert TellingWords([*many, *some]).counted("bin") == {}


@pytest.mark.parametrize(
    ("counts", "main", "others"),
    [
        ({ENGLISH: 3, BOTH: 1}, ENGLISH, BOTH),
        ({ENGLISH: 4, BOTH: 1}, ENGLISH, ()),
        ({ENGLISH: 1, BOTH: 1}, BOTH, ENGLISH),
        ({BOTH: 2}, ENGLISH, BOTH),
        ({ENGLISH: 2}, ENGLISH, ()),
        ({}, ENGLISH, ()),
    ],
)
def test_a_quarter_of_the_telling_words_makes_a_text_mixed(
    counts: dict[tuple[str, ...], int], main: tuple[str, ...], others: tuple[str, ...]
) -> None:
    assert beside(Counter(counts), main) == others


@pytest.mark.parametrize(("counts", "sure"), [({BOTH: 2}, True), ({BOTH: 1}, False), ({BOTH: 3, ENGLISH: 1}, False), ({}, False)])
def test_two_words_of_one_language_alone_leave_no_doubt(counts: dict[tuple[str, ...], int], *, sure: bool) -> None:
    assert leave_no_doubt(Counter(counts), BOTH) == sure
