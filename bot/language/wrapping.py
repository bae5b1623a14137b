"""What people put around a request, by language tag: ways to ask for a favour, and words that say nothing about what is wanted."""

# ruff: noqa: RUF001 (letters of other scripts are what this module is about)

from __future__ import annotations

# These may come off both ends of a text when that leaves a phrase. They may matter ("can i return this" is not "return this"), so
# they come off only where a text is not clear.
ASKING: dict[str, tuple[str, ...]] = {
    "en": (
        *("can you", "could you", "would you", "will you", "can u", "could u", "would u", "can i", "could i", "may i", "can we", "could we"),
        *("i want to", "i want you to", "i would like to", "i would like you to", "i'd like to", "i'd like you to", "i wanna"),
        *("i need to", "i need you to", "is it possible to", "would it be possible to", "is it possible for you to", "would you mind"),
        *("do you mind", "kindly", "just", "also", "i was wondering if you could", "i was hoping you could", "i am trying to"),
        *("i'm trying to", "help me", "help me to", "be so kind and"),
    ),
    "es": (
        "quiero",
        "quisiera",
        "me gustaría",
        "necesito",
        "puedes",
        "me puedes",
        "podrías",
        "me podrías",
        "pueden",
        "podrían",
        "es posible",
        "deseo",
    ),
    "fr": (
        "je veux",
        "je voudrais",
        "j'aimerais",
        "je souhaite",
        "pouvez-vous",
        "peux-tu",
        "pourriez-vous",
        "est-ce possible de",
        "est-ce que je peux",
    ),
    "de": ("ich möchte", "ich will", "ich würde gerne", "können sie", "kannst du", "könnten sie", "könntest du", "ist es möglich", "kann ich"),
    "pt": ("quero", "queria", "gostaria de", "preciso", "você pode", "vocês podem", "pode", "poderia", "tem como", "é possível", "dá pra"),
    "tr": ("lütfen", "acaba", "bana", "mümkünse"),
    "id": ("saya mau", "saya ingin", "aku mau", "mau", "bisa", "bisakah", "boleh", "tolong", "mohon", "minta tolong"),
    "ar": (
        *("ممكن", "هل ممكن", "هل يمكن", "هل يمكنك", "يمكن", "لو ممكن", "اذا ممكن", "هل تقدر", "تقدر", "اقدر", "ينفع", "هل بامكانك", "هل بامكانكم"),
        *("ابغى", "ابغا", "ابي", "اريد", "اريد ان", "بدي", "عايز", "عايزة", "عاوز", "عاوزة", "حاب", "حابب", "حابة", "ودي", "ياليت", "يا ريت", "ارجو"),
        *("بغيت", "نحب", "حبيت"),
    ),
    "ar-Latn": ("momken", "mumkin", "law momken", "abi", "abgha", "3ayez", "3ayza", "3awez", "biddi", "badi", "bghit", "n7eb"),
    "hi": ("कृपया", "क्या आप", "मुझे", "ज़रा"),
    "hi-Latn": ("please", "kya aap", "mujhe", "zara", "kripya"),
    "ur": ("براہ کرم", "کیا آپ", "مجھے", "ذرا", "مہربانی کر کے"),
    "ur-Latn": ("please", "kya aap", "mujhe", "zara", "barah e karam"),
}
FAVOUR: dict[str, tuple[str, ...]] = {
    "en": (
        *("for me", "for us", "if possible", "if you can", "if you could", "if you don't mind", "when you can", "as soon as possible", "asap"),
        *("please", "pls", "thanks", "thank you"),
    ),
    "es": ("por favor", "porfa", "gracias", "si es posible", "lo antes posible"),
    "fr": ("s'il vous plaît", "svp", "stp", "merci", "merci d'avance", "si possible", "au plus vite"),
    "de": ("bitte", "danke", "vielen dank", "wenn möglich", "so schnell wie möglich"),
    "pt": ("por favor", "pfv", "obrigado", "obrigada", "se possível", "o mais rápido possível"),
    "tr": ("lütfen", "rica ederim", "teşekkürler", "yardımcı olur musunuz", "mümkünse"),
    "id": ("ya", "dong", "ya kak", "kak", "terima kasih", "makasih", "tolong", "kalau bisa", "secepatnya"),
    "ar": ("لو ممكن", "اذا ممكن", "ان امكن", "لو تقدر", "اذا تقدر", "اذا ما عليك امر", "بسرعة", "لو سمحت", "من فضلك", "شكرا"),
    "ar-Latn": ("law momken", "law sama7t", "men fadlak", "shukran", "3afak"),
    "hi": ("कृपया", "प्लीज", "धन्यवाद", "जल्दी"),
    "hi-Latn": ("please", "plz", "bhai", "jaldi", "dhanyavad"),
    "ur": ("پلیز", "شکریہ", "جلدی", "مہربانی"),
    "ur-Latn": ("please", "plz", "bhai", "jaldi", "shukriya"),
}
# These only surround phrases while a model learns, so that it learns to see past them.
PREAMBLES: dict[str, tuple[str, ...]] = {
    "en": (
        *("can you help me with", "i need help with", "i need help to", "could you help me to", "i have a problem with", "i need assistance with"),
        *(
            "i want assistance to",
            "i would like to know",
            "i want to know",
            "can you tell me",
            "how do i",
            "how can i",
            "i don't know how to",
            "hello",
        ),
        *("hi,", "please", "i have a question about", "question:", "problem with", "assistance", "i'm having trouble with", "sir", "where can i"),
        *("do you know how", "hello i want to ask about", "hey can u"),
    ),
    "es": (
        "hola",
        "buenas",
        "me pueden ayudar con",
        "necesito ayuda para",
        "quisiera saber",
        "tengo un problema con",
        "cómo hago para",
        "no sé cómo",
    ),
    "fr": ("bonjour", "j'ai besoin d'aide pour", "pouvez-vous m'aider", "j'ai un problème avec", "comment faire pour", "je ne sais pas comment"),
    "de": (
        "hallo",
        "guten tag",
        "ich brauche hilfe bei",
        "können sie mir helfen",
        "ich habe ein problem mit",
        "wie kann ich",
        "ich würde gerne wissen",
    ),
    "pt": ("oi", "olá", "bom dia", "preciso de ajuda com", "vocês podem me ajudar", "tenho um problema com", "como faço para"),
    "tr": ("merhaba", "selam", "iyi günler", "yardım eder misiniz", "bir sorum var"),
    "id": ("halo kak", "kak", "min", "mau tanya", "permisi", "bantu", "gimana cara"),
    "ar": ("السلام عليكم", "مرحبا", "لو سمحت", "عندي مشكلة في", "محتاج مساعدة", "كيف", "حاب اعرف"),
    "ar-Latn": ("salam", "law sama7t", "3andi moshkela fe"),
    "hi": ("नमस्ते", "मदद चाहिए", "भाई", "मुझे जानना है"),
    "hi-Latn": ("hi", "bhai", "madad chahiye", "sir"),
    "ur": ("السلام علیکم", "بھائی", "مدد چاہیے"),
    "ur-Latn": ("salam", "aoa", "bhai", "madad chahiye"),
}
# And these, after it.
AFTERTHOUGHTS: dict[str, tuple[str, ...]] = {
    "en": ("?", "help", "i need help", "can you help me", "urgent", "sir", "now", "today", "bro", "i'm waiting"),
    "es": ("ayuda", "urgente"),
    "fr": ("urgent",),
    "de": ("dringend",),
    "pt": ("urgente",),
    "tr": ("acil",),
    "id": ("segera",),
    "ar": ("ضروري", "ساعدوني"),
    "hi-Latn": ("sir",),
}
