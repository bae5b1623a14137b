from __future__ import annotations

import pytest

from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.tongues import language_of_country, mixed, own_name, servable

SPOKEN = ["en", "ar", "es", "pt", "hi", "ur"]


@pytest.mark.parametrize(
    ("tag", "name"), [("ar", "العربية"), ("pt-BR", "Português"), ("it", "Italiano"), ("hi-Latn", "हिन्दी"), ("xx", "xx"), ("", "")]
)
def test_languages_have_their_own_names(tag: str, name: str) -> None:
    assert own_name(tag) == name


def test_every_language_of_the_catalogues_has_a_name_that_fits_a_row() -> None:
    names = [own_name(tag) for tag in Catalogues.load(data_folder("locales")).languages]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 20


@pytest.mark.parametrize(
    ("tag", "served"), [("hi-Latn", "hi"), ("ur-Latn", "ur"), ("ar-EG", "ar"), ("en", "en"), ("it", None), ("und", None), (None, None), ("", None)]
)
def test_a_tag_is_served_by_itself_or_its_base(tag: str | None, served: str | None) -> None:
    assert servable(tag, SPOKEN) == served


@pytest.mark.parametrize(
    ("country", "store", "language"),
    [
        ("SA", "en", "ar"),
        ("BR", "ar", "pt"),
        ("MX", "ar", "es"),
        ("PK", "ar", "ur"),
        ("PK", "en", "en"),
        ("IN", "en", "en"),
        ("US", "ar", "en"),
        ("IT", "ar", None),
        (None, "ar", None),
        ("ZZ", "ar", None),
    ],
)
def test_a_country_speaks_the_stores_language_where_it_can(country: str | None, store: str, language: str | None) -> None:
    assert language_of_country(country, store, SPOKEN) == language


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("where is طلبي please", True),
        ("طلبي رقم NH-1042 وين وصل", False),
        ("where is my order", False),
        ("mera order कहाँ है", True),
        ("1042", False),
        ("", False),
        ("من Noor Home وصلني الطلب ناقص وما رد احد", False),
    ],
)
def test_texts_in_two_scripts(text: str, *, both: bool) -> None:
    assert mixed(text) == both
