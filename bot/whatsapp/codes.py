"""Graph's error codes: what each means and what follows from it.

Only the code decides, never the HTTP status: Graph sends rate limits with 400 and permanent refusals with 500.
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.errors import NeedsStaff, Permanent, Refused, Retryable

UNREACHABLE: Final = 131026
WINDOW_CLOSED: Final = 131047
MARKETING_CAPPED: Final = 131049
MARKETING_STOPPED: Final = 131050
UNSUPPORTED_TYPE: Final = 131051
NUMBER_RATE: Final = 130429
PAIR_RATE: Final = 131056
BSUID_NOT_ALLOWED: Final = 131062

_MINUTE = 60.0
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from a code: the exception to raise, its meaning in words, and the seconds to wait where Meta names them."""

    outcome: type[Retryable | Permanent | NeedsStaff]
    meaning: str
    retry_after: float | None = None


_RETRYABLE: dict[int, tuple[str, float | None]] = {
    1: ("unknown error or bad request", None),
    2: ("the API is down or overloaded", None),
    4: ("the app's call rate is used up", None),
    80007: ("the business account's call rate is used up", None),
    NUMBER_RATE: ("the number's throughput is used up", None),
    131000: ("something went wrong at WhatsApp", None),
    131016: ("the service is unavailable", None),
    MARKETING_CAPPED: ("this user gets no more marketing for now", _DAY),
    PAIR_RATE: ("too many messages to this user", None),
    131057: ("the number is in maintenance or gets more throughput", _MINUTE),
    132015: ("the template is paused", 3 * _HOUR),
    132069: ("the flow is throttled", _HOUR),
    133004: ("the server is unavailable", None),
    133016: ("too many registrations of this number", 3 * _DAY),
    134101: ("the template is still being synchronised", 10 * _MINUTE),
}

_NEEDS_STAFF: dict[int, str] = {
    0: "the access token is not valid",
    3: "the app lacks a capability or permission",
    10: "a permission is missing or was taken away",
    190: "the access token has expired",
    368: "blocked for breaking a policy",
    131005: "access is denied",
    131031: "the account is locked",
    131037: "the number's display name is not approved",
    131042: "there is a problem with the payment method",
    131044: "there is a problem with the payment method for calls",
    131045: "the number's registration or certificate is wrong",
    131048: "too many messages were reported as spam",
    131064: "limited because templates were put in the wrong category",
    133000: "the number was not deregistered completely",
    133005: "the two-step PIN is wrong",
    133006: "the number must be verified again",
    133008: "too many wrong PINs",
    133009: "PINs were entered too fast",
    133010: "the number is not registered",
    133015: "the number was deregistered only minutes ago",
}

_PERMANENT: dict[int, str] = {
    33: "the phone number id is unknown or deleted",
    100: "a parameter is not valid",
    2046: "an order can't go from its state to this one",
    2047: "a paid order can't be cancelled",
    130472: "the user is part of an experiment and gets no marketing",
    130497: "messages to this country are not allowed",
    131008: "a parameter is missing",
    131009: "the value of a parameter is not valid",
    131020: "the group is not valid",
    131021: "sender and recipient are the same",
    UNREACHABLE: "the recipient can't be reached on WhatsApp",
    131030: "the recipient is not on the test number's list",
    131041: "the group does not allow it",
    WINDOW_CLOSED: "the customer service window is closed",
    MARKETING_STOPPED: "the user stopped marketing",
    UNSUPPORTED_TYPE: "this kind of message is not supported",
    131052: "the customer's media can't be downloaded",
    131053: "the media can't be uploaded",
    131055: "the method is not allowed",
    BSUID_NOT_ALLOWED: "this message needs a phone number, not a business-scoped id",
    131063: "marketing is switched off on this API",
    132000: "the number of template parameters is wrong",
    132001: "the template does not exist in this language or is not approved",
    132005: "the filled-in template is too long",
    132007: "the template breaks a policy",
    132008: "a template parameter is not valid",
    132012: "a template parameter has the wrong format",
    132016: "the template is disabled",
    132068: "the flow is blocked",
    134011: "the payments terms are not accepted",
    134100: "only marketing templates are allowed here",
    134102: "the template is not available here",
    135000: "the request has a wrong parameter",
    137000: "the recipient's identity key has changed",
}

_RANGES: tuple[tuple[range, Rule], ...] = (
    (range(200, 300), Rule(NeedsStaff, "a permission is missing or was taken away")),
    (range(131200, 131300), Rule(Permanent, "the group does not allow it")),
    (range(147000, 147100), Rule(Permanent, "the user name is not valid")),
    (range(2388000, 2389000), Rule(Permanent, "the template can't be created like this")),
)

RULES: Final[dict[int, Rule]] = {
    **{code: Rule(Retryable, meaning, wait) for code, (meaning, wait) in _RETRYABLE.items()},
    **{code: Rule(NeedsStaff, meaning) for code, meaning in _NEEDS_STAFF.items()},
    **{code: Rule(Permanent, meaning) for code, meaning in _PERMANENT.items()},
}


def rule_for(code: int, *, transient: bool = False) -> Rule:
    """Return what follows from a code, which may be of an API call or of a status.

    A code that is in no table is permanent, so that it can't be repeated for ever, unless Graph calls it ``transient``.
    """
    known = RULES.get(code) or next((rule for codes, rule in _RANGES if code in codes), None)
    return known or Rule(Retryable if transient else Permanent, "an error that is in no table")


def refused(code: int, text: str, http_status: int, *, transient: bool = False, retry_after: float | None = None) -> Refused:
    """Return the exception for a code; ``retry_after`` (seconds) is what the response asked for and wins over the table's."""
    rule = rule_for(code, transient=transient)
    wait = rule.retry_after if retry_after is None else retry_after
    return rule.outcome(f"{rule.meaning}: {text}" if text else rule.meaning, code=code, http_status=http_status, retry_after=wait)
