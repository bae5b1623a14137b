from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim

SPEC: dict[str, Any] = {"name": "thanks", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "Thank you."}]}


async def test_a_number_shows_its_basic_fields(sim: Sim) -> None:
    answer = await sim.graph("GET", "100")
    assert answer.json == {"verified_name": "Test shop", "display_phone_number": "+966500000000", "quality_rating": "GREEN", "id": "100"}


async def test_a_number_shows_the_fields_that_are_asked_for(sim: Sim) -> None:
    answer = await sim.graph("GET", "100", params={"fields": "throughput,name_status"})
    assert answer.json == {"throughput": {"level": "STANDARD"}, "name_status": "APPROVED", "id": "100"}


async def test_an_unknown_field_is_refused(sim: Sim) -> None:
    answer = await sim.graph("GET", "100", params={"fields": "shoe_size"})
    assert answer.code == 100
    assert "nonexisting field (shoe_size)" in answer.details


@pytest.mark.parametrize("path", ["101", "201", "999", "201/message_templates", "201/phone_numbers", "201/subscribed_apps"])
async def test_what_is_not_ones_own_does_not_exist(sim: Sim, path: str) -> None:
    answer = await sim.graph("GET", path)
    assert (answer.code, answer.json["error"]["error_subcode"]) == (100, 33)


@pytest.mark.parametrize("path", ["100", "200", "200/message_templates", "200/phone_numbers"])
async def test_looking_needs_the_token(sim: Sim, path: str) -> None:
    assert (await sim.graph("GET", path, token=None)).code == 190


async def test_an_account_lists_its_numbers(sim: Sim) -> None:
    answer = await sim.graph("GET", "200/phone_numbers", params={"fields": "display_phone_number"})
    assert answer.json == {"data": [{"display_phone_number": "+966500000000", "id": "100"}]}


async def test_an_account_has_a_name(sim: Sim) -> None:
    assert (await sim.graph("GET", "200", params={"fields": "name"})).json == {"name": "Test shop", "id": "200"}


async def test_a_created_template_is_approved_and_told(sim: Sim, bot: BotDouble) -> None:
    created = await sim.graph("POST", "200/message_templates", json=SPEC)
    await sim.settled()
    assert (created.json["status"], created.json["category"]) == ("APPROVED", "UTILITY")
    assert bot.posts[0].json["entry"][0]["changes"][0]["field"] == "message_template_status_update"
    assert bot.values[0]["message_template_id"] == int(created.json["id"])


async def test_a_created_template_can_be_sent_outside_the_window(sim: Sim) -> None:
    await sim.graph("POST", "200/message_templates", json=SPEC)
    answer = await sim.send(type="template", template={"name": "thanks", "language": {"code": "en"}}, text=None)
    assert answer.json["messages"][0]["message_status"] == "accepted"
    assert sim.phone().messages[0].body == "Thank you."


async def test_a_template_can_be_looked_up_and_edited(sim: Sim) -> None:
    template_id = (await sim.graph("POST", "200/message_templates", json=SPEC)).json["id"]
    edited = await sim.graph("POST", template_id, json={"components": [{"type": "BODY", "text": "Bye."}]})
    assert edited.json == {"success": True}
    looked = await sim.graph("GET", template_id, params={"fields": "status,components"})
    assert looked.json == {"status": "APPROVED", "components": [{"type": "BODY", "text": "Bye."}], "id": template_id}


async def test_a_wrong_template_is_refused(sim: Sim) -> None:
    assert (await sim.graph("POST", "200/message_templates", json=SPEC | {"name": "No Good"})).code == 100
    assert (await sim.graph("POST", "200/message_templates", data=b"{")).code == 100
    assert (await sim.graph("POST", "200/message_templates", json=[])).code == 100


async def test_templates_are_listed_in_pages(sim: Sim) -> None:
    for number in range(4):
        await sim.graph("POST", "200/message_templates", json=SPEC | {"name": f"thanks_{number}"})
    names: list[str] = []
    url = f"{sim.url}/simulator/graph/v26.0/200/message_templates?limit=2"
    while url:
        async with sim.session.get(url, headers={"Authorization": "Bearer token"}) as response:
            page = await response.json()
        names += [one["name"] for one in page["data"]]
        url = page["paging"].get("next", "")
    assert names == ["order_shipped", "thanks_0", "thanks_1", "thanks_2", "thanks_3"]


async def test_lists_of_templates_are_filtered(sim: Sim) -> None:
    assert len((await sim.graph("GET", "200/message_templates", params={"name": "order_shipped", "language": "en"})).json["data"]) == 1
    assert (await sim.graph("GET", "200/message_templates", params={"status": "REJECTED"})).json["data"] == []
    assert (await sim.graph("GET", "200/message_templates", params={"limit": "many"})).code == 100


async def test_a_template_can_be_deleted_by_name(sim: Sim) -> None:
    assert (await sim.graph("DELETE", "200/message_templates", params={"name": "order_shipped"})).json == {"success": True}
    assert (await sim.graph("DELETE", "200/message_templates", params={"name": "order_shipped"})).code == 100
    assert (await sim.graph("DELETE", "200/message_templates")).code == 100


async def test_an_app_can_leave_and_subscribe_again(sim: Sim) -> None:
    assert len((await sim.graph("GET", "200/subscribed_apps")).json["data"]) == 1
    await sim.graph("DELETE", "200/subscribed_apps")
    assert (await sim.graph("GET", "200/subscribed_apps")).json == {"data": []}
    await sim.graph("POST", "200/subscribed_apps", json={"override_callback_uri": "https://example.com/hook", "verify_token": "v"})
    listed = (await sim.graph("GET", "200/subscribed_apps")).json["data"]
    assert [one["override_callback_uri"] for one in listed] == ["https://example.com/hook"]
    await sim.graph("DELETE", "200/subscribed_apps")
    assert (await sim.graph("GET", "200/subscribed_apps")).json == {"data": []}


async def test_an_app_can_subscribe_without_a_body(sim: Sim) -> None:
    assert (await sim.graph("POST", "200/subscribed_apps")).json == {"success": True}
