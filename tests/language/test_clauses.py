from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.clauses import MAX_SENTENCES, clauses, sentences

SENTENCES = [
    ("Where is it? Send the bill.", ["where is it", "send the bill"]),
    ("hello, where is it", ["hello", "where is it"]),
    ("وين طلبي؟ ابي الفاتورة", ["وين طلبي", "ابي الفاتوره"]),
    ("मेरा ऑर्डर कहां है। बिल भेजो", ["मेरा आर्डर कहां है", "बिल भेजो"]),
    ("one\ntwo", ["one", "two"]),
    ("...!?", []),
    ("", []),
]
CLAUSES = [
    ("where is my order and send me the invoice", ["where is my order", "send me the invoice"]),
    ("donde esta mi pedido y necesito la factura", ["donde esta mi pedido", "necesito la factura"]),
    ("siparişim nerede ve fatura gönderin", ["siparisim nerede", "fatura gonderin"]),
    ("mera order kahan hai aur bill bhejo", ["mera order kahan hai", "bill bhejo"]),
    ("وين الطلب حقي وابي الفاتورة اليوم", ["وين الطلب حقي", "وابي الفاتوره اليوم"]),
    ("salt and pepper", ["salt and pepper"]),
    ("me and my wife", ["me and my wife"]),
    ("hi", []),
]


@pytest.mark.parametrize(("text", "parts"), SENTENCES)
def test_a_text_is_cut_at_the_ends_of_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == [part.split() for part in parts]


@pytest.mark.parametrize(("text", "parts"), CLAUSES)
def test_sentences_are_cut_at_joining_words(text: str, parts: list[str]) -> None:
    assert clauses(sentences(text)) == [part.split() for part in parts]


def test_many_sentences_are_read_up_to_a_bound() -> None:
    assert len(sentences("where is it. " * 100)) == MAX_SENTENCES


@given(st.lists(st.sampled_from("and y und where is my order و وين".split()), max_size=30))  # noqa: SIM905
def test_clauses_hold_the_words_in_their_order(words: list[str]) -> None:
    kept = [word for clause in clauses([words]) for word in clause]
    rest = iter(words)
    assert all(word in rest for word in kept)
    assert all(len(clause) > 1 for clause in clauses([words]))
