from __future__ import annotations

import pytest

from bot.language.normalise import normalise
from bot.language.wrapping import AFTERTHOUGHTS, ASKING, FAVOUR, PREAMBLES

TAGS = ("en", "ar", "ar-Latn", "es", "fr", "de", "pt", "tr", "hi", "hi-Latn", "id", "ur", "ur-Latn")


@pytest.mark.parametrize("wrapping", [ASKING, FAVOUR, PREAMBLES])
def test_every_language_has_its_own(wrapping: dict[str, tuple[str, ...]]) -> None:
    assert set(wrapping) == set(TAGS)
    assert all(wrapping.values())


@pytest.mark.parametrize("wrapping", [ASKING, FAVOUR, PREAMBLES, AFTERTHOUGHTS])
def test_nothing_stands_there_twice(wrapping: dict[str, tuple[str, ...]]) -> None:
    assert [tag for tag, phrases in wrapping.items() if len({normalise(phrase) for phrase in phrases}) < len(phrases) - 1] == []
