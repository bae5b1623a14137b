"""One spelling for every way of typing the same words.

Case, accents, Arabic letter forms and diacritics, tatweel, digits of every script, repeated letters, emoji, punctuation
and invisible characters are ironed out; what is left is words with single spaces between them.
"""

# ruff: noqa: RUF001 (letters and quotes that look alike are what this module is about)

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 4096
# The letters that Arabic typists use for one another, and those that Persian and Urdu keyboards put in their place.
_ARABIC_FORMS = {
    form: letter
    for letter, forms in (
        ("ا", "أإآٱ"),
        ("ي", "ىیېئ"),
        ("و", "ؤ"),
        ("ه", "ةۃہھەۀ"),
        ("ك", "کڪگڭ"),
        ("ف", "ڤ"),
        ("ب", "پ"),
        ("ج", "چ"),
        ("ے", "ۓ"),
        ("", "ء"),
    )
    for form in forms
}
_LATIN_FORMS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ª": "a", "º": "o"}
# Hindi: a nukta is left out as often as written, and each of these is typed for the other ("ऑर्डर", "आर्डर"; "हाँ", "हां").
_HINDI_FORMS = {"\u093c": "", "ँ": "ं", "ऑ": "आ", "ॉ": "ा", "ऍ": "ए", "ॅ": "े", "।": " ", "ऽ": ""}
_FORMS = {**_ARABIC_FORMS, **_LATIN_FORMS, **_HINDI_FORMS}
_JOINERS = "'’‘`´ʼʿʾ\"“”"
# In these scripts marks are vowels, not decoration.
_INDIC = range(0x0900, 0x1AB0)
_KEEP = 4096
_TRIPLE = re.compile(r"(.)\1\1")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_SPACES = re.compile(r"\s+")
_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")  # "हिन्दी" is "हिंदी"
_VIRAMA = "्"


class _Letters(dict[int, str]):
    """A table for ``str.translate`` that works out each character once and keeps a bounded number of them."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if len(self) < _KEEP:
            self[code] = plain
        return plain


def _plain(char: str) -> str:
    special = _FORMS.get(char)
    if special is not None:
        return special
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if char in _JOINERS or category in {"Me", "Cf", "Lm"} or (category == "Mn" and ord(char) not in _INDIC):
        return ""
    if category[0] not in "LNM":
        return " "
    base = unicodedata.normalize("NFD", char)
    return "".join(part for part in base if unicodedata.category(part)[0] != "M") if len(base) > 1 else char


_LETTERS = _Letters()


def normalise(text: str) -> str:
    """Return the words of a text in one spelling, or its distinct emoji when it has no words; never longer than 4,096.

    >>> normalise("Where's my   ORDER???")
    'wheres my order'
    >>> normalise("أيــن طَلَبي؟ ١٢٣")
    'اين طلبي 123'
    """
    compatible = unicodedata.normalize("NFKC", text[:MAX_CHARS])[:MAX_CHARS].lower()
    words = " ".join(compatible.translate(_LETTERS).split())
    if not words:
        return _emoji(compatible)
    if _VIRAMA in words:
        words = _NASAL.sub("ं", words)
    if _TRIPLE.search(words) is not None:  # far quicker than what follows, and hardly ever true
        words = _REPEATED.sub(r"\1", words)
    return words[:MAX_CHARS].rstrip()


def _emoji(text: str) -> str:
    return " ".join(dict.fromkeys(char for char in text if unicodedata.category(char) == "So"))[:MAX_CHARS].rstrip()


def visible(text: str) -> str:
    """Return a text from outside without bidi and other invisible controls, on one line (for values shown to people)."""
    if text.isprintable():  # none of these, and no space but the plain one
        return " ".join(text.split())
    kept = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cc", "Cs", "Co", "Cn"} or char in "\n\t\u200c\u200d")
    return _SPACES.sub(" ", kept).strip()


def western_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9 and without bidi controls; everything else stays."""
    if text.isascii():
        return text
    return "".join(_western(char) for char in text)


def _western(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "" if unicodedata.category(char) == "Cf" else char
