"""What the load asks: 500 distinct sentences in English and Arabic about where an order is and when it comes.

Made from word lists, always the same ones in the same order, so that two runs ask the same things. Arabic is written as
customers write it: standard, Egyptian and Gulf, with the verb agreeing with the noun.
"""

from __future__ import annotations

from itertools import product

_EN_OPENERS = ("", "hi, ", "hello, ", "hey there, ", "good morning, ", "good evening, ", "excuse me, ", "sorry to bother you, ")
_EN_THINGS = ("my order", "my parcel", "my package", "my shipment", "my delivery")
_EN_CORES = (
    "where is {thing}",
    "where is {thing} now",
    "can you tell me where {thing} is",
    "what is the status of {thing}",
    "could you track {thing} for me",
    "has {thing} been shipped yet",
    "any update on {thing}",
    "when will {thing} arrive",
    "when will {thing} be here",
    "how long until {thing} arrives",
    "what is the delivery date of {thing}",
    "when can i expect {thing}",
    "is {thing} on its way",
)
_EN_ENDS = ("", "?", " please", " please?", ", thanks", "?? i am still waiting")

_AR_OPENERS = ("", "مرحبا، ", "السلام عليكم، ", "لو سمحت، ", "صباح الخير، ", "مساء الخير، ", "من فضلك، ")
_AR_HE = ("طلبي", "الطلب", "الاوردر", "طردي")
_AR_SHE = ("شحنتي", "طلبيتي", "الشحنة")
_AR_ANY_CORES = ("أين {thing}", "وين {thing}", "فين {thing}", "ما هي حالة {thing}", "ممكن تتبع {thing}", "ايش حالة {thing}", "{thing} فين")
_AR_HE_CORES = ("متى يصل {thing}", "متى يوصل {thing}", "امتى هيوصل {thing}", "وين وصل {thing}", "هل تم شحن {thing}", "متى موعد توصيل {thing}")
_AR_SHE_CORES = ("متى تصل {thing}", "متى توصل {thing}", "امتى هتوصل {thing}", "وين وصلت {thing}", "هل تم شحن {thing}", "متى موعد توصيل {thing}")
_AR_ENDS = ("", "؟", " الآن؟", "، شكرا", "؟ ما زلت أنتظر", " بليز")

PER_LANGUAGE = 250


def sentences() -> tuple[str, ...]:
    """Return the 500 sentences, English and Arabic in turn."""
    pairs = zip(_spread(_english()), _spread(_arabic()), strict=True)
    return tuple(sentence for pair in pairs for sentence in pair)


def _english() -> list[str]:
    parts = product(_EN_OPENERS, _EN_CORES, _EN_THINGS, _EN_ENDS)
    return [opener + core.format(thing=thing) + end for opener, core, thing, end in parts]


def _arabic() -> list[str]:
    made = []
    for things, cores in ((_AR_HE, _AR_ANY_CORES + _AR_HE_CORES), (_AR_SHE, _AR_ANY_CORES + _AR_SHE_CORES)):
        parts = product(_AR_OPENERS, cores, things, _AR_ENDS)
        made += [opener + core.format(thing=thing) + end for opener, core, thing, end in parts]
    return made


def _spread(everything: list[str]) -> list[str]:
    """Take ``PER_LANGUAGE`` of them evenly, so that every opener, core, thing and end has its share."""
    return [everything[index * len(everything) // PER_LANGUAGE] for index in range(PER_LANGUAGE)]
