"""``/v1/customers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.consent import Consent
from bot.domain.conversation import Conversation, conversation_id
from tests.connectors.knocking import NOOR, NOW

if TYPE_CHECKING:
    from tests.web.api.conftest import Api

CHAT = conversation_id(NOOR.phone_number_id, "cu:sara")


async def consents(api: Api) -> dict[str, bool]:
    return {one.category: one.given for one in (await api.db.conversations.get_many([CHAT]))[CHAT].consents}


async def test_a_customer_who_is_known_is_changed(api: Api) -> None:
    answered = await api.ask("POST", "/customers", json={"phone": "050 123 4567", "name": "Sara A.", "language": "en"})
    assert answered.json == {"id": "cu:sara", "phone": "+966501234567", "name": "Sara A.", "language": "en", "country": "SA", "orders": ["5001"]}


async def test_another_one_is_made(api: Api) -> None:
    answered = await api.ask("POST", "/customers", json={"phone": "01001234567", "country": "eg"})
    assert (answered.json["phone"], answered.json["country"], answered.json["orders"]) == ("+201001234567", "EG", [])


async def test_consent_is_noted(api: Api) -> None:
    await api.ask("POST", "/customers", json={"phone": "0501234567", "consent": True, "marketing": False})
    assert await consents(api) == {"utility": True, "marketing": False}


@pytest.mark.parametrize(("source", "kept"), [("chat", False), ("api", True)])
async def test_who_has_stopped_messages_himself_is_not_signed_up_again(source: str, kept: bool, api: Api) -> None:  # noqa: FBT001
    word = Consent("marketing", given=False, at=NOW - 1, source=source)  # type: ignore[arg-type]
    await api.db.conversations.put_many([Conversation(CHAT, "noor", "cu:sara", NOOR.phone_number_id, consents=(word,))])
    await api.ask("POST", "/customers", json={"phone": "0501234567", "marketing": True})
    assert await consents(api) == {"marketing": kept}


@pytest.mark.parametrize(("body", "field"), [({}, "phone"), ({"phone": "12"}, "phone"), ({"phone": "0501234567", "country": "Egypt"}, "country")])
async def test_a_wrong_field_is_named(body: dict[str, str], field: str, api: Api) -> None:
    answered = await api.ask("POST", "/customers", json=body)
    assert (answered.status, answered.json["errors"][0]["field"]) == (422, field)
