"""The words that stop and resume messages, whatever else the bot thinks that they mean, and those that speak of offers."""

from __future__ import annotations

from typing import Literal

from bot.language.normalise import normalise

StopOrStart = Literal["stop", "start"]

# A whole message that says nothing else. As people type them; compared in the form of ``normalise``.
_STOP = (
    *(
        "stop",
        "stop all",
        "stopall",
        "stop please",
        "please stop",
        "unsubscribe",
        "unsub",
        "opt out",
        "optout",
        "end messages",
        "stop messages",
        "remove me",
    ),
    *(
        "توقف",
        "ايقاف",
        "إيقاف",
        "أوقف",
        "اوقف",
        "قف",
        "وقف",
        "وقفوا",
        "إلغاء الاشتراك",
        "الغاء اشتراك",
        "الغي الاشتراك",
        "ستوب",
        "wa2ef",
        "waqef",
        "wa2fo",
    ),
    *("alto", "parar", "pare", "baja", "darme de baja", "dar de baja", "cancelar suscripcion", "no mas mensajes"),
    *("arret", "arrêt", "arrêter", "arretez", "stopper", "désabonner", "desabonnement", "se desabonner", "me desabonner"),
    *("stopp", "abmelden", "abbestellen", "austragen", "keine nachrichten"),
    *("sair", "cancelar inscricao", "descadastrar", "remover", "parar mensagens"),
    *("dur", "durdur", "durdurun", "abonelikten cik", "mesaj atma", "mesaj gonderme"),
    *("रोकें", "रोको", "बंद करो", "बंद करें", "सदस्यता रद्द", "roko", "band karo", "band kro", "band karein"),
    *("berhenti", "hentikan", "stop pesan", "berhenti langganan", "berhenti berlangganan"),
    *("بند کرو", "بند کریں", "روکو", "روکیں", "بند کر دیں"),
)
_START = (
    *("start", "unstop", "resume", "resubscribe", "start again", "start messages", "opt in", "optin"),
    *("استئناف", "استمر", "ستارت", "تفعيل", "اشتراك", "إعادة الاشتراك"),
    *("empezar", "iniciar", "comenzar", "reanudar", "alta"),
    *("reprendre", "commencer", "demarrer", "démarrer"),
    *("starten", "fortsetzen"),
    *("começar", "comecar", "retomar"),
    *("baslat", "başlat", "basla", "devam"),
    *("शुरू", "शुरू करें", "शुरू करो", "shuru", "shuru karo", "chalu karo"),
    *("mulai", "lanjutkan", "aktifkan"),
    *("شروع", "شروع کریں", "شروع کرو"),
)
_OFFERS = (
    *("offer", "offers", "promo", "promos", "promotion", "promotions"),
    *("promotional", "marketing", "newsletter", "ad", "ads", "advert", "adverts"),
    *("advertising", "advertisement", "advertisements", "deals", "discounts", "sales", "campaigns", "coupons", "vouchers"),
    *("عروض", "العروض", "عروضكم", "عرض", "اعلان", "اعلانات", "الاعلانات"),
    *("اعلاناتكم", "تسويق", "التسويق", "تسويقيه", "دعايه", "الدعايه", "دعايات"),
    *("خصومات", "الخصومات", "تخفيضات", "التخفيضات", "نشره", "النشره", "البريديه", "3orood", "3oroud", "orood", "e3lanat", "i3lanat"),
    *("oferta", "ofertas", "promocion", "promociones", "publicidad", "descuentos", "boletin", "anuncios", "publicitarios"),
    *("offre", "offres", "promotionnels", "promotionnel", "publicite", "publicites", "pub", "pubs", "soldes", "reductions", "infolettre"),
    *("angebot", "angebote", "angeboten", "werbung", "werbenachrichten", "aktionen", "rabatte"),
    *("promocao", "promocoes", "publicidade", "propaganda", "propagandas", "descontos"),
    *("kampanya", "kampanyalar", "kampanyalari", "reklam", "reklamlar"),
    *("indirim", "indirimler", "tanitim", "firsat", "firsatlar", "bulten"),
    *("ऑफर", "ऑफ़र", "प्रचार", "विज्ञापन", "छूट", "प्रमोशन", "offar", "vigyapan"),
    *("penawaran", "promosi", "iklan", "diskon"),
    *("آفر", "آفرز", "اشتہار", "اشتہارات", "اشتہاری", "تشہیری", "رعایت", "پروموشن", "پیشکش", "پیشکشیں"),
)
# "Begin"; without its hamza it is "never", and ``normalise`` takes the hamza away.
_BEGIN = frozenset(("ابدأ", "إبدأ"))
_FILLERS = frozenset(("please", "pls", "plz", "now", "رجاء", "فضلك", "من", "لو", "سمحت"))
_LONGEST = 40  # characters of a message that may be such a word


def _forms(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)


_STOPS, _STARTS, _OFFER_WORDS = _forms(_STOP), _forms(_START), _forms(_OFFERS)


def stop_or_start(text: str) -> StopOrStart | None:
    """Return what a message that is such a word, and nothing else, wants; ``None`` for any other.

    >>> stop_or_start(" Stop! ")
    'stop'
    """
    if len(text) > _LONGEST:
        return None
    words = normalise(text).split()
    spoken = {" ".join(words), " ".join(word for word in words if word not in _FILLERS)}
    if not spoken.isdisjoint(_STOPS):
        return "stop"
    return "start" if text.strip(" .!؟?") in _BEGIN or not spoken.isdisjoint(_STARTS) else None


def speaks_of_offers(text: str) -> bool:
    """Tell whether a text names offers or advertising: then it is not about messages on orders.

    >>> speaks_of_offers("stop sending me offers")
    True
    """
    return not _OFFER_WORDS.isdisjoint(normalise(text).split())
