from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

if TYPE_CHECKING:
    from .conftest import BotDouble, Clock, Sim, StartSim


async def test_an_accepted_send_is_answered_in_graphs_shape(open_sim: Sim) -> None:
    answer = await open_sim.send()
    assert answer.status == 200
    assert answer.json == {
        "messaging_product": "whatsapp",
        "contacts": [{"input": "+966511111111", "wa_id": "966511111111"}],
        "messages": [{"id": "wamid.T00000001"}],
    }


async def test_a_send_to_a_bsuid_is_answered_with_the_user_id(open_sim: Sim) -> None:
    answer = await open_sim.send(to=None, recipient="SA.111")
    assert answer.json["contacts"] == [{"input": "SA.111", "user_id": "SA.111"}]
    assert open_sim.world.sent[0].to == "sara"


async def test_to_wins_over_recipient(open_sim: Sim) -> None:
    await open_sim.send(to="+966522222222", recipient="SA.111")
    assert open_sim.world.sent[0].to == "omar"


async def test_the_callback_data_is_kept_as_the_outbox_id(open_sim: Sim, clock: Clock) -> None:
    await open_sim.send(biz_opaque_callback_data="co:1:2:0")
    sent = open_sim.world.sent[0]
    assert (sent.outbox_id, sent.phone_number_id, sent.at, sent.text) == ("co:1:2:0", "100", clock.now, "hello")


async def test_a_number_without_plus_goes_astray_as_on_the_real_graph(open_sim: Sim) -> None:
    open_sim.world.set_switches(window="off")
    await open_sim.send(to="966511111111")
    assert open_sim.world.sent[0].to == "wa:966966511111111"


async def test_separators_in_a_number_are_ignored(open_sim: Sim) -> None:
    await open_sim.send(to="+966 (51) 111-1111")
    assert open_sim.world.sent[0].to == "sara"


async def test_brazils_ninth_digit_finds_the_same_user(start_sim: StartSim) -> None:
    sim = await start_sim()
    sim.world.open_window("100", "wa:551187654321")
    answer = await sim.send(to="+5511987654321")
    assert answer.status == 200
    assert sim.world.sent[0].to == "wa:551187654321"


@pytest.mark.parametrize("token", [None, "", "wrong", "Token", "other"])
async def test_a_wrong_token_is_refused_with_190(sim: Sim, token: str | None) -> None:
    answer = await sim.graph("POST", "100/messages", token=token, json={})
    assert (answer.status, answer.code) == (401, 190)
    assert answer.json["error"]["type"] == "OAuthException"


async def test_another_apps_number_does_not_exist(sim: Sim) -> None:
    answer = await sim.graph("POST", "101/messages", json={})
    assert (answer.status, answer.code, answer.json["error"]["error_subcode"]) == (400, 100, 33)


async def test_a_path_without_a_version_is_refused(sim: Sim) -> None:
    answer = await sim.call("POST", "/graph/latest/100/messages", headers={"Authorization": "Bearer token"}, json={})
    assert (answer.status, answer.code) == (404, 2500)


async def test_a_wrong_proof_is_refused_and_the_right_one_passes(open_sim: Sim) -> None:
    right = hmac.new(b"app secret", b"token", hashlib.sha256).hexdigest()
    refused = await open_sim.graph("GET", "100", params={"appsecret_proof": "0" * 64})
    passed = await open_sim.graph("GET", "100", params={"appsecret_proof": right})
    assert (refused.status, refused.code, passed.status) == (400, 100, 200)


async def test_a_proof_can_be_required(open_sim: Sim) -> None:
    open_sim.world.set_switches(require_proof=True)
    answer = await open_sim.send()
    assert answer.code == 100
    assert "appsecret_proof" in answer.details


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"{", 100), (b"[]", 100), (b"\xff", 100), (b'"text"', 100)],
)
async def test_a_body_that_is_no_json_object_is_refused(sim: Sim, body: bytes, code: int) -> None:
    answer = await sim.graph("POST", "100/messages", data=body)
    assert (answer.status, answer.code) == (400, code)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": None}, 131008),
        ({"to": "abc"}, 131009),
        ({"to": 966511111111}, 131009),
        ({"to": "+966500000000"}, 131021),
        ({"to": None, "recipient": "nonsense"}, 131009),
        ({"to": None, "recipient": "SA.ENT.12"}, 131047),
    ],
)
async def test_a_recipient_that_can_not_be_is_refused(sim: Sim, fields: dict[str, Any], code: int) -> None:
    answer = await sim.send(**fields)
    assert answer.code == code
    assert [refused.code for refused in sim.world.refused] == [code]


async def test_the_error_body_has_every_part_of_graphs(sim: Sim) -> None:
    answer = await sim.send(to=None)
    error = answer.json["error"]
    assert error["message"] == "(#131008) Required parameter is missing"
    assert error["error_data"] == {"messaging_product": "whatsapp", "details": "The parameter to is required."}
    assert set(error) == {"message", "type", "code", "error_data", "fbtrace_id"}


# The customer service window


async def test_free_form_outside_the_window_is_refused(sim: Sim) -> None:
    answer = await sim.send()
    assert (answer.status, answer.code) == (400, 131047)
    assert sim.world.sent == []


async def test_a_customers_message_opens_the_window_for_24_hours(sim: Sim, clock: Clock) -> None:
    sim.phone().says("hi")
    clock.now += 24 * 3_600_000 - 1
    inside = await sim.send()
    clock.now += 1
    outside = await sim.send()
    assert (inside.status, outside.code) == (200, 131047)


async def test_the_window_is_per_user_and_number(sim: Sim) -> None:
    sim.phone("omar").says("hi")
    assert (await sim.send()).code == 131047
    assert not sim.world.window_is_open("101", "omar")


