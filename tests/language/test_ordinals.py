from __future__ import annotations

import pytest

from bot.language.ordinals import place_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0),
        ("٢", 1),
        ("the third one", 2),
        ("Second!", 1),
        ("الثاني", 1),
        ("el primero", 0),
        ("yang terakhir", 3),
        ("दूसरा वाला", 1),
        ("son", 3),
        ("0", None),
        ("5", None),
        ("12", None),
        ("", None),
        ("my second order", None),
        ("9" * 4_096, None),
    ],
)
def test_places_of_four(text: str, place: int | None) -> None:
    assert place_of(text, 4) == place


def test_of_many_two_digits_may_be_meant() -> None:
    assert place_of("10", 10) == 9
    assert place_of("last", 10) == 9


def test_of_nothing_nothing_is_meant() -> None:
    assert [place_of(text, 0) for text in ("1", "last", "first")] == [None, None, None]
