from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.evidence import Evidence

SAMPLES = [
    ("order_eta", "هيوصل امتي"),
    ("order_eta", "متي يوصل طلبي"),
    ("order_status", "وين طلبي"),
    ("invoice_request", "ابي الفاتوره"),
    ("invoice_request", "send the invoice"),
]


@pytest.fixture
def evidence() -> Evidence:
    return Evidence(SAMPLES)


def test_probabilities_add_up_to_one(evidence: Evidence) -> None:
    assert sum(evidence.probabilities("متي يوصل").values()) == pytest.approx(1.0)


def test_probabilities_add_up_to_what_is_asked_for(evidence: Evidence) -> None:
    assert sum(evidence.probabilities("متي يوصل", whole=0.5).values()) == pytest.approx(0.5)


def test_a_word_said_twice_counts_once(evidence: Evidence) -> None:
    once, twice = (evidence.probabilities(f"send {text} now") for text in ("invoice", "invoice invoice"))
    assert max(once.values()) == pytest.approx(max(twice.values()), rel=0.05)


def test_each_of_many_intents_is_told_by_its_own_letters() -> None:
    texts = ["".join(chr(97 + (start + step) % 26) for step in range(12)) for start in range(26)]
    evidence = Evidence([(text, text) for text in texts])
    found = [evidence.probabilities(text) for text in texts]
    assert [max(one, key=one.__getitem__) for one in found] == texts


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    found = Evidence(SAMPLES).probabilities(text)
    assert found == {} or sum(found.values()) == pytest.approx(1.0)


def test_letters_shared_with_a_phrase_tell(evidence: Evidence) -> None:
    found = evidence.probabilities("بيوصل")
    assert max(found, key=found.__getitem__) == "order_eta"


def test_misspelt_words_tell_too(evidence: Evidence) -> None:
    found = evidence.probabilities("invoicce")
    assert max(found, key=found.__getitem__) == "invoice_request"


@pytest.mark.parametrize("text", ["", "zzzz", "👍"])
def test_unknown_letters_tell_nothing(evidence: Evidence, text: str) -> None:
    assert evidence.probabilities(text) == {}


def test_without_samples_there_is_no_evidence() -> None:
    assert Evidence([]).probabilities("where is my order") == {}


def test_long_texts_do_not_make_it_overconfident(evidence: Evidence) -> None:
    assert max(evidence.probabilities("متي يوصل طلبي " * 300).values()) < 1
