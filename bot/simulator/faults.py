"""Graph's errors: which HTTP status and title belong to a code, and the body that carries them."""

from __future__ import annotations

import orjson
from aiohttp import web

# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes: code -> (HTTP status, title). The status is
# Meta's, even where it surprises: throttling (4, 80007, 130429, 131056) comes as 400.
KNOWN: dict[int, tuple[int, str]] = {
    0: (401, "AuthException"),
    1: (400, "API Unknown"),
    2: (503, "API Service"),
    3: (500, "API Method"),
    4: (400, "API Too Many Calls"),
    10: (403, "Permission Denied"),
    33: (400, "Parameter value is not valid"),
    100: (400, "Invalid parameter"),
    190: (401, "Access token has expired"),
    200: (403, "Permission Denied"),
    368: (403, "Temporarily blocked for policies violations"),
    2500: (404, "Unknown path components"),
    80007: (400, "Rate limit issues"),
    130429: (400, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    130497: (403, "Business account is restricted from messaging users in this country"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131030: (400, "Recipient phone number not in allowed list"),
    131031: (403, "Account has been locked"),
    131037: (400, "Display name is not approved"),
    131042: (400, "Business eligibility payment issue"),
    131045: (500, "Incorrect certificate"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement"),
    131050: (400, "User has stopped receipt of marketing messages"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    131062: (400, "Business-scoped user id is not supported for this message"),
    131064: (400, "Template misclassification limit"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Template hydrated text too long"),
    132007: (400, "Template format character policy violated"),
    132008: (400, "Parameter value is not valid"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    133004: (503, "Server temporarily unavailable"),
    133010: (400, "Phone number not registered"),
    135000: (400, "Generic user error"),
}
HELP = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"


class Fault(Exception):
    """Graph refuses the request. ``details`` says what is wrong in words; ``status`` overrides the code's HTTP status."""

    def __init__(self, code: int, details: str, *, status: int | None = None, subcode: int | None = None) -> None:
        http_status, title = KNOWN.get(code, (400, "Generic error"))
        super().__init__(f"(#{code}) {title}: {details}")
        self.code = code
        self.title = title
        self.details = details
        self.status = status or http_status
        self.subcode = subcode

    def body(self) -> dict[str, object]:
        """Return the JSON body in Graph's shape."""
        error: dict[str, object] = {"message": f"(#{self.code}) {self.title}", "type": "OAuthException", "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        error["fbtrace_id"] = "AOfflineTrace0000000000"
        return {"error": error}

    def in_status(self) -> dict[str, object]:
        """Return the same error as it stands in the ``errors`` of a ``failed`` status."""
        return {"code": self.code, "title": self.title, "message": self.title, "error_data": {"details": self.details}, "href": HELP}


def refusal(fault: Fault) -> web.Response:
    """Return the HTTP answer of a fault; a 401 says which scheme it wants, as Graph does."""
    headers = {"WWW-Authenticate": 'OAuth "Facebook Platform" "invalid_token"'} if fault.status == 401 else None  # noqa: PLR2004 (a plain HTTP status)
    return web.Response(body=orjson.dumps(fault.body()), status=fault.status, content_type="application/json", headers=headers)


def answer(value: object, *, status: int = 200) -> web.Response:
    """Return a JSON answer."""
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")
