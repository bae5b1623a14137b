"""Short words that steer a conversation: the other one, say that again, leave it. Whole messages only, in ten languages."""

from __future__ import annotations

from typing import Final, Literal

from bot.language.normalise import normalise

Turn = Literal["other", "repeat", "leave"]

_OTHER = (
    *("the other one", "the other order", "no the other one", "no the other", "no the other order"),
    *("not that one", "not this one", "other one", "the second one", "other order"),
    *("الثاني", "الطلب الثاني", "لا الثاني", "الاخر", "الطلب الاخر", "لا الطلب الثاني"),
    *("مو هذا", "مش ده", "مش هذا", "التاني", "لا التاني", "el tany"),
    *("el otro", "el otro pedido", "no el otro", "ese no", "lautre"),
    *("lautre commande", "non lautre", "pas celle la", "das andere", "die andere"),
    *("die andere bestellung", "nein die andere", "o outro", "o outro pedido"),
    *("nao o outro", "digeri", "diger siparis", "hayir digeri", "oburu"),
    *("दूसरा", "दूसरा वाला", "नहीं दूसरा", "dusra", "dusra wala", "nahi dusra"),
    *("yang lain", "yang satunya", "bukan yang itu", "دوسرا", "دوسرا والا", "نہیں دوسرا"),
)
_REPEAT = (
    *("what", "repeat", "repeat that", "repeat please", "say again", "say that again"),
    *("again", "come again", "pardon", "sorry what", "what did you say", "huh", "what do you mean", "i dont understand", "i do not understand"),
    *("i didnt understand", "i dont get it", "not clear", "ما فهمت", "مش فاهم", "مو فاهم", "لم افهم", "يعني ايش", "ايش يعني", "يعني ايه", "ما فهمتش"),
    *("no entiendo", "no entendi", "que dijiste", "je ne comprends pas", "jai pas compris", "je nai pas compris", "ich verstehe nicht"),
    *("nicht verstanden", "nao entendi", "anlayamadim", "samajh nahi aaya", "samajh nahi aayi", "समझ नहीं आया", "سمجھ نہیں آیا"),
    *("tidak mengerti", "gak ngerti", "ga ngerti", "nggak ngerti", "maksudnya apa"),
    *("ماذا", "ايش", "شنو", "شو", "ايه", "وش", "كرر", "اعد", "مره ثانيه", "ماذا قلت", "وش قلت", "eh", "shu", "esh"),
    *("que", "como", "repite", "repita", "otra vez", "repetir", "quoi"),
    *("comment", "repete", "repetez", "encore", "was", "wie bitte", "nochmal", "wiederholen"),
    *("o que", "repete por favor", "de novo", "efendim", "ne", "anlamadim", "tekrar"),
    *("tekrar et", "क्या", "फिर से", "दोबारा", "kya", "phir se", "dobara"),
    *("apa", "ulangi", "ulang", "sekali lagi", "کیا", "پھر سے", "دوبارہ"),
)
_LEAVE = (
    *("never mind", "nevermind", "forget it", "forget about it", "leave it", "cancel that"),
    *("cancel", "no thanks", "no thank you", "back", "not now", "skip"),
    *("خلاص", "انسي", "انس الامر", "لا خلاص", "لا شكرا", "الغ", "الغاء", "رجوع", "مو الحين", "مش دلوقتي", "khalas", "5alas", "خلص"),
    *("olvidalo", "dejalo", "no importa", "cancelar", "no gracias", "laisse tomber", "laissez tomber", "annuler", "non merci", "pas grave"),
    *("vergiss es", "egal", "abbrechen", "nein danke", "schon gut", "deixa"),
    *("deixa pra la", "esquece", "nao obrigado", "vazgectim", "bosver", "gerek yok"),
    *("रहने दो", "छोड़ो", "जाने दो", "rehne do", "chodo", "jaane do"),
    *("tidak jadi", "gak jadi", "batal", "lupakan", "رہنے دو", "چھوڑو", "جانے دو"),
)
_LONGEST: Final = 40


def _forms(words: tuple[str, ...], turn: Turn) -> dict[str, Turn]:
    return {normalise(word): turn for word in words}


_TURNS: Final = {**_forms(_OTHER, "other"), **_forms(_REPEAT, "repeat"), **_forms(_LEAVE, "leave")}


def turn_of(text: str) -> Turn | None:
    """Return how a message that is such a phrase, and nothing else, steers the conversation.

    >>> turn_of("No, the other one!")
    'other'
    """
    return _TURNS.get(normalise(text)) if len(text) <= _LONGEST else None
