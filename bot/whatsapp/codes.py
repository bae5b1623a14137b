"""Graph's error codes: what each means and what follows from it.

Only the code decides, never the HTTP status: Graph sends rate limits with 400 and permanent refusals with 500. The same code may
come in the answer to a send or, later, in a status of an accepted message, and means the same in both.
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bot.errors import NeedsStaff, Permanent, Refused, Retryable

UNREACHABLE: Final = 131026
WINDOW_CLOSED: Final = 131047
SPAM_LIMIT: Final = 131048
MARKETING_CAPPED: Final = 131049
MARKETING_STOPPED: Final = 131050
UNSUPPORTED_TYPE: Final = 131051
NUMBER_RATE: Final = 130429
PAIR_RATE: Final = 131056
BSUID_NOT_ALLOWED: Final = 131062
MISCLASSIFIED: Final = 131064

# ``backoff``: again after a random pause that grows; ``slow``: the same, and the number sends less a second;
# ``pair``: again after 4^X seconds, nothing to this user before; ``wait``: again after ``wait`` seconds;
# ``upload``: where it carries a file, upload that anew and send it again; ``template``: again as a template, if there is one;
# ``opt_out``: the user wants no more marketing; ``unreachable``: the user can't be reached; ``give_up``: never again;
# ``stop``: nothing of this number's can be sent until somebody acts.
Act = Literal["backoff", "slow", "pair", "wait", "upload", "template", "opt_out", "unreachable", "give_up", "stop"]

_MINUTE = 60.0
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_FEW = 3
_TWICE = 2
_WHILE_TRUE = 1_000


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from a code.

    ``act`` is what to do, ``outcome`` the exception to raise, ``wait`` the seconds to wait where Meta names them, ``most`` how often
    a message is sent at most before it is given up (messages also grow too old), ``alert`` whether a person should look.
    """

    act: Act
    meaning: str
    outcome: type[Retryable | Permanent | NeedsStaff] = Permanent
    wait: float | None = None
    most: int = 1
    alert: bool = False


def _again(act: Act, meaning: str, wait: float | None = None, *, most: int = _WHILE_TRUE) -> Rule:
    return Rule(act, meaning, Retryable, wait, most)


def _stop(meaning: str) -> Rule:
    return Rule("stop", meaning, NeedsStaff, most=_WHILE_TRUE, alert=True)


def _template(meaning: str) -> Rule:
    return Rule("give_up", meaning, alert=True)


