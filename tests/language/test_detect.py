from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.detect import UNKNOWN, Detected, Detector, script_of, settled
from bot.language.fit import Sample, fit
from bot.language.grams import cut
from bot.language.ideas import NO_IDEAS
from bot.language.index import Phrase
from bot.language.normalise import normalise

TAUGHT = {
    "en": ("where is my order", "i want to return this", "when will it come", "send me the bill", "thank you so much", "ok"),
    "es": ("donde esta mi pedido", "quiero devolver esto", "cuando va a llegar", "enviame la factura", "muchas gracias", "ok"),
    "de": ("wo ist meine bestellung", "ich will das zurückgeben", "wann kommt es an", "schick mir die rechnung", "vielen dank", "ok"),
    "ar": ("اين طلبي", "ابغى ارجع المنتج", "متى يوصل", "ارسل الفاتورة", "شكرا جزيلا"),
    "ur": ("میرا آرڈر کہاں ہے", "یہ واپس کرنا ہے", "کب پہنچے گا", "بل بھیج دیں", "بہت شکریہ"),
    "hi": ("मेरा ऑर्डर कहाँ है", "यह वापस करना है", "कब आएगा", "बिल भेज दो", "बहुत धन्यवाद"),
}
PHRASES = [Phrase(str(place), tag, normalise(text), text) for tag, texts in TAUGHT.items() for place, text in enumerate(texts)]
MODEL = fit([Sample(cut(phrase.text, NO_IDEAS, phrase.raw), phrase.intent, phrase.tag) for phrase in PHRASES], epochs=40)
DETECTOR = Detector(MODEL.tags, PHRASES)


def detect(text: str, preferred: str | None = None) -> Detected:
    words = normalise(text)
    return DETECTOR.detect(words, MODEL.judge(cut(words, NO_IDEAS, text)), preferred)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Where is the order?", "en"),
        ("¿Dónde está el pedido?", "es"),
        ("wo ist die Bestellung", "de"),
        ("اين الطلب", "ar"),
        ("آرڈر کہاں پہنچے گا", "ur"),
        ("ऑर्डर कब आएगा", "hi"),
    ],
)
def test_languages_are_told_apart(text: str, tag: str) -> None:
    detected = detect(text)
    assert (detected.tag, detected.confident) == (tag, True)


@pytest.mark.parametrize("text", ["", "1001", "👍", "12 34"])
def test_without_letters_nothing_tells(text: str) -> None:
    assert detect(text) == Detected(UNKNOWN, confident=False)


@pytest.mark.parametrize("text", ["где мой заказ", "我的订单在哪里", "ποῦ εἶναι", "איפה ההזמנה"])
def test_scripts_that_nobody_has_phrases_in_are_unknown(text: str) -> None:
    assert detect(text) == Detected(UNKNOWN, confident=False)


@pytest.mark.parametrize("text", ["xqzt wvkp", "kjhgf"])
def test_unfamiliar_letters_are_unknown(text: str) -> None:
    assert detect(text).tag == UNKNOWN


def test_a_script_that_only_one_language_has_is_enough() -> None:
    assert detect("ठठठ झझझ") == Detected("hi", confident=True)


def test_the_script_of_most_letters_counts() -> None:
    assert detect("متى يوصل الطلب ok").tag == "ar"
    assert detect("where is my order طلب").tag == "en"


def test_a_word_that_everybody_uses_is_not_certain() -> None:
    assert not detect("ok").confident


def test_the_language_used_before_tips_the_balance() -> None:
    assert {detect("ok", preferred).tag for preferred in ("en", "es", "de")} == {"en", "es", "de"}


@pytest.mark.parametrize("preferred", ["es", "de", "ar"])
def test_a_clear_text_needs_no_history(preferred: str) -> None:
    assert detect("where is my order", preferred) == Detected("en", confident=True)


@pytest.mark.parametrize(
    ("text", "script"), [("abc", "L"), ("été", "L"), ("طلب", "A"), ("ऑर्डर", "D"), ("中文", "?"), ("12", ""), ("طلبي abc de", "L")]
)
def test_scripts_are_named_by_a_letter(text: str, script: str) -> None:
    assert script_of(text) == script


@given(text=st.text(max_size=300), preferred=st.sampled_from([None, "en", "ar", "xx"]))
def test_no_text_breaks_it(text: str, preferred: str | None) -> None:
    assert detect(text, preferred).tag in {*TAUGHT, UNKNOWN}


ROMANISED = {
    "en": ("where is my order", "where is my money", "send me my bill", "when will my order come", "this is not my order"),
    "hi-Latn": ("mera order kahan hai", "mera paisa kab milega", "mera bill bhej do", "order kab aayega", "yeh mera order nahi hai"),
    "ur-Latn": ("mera order kahan hai", "mere paise kab milenge", "mera bill bhej dein", "order kab aayega", "yeh mera order nahi hai"),
}
ROMANISED_PHRASES = [Phrase(str(place), tag, text, text) for tag, texts in ROMANISED.items() for place, text in enumerate(texts)]
ROMANISED_MODEL = fit([Sample(cut(one.text, NO_IDEAS, one.raw), one.intent, one.tag) for one in ROMANISED_PHRASES], epochs=40)
ROMANISED_DETECTOR = Detector(ROMANISED_MODEL.tags, ROMANISED_PHRASES)


def romanised(text: str, preferred: str | None = None) -> Detected:
    return ROMANISED_DETECTOR.detect(text, ROMANISED_MODEL.judge(cut(text, NO_IDEAS, text)), preferred)


def test_that_it_is_hindi_or_urdu_is_certain_where_which_of_them_is_not() -> None:
    detected = romanised("mera order kab aayega")
    assert (detected.tag.partition("-")[2], detected.confident, detected.beside) == ("Latn", True, ())


@pytest.mark.parametrize(("before", "tag"), [("hi", "hi-Latn"), ("ur", "ur-Latn"), ("ur-PK", "ur-Latn")])
@pytest.mark.parametrize("text", ["mera order kahan hai", "mera bill bhej do", "mere paise kab milenge"])
def test_of_hindi_and_urdu_the_one_used_before_stays(text: str, before: str, tag: str) -> None:
    assert romanised(text, before) == Detected(tag, confident=True)
    assert ROMANISED_DETECTOR.of_phrase("hi-Latn", text, before) == Detected(tag, confident=True)


def test_words_of_another_language_are_reported() -> None:
    assert "hi" in romanised("where is my order mera").beside
    assert ROMANISED_DETECTOR.of_phrase("ur-Latn", "where is mera order").beside == ("en",)


@pytest.mark.parametrize(("tag", "preferred"), [("ur", "hi"), ("en", "hi"), ("ur-Latn", "en"), ("hi-Latn", None)])
def test_other_tags_stay_as_they_are(tag: str, preferred: str | None) -> None:
    assert settled(tag, preferred) == tag
