"""Meta's error codes by what they mean for the shop's people: which of a few explanations fits, with what to do about it.

https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

from typing import Final, Literal, get_args

FailureTopic = Literal[
    "unreachable",
    "window",
    "capped",
    "stopped",
    "experiment",
    "country",
    "needs_phone",
    "marketing_off",
    "identity",
    "own_number",
    "group",
    "test_number",
    "spam",
    "category",
    "pair",
    "busy",
    "passing",
    "maintenance",
    "file_in",
    "file_out",
    "unsupported",
    "template_missing",
    "template_values",
    "template_stopped",
    "template_paused",
    "template_new",
    "flow",
    "request",
    "token",
    "permission",
    "number_gone",
    "locked",
    "display_name",
    "payment",
    "registration",
    "user_name",
    "unknown",
]
TOPICS: Final[tuple[FailureTopic, ...]] = get_args(FailureTopic)

_CODES: Final[dict[FailureTopic, tuple[int, ...]]] = {
    "unreachable": (131026,),
    "window": (131047,),
    "capped": (131049,),
    "stopped": (131050,),
    "experiment": (130472,),
    "country": (130497,),
    "needs_phone": (131062,),
    "marketing_off": (131055, 131063, 134100),
    "identity": (137000,),
    "own_number": (131021,),
    "group": (131020, 131041),
    "test_number": (131030,),
    "spam": (131048,),
    "category": (131064,),
    "pair": (131056,),
    "busy": (4, 80007, 130429),
    "passing": (1, 2, 131000, 131016, 133004),
    "maintenance": (131057,),
    "file_in": (131052,),
    "file_out": (131053,),
    "unsupported": (131051,),
    "template_missing": (132001, 134102),
    "template_values": (132000, 132005, 132008, 132012),
    "template_stopped": (132007, 132016),
    "template_paused": (132015,),
    "template_new": (134101,),
    "flow": (132068, 132069),
    "request": (100, 131008, 131009, 135000, 2046, 2047),
    "token": (0, 190),
    "permission": (3, 10, 131005),
    "number_gone": (33,),
    "locked": (368, 131031),
    "display_name": (131037,),
    "payment": (131042, 131044, 134011),
    "registration": (131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016),
}
_BY_CODE: Final[dict[int, FailureTopic]] = {code: topic for topic, codes in _CODES.items() for code in codes}
_RANGES: Final[tuple[tuple[range, FailureTopic], ...]] = (
    (range(200, 300), "permission"),
    (range(131200, 131300), "group"),
    (range(147000, 147100), "user_name"),
    (range(2388000, 2389000), "template_values"),
)


def topic_of(code: int) -> FailureTopic:
    """Return which explanation fits a code; ``unknown`` for one that is in no table."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    return next((topic for codes, topic in _RANGES if code in codes), "unknown")
