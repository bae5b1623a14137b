from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.errors import DataFileError
from bot.language.intents import OUT_OF_SCOPE, Intents, load_intents
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from pathlib import Path

INVENTORY = [
    "order_status",
    "order_eta",
    "list_orders",
    "invoice_request",
    "cancel_order",
    "change_order",
    "change_address",
    "return_request",
    "return_policy",
    "refund_request",
    "refund_status",
    "exchange",
    "damaged_or_wrong_item",
    "missing_item",
    "payment_issue",
    "payment_methods",
    "shipping_options",
    "business_hours",
    "talk_to_human",
    "complaint",
    "opt_out",
    "opt_in",
    "change_language",
    "greeting",
    "thanks",
    "goodbye",
    "affirm",
    "deny",
    "help_menu",
    "account_help",
    "presales",
]
COMMON = ("order_status", "order_eta", "invoice_request", "talk_to_human", "greeting", "cancel_order", "refund_request", "return_request")
REJECT = "answer: out_of_scope\nphrases:\n  en:\n    - tell me a joke\n"

WRONG = [
    ("answer: a\n", "'phrases:' is missing|phrases"),
    ("phrases:\n  en: []\n", "write either 'answer:'"),
    ("answer: a\ntext: b\nphrases:\n  en: []\n", "write either 'answer:'"),
    ("answer: a\nphrase:\n  en: []\n", "'phrase' is not known"),
    ("answer: a\nphrases: hello\n", "line 2: 'key: value' lines"),
    ("answer: a\nphrases:\n  en: hello\n", "line 3: a language holds a list"),
    ("answer: a\nphrases:\n  en:\n    - [1, 2]\n", "line 4: text is expected"),
    ("answer: a\nphrases:\n  en:\n    - ok\n    - '?!'\n", "line 5: '\\?!' has neither words nor emoji"),
    ("answer: a\nwaits: maybe\nphrases:\n  en: []\n", "'maybe' is neither true nor false"),
    ("answer: [unclosed\n", "not YAML"),
    ("", "the file is empty"),
    ("- a\n", "'key: value' lines"),
]


def write(folder: Path, **files: str) -> Path:
    for name, text in {"out_of_scope": REJECT, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_all_intents_of_the_inventory_are_there(intents: Intents) -> None:
    assert set(intents.by_name) == {*INVENTORY, OUT_OF_SCOPE}


@pytest.mark.parametrize("name", [*INVENTORY, OUT_OF_SCOPE])
def test_every_intent_has_phrases_in_every_language(intents: Intents, name: str) -> None:
    least = {"en": 25, "ar": 25, "ar-Latn": 12} if name in COMMON else {"en": 10, "ar": 10, "ar-Latn": 5}
    phrases = intents.by_name[name].phrases
    empty = {tag: len(phrases.get(tag, ())) for tag, number in least.items() if len(phrases.get(tag, ())) < number}
    assert empty == {}


def test_the_languages_are_known(intents: Intents) -> None:
    assert set(intents.languages) == {"en", "ar", "ar-Latn"}


def test_only_small_talk_waits_for_more(intents: Intents) -> None:
    assert {intent.name for intent in intents.by_name.values() if intent.waits} == {"greeting", "thanks", "goodbye", "affirm", "deny"}


@pytest.mark.parametrize("tag", ["en", "ar-Latn"])
def test_latin_phrases_hold_no_arabic_letters(intents: Intents, tag: str) -> None:
    wrong = [
        text for intent in intents.by_name.values() for text in intent.phrases.get(tag, ()) if any("\u0600" <= char <= "\u06ff" for char in text)
    ]
    assert wrong == []


def test_no_phrase_is_there_twice_in_a_language(intents: Intents) -> None:
    for intent in intents.by_name.values():
        for tag, phrases in intent.phrases.items():
            counts = Counter(map(normalise, phrases))
            assert [key for key, count in counts.items() if count > 1] == [], (intent.name, tag)


def test_a_file_becomes_an_intent(tmp_path: Path) -> None:
    loaded = load_intents(write(tmp_path, wave="text: wave.hello\nwaits: true\nphrases:\n  en:\n    - yo\n  ar: ['هلا']\n"))
    wave = loaded.by_name["wave"]
    assert (wave.answer, wave.text, wave.waits) == (None, "wave.hello", True)
    assert wave.phrases == {"en": ("yo",), "ar": ("هلا",)}


@pytest.mark.parametrize(("text", "mend"), WRONG)
def test_a_wrong_file_is_named_with_its_line_and_mend(tmp_path: Path, text: str, mend: str) -> None:
    with pytest.raises(DataFileError, match=f"^wrong.yaml.*({mend})"):
        load_intents(write(tmp_path, wrong=text))


def test_a_phrase_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, a="answer: a\nphrases:\n  en:\n    - Hello!\n", b="answer: b\nphrases:\n  en:\n    - hello\n")
    with pytest.raises(DataFileError, match=r"^b.yaml, line 4: 'hello' is already in a.yaml"):
        load_intents(folder)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "latin.yaml").write_bytes("answer: é".encode("latin-1"))
    with pytest.raises(DataFileError, match=r"^latin.yaml: not YAML in UTF-8"):
        load_intents(tmp_path)


def test_a_folder_without_rejects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"out_of_scope.yaml is missing"):
        load_intents(tmp_path)