RULES: Final[dict[int, Rule]] = {
    # Again, by itself.
    1: _again("backoff", "unknown error or bad request", most=_TWICE),
    2: _again("backoff", "the API is down or overloaded"),
    4: _again("backoff", "the app's call rate is used up"),
    80007: _again("backoff", "the business account's call rate is used up"),
    NUMBER_RATE: _again("slow", "the number's throughput is used up"),
    131000: _again("backoff", "something went wrong at WhatsApp", most=_FEW),
    131016: _again("backoff", "the service is unavailable"),
    MARKETING_CAPPED: _again("wait", "this user gets no more marketing for now", _DAY, most=_TWICE),
    PAIR_RATE: _again("pair", "too many messages to this user"),
    131057: _again("wait", "the number is in maintenance or gets more throughput", _MINUTE),
    132015: Rule("wait", "the template is paused", Retryable, 3 * _HOUR, _WHILE_TRUE, alert=True),
    132069: _again("wait", "the flow is throttled", _HOUR),
    133004: _again("backoff", "the server is unavailable"),
    133016: _again("wait", "too many registrations of this number", 3 * _DAY),
    134101: _again("wait", "the template is still being synchronised", 10 * _MINUTE),
    SPAM_LIMIT: Rule("wait", "too many messages were reported as spam", NeedsStaff, _HOUR, _WHILE_TRUE, alert=True),
    MISCLASSIFIED: Rule("wait", "limited because templates were put in the wrong category", NeedsStaff, _HOUR, _WHILE_TRUE, alert=True),
    # Again, in another way.
    100: Rule("upload", "a parameter is not valid", most=_TWICE),
    131009: Rule("upload", "the value of a parameter is not valid", most=_TWICE),
    131052: Rule("upload", "the media can't be downloaded", most=_TWICE),
    131053: Rule("upload", "the media can't be uploaded", most=_TWICE),
    WINDOW_CLOSED: Rule("template", "the customer service window is closed", most=_TWICE),
    # Nothing of this number's until somebody acts.
    0: _stop("the access token is not valid"),
    3: _stop("the app lacks a capability or permission"),
    10: _stop("a permission is missing or was taken away"),
    33: _stop("the phone number id is unknown or deleted"),
    190: _stop("the access token has expired"),
    368: _stop("blocked for breaking a policy"),
    131005: _stop("access is denied"),
    131031: _stop("the account is locked"),
    131037: _stop("the number's display name is not approved"),
    131042: _stop("there is a problem with the payment method"),
    131044: _stop("there is a problem with the payment method for calls"),
    131045: _stop("the number's registration or certificate is wrong"),
    133000: _stop("the number was not deregistered completely"),
    133005: _stop("the two-step PIN is wrong"),
    133006: _stop("the number must be verified again"),
    133008: _stop("too many wrong PINs"),
    133009: _stop("PINs were entered too fast"),
    133010: _stop("the number is not registered"),
    133015: _stop("the number was deregistered only minutes ago"),
    134011: Rule("give_up", "the payments terms are not accepted", alert=True),
    # Never again.
    UNREACHABLE: Rule("unreachable", "the recipient can't be reached on WhatsApp"),
    MARKETING_STOPPED: Rule("opt_out", "the user stopped marketing"),
    2046: Rule("give_up", "an order can't go from its state to this one"),
    2047: Rule("give_up", "a paid order can't be cancelled"),
    130472: Rule("give_up", "the user is part of an experiment and gets no marketing"),
    130497: Rule("give_up", "messages to this country are not allowed"),
    131008: Rule("give_up", "a parameter is missing"),
    131020: Rule("give_up", "the group is not valid"),
    131021: Rule("give_up", "sender and recipient are the same"),
    131030: Rule("give_up", "the recipient is not on the test number's list"),
    131041: Rule("give_up", "the group does not allow it"),
    UNSUPPORTED_TYPE: Rule("give_up", "this kind of message is not supported"),
    131055: Rule("give_up", "the method is not allowed"),
    BSUID_NOT_ALLOWED: Rule("give_up", "this message needs a phone number, not a business-scoped id"),
    131063: Rule("give_up", "marketing is switched off on this API"),
    132000: _template("the number of template parameters is wrong"),
    132001: _template("the template does not exist in this language or is not approved"),
    132005: _template("the filled-in template is too long"),
    132007: _template("the template breaks a policy"),
    132008: _template("a template parameter is not valid"),
    132012: _template("a template parameter has the wrong format"),
    132016: _template("the template is disabled"),
    132068: Rule("give_up", "the flow is blocked"),
    134100: Rule("give_up", "only marketing templates are allowed here"),
    134102: _template("the template is not available here"),
    135000: Rule("give_up", "the request has a wrong parameter"),
    137000: Rule("give_up", "the recipient's identity key has changed"),
}

_RANGES: tuple[tuple[range, Rule], ...] = (
    (range(200, 300), _stop("a permission is missing or was taken away")),
    (range(131200, 131300), Rule("give_up", "the group does not allow it")),
    (range(147000, 147100), Rule("give_up", "the user name is not valid")),
    (range(2388000, 2389000), Rule("give_up", "the template can't be created like this")),
)
_UNKNOWN = "an error that is in no table"
TRANSIENT: Final = _again("backoff", _UNKNOWN)
UNKNOWN: Final = Rule("backoff", _UNKNOWN, Permanent, most=_FEW)


def rule_for(code: int, *, transient: bool = False) -> Rule:
    """Return what follows from a code, which may be of an API call or of a status.

    A code that is in no table is tried a few times, or for as long as the message is news where Graph calls it ``transient``.
    """
    known = RULES.get(code) or next((rule for codes, rule in _RANGES if code in codes), None)
    return known or (TRANSIENT if transient else UNKNOWN)


def refused(code: int, text: str, http_status: int, *, transient: bool = False, retry_after: float | None = None) -> Refused:
    """Return the exception for a code; ``retry_after`` (seconds) is what the response asked for and wins over the table's."""
    rule = rule_for(code, transient=transient)
    wait = rule.wait if retry_after is None else retry_after
    return rule.outcome(f"{rule.meaning}: {text}" if text else rule.meaning, code=code, http_status=http_status, retry_after=wait)


def rule_of(error: Refused) -> Rule:
    """Return what follows from a refusal; one without a code of Graph's (0) that may pass is no reason to stop a number."""
    rule = rule_for(error.code, transient=isinstance(error, Retryable))
    return TRANSIENT if rule.act == "stop" and isinstance(error, Retryable) else rule
