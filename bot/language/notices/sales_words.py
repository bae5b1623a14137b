"""Words by which Meta takes a template for marketing, in the languages that we have: whole words, or beginnings that end in ``*``.

Meta publishes no list. These follow its guide to categories (https://developers.facebook.com/documentation/business-messaging/
whatsapp/templates/template-categorization): anything that persuades, rewards or invites to buy more.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

# In every language beside its own.
EVERYWHERE: Final = "% off; sale; promo*; coupon*; voucher*; black friday; cashback; bogo"
SALES_WORDS: Final[dict[str, str]] = {
    "en": "discount*; offer; offers; buy; deal; deals; free; gift*; save; shop now; limited time; exclusive*; subscribe; upgrade",
    "ar": "خصم; خصومات; تخفيض*; عرض خاص; عروض*; العروض; اشتر; اشتري; تسوق; مجانا; مجانًا; هدية; كوبون*; قسيمة; وفر; حصري*",
    "es": "descuento*; oferta*; compra ya; compra ahora; gratis; regalo*; ahorra*; rebaja*; cupón; exclusiv*",
    "fr": "remise*; réduction*; offre; offres; achetez; gratuit*; cadeau*; soldes; économisez; exclusi*",
    "de": "rabatt*; angebot*; kaufen sie; jetzt kaufen; gratis; geschenk*; sparen; gutschein*; ausverkauf; exklusiv*",
    "pt": "desconto*; oferta*; compre; grátis; presente*; economize; promoç*; cupom; exclusiv*",
    "tr": "indirim*; fırsat*; satın al; bedava; hediye*; kampanya*; kupon*; ücretsiz; ayrıcalık*",  # noqa: RUF001 - Turkish letters
    "hi": "छूट; ऑफर; ऑफ़र; खरीदें; ख़रीदें; मुफ्त; मुफ़्त; उपहार; सेल; कूपन; बचत",
    "id": "diskon*; penawaran*; beli sekarang; gratis; hadiah*; hemat; kupon*; obral; eksklusif",
    "ur": "رعایت; پیشکش; آفر; خریدیں; مفت; تحفہ; سیل; کوپن; بچت",
}


def sales_words_in(text: str, language: str) -> tuple[str, ...]:
    """Return the words in a text that would make Meta call its template marketing; ``language`` is Meta's code or ours."""
    return tuple(dict.fromkeys(found.group(0) for found in _pattern(re.split(r"[-_]", language)[0]).finditer(text.casefold())))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = [*EVERYWHERE.split("; "), *filter(None, SALES_WORDS.get(language, "").split("; "))]
    parts = [re.escape(word.removesuffix("*").casefold()) + (r"[^\W_]*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(parts)})(?![^\W_])")
