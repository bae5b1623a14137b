# ruff: noqa: RUF001 (digits and quotes of other scripts are what is tested)
from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.normalise import MAX_CHARS, normalise, visible, western_digits

SAME = [
    ("Where IS my Order", "where is my order"),
    ("where   is\tmy\n order", "where is my order"),
    ("where's my order?!", "wheres my order"),
    ("where’s my order…", "wheres my order"),
    ("¿dónde está?", "donde esta"),
    ("straße", "strasse"),
    ("ｗｈｅｒｅ", "where"),
    ("helloooooo", "hello"),
    ("soooo laaate", "so late"),
    ("order 1000", "order 1000"),
    ("zero\u200bwidth", "zerowidth"),
    ("\u202eevil\u202c", "evil"),
    ("ok 👍🏽", "ok"),
    ("أين طلبي؟", "اين طلبي"),
    ("إلغاء الطلب", "الغا الطلب"),
    ("آسف", "اسف"),
    ("فاتورة", "فاتوره"),
    ("على", "علي"),
    ("طَلَبِي", "طلبي"),
    ("طلـــــبي", "طلبي"),
    ("شكراً", "شكرا"),
    ("جداااا", "جدا"),
    ("١٠٠١", "1001"),
    ("۱۰۰۱", "1001"),
    ("१००१", "1001"),
    ("سؤال", "سوال"),
    ("شئ", "شي"),
    ("کتاب", "كتاب"),
    ("ﻃﻠﺒﻲ", "طلبي"),
    ("İPTAL", "iptal"),
    ("IPTAL ıptal", "iptal iptal"),
    ("sipariş", "siparis"),
    ("zurück", "zuruck"),
    ("n.º 5", "n o 5"),
    ("coração", "coracao"),
    ("ज़रूर", "जरूर"),
    ("ऑर्डर", "आर्डर"),
    ("हिन्दी", "हिंदी"),
    ("हाँ", "हां"),
    ("है।", "है"),
    ("۵۰ ہاں", "50 هاں"),
    ("کہاں ھے", "كهاں هے"),
    ("پارسل", "بارسل"),
    ("", ""),
    ("   ", ""),
    ("?!.,", ""),
]


@pytest.mark.parametrize(("typed", "normal"), SAME)
def test_spellings_meet(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


def test_letters_typed_three_times_or_more_are_one_and_doubles_stay() -> None:
    assert normalise("pleeease callll me 1000 timesss") == "please call me 1000 times".replace("call", "cal")
    assert normalise("كيييف") == "كيف"


def test_emoji_count_only_where_there_are_no_words() -> None:
    assert normalise("👍🏽👍") == "👍"
    assert normalise("thanks 👍") == "thanks"


def test_vowel_signs_of_indic_scripts_are_letters() -> None:
    assert normalise("मेरा ऑर्डर") != normalise("मरा ऑरडर")


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="أإآاىيةهءؤئوطلب ـ\u064e\u0651١٢٣", max_size=60))
def test_normalising_arabic_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=MAX_CHARS))
def test_the_result_is_short_and_has_single_spaces(text: str) -> None:
    result = normalise(text)
    assert len(result) <= MAX_CHARS
    assert result == " ".join(result.split())


@given(st.text(max_size=200))
def test_no_control_and_no_capital_is_left(text: str) -> None:
    result = normalise(text)
    assert not any(unicodedata.category(char) in {"Cf", "Cc", "Cs"} for char in result)
    assert result == result.lower()


def test_a_text_that_grows_under_compatibility_is_cut() -> None:
    assert len(normalise("\ufdfa" * MAX_CHARS)) <= MAX_CHARS


def test_any_number_of_different_characters_is_read_alike() -> None:
    everything = "".join(map(chr, range(0x4E00, 0x4E00 + 6000)))
    assert [normalise(everything[start : start + 1000]) for start in range(0, 6000, 1000)] == [
        normalise(everything[start : start + 1000]) for start in range(0, 6000, 1000)
    ]


def test_visible_text_has_no_bidi_controls_and_is_one_line() -> None:
    assert visible("\u202eSara\u2069\n Al-Harbi\u0000 ") == "Sara Al-Harbi"


def test_visible_text_keeps_the_joiner_inside_an_emoji() -> None:
    assert visible("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"


@given(st.text(max_size=200))
def test_visible_text_is_stable(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_western_digits_leave_everything_else() -> None:
    assert western_digits("Order ١٢٣-A #٤") == "Order 123-A #4"
    assert western_digits("plain 12") == "plain 12"
    assert western_digits("\u2068NH-١\u2069") == "NH-1"
