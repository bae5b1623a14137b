"""Days inside sentences, as people say them in ten languages: "yesterday", "الخميس", "hace 3 días", "12.05.", "5 de mayo"."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.language.normalise import normalise, western_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 4
_MAX_CHARS = 400
_WEEK = 7
_FAR = 366  # "in 4000 days" is no day that anybody means
_SMALLEST_YEAR = 2000
_NUMERIC = re.compile(r"(?<![\d./-])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./-])(\d{1,2})(?:\5(\d{4}|\d{2})|(\.)(?!\d))?)(?![\d/-]|\.\d)")

# As ``normalise`` spells them. Expressions of several words come before the words that they hold.
_NEAR = {
    -2: (
        "day before yesterday|anteayer|antier|avant hier|vorgestern|anteontem|evvelsi gun|onceki gun|kemarin lusa|اول امس|قبل امس|اول امبارح"
        "|قبل البارح|awel embare7"
    ),
    2: "day after tomorrow|pasado manana|apres demain|ubermorgen|uebermorgen|depois de amanha|obur gun|lusa|بعد بكره|بعد غد|بعد بكرا|ba3d bokra",
    -1: "yesterday|yday|ayer|hier|gestern|ontem|dun|kemarin|kmrn|امس|امبارح|البارح|البارحه|مبارح|embare7|mbare7|lbare7",
    0: "today|2day|hoy|aujourdhui|heute|hoje|bugun|hari ini|اليوم|النهارده|انهارده|دلوقتي|ليوم|lyoum|elyom|ennaharda|आज|aaj|اج",
    1: "tomorrow|tmrw|tmr|tomorow|manana|demain|morgen|amanha|yarin|besok|بكره|بكرا|غدا|غدوه|غدوا|bokra|bukra|ghedda|ghodwa",
}
_DAYS = (
    "monday|lunes|lundi|montag|segunda feira|pazartesi|senin|الاثنين|الاتنين|اثنين|لثنين|सोमवार|somvar|somwar|peer|بير",
    "tuesday|tue|tues|martes|mardi|dienstag|terca|terca feira|sali|selasa|الثلاثا|التلات|الثلاث|الثلوث|मंगलवार|mangalvar|mangal|منكل",
    "wednesday|miercoles|mercredi|mittwoch|quarta|quarta feira|carsamba|rabu|الاربعا|الاربع|لاربعا|बुधवार|budhvar|budhwar|budh|بده",
    "thursday|thu|thurs|jueves|jeudi|donnerstag|quinta|quinta feira|persembe|kamis|الخميس|خميس|गुरुवार|guruvar|guruwar|jumerat|jumeraat|جمعرات",
    "friday|fri|viernes|vendredi|freitag|sexta|sexta feira|cuma|jumat|الجمعه|جمعه|शुक्रवार|shukravar|shukrawar|juma|jumma",
    "saturday|sabado|samedi|samstag|sonnabend|cumartesi|sabtu|السبت|سبت|शनिवार|shanivar|shaniwar",
    "sunday|domingo|dimanche|sonntag|pazar gunu|hari minggu|الاحد|لحد|रविवार|इतवार|ravivar|itwar|itvar|اتوار",
)
_LAST = frozenset(
    (
        *("last", "past", "pasado", "pasada", "dernier", "derniere", "passe", "letzten", "letzter", "letzte", "letztem", "vergangenen", "passada"),
        *("passado", "gecen", "lalu", "kemarin", "الماضي", "الماضيه", "فات", "فاتت", "पिछले", "पिछली", "pichle", "pichli", "guzishta", "كزشته"),
        *("بجهلے",),
    )
)
_NOT_AFTER = {"guten": ("morgen",), "schonen": ("morgen",), "la": ("manana",)}  # "good morning", "in the morning"
_GERMAN = frozenset(("ich", "ist", "und", "nicht", "wo", "der", "die", "das", "mein", "meine"))  # where "hier" means "here"
_MONTHS = (
    "january jan enero janvier januar janeiro ocak januari يناير جانفي कنون जनवरी janvari جنوري",
    "february feb febrero fevrier februar fevereiro subat februari فبراير فيفري شباط फरवरी farvari فروري",
    "march mar marzo mars marz maerz marco mart maret مارس اذار मार्च مارج",
    "april apr abril avril nisan ابريل افريل نيسان अप्रैल ابريل",
    "may mayo mai maio mayis mei مايو ماي ايار मई ميي",
    "june jun junio juin juni junho haziran يونيو جوان حزيران जून جون",
    "july jul julio juillet juli julho temmuz يوليو جويليه تموز जुलाई جولاي",
    "august aug agosto aout agustos agustus اغسطس اوت اب अगस्त اكست",
    "september sep sept septiembre septembre setembro eylul سبتمبر ايلول सितंबर ستمبر",
    "october oct octubre octobre oktober outubro ekim اكتوبر تشرين अक्टूबर اكتوبر",
    "november nov noviembre novembre novembro kasim نوفمبر नवंबर نومبر",
    "december dec diciembre decembre dezember dezembro aralik desember ديسمبر كانون दिसंबर دسمبر",
)
_AGO = re.compile(
    r"\b(?:hace (\d{1,3}) dias?|il y a (\d{1,3}) jours?|vor (\d{1,3}) tage?n?|ha (\d{1,3}) dias?|faz (\d{1,3}) dias?"
    r"|(?:قبل|من|منذ) (\d{1,3}) (?:يوم|ايام)"
    r"|(\d{1,3}) (?:days? ago|days? back|dias atras|gun once|hari (?:yang )?lalu|दिन पहले|din pehle|din pahle|دن بهلے))(?!\w)"
)
_AHEAD = re.compile(
    r"\b(?:in (\d{1,3}) days?|en (\d{1,3}) dias|dans (\d{1,3}) jours?|in (\d{1,3}) tagen|em (\d{1,3}) dias|(?:بعد|خلال) (\d{1,3}) (?:يوم|ايام)"
    r"|(\d{1,3}) (?:days from now|gun sonra|hari lagi|दिन बाद|दिन में|din baad|din mein|دن بعد|دن ميں))(?!\w)"
)


def _table(groups: Iterable[tuple[int, str]]) -> dict[str, int]:
    return {word: number for number, words in groups for word in words.split("|")}


_OFFSETS = _table(_NEAR.items())
_WEEKDAYS = _table(enumerate(_DAYS))
_MONTH_NUMBERS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_JOINING = frozenset(("de", "of", "den", "der", "ke", "le", "the", "th", "st", "nd", "rd"))
_LONGEST = 3


def find_dates(text: str, today: date) -> tuple[str, ...]:
    """Return the days that a text names, as ISO dates in their order, four at most.

    A day of the week means the coming one (today included), or with "last" the one before today; a day and month without a
    year means the nearest such day.
    """
    short = western_digits(text[:_MAX_CHARS])
    words = normalise(short)
    found = [*_numeric(short, today), *_counted(words, today), *_named(words.split(), today)]
    return tuple(dict.fromkeys(day.isoformat() for day in found))[:MOST]


def _numeric(text: str, today: date) -> Iterator[date]:
    for match in _NUMERIC.finditer(text):
        year, month, day, first, mark, second, last, dot = match.groups()
        if year:
            yield from _day(int(year), int(month), int(day))
        elif last:
            full = int(last) + (_SMALLEST_YEAR if len(last) < len("2000") else 0)
            yield from list(_day(full, int(second), int(first))) or _day(full, int(first), int(second))
        elif mark == "/" or (mark == "." and dot):  # "2-3" and "1.5" are amounts of something
            yield from list(_nearest(int(second), int(first), today)) or _nearest(int(first), int(second), today)


def _counted(words: str, today: date) -> Iterator[date]:
    for pattern, sign in ((_AGO, -1), (_AHEAD, 1)):
        for match in pattern.finditer(words):
            days = int(next(group for group in match.groups() if group))
            if days <= _FAR:
                yield today + timedelta(days=sign * days)


def _named(words: list[str], today: date) -> Iterator[date]:
    place = 0
    while place < len(words):
        size = next((size for size in range(_LONGEST, 0, -1) if " ".join(words[place : place + size]) in _OFFSETS), 0)
        before = words[place - 1] if place else ""
        if size and words[place] not in _NOT_AFTER.get(before, ()) and not (words[place] == "hier" and not _GERMAN.isdisjoint(words)):
            yield today + timedelta(days=_OFFSETS[" ".join(words[place : place + size])])
        elif (weekday := _WEEKDAYS.get(" ".join(words[place : place + 2]), _WEEKDAYS.get(words[place]))) is not None:
            last = not _LAST.isdisjoint(words[max(0, place - 1) : place + 3])
            ahead = (weekday - today.weekday()) % _WEEK
            yield today + timedelta(days=ahead - _WEEK if last else ahead)
        place += max(size, 1)
    kept = [word for word in words if word not in _JOINING]
    for one, other in pairwise(kept):
        for day, month in ((one, other), (other, one)):
            number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er|ter)?", day)
            if number and month in _MONTH_NUMBERS:
                yield from _nearest(_MONTH_NUMBERS[month], int(number[1]), today)


def _nearest(month: int, day: int, today: date) -> Iterator[date]:
    years = [found for year in (today.year - 1, today.year, today.year + 1) for found in _day(year, month, day)]
    yield from sorted(years, key=lambda found: abs(found - today))[:1]


def _day(year: int, month: int, day: int) -> Iterator[date]:
    with suppress(ValueError):
        yield date(year, month, day)
