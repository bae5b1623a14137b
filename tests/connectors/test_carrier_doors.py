"""Carriers' webhooks at the door: signed as their systems sign, repeated, forged, and for another shop."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors import aftership, easypost, seventeentrack, shippo
from bot.domain.clock import MINUTE
from bot.errors import Unauthenticated
from tests.connectors.knocking import NOOR, NOW, knock

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.connectors.base import Connector
    from bot.domain.inbox import InboxItem

SECRET = "a sécret of more than 16 characters"


@dataclass(frozen=True)
class Sender:
    """A carrier's system: its connector, and the headers that it puts beside a body."""

    connector: Connector[Any]
    sign: Callable[[bytes], dict[str, str]]

    @property
    def bodies(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((Path(__file__).parent / self.connector.name / "fixtures").glob("*.json"))]

    def deliver(self, body: bytes, *, at: int = NOW, store: str = "noor", headers: dict[str, str] | None = None) -> InboxItem | None:
        """Return the item that a request becomes, ``None`` when it is kept aside; raise ``Unauthenticated``."""
        request = knock(body, self.sign(body) if headers is None else headers, at=at, store=replace(NOOR, id=store))
        taken = self.connector.split(request, self.connector.verify(request, [SECRET]))
        assert len(taken.items) + len(taken.parked) == 1
        return taken.items[0] if taken.items else None


def digest(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


SENDERS = [
    Sender(aftership.CONNECTOR, lambda body: {"aftership-hmac-sha256": base64.b64encode(digest(SECRET.encode(), body)).decode()}),
    Sender(
        easypost.CONNECTOR,
        lambda body: {"x-hmac-signature": "hmac-sha256-hex=" + digest(unicodedata.normalize("NFKD", SECRET).encode(), body).hex()},
    ),
    Sender(seventeentrack.CONNECTOR, lambda body: {"sign": hashlib.sha256(body + b"/" + SECRET.encode()).hexdigest()}),
    Sender(shippo.CONNECTOR, lambda body: {"shippo-auth-signature": "t=1,v1=" + digest(SECRET.encode(), b"1." + body).hex()}),
]
each_sender = pytest.mark.parametrize("sender", SENDERS, ids=lambda sender: sender.connector.name)


@each_sender
def test_every_sample_is_let_in_and_is_the_same_item_when_it_is_repeated(sender: Sender) -> None:
    for body in sender.bodies:
        first, again = sender.deliver(body), sender.deliver(body, at=NOW + 10 * MINUTE)
        assert (first and first.id) == (again and again.id)


@each_sender
def test_no_two_samples_are_taken_for_one_another(sender: Sender) -> None:
    # EasyPost's published samples hide their ids behind dots.
    items = [item for body in sender.bodies if b'"evt_..."' not in body and (item := sender.deliver(body))]
    assert len({item.id for item in items}) == len(items)


@each_sender
def test_the_same_webhook_for_another_shop_is_another_item_in_another_lane(sender: Sender) -> None:
    here, there = (sender.deliver(sender.bodies[0], store=store) for store in ("noor", "dar"))
    assert here
    assert there
    assert (here.id != there.id, here.lane != there.lane) == (True, True)


@each_sender
@given(data=st.data())
def test_one_changed_byte_is_noticed_and_nothing_is_kept(sender: Sender, data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(sender.bodies))
    place, change = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(1, 255))
    forged = body[:place] + bytes([body[place] ^ change]) + body[place + 1 :]
    with pytest.raises(Unauthenticated):
        sender.deliver(forged, headers=sender.sign(body))


@each_sender
def test_what_is_signed_for_nobody_is_refused(sender: Sender) -> None:
    with pytest.raises(Unauthenticated):
        sender.deliver(sender.bodies[0], headers={})
