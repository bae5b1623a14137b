"""How the simulated Meta tells about tokens and subscriptions, and whom its gate lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.account import APP_ID, FIELDS, AccountState
from bot.simulator.faults import KNOWN, Fault
from bot.whatsapp.codes import rule_for
from bot.whatsapp.signature import appsecret_proof

from .conftest import NUMBER, OTHER, TOKEN

if TYPE_CHECKING:
    from .conftest import Answer, Sim

APP_TOKEN = f"{APP_ID}|{NUMBER.app_secret}"


async def about(sim: Sim) -> Answer:
    return await sim.graph("GET", f"debug_token?input_token={TOKEN}")


async def test_a_token_is_described_as_the_account_is_set_up(sim: Sim) -> None:
    sim.world.account.expires_at = 1_800_000_000
    sim.world.account.scopes = ["whatsapp_business_messaging"]
    found = (await about(sim)).json["data"]
    assert (found["app_id"], found["is_valid"], found["expires_at"]) == (APP_ID, True, 1_800_000_000)
    assert found["scopes"] == ["whatsapp_business_messaging"]


async def test_the_apps_subscriptions_are_for_the_app_itself(sim: Sim) -> None:
    found = await sim.graph("GET", f"{APP_ID}/subscriptions", token=APP_TOKEN)
    (subscription,) = found.json["data"]
    assert [field["name"] for field in subscription["fields"]] == list(FIELDS)
    assert (subscription["active"], subscription["object"]) == (True, "whatsapp_business_account")


@pytest.mark.parametrize("token", [TOKEN, f"{APP_ID}|wrong", f"1|{NUMBER.app_secret}", "", None])
async def test_nobody_else_sees_them(token: str | None, sim: Sim) -> None:
    refused = await sim.graph("GET", f"{APP_ID}/subscriptions", token=token)
    assert (refused.status, refused.code) == (401, 190)


async def test_an_app_without_fields_has_no_subscription(sim: Sim) -> None:
    sim.world.account.fields.clear()
    assert (await sim.graph("GET", f"{APP_ID}/subscriptions", token=APP_TOKEN)).json == {"data": []}


@pytest.mark.parametrize(
    ("path", "token", "code", "status"),
    [
        ("100", None, 190, 401),
        ("100", "wrong", 190, 401),
        ("100", "", 190, 401),
        ("100", OTHER.access_token, 33, 400),
        ("101", TOKEN, 33, 400),
        ("999", TOKEN, 33, 400),
    ],
)
async def test_a_number_is_shown_to_those_who_have_it(path: str, token: str | None, code: int, status: int, sim: Sim) -> None:
    refused = await sim.graph("GET", path, token=token)
    assert (refused.status, refused.json["error"].get("error_subcode", refused.code)) == (status, code)


@pytest.mark.parametrize(("proof", "status"), [(appsecret_proof(TOKEN, NUMBER.app_secret), 200), (appsecret_proof(TOKEN, "other"), 400), ("é", 400)])
async def test_a_proof_that_is_given_is_checked(proof: str, status: int, sim: Sim) -> None:
    assert (await sim.graph("GET", "100", params={"appsecret_proof": proof})).status == status


@pytest.mark.parametrize(("required", "status"), [(False, 200), (True, 400)])
async def test_one_that_is_left_out_matters_where_the_app_requires_it(required: bool, status: int, sim: Sim) -> None:  # noqa: FBT001
    sim.world.switches = sim.world.switches.changed({"require_proof": required})
    assert (await sim.graph("GET", "100")).status == status


@pytest.mark.parametrize("path", ["/graph/26.0/100", "/graph/v26/100", "/graph/latest/100", "/graph/v9999.0/100"])
async def test_an_address_without_a_version_leads_nowhere(path: str, sim: Sim) -> None:
    refused = await sim.call("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
    assert (refused.status, refused.code) == (404, 2500)


def test_health_is_as_good_as_the_worst_of_its_parts() -> None:
    state = AccountState()
    assert state.number(NUMBER)["health_status"]["can_send_message"] == "AVAILABLE"  # type: ignore[index]  # Graph's own nesting.
    state.health["WABA"] = ("BLOCKED", "No payment method")
    health = state.number(NUMBER)["health_status"]
    assert isinstance(health, dict)
    assert health["can_send_message"] == "BLOCKED"
    assert [one["errors"][0]["error_description"] for one in health["entities"] if "errors" in one] == ["No payment method"]


@given(st.sampled_from(sorted(KNOWN)), st.text(max_size=20))
def test_every_error_says_its_code_and_what_is_wrong_in_answers_and_statuses_alike(code: int, details: str) -> None:
    fault = Fault(code, details)
    error = fault.body()["error"]
    assert isinstance(error, dict)
    assert (error["code"], error["error_data"]["details"]) == (code, details)
    status = fault.in_status()
    assert (status["code"], status["error_data"]) == (code, {"details": details})
    assert 400 <= fault.status < 600


# A wrong address (2500) is a mistake in a program and says nothing about a message.
@pytest.mark.parametrize("code", sorted(KNOWN.keys() - {2500}))
def test_the_bot_knows_what_follows_from_every_error_that_can_be_simulated(code: int) -> None:
    assert rule_for(code).meaning
    assert rule_for(code).meaning != rule_for(999_999_999).meaning
