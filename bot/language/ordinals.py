"""Which of a list somebody means by its place: "the second", "2", "الثاني", "el último". Whole messages only, in ten languages."""

from __future__ import annotations

from typing import Final

from bot.language.normalise import normalise

_PLACES: Final = (
    (
        *("first", "the first", "first one", "the first one", "1st", "number one", "one", "الاول", "الاولي", "اول واحد", "اول طلب", "الطلب الاول"),
        *("primero", "el primero", "la primera", "el primer pedido", "premier", "le premier", "la premiere", "erste", "das erste", "die erste"),
        *("primeiro", "o primeiro", "a primeira", "birinci", "birincisi", "ilk", "ilki", "pertama", "yang pertama"),
        *("pehla", "pehla wala", "पहला", "पहला वाला", "پہلا", "پہلا والا"),
    ),
    (
        *(
            "second",
            "the second",
            "second one",
            "the second one",
            "2nd",
            "number two",
            "two",
            "الثاني",
            "الثانيه",
            "ثاني واحد",
            "التاني",
            "الطلب الثاني",
        ),
        *("segundo", "el segundo", "la segunda", "el segundo pedido", "deuxieme", "le deuxieme", "le second", "zweite", "das zweite", "die zweite"),
        *("o segundo", "a segunda", "ikinci", "ikincisi", "kedua", "yang kedua", "dusra", "dusra wala", "दूसरा", "दूसरा वाला", "دوسرا", "دوسرا والا"),
    ),
    (
        *(
            "third",
            "the third",
            "third one",
            "the third one",
            "3rd",
            "number three",
            "three",
            "الثالث",
            "الثالثه",
            "ثالث واحد",
            "التالت",
            "الطلب الثالث",
        ),
        *("tercero", "el tercero", "la tercera", "troisieme", "le troisieme", "dritte", "das dritte", "die dritte", "terceiro", "o terceiro"),
        *("a terceira", "ucuncu", "ucuncusu", "ketiga", "yang ketiga", "teesra", "teesra wala", "तीसरा", "तीसरा वाला", "تیسرا", "تیسرا والا"),
    ),
)
_LAST: Final = (
    *("last", "the last", "last one", "the last one", "الاخير", "الاخيره", "اخر واحد", "ultimo", "el ultimo", "la ultima", "o ultimo", "a ultima"),
    *("dernier", "le dernier", "la derniere", "letzte", "das letzte", "die letzte", "son", "sonuncu", "sonuncusu", "terakhir", "yang terakhir"),
    *("aakhri", "aakhri wala", "आख़िरी", "आखिरी वाला", "آخری", "آخری والا"),
)
_WORDS: Final = {normalise(word): place for place, words in enumerate(_PLACES) for word in words} | {normalise(word): -1 for word in _LAST}


def place_of(text: str, count: int) -> int | None:
    """Return which of so many things a message means, from 0 on; ``None`` where it is about something else.

    >>> place_of("the second one", 3), place_of("٣", 3), place_of("the last", 3), place_of("4", 3)
    (1, 2, 2, None)
    """
    words = normalise(text)
    place = int(words) - 1 if words.isdecimal() and len(words) <= len(str(count)) else _WORDS.get(words)
    if place is None:
        return None
    place = count - 1 if place == -1 and not words.isdecimal() else place
    return place if 0 <= place < count else None
