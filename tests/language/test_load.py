from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import DataFileError
from bot.language.kept import SHIPPED, fingerprint, read_model, write_model
from bot.language.load import fit_folder, load_matcher

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "out_of_scope": "answer: out_of_scope\nphrases:\n  en: [tell me a joke, what is the weather]\n",
    "order_status": "answer: order_status\nphrases:\n  en: [where is my order, track my parcel]\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "intents"
    made.mkdir()
    for name, text in FILES.items():
        (made / f"{name}.yaml").write_text(text)
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def add_phrase(folder: Path) -> None:
    (folder / "gift.yaml").write_text("answer: gift\nphrases:\n  en: [do you wrap gifts]\n")


def test_without_any_model_one_is_fitted_and_kept(folder: Path, cache: Path) -> None:
    assert load_matcher(folder, cache).understand("track my parcel").intent == "order_status"
    assert len(list(cache.iterdir())) == 1


def test_a_second_start_uses_what_is_kept(folder: Path, cache: Path) -> None:
    load_matcher(folder, cache)
    kept = next(cache.iterdir())
    written = kept.stat().st_mtime_ns
    assert load_matcher(folder, cache).fresh
    assert kept.stat().st_mtime_ns == written


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, cache: Path) -> None:
    cache.write_text("a file where a folder should be")
    assert load_matcher(folder, cache / "deep").understand("where is my order").intent == "order_status"


def test_no_cache_is_needed(folder: Path) -> None:
    assert load_matcher(folder, None).fresh


def test_after_an_edit_the_earlier_model_serves_and_the_new_phrase_counts_at_once(folder: Path, cache: Path) -> None:
    load_matcher(folder, cache)
    add_phrase(folder)
    matcher = load_matcher(folder, cache)
    assert not matcher.fresh
    assert matcher.understand("Do you wrap gifts?").intent == "gift"
    assert matcher.understand("do you wrapp gifts").intent == "gift"


def test_once_fitted_the_new_model_serves(folder: Path, cache: Path) -> None:
    load_matcher(folder, cache)
    add_phrase(folder)
    fit_folder(folder, cache)
    assert load_matcher(folder, cache).fresh


def test_an_intent_that_is_gone_is_not_guessed_any_more(folder: Path, cache: Path) -> None:
    load_matcher(folder, cache)
    (folder / "order_status.yaml").unlink()
    guesses = load_matcher(folder, cache).understand("track that parcel").ranked
    assert "order_status" not in {guess.intent for guess in guesses}


def test_a_model_can_be_shipped_with_the_files(folder: Path) -> None:
    told: list[float] = []
    path = fit_folder(folder, folder / SHIPPED, told.append)
    kept = read_model(path)
    assert kept is not None
    assert kept.fingerprint == fingerprint(folder)
    assert told[-1] == 1.0
    assert load_matcher(folder, None).fresh


def test_a_damaged_model_is_replaced(folder: Path, cache: Path) -> None:
    load_matcher(folder, cache)
    next(cache.iterdir()).write_bytes(b"damaged")
    assert load_matcher(folder, cache).fresh


@pytest.mark.parametrize("packed", [b"no json", b"[[[1]],[]]", b"\xff"])
def test_damaged_phrases_are_read_from_the_files(folder: Path, cache: Path, packed: bytes) -> None:
    load_matcher(folder, cache)
    path = next(cache.iterdir())
    kept = read_model(path)
    assert kept is not None
    write_model(path, kept._replace(packed=packed))
    assert load_matcher(folder, cache).understand("where is my order").intent == "order_status"


def test_what_is_wrong_with_a_file_is_said(folder: Path) -> None:
    (folder / "bad.yaml").write_text("answer: a\n")
    with pytest.raises(DataFileError, match=r"^bad.yaml"):
        load_matcher(folder, None)
