"""Webhooks as WhatsApp sends them, signed, as finished HTTP requests.

Source of the shapes: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import orjson

from bot.domain.clock import SECOND
from bot.whatsapp.signature import sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bench.crowd import Asker

_ENVELOPE = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"%b","changes":[{"value":{"messaging_product":"whatsapp",'
    b'"metadata":{"display_phone_number":"%b","phone_number_id":"%b"},%b},"field":"messages"}]}]}'
)
_TEXT = (
    b'"contacts":[{"profile":{"name":"%b"},"wa_id":"%b","user_id":"%b"}],'
    b'"messages":[{"from":"%b","from_user_id":"%b","id":"%b","timestamp":"%d","text":{"body":%b},"type":"text"}]'
)
_STATUS = (
    b'"contacts":[{"wa_id":"%b","user_id":"%b"}],'
    b'"statuses":[{"id":"%b","status":"%b","timestamp":"%d","recipient_id":"%b","recipient_user_id":"%b",'
    b'"biz_opaque_callback_data":%b%b}]'
)
# Meta names the price on one of a message's statuses.
_PRICING = b',"pricing":{"billable":true,"pricing_model":"PMP","category":"utility","type":"regular"}'
_REQUEST = (
    b"POST /webhooks/whatsapp HTTP/1.1\r\nHost: %b\r\nUser-Agent: facebookexternalua\r\nAccept: */*\r\n"
    b"Content-Type: application/json\r\nX-Hub-Signature-256: %b\r\nContent-Length: %d\r\n\r\n%b"
)


@dataclass(frozen=True, slots=True)
class Number:
    """The business number that is written to, with the secret that its webhooks are signed with."""

    phone_number_id: str = "106540352242922"
    business_account_id: str = "102290129340398"
    display: str = "966110000000"
    app_secret: str = "app secret of the measurement"  # noqa: S105 (made up, opens nothing)
    verify_token: str = "verify token of the measurement"  # noqa: S105 (made up, opens nothing)
    access_token: str = "access token of the measurement"  # noqa: S105 (made up, opens nothing)


class Webhooks:
    """Makes webhook requests for one number of ours at the instants that ``now`` tells; every message has its own id, also across runs."""

    def __init__(self, number: Number, host: str, now: Callable[[], int]) -> None:
        self._number = number
        self._host = host.encode()
        self._now = now
        self._run = os.urandom(6).hex().upper().encode()
        self._serial = count(1)

    def wamid(self) -> bytes:
        """Return a message id that nobody has had."""
        return b"wamid.HBgMOTY2%bRUI%022X" % (self._run, next(self._serial))

    def text(self, asker: Asker, sentence: bytes) -> bytes:
        """Return the request for a typed message; ``sentence`` is a JSON string."""
        wa_id, bsuid = asker.wa_id.encode(), asker.bsuid.encode()
        return self._request(_TEXT % (asker.name.encode(), wa_id, bsuid, wa_id, bsuid, self.wamid(), self._seconds(), sentence))

    def status(self, asker: Asker, wamid: str, state: str, callback_data: str) -> bytes:
        """Return the request that reports ``state`` (sent, delivered, read) of our message ``wamid`` to the asker."""
        wa_id, bsuid = asker.wa_id.encode(), asker.bsuid.encode()
        ours = orjson.dumps(callback_data)
        pricing = _PRICING if state == "sent" else b""
        return self._request(_STATUS % (wa_id, bsuid, wamid.encode(), state.encode(), self._seconds(), wa_id, bsuid, ours, pricing))

    def _seconds(self) -> int:
        return self._now() // SECOND

    def _request(self, value: bytes) -> bytes:
        number = self._number
        body = _ENVELOPE % (number.business_account_id.encode(), number.display.encode(), number.phone_number_id.encode(), value)
        return _REQUEST % (self._host, sign(body, number.app_secret).encode(), len(body), body)
