"""Hindi and Urdu in Latin letters: one spoken language, which no model tells apart from a message, so other things decide.

Written in their own scripts they are two languages, and who reads one script seldom reads the other. So a wrong answer can't be read.
"""

from __future__ import annotations

from typing import Final

from bot.language.normalise import normalise

HINDI, URDU = "hi", "ur"
BOTH: Final = (HINDI, URDU)
_TAGS: Final = frozenset(f"{language}-Latn" for language in BOTH)
_OF_COUNTRY: Final = {"PK": URDU, "IN": HINDI, "NP": HINDI}
# What is said on one side of the border, or spelt so; most other words are shared.
_URDU_WORDS: Final = (
    "shukriya shukria shukriyah meherbani mehrbani meharbani barae baraye barah bohat janab mohtaram mohtarma assalam asalam assalamualaikum "
    "assalamoalaikum alaikum walaikum inshallah mashallah allah khuda hafiz bhaijan bhaijaan tabdeel tabdeeli raqam masla maslay dastyab "
    "riayat ittela rawana mosool mausool numainda numainde numainday soorat tareeqa guzarish farma farmayein ghalat ghalti wapis aik dafa "
    "tasveer kapra kapray pohanch pohancha pohanchi pohanchta pohanchega pohanchegi pohnchega easypaisa jazzcash tcs lahore karachi islamabad "
    "rawalpindi faisalabad peshawar"
)
_HINDI_WORDS: Final = (
    "dhanyavaad dhanyavad dhanyawad dhanyawaad dhanywad kripya kripaya kripa namaste namaskar namashkar pranam sahayata sahayta samasya "
    "abhaar aabhar vivran vivaran sampark bhugtan bhugtaan uplabdh prapt samay pratiksha dinank shulk mulya moolya suchna soochna uttar bahut "
    "wapas pahuncha pahunchega kapde paytm upi delhi mumbai"
)
_URDU_PAIRS: Final = ("bhai jaan", "bhai jan", "jazz cash", "easy paisa")


def hindustani(tag: str) -> bool:
    """Tell whether a tag of the phrase files is Hindi or Urdu in Latin letters.

    >>> hindustani("ur-Latn"), hindustani("ur")
    (True, False)
    """
    return tag in _TAGS


def one_of_both(tag: str | None) -> str | None:
    """Return which of the two a language tag names, if any.

    >>> one_of_both("ur-PK"), one_of_both("en")
    ('ur', None)
    """
    base = (tag or "").partition("-")[0]
    return base if base in BOTH else None


def hindi_or_urdu(text: str, *known: str | None, country: str | None) -> str:
    """Return which language to answer a text in Latin letters in: the ``known`` one, the first of several, or else what tells.

    That is the ``country`` of the phone (ISO 3166), or the words; else it is Hindi, which more people speak.
    """
    remembered = next(filter(None, map(one_of_both, known)), None)
    return remembered or _OF_COUNTRY.get(country or "") or _told_by_words(normalise(text))


def _told_by_words(words: str) -> str:
    split = set(words.split())
    urdu = len(split.intersection(_URDU_WORDS.split())) + sum(f" {pair} " in f" {words} " for pair in _URDU_PAIRS)
    return URDU if urdu > len(split.intersection(_HINDI_WORDS.split())) else HINDI
