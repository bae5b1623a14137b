"""What a shop says of itself, in the language that is asked for or the nearest there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.store import TOPICS, Store

TEXTS = {"returns": "any", "returns.ar": "Arabic", "returns.en": "English", "returns.pt-BR": "Brazilian", "returns.fr": "French"}
NAMES = st.sampled_from([topic + tag for topic in TOPICS for tag in ("", ".ar", ".en", ".ur", ".pt-BR")])


def shop(language: str, *names: str) -> Store:
    return Store("noor", "Noor", "110", language, policies=tuple((name, TEXTS[name]) for name in names))


@pytest.mark.parametrize(
    ("asked", "own", "there", "said"),
    [
        ("ar", "en", ["returns", "returns.ar"], "Arabic"),
        ("ar-EG", "en", ["returns", "returns.ar"], "Arabic"),
        ("pt-BR", "en", ["returns", "returns.pt-BR"], "Brazilian"),
        ("pt", "en", ["returns", "returns.pt-BR"], "any"),
        # The one for all languages is meant for everybody whose own is missing.
        ("ur", "ar", ["returns", "returns.ar", "returns.en"], "any"),
        ("ur", "ar", ["returns.en", "returns.ar"], "Arabic"),
        ("ur", "ar-SA", ["returns.en", "returns.ar"], "Arabic"),
        ("ur", "tr", ["returns.fr", "returns.en"], "English"),
        ("ur", "tr", ["returns.fr"], "French"),
        ("en", "en", [], None),
    ],
)
def test_the_nearest_language_is_taken(asked: str, own: str, there: list[str], said: str | None) -> None:
    assert shop(own, *there).policy("returns", asked) == said


def test_a_text_on_one_thing_is_none_on_another() -> None:
    assert shop("en", "returns", "returns.ar").policy("return", "ar") is None
    assert shop("en", "returns", "returns.ar").policy("shipping", "ar") is None


@given(st.dictionaries(NAMES, st.text(min_size=1, max_size=5)), st.sampled_from(TOPICS), st.sampled_from(["ar", "ar-EG", "en", "ur", "pt", "fr"]))
def test_whatever_there_is_on_a_topic_is_better_than_nothing(texts: dict[str, str], topic: str, language: str) -> None:
    said = Store("noor", "Noor", "110", policies=tuple(texts.items())).policy(topic, language)
    assert (said is not None) == any(name.partition(".")[0] == topic for name in texts)
    assert said is None or said in texts.values()
