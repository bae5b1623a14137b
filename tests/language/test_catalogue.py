from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel import Locale

from bot.errors import DataFileError
from bot.language.catalogue import Catalogue, Catalogues, Message, pieces, plural_categories, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], Path]

CHAINS = [
    ("ar-SA", "en", ["ar", "en"]),
    ("ar_SA", "en", ["ar", "en"]),
    ("ar", "ar", ["ar", "en"]),
    ("en", "ar", ["en", "ar"]),
    ("fr", "ar", ["fr", "ar", "en"]),
    ("fi", "ar", ["ar", "en"]),
    ("und", "ar-SA", ["ar", "en"]),
    (None, "ar", ["ar", "en"]),
    ("", "", ["en"]),
    ("xx-YY", "zz", ["en"]),
]
PLURALS = [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"), (100, "other"), (102, "other"), (103, "few")]
QUIET = [
    ("tr", 1, "Bir gündür"),
    ("tr", 6, " gündür"),
    ("id", 1, "Sudah  hari"),
    ("id", 6, "Sudah  hari"),
    ("fr", 1, "Le suivi n'a pas bougé depuis un jour"),
    ("fr", 6, "Le suivi n'a pas bougé depuis  jours"),
    ("de", 1, "Seit einem Tag"),
    ("de", 6, "Seit  Tagen"),
    ("hi", 1, "एक दिन से"),
    ("hi", 6, " दिन से"),
    ("ur", 1, "ایک دن سے"),
    ("ur", 6, " دن سے"),
]
SIX = "".join(f'msgstr[{place}] "{name}"\n' for place, name in enumerate(("zero", "one", "two", "few", "many", "other")))
WRONG = [
    ('msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[0] "one"\nmsgstr[1] ""\n', "plural forms: write them all"),
    ('msgid "a.b"\nmsgid_plural "a.b"\nmsgstr[0] "one"\nmsgstr[1] "two"\nmsgstr[2] "three"\n', "more translations than num_plurals"),
    ('msgid "a.b"\nmsgstr "{open"\n', "a.b: .*write a value as"),
    ('msgid "a.b"\nmsgstr "{0}"\n', "is not a plain name"),
    ('msgid "a.b"\nmsgstr "{n:.2f}"\n', "is not a plain name"),
    ('msgid "a.b"\nmsgstr "{n!r}"\n', "is not a plain name"),
    ('msgid "a.b"\nnonsense\n', "not a catalogue"),
]


def words(catalogue: Catalogue, name: str, count: int | None = None) -> str:
    return "".join(piece.text for piece in catalogue.form(catalogue.messages[name], count))


def test_every_language_is_there(catalogues: Catalogues) -> None:
    assert set(catalogues.languages) == {"ar", "de", "en", "es", "fr", "hi", "id", "pt", "tr", "ur"}
    assert catalogues.get("fi") is None


@pytest.mark.parametrize(("language", "count", "said"), QUIET)
def test_counts_choose_the_form_of_their_language(catalogues: Catalogues, language: str, count: int, said: str) -> None:
    assert catalogues.best(language, "en").language == language
    assert words(catalogues.best(language, "en"), "parcel.quiet", count).startswith(said)


@pytest.mark.parametrize(("language", "store", "chain"), CHAINS)
def test_languages_fall_back(catalogues: Catalogues, language: str | None, store: str, chain: list[str]) -> None:
    assert [catalogue.language for catalogue in catalogues.chain(language, store)] == chain
    assert catalogues.best(language, store).language == chain[0]


def test_any_number_of_languages_may_be_asked_for(catalogues: Catalogues) -> None:
    tags = [f"x{number}" for number in range(1200)]
    assert {catalogues.best(tag, "ar").language for tag in tags * 2} == {"ar"}


def test_writing_direction_comes_from_the_locale(catalogues: Catalogues) -> None:
    assert catalogues.best("ar", "en").rtl
    assert not catalogues.best("en", "en").rtl


@pytest.mark.parametrize(("count", "form"), PLURALS)
def test_arabic_has_six_plural_forms(write_catalogue: Write, count: int, form: str) -> None:
    write_catalogue("en", 'msgid "n"\nmsgstr "n"\n')
    folder = write_catalogue("ar", f'msgid "n"\nmsgid_plural "n"\n{SIX}')
    assert words(Catalogues.load(folder).best("ar", "en"), "n", count) == form


def test_english_has_two_plural_forms(write_catalogue: Write) -> None:
    folder = write_catalogue("en", 'msgid "n"\nmsgid_plural "n"\nmsgstr[0] "one"\nmsgstr[1] "more"\n')
    catalogue = Catalogues.load(folder).best("en", "en")
    assert [words(catalogue, "n", count) for count in (0, 1, 2, None)] == ["more", "one", "more", "more"]


@pytest.mark.parametrize(
    ("language", "categories"),
    [("en", ("one", "other")), ("ar", ("zero", "one", "two", "few", "many", "other")), ("id", ("other",)), ("ru", ("one", "few", "many", "other"))],
)
def test_plural_categories_are_those_of_cldr(language: str, categories: tuple[str, ...]) -> None:
    assert plural_categories(Locale.parse(language)) == categories


def test_values_are_known_by_name(write_catalogue: Write) -> None:
    folder = write_catalogue("en", 'msgid "a.b"\nmsgstr "{{braces}} {one} and {two}"\n')
    message = Catalogues.load(folder).best("en", "en").messages["a.b"]
    assert message.names() == {"one", "two"}
    assert not message.plural


def test_unfinished_entries_are_left_out(write_catalogue: Write) -> None:
    folder = write_catalogue("en", '#, fuzzy\nmsgid "a.b"\nmsgstr "maybe"\n\nmsgid "c.d"\nmsgstr ""\n')
    assert Catalogues.load(folder).best("en", "en").messages == {}


@pytest.mark.parametrize(("entries", "mend"), WRONG)
def test_a_wrong_entry_is_named(write_catalogue: Write, entries: str, mend: str) -> None:
    with pytest.raises(DataFileError, match=rf"en/LC_MESSAGES/bot.po.*{mend}"):
        Catalogues.load(write_catalogue("en", entries))


def test_english_must_be_there(write_catalogue: Write) -> None:
    with pytest.raises(DataFileError, match="every other language falls back to it"):
        Catalogues.load(write_catalogue("ar", 'msgid "a.b"\nmsgstr "a"\n'))


def test_a_folder_that_names_no_language_is_refused(write_catalogue: Write) -> None:
    with pytest.raises(DataFileError, match="not a catalogue"):
        Catalogues.load(write_catalogue("klingon", 'msgid "a.b"\nmsgstr "a"\n'))


def test_a_text_is_written_as_it_is_read(catalogues: Catalogues) -> None:
    for language in catalogues.languages:
        catalogue = catalogues.best(language, "en")
        for message in catalogue.messages.values():
            assert pieces(text_of(message)) == message.forms[-1]


@pytest.mark.parametrize("text", ["", "Order {order}", "{order}", "{{order}} is {order}", "a {{ b", "{a}{b}"])
def test_braces_stay_braces(text: str) -> None:
    assert text_of(Message((pieces(text),), 1)) == text
