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

TAGS = ("en", "ar", "ar-Latn", "es", "fr", "de", "pt", "tr", "hi", "hi-Latn", "id", "ur", "ur-Latn")
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
    ("answer: a\nverified: perhaps\nphrases:\n  en: []\n", "line 2: 'perhaps' is neither true nor false"),
    ("text:\n  en: hi {who}\nphrases:\n  en: []\n", "line 2: 'who' is no value: use customer"),
    ("text:\n  en: hi {\nphrases:\n  en: []\n", "line 2: .*a brace as"),
    ("answer: a\nphrases:\n  en: []\nout_of_scope: [hello]\n", "line 4: 'key: value' lines"),
    ("answer: a\nphrases:\n  en:\n    - joke\nout_of_scope:\n  en:\n    - Joke!\n", "line 7: 'Joke!' is already in wrong.yaml"),
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
    least = 25 if name in COMMON else 10
    phrases = intents.by_name[name].phrases
    assert {tag: len(phrases.get(tag, ())) for tag in TAGS if len(phrases.get(tag, ())) < least} == {}


def test_the_languages_are_known(intents: Intents) -> None:
    assert set(intents.languages) == set(TAGS)


def test_there_are_many_phrases(intents: Intents) -> None:
    assert sum(len(phrases) for intent in intents.by_name.values() for phrases in intent.phrases.values()) > 25_000


def test_only_small_talk_waits_for_more(intents: Intents) -> None:
    assert {intent.name for intent in intents.by_name.values() if intent.waits} == {"greeting", "thanks", "goodbye", "affirm", "deny"}


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag not in {"ar", "ur", "hi"}])
def test_phrases_in_latin_letters_hold_no_others(intents: Intents, tag: str) -> None:
    wrong = [
        text
        for intent in intents.by_name.values()
        if intent.name != OUT_OF_SCOPE
        for text in intent.phrases.get(tag, ())
        if any("\u0600" <= char <= "\u06ff" or "\u0900" <= char <= "\u097f" for char in text)
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


def test_a_wording_may_stand_in_the_file_itself(tmp_path: Path) -> None:
    loaded = load_intents(write(tmp_path, wrap="text:\n  en: '{store} wraps for free'\n  ar: نغلف\nphrases:\n  en: [do you wrap gifts]\n"))
    wrap = loaded.by_name["wrap"]
    assert wrap.wording == {"en": "{store} wraps for free", "ar": "نغلف"}
    assert (wrap.answer, wrap.text) == (None, None)


def test_an_intent_may_ask_for_a_verified_customer(tmp_path: Path) -> None:
    loaded = load_intents(write(tmp_path, a="answer: a\nverified: true\nphrases:\n  en: [a thing]\n", b="answer: b\nphrases:\n  en: [b thing]\n"))
    assert [loaded.by_name[name].verified for name in "ab"] == [True, False]


def test_what_sounds_alike_and_must_be_rejected_stands_beside_the_phrases(tmp_path: Path) -> None:
    loaded = load_intents(write(tmp_path, gift="answer: g\nphrases:\n  en: [wrap gifts]\nout_of_scope:\n  en: [wrap a turkey]\n  es: [envolver]\n"))
    assert loaded.by_name[OUT_OF_SCOPE].phrases == {"en": ("tell me a joke", "wrap a turkey"), "es": ("envolver",)}


def test_the_ideas_and_the_folder_are_known(tmp_path: Path) -> None:
    (write(tmp_path) / "words.txt").write_text("refund: refund*\n")
    loaded = load_intents(tmp_path)
    assert loaded.ideas.of(["refunds"])
    assert loaded.folder == tmp_path


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