async def test_the_window_rule_can_answer_by_status(sim: Sim, bot: BotDouble) -> None:
    sim.world.set_switches(window="status")
    assert (await sim.send(biz_opaque_callback_data="o")).status == 200
    await sim.settled()
    assert [(status["status"], status["errors"][0]["code"]) for status in bot.statuses] == [("failed", 131047)]


async def test_the_window_rule_can_be_off(sim: Sim) -> None:
    sim.world.set_switches(window="off")
    assert (await sim.send()).status == 200


# Read receipts


async def test_a_read_receipt_marks_the_message_and_shows_typing(sim: Sim) -> None:
    message = sim.phone().says("hi")
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": message.id, "typing_indicator": {"type": "text"}}
    answer = await sim.graph("POST", "100/messages", json=body)
    assert answer.json == {"success": True}
    assert message.status == "read"
    assert [(one.message_id, one.typing) for one in sim.world.receipts] == [(message.id, True)]


async def test_a_receipt_marks_earlier_messages_too(sim: Sim) -> None:
    first, second, third = (sim.phone().says(text) for text in ("a", "b", "c"))
    await sim.graph("POST", "100/messages", json={"messaging_product": "whatsapp", "status": "read", "message_id": second.id})
    assert (first.status, second.status) == ("read", "read")
    assert third.status != "read"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"status": "read", "message_id": "m"}, 100),
        ({"messaging_product": "whatsapp", "status": "seen", "message_id": "m"}, 100),
        ({"messaging_product": "whatsapp", "status": "read"}, 131008),
        ({"messaging_product": "whatsapp", "status": "read", "message_id": "unknown"}, 131009),
        ({"messaging_product": "whatsapp", "status": "read", "message_id": "m", "typing_indicator": {"type": "audio"}}, 131009),
    ],
)
async def test_a_wrong_receipt_is_refused(sim: Sim, body: dict[str, Any], code: int) -> None:
    answer = await sim.graph("POST", "100/messages", json=body)
    assert answer.code == code
    assert sim.world.receipts == []


async def test_a_fast_world_takes_any_message_id(start_sim: StartSim) -> None:
    sim = await start_sim(strict=False)
    answer = await sim.graph("POST", "100/messages", json={"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.other"})
    assert answer.json == {"success": True}


# What can be made to go wrong


async def test_a_share_of_sends_fails_with_a_code(open_sim: Sim) -> None:
    open_sim.world.set_switches(fail={131026: 1.0})
    answer = await open_sim.send()
    assert (answer.status, answer.code) == (400, 131026)


async def test_the_next_sends_fail_and_then_no_more(open_sim: Sim) -> None:
    open_sim.world.set_switches(fail_next={"count": 2, "code": 130429})
    assert [(await open_sim.send()).status for _ in range(3)] == [400, 400, 200]
    assert [one.code for one in open_sim.world.refused] == [130429, 130429]


async def test_a_failure_can_come_by_status(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(fail_next={"count": 1, "code": 131049}, fail_how="status")
    assert (await open_sim.send(biz_opaque_callback_data="o1")).status == 200
    await open_sim.settled()
    status = bot.statuses[0]
    assert (status["status"], status["biz_opaque_callback_data"], status["errors"][0]["code"]) == ("failed", "o1", 131049)
    assert "recipient_user_id" not in status


async def test_a_failed_message_stands_in_the_chat_as_such_and_is_never_read(open_sim: Sim) -> None:
    open_sim.world.set_switches(fail_next={"count": 1, "code": 131026}, fail_how="status")
    await open_sim.send()
    assert open_sim.phone().reads() == 0
    assert [(one.status, one.error) for one in open_sim.phone().messages] == [("failed", "Message undeliverable (131026)")]


async def test_a_dropped_answer_leaves_the_message_sent(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(drop_next=1)
    with pytest.raises(aiohttp.ClientError):
        await open_sim.send(biz_opaque_callback_data="o1")
    await open_sim.settled()
    assert [one.outbox_id for one in open_sim.world.sent] == ["o1"]
    assert bot.statuses[0]["biz_opaque_callback_data"] == "o1"


async def test_answers_can_be_dropped_by_chance(open_sim: Sim) -> None:
    open_sim.world.set_switches(drop_answer=1.0)
    with pytest.raises(aiohttp.ClientError):
        await open_sim.send()
    assert len(open_sim.world.sent) == 1


async def test_a_bare_500_accepts_nothing(open_sim: Sim) -> None:
    open_sim.world.set_switches(http_500=1.0)
    answer = await open_sim.send()
    assert (answer.status, answer.json) == (500, None)
    assert open_sim.world.sent == []


async def test_graph_can_be_slow(open_sim: Sim) -> None:
    open_sim.world.set_switches(latency_ms=[30, 30])
    loop = asyncio.get_running_loop()
    before = loop.time()
    await open_sim.send()
    assert loop.time() - before >= 0.03


async def test_more_than_the_allowed_sends_a_second_are_throttled(open_sim: Sim, clock: Clock) -> None:
    open_sim.world.set_switches(per_second=2)
    codes = [(await open_sim.send()).status for _ in range(3)]
    clock.now += 1_000
    assert codes == [200, 200, 400]
    assert (await open_sim.send()).status == 200
    assert open_sim.world.refused[0].code == 130429


async def test_failures_repeat_under_a_seed(open_sim: Sim) -> None:
    async def outcomes() -> list[int]:
        open_sim.world.set_switches(seed=7, fail={131000: 0.5})
        return [(await open_sim.send()).status for _ in range(12)]

    first = await outcomes()
    assert set(first) == {200, 500}
    assert await outcomes() == first
