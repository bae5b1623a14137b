from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from bot.bench.crowd import crowd
from bot.bench.http import message_size
from bot.bench.webhooks import Number
from bot.errors import Unauthenticated
from bot.whatsapp.signature import verify
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from bot.bench.webhooks import Webhooks

ASKER = crowd(1)[0]
SENTENCE = 'وين "طلبي"؟'
SECONDS = 1_790_000_000


def body_of(request: bytes) -> bytes:
    return request.partition(b"\r\n\r\n")[2]


def signature_of(request: bytes) -> str:
    return request.split(b"X-Hub-Signature-256: ")[1].split(b"\r\n")[0].decode()


@pytest.fixture
def text(webhooks: Webhooks) -> bytes:
    return webhooks.text(ASKER, orjson.dumps(SENTENCE))


def test_a_request_says_how_long_it_is(text: bytes) -> None:
    assert message_size(text) == len(text)


def test_a_request_is_signed(text: bytes) -> None:
    verify(body_of(text), signature_of(text), [Number().app_secret])
    with pytest.raises(Unauthenticated):
        verify(body_of(text) + b" ", signature_of(text), [Number().app_secret])


def test_a_message_carries_both_identities_and_its_sentence(text: bytes) -> None:
    value = orjson.loads(body_of(text))["entry"][0]["changes"][0]["value"]
    message = value["messages"][0]
    assert (message["from"], message["from_user_id"]) == (ASKER.wa_id, ASKER.bsuid)
    assert (message["text"]["body"], message["timestamp"]) == (SENTENCE, str(SECONDS))
    assert value["metadata"]["phone_number_id"] == Number().phone_number_id


def test_the_bot_splits_it_into_one_message(text: bytes) -> None:
    pieces = split(body_of(text), 0)
    assert [item.kind for item in pieces.items] == ["message"]
    assert not pieces.parked


def test_every_message_has_its_own_id(webhooks: Webhooks) -> None:
    ids = [webhooks.wamid() for _ in range(1_000)]
    assert len(set(ids)) == 1_000


def test_a_status_echoes_our_id(webhooks: Webhooks) -> None:
    request = webhooks.status(ASKER, "wamid.X", "delivered", 'c:1:"x":1:0')
    status = orjson.loads(body_of(request))["entry"][0]["changes"][0]["value"]["statuses"][0]
    assert (status["id"], status["status"], status["biz_opaque_callback_data"]) == ("wamid.X", "delivered", 'c:1:"x":1:0')
    assert [item.kind for item in split(body_of(request), 0).items] == ["status"]
