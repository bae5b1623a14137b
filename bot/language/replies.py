"""Yes and no in ten languages, and the names of languages: what short replies consist of."""

# ruff: noqa: RUF001 (letters of other scripts are what this module is about)

from __future__ import annotations

from typing import Literal

from bot.language.clauses import sentences

YesNo = Literal["yes", "no"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# As ``normalise`` spells them.
_YES = _words(
    """
    yes yeah yep yup ya yea y sure ok okay okey correct right exactly absolutely definitely certainly confirm confirmed agreed si claro vale
    dale correcto exacto confirmo oui ouais ouai daccord exact exactement bien sur ja jawohl genau klar richtig stimmt gerne sim isso certo
    que com certeza evet tamam olur tabii tabi elbette dogru aynen onayliyorum iya iyaa iye betul benar oke boleh setuju yoi نعم ايوه ايوا
    اي ايه اه اجل بلي اكيد طبعا تمام ماشي موافق موافقه صح صحيح بالضبط مزبوط واخا ايي aywa aiwa ewa ah na3am akid sa7 wakha mashi हां हा जी
    ठीक सही बिल्कुल बिलकुल haan han haa ji jee theek thik sahi bilkul هاں جي ٹهيك درست بالكل بلكل 👍 ✅
    """
)
_NO = _words(
    """
    no nope nah na never not wrong incorrect n non nein nee nicht falsch nao negativo jamais hayir yok olmaz istemiyorum tidak gak nggak
    ngga ga enggak bukan jangan لا لاا كلا مو مش لا ابدا غلط موافقش لالا la laa laa2 la2 mesh mish नहीं नही ना मत गलत nahi nahin nai galat
    نهيں نه مت 👎 ❌
    """
)
_FILLERS = _words(
    """
    please pls plz thanks thank you thx ty sir mam madam por favor gracias svp merci sil vous plait bitte danke obrigado obrigada lutfen
    tesekkurler tolong makasih kak min shukran choukran afak من فضلك لو سمحت شكرا अच्छा कृपया धंयवाद भाई bhai shukriya براه كرم شكريه
    بهاي it is that this one the i do es eso cest ca das ist isto esta o bu itu thats its hai है هے هے of course
    """
)
_LONGEST = 6
_NAMES = {
    "en": (
        "english inglish eng ingles anglais englisch ingilizce inggris inglizi ingilizi انجليزي الانجليزيه انجليزيه انقليزي الانجليزي انجلش "
        "अंग्रेजी इंग्लिश angrezi انكريزي انكلش"
    ),
    "ar": "arabic arabe arabisch arapca arab عربي العربيه عربيه بالعربي العربي 3arabi araby arabi अरबी عربي",
    "es": "spanish espanol castellano espagnol spanisch espanhol ispanyolca spanyol اسباني الاسبانيه स्पेनिश",
    "fr": "french frances francais franzosisch fransizca prancis فرنسي الفرنسيه فرنساوي francais francaise फ्रेंच",
    "de": "german aleman allemand deutsch alemao almanca jerman الماني الالمانيه जर्मन",
    "pt": "portuguese portugues portugais portugiesisch portekizce portugis برتغالي البرتغاليه",
    "tr": "turkish turco turc turkisch turkce turki turca تركي التركيه",
    "hi": "hindi indi hintce هندي الهنديه हिंदी हिंदी हिंदि هندي هندي",
    "id": "indonesian indonesio indonesien indonesisch indonesia bahasa endonezce اندونيسي",
    "ur": "urdu ourdou urduca اردو الاردو उर्दू اردو",
}
_LANGUAGES = {name: tag for tag, names in _NAMES.items() for name in names.split()}
_DENIED = _words("not no dont from nicht pas nao لا مو مش من ليس nahi نهيں degil bukan tidak")
_NEAR = 2


def yes_or_no(text: str) -> YesNo | None:
    """Return what a text answers: all of it, or its first sentence ("yes, cancel it")."""
    parts = sentences(text)
    words = [word for word in parts[0] if word not in _FILLERS] if parts and len(parts[0]) <= _LONGEST else []
    if words and _NO.issuperset(words):
        return "no"
    return "yes" if words and _YES.issuperset(words) else None


def language_named(words: list[str]) -> str | None:
    """Return the tag of the language that a text asks for by its name: the last one that is not refused ("not in Arabic, English please")."""
    known = [(place, found) for place, word in enumerate(words) if (found := _LANGUAGES.get(word) or _LANGUAGES.get(word.removeprefix("بال")))]
    named = [tag for place, tag in known if _DENIED.isdisjoint(words[max(0, place - _NEAR) : place])]
    return named[-1] if named else None
