from __future__ import annotations

import pytest

from bot.errors import DataFileError
from bot.language.evaluate import Outcome, Row, as_predicted, read_rows, summary


def outcome(wanted: str, found: str, language: str = "en", source: str = "own:en", spoken: str | None = None) -> Outcome:
    return Outcome(Row("text", wanted, language, source), found, spoken or language)


def test_lines_become_rows() -> None:
    rows = read_rows(["where is it\torder_status\ten\town:en\n", "a joke\tout_of_scope\tes"])
    assert rows == [Row("where is it", "order_status", "en", "own:en"), Row("a joke", "none", "es")]


def test_a_text_alone_is_a_row_without_an_answer() -> None:
    assert read_rows(["where is it\n"]) == [Row("where is it")]


def test_too_many_columns_are_refused_with_their_line() -> None:
    with pytest.raises(DataFileError, match="line 2: 5 columns"):
        read_rows(["a\tb", "a\tb\tc\td\te"])


@pytest.mark.parametrize(("intent", "predicted"), [(None, "none"), ("out_of_scope", "none"), ("greeting", "greeting")])
def test_what_is_rejected_is_none(intent: str | None, predicted: str) -> None:
    assert as_predicted(intent) == predicted


def test_figures_count_what_is_right() -> None:
    figures = summary([outcome("a", "a"), outcome("a", "b"), outcome("b", "b"), outcome("none", "none"), outcome("none", "a")])
    assert figures["accuracy"] == pytest.approx(0.6)
    assert figures["false_accepts"] == pytest.approx(0.5)


def test_macro_f1_is_the_mean_over_the_intents_that_occur() -> None:
    figures = summary([outcome("a", "a"), outcome("a", "b"), outcome("b", "b"), outcome("b", "c")])
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 1 / 2) / 2, abs=1e-4)


def test_varieties_of_a_language_are_the_same() -> None:
    figures = summary([outcome("a", "a", "ar-Latn", spoken="ar"), outcome("a", "a", "en", spoken="es")])
    assert figures["language_accuracy"] == pytest.approx(0.5)


def test_slices_tell_shops_and_languages_apart() -> None:
    figures = summary([outcome("a", "a", "en", "hint3_shop"), outcome("a", "b", "es", "kokoro_es"), outcome("a", "a", "en", "other")])
    assert figures["slices"] == {
        "ten languages": {"messages": 1, "accuracy": 0.0, "macro_f1": 0.0, "false_accepts": None, "language_accuracy": 1.0},
        "real shops": {"messages": 1, "accuracy": 1.0, "macro_f1": 1.0, "false_accepts": None, "language_accuracy": 1.0},
    }


def test_sources_are_named_by_their_beginning() -> None:
    figures = summary([outcome("a", "a", "en", "own:en"), outcome("a", "a", "es", "own:es"), outcome("a", "a", "en", "hint3_shop")])
    assert isinstance(figures["sources"], dict)
    assert set(figures["sources"]) == {"hint3", "own"}


def test_rows_without_an_answer_do_not_count() -> None:
    assert summary([Outcome(Row("text"), "a", "en")])["messages"] == 0
    assert summary([])["accuracy"] is None
