"""Phrases on their way into the intent files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataFileError
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.language.normalise import normalise
from bot.language.phrase_files import as_yaml, with_phrases, write_taught
from bot.language.taught import Taught

if TYPE_CHECKING:
    from pathlib import Path

FILE = "# Thanks.\nanswer: thanks\nphrases:\n  en:\n    - thank you  # often\n  ar:\n    - شكرا\n"
OTHERS = "answer: out_of_scope\nphrases:\n  en: [tell me a joke]\n"


def test_a_phrase_comes_behind_the_last_of_its_language_and_comments_stay() -> None:
    text, new = with_phrases(FILE, {"en": ["cheers: mate"], "ar": ["مشكور"]}, "thanks.yaml")
    assert text == FILE.replace("# often\n", '# often\n    - "cheers: mate"\n') + '    - "مشكور"\n'
    assert new == 2


def test_a_language_of_its_own_is_begun_at_the_end() -> None:
    text, _ = with_phrases(FILE + "out_of_scope:\n  en:\n    - thanks for nothing\n", {"de": ["danke dir"]}, "thanks.yaml")
    assert yaml.safe_load(text)["phrases"]["de"] == ["danke dir"]
    assert yaml.safe_load(text)["out_of_scope"] == {"en": ["thanks for nothing"]}


def test_what_is_there_already_is_not_added_again() -> None:
    assert with_phrases(FILE, {"en": ["Thank you!"]}, "thanks.yaml") == (FILE, 0)


@pytest.mark.parametrize("text", ["answer: thanks\n", "answer: thanks\nphrases: {en: [a]}\n", "answer: thanks\nphrases:\n  en: [thank you]\n"])
def test_lists_of_one_line_are_left_to_their_writer(text: str) -> None:
    with pytest.raises(DataFileError, match=r"thanks\.yaml"):
        with_phrases(text, {"en": ["cheers"]}, "thanks.yaml")


def test_every_file_of_ours_can_be_added_to() -> None:
    for path in sorted(data_folder("intents").glob("*.yaml"))[::8]:
        before = path.read_text(encoding="utf-8")
        after, new = with_phrases(before, {"en": ["zorp blimfang"], "ar-Latn": ["zorp gorp"]}, path.name)
        assert (new, len(after.splitlines()) - len(before.splitlines())) == (2, 2)
        assert yaml.safe_load(after)["phrases"]["en"][-1] == "zorp blimfang"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_whatever_a_phrase_holds_is_read_back(phrase: str) -> None:
    read = yaml.safe_load(as_yaml([Taught("thanks", "en", phrase)]))
    assert read == {"thanks": {"en": [phrase]}}


def test_phrases_are_put_together_by_file_and_language() -> None:
    text = as_yaml([Taught("thanks", "en", "b"), Taught("deny", "ar", "لا"), Taught("thanks", "en", "a"), Taught("thanks", "ar", "ج")])
    assert yaml.safe_load(text) == {"deny": {"ar": ["لا"]}, "thanks": {"ar": ["ج"], "en": ["a", "b"]}}
    assert as_yaml([]) == ""


def test_what_is_written_is_understood_by_whoever_reads_the_folder(tmp_path: Path) -> None:
    (tmp_path / "thanks.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "out_of_scope.yaml").write_text(OTHERS, encoding="utf-8")
    taught = [Taught("thanks", "en", "cheers mate"), Taught("thanks", "en", "thank you")]
    assert (write_taught(tmp_path, taught), write_taught(tmp_path, taught)) == (1, 0)
    assert load_intents(tmp_path).by_name["thanks"].phrases["en"] == ("thank you", "cheers mate")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"gone\.yaml can't be changed"):
        write_taught(tmp_path, [Taught("gone", "en", "x")])


PHRASES = st.lists(st.text(alphabet="ab cd:#-'\"[]{}&*!|>%@`ابت", min_size=1, max_size=12).filter(lambda text: bool(normalise(text))), max_size=5)


@given(PHRASES, PHRASES)
def test_a_file_that_was_added_to_holds_what_it_held_and_the_new_ones_once(english: list[str], arabic: list[str]) -> None:
    text, new = with_phrases(FILE, {"en": english, "ar": arabic, "tr": english}, "thanks.yaml")
    read, before = yaml.safe_load(text), yaml.safe_load(FILE)
    assert read["phrases"]["en"][:1] == before["phrases"]["en"]
    assert sum(map(len, read["phrases"].values())) == 2 + new
    assert {normalise(phrase) for phrase in english} <= {normalise(phrase) for phrase in read["phrases"]["en"]}


@given(PHRASES)
def test_adding_the_same_again_changes_nothing(phrases: list[str]) -> None:
    once, _ = with_phrases(FILE, {"en": phrases}, "thanks.yaml")
    assert with_phrases(once, {"en": phrases}, "thanks.yaml") == (once, 0)
