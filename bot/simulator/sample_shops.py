"""The two made-up shops of the demo: Noor Home in Riyadh and Dar & Date in Dubai, with what they sell."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.store import Store
from bot.simulator.invoices import Seller


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """What WhatsApp knows of a shop's number."""

    phone_number_id: str
    business_account_id: str
    display_phone_number: str
    verified_name: str


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop with its number and the face of its invoices."""

    store: Store
    number: NumberFacts
    seller: Seller


@dataclass(frozen=True, slots=True)
class Product:
    """A thing to buy: ``price`` in minor units of its shop's currency, VAT included."""

    sku: str
    title: str
    arabic: str
    price: int


# What both shops say of themselves when they are asked, as ``[stores.<id>.policies]`` would hold it.
POLICIES = (
    ("returns.en", "You can send anything back within 14 days of receiving it, unused and in its box. We pay the way back."),
    ("returns.ar", "يمكنك إرجاع أي منتج خلال 14 يومًا من استلامه ما دام غير مستخدم وفي علبته، ونتحمل نحن تكلفة الإرجاع."),
    ("shipping.en", "We ship to the Gulf in two to five days, and to the rest of the world in five to ten. Delivery is free from 200."),
    ("shipping.ar", "نوصل إلى دول الخليج خلال يومين إلى خمسة أيام، وإلى بقية العالم خلال خمسة إلى عشرة. والتوصيل مجاني للطلبات من 200."),
    ("payment.en", "You can pay by card, Apple Pay or mada, in instalments with Tabby, or in cash on delivery in the Gulf."),
    ("payment.ar", "يمكنك الدفع بالبطاقة أو Apple Pay أو مدى، أو بالتقسيط عبر Tabby، أو نقدًا عند الاستلام داخل الخليج."),
)
NOOR = Shop(
    Store(
        id="noor",
        name="Noor Home",
        phone_number_id="110000000000001",
        language="ar",
        country="SA",
        currency="SAR",
        timezone="Asia/Riyadh",
        website="https://noor-home.example",
        support_hours="Sun-Thu 09:00-18:00",
        policies=(*POLICIES, ("location", "Olaya Street, Riyadh 12213")),
    ),
    NumberFacts("110000000000001", "220000000000001", "+966115550100", "Noor Home"),
    Seller(
        "Noor Home",
        ("Olaya Street, Riyadh 12213", "noor-home.example", "VAT 300000000000003"),
        (15, 76, 92),
        15,
        "Asia/Riyadh",
        "Thank you: may your home be full of light.",
    ),
)
DAR = Shop(
    Store(
        id="dar",
        name="Dar & Date",
        phone_number_id="110000000000002",
        language="en",
        country="AE",
        currency="AED",
        timezone="Asia/Dubai",
        website="https://dar-and-date.example",
        support_hours="Mon-Fri 09:00-18:00",
        policies=(*POLICIES, ("location", "Al Seef Street, Dubai")),
    ),
    NumberFacts("110000000000002", "220000000000002", "+97145550100", "Dar & Date"),
    Seller(
        "Dar & Date",
        ("Al Seef Street, Dubai", "dar-and-date.example", "TRN 100000000000003"),
        (122, 62, 36),
        5,
        "Asia/Dubai",
        "Thank you: sweet days to you and yours.",
    ),
)
SHOPS = {shop.store.id: shop for shop in (NOOR, DAR)}

PRODUCTS = {
    product.sku: product
    for product in (
        Product("lantern", "Layl brass lantern", "فانوس ليل النحاسي", 24_900),
        Product("mabkhara", "Oud incense burner", "مبخرة العود", 13_900),
        Product("dallah", "Dallah coffee pot", "دلة القهوة العربية", 18_900),
        Product("finjan", "Finjan cups, set of 12", "طقم فناجين من 12 قطعة", 11_500),
        Product("sadu", "Sadu wool cushion", "وسادة سدو صوفية", 9_500),
        Product("rug", "Najd hand-woven rug", "سجادة نجد منسوجة يدويا", 89_000),
        Product("prayer", "Sakina padded prayer mat", "سجادة صلاة سكينة", 15_900),
        Product("candle", "Amber and oud candle", "شمعة العنبر والعود", 7_900),
        Product("tray", "Walnut serving tray", "صينية تقديم من خشب الجوز", 21_000),
        Product("ajwa", "Ajwa dates, 1 kg box", "تمر عجوة، علبة كيلو", 9_500),
        Product("medjool", "Stuffed Medjool assortment", "تشكيلة تمر مجدول محشو", 14_500),
        Product("khalas", "Khalas dates in a palm basket", "تمر خلاص في سلة خوص", 12_000),
        Product("syrup", "Stone-pressed date syrup", "دبس التمر الطبيعي", 4_200),
        Product("coffee", "Arabic coffee with saffron", "قهوة عربية بالزعفران", 6_800),
        Product("chocolate", "Camel milk chocolate", "شوكولاتة حليب النوق", 5_500),
        Product("honey", "Sidr honey, 500 g", "عسل السدر، 500 غرام", 26_000),
        Product("majlis", "Majlis gift box", "صندوق هدايا المجلس", 32_000),
    )
}
