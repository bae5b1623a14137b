"""The languages that the bot can answer in: what they are called, which one serves for a tag or a country, and texts in two at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from bot.language.detect import script_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# As people who speak them call them; CLDR's names are for the middle of sentences.
_OWN_NAMES: Final = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "pt": "Português",
    "tr": "Türkçe",
    "ur": "اردو",
}
_MIXED: Final = 4  # of so many words one in another script makes a text mixed


def own_name(tag: str) -> str:
    """Return what a language is called in itself.

    >>> own_name("tr"), own_name("it")
    ('Türkçe', 'Italiano')
    """
    base = tag.partition("-")[0]
    if base in _OWN_NAMES:
        return _OWN_NAMES[base]
    try:
        name = Locale.parse(base).get_language_name(base)
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else tag


def servable(tag: str | None, languages: Sequence[str]) -> str | None:
    """Return which of the languages serves for a tag: the tag itself or its base (``hi-Latn``: ``hi``), ``None`` where neither is there.

    >>> servable("ar-Latn", ["en", "ar"])
    'ar'
    """
    return next((one for one in (tag or "", (tag or "").partition("-")[0]) if one in languages), None)


def language_of_country(country: str | None, store_language: str, languages: Sequence[str]) -> str | None:
    """Return what is spoken in a country (ISO 3166), the store's language where that is; ``None`` where nothing of it can be served."""
    spoken = get_official_languages(country, de_facto=True) if country else ()
    served = [one for one in (servable(tag.replace("_", "-"), languages) for tag in spoken) if one is not None]
    own = servable(store_language, languages)
    return own if own in served else next(iter(served), None)


def mixed(text: str) -> bool:
    """Tell whether a text is written in two scripts to a good part: it doesn't say which language its writer wants."""
    scripts = [found for word in text.split() if not any(map(str.isdigit, word)) and (found := script_of(word))]
    others = len(scripts) - max(map(scripts.count, scripts), default=0)
    return others * _MIXED >= len(scripts) > 1
