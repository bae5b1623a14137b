"""What Meta does to templates, and tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import UserMistake
from bot.simulator.scenario import run_scenario
from bot.simulator.template_acts import change_templates

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import BotDouble, Sim

SEND: dict[str, Any] = {"name": "order_shipped", "language": {"code": "en"}}
WITH_FILE: dict[str, Any] = {
    "name": "paper",
    "language": "en",
    "category": "UTILITY",
    "components": [{"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": ["4:x"]}}, {"type": "BODY", "text": "Here it is."}],
}


@pytest.mark.parametrize(("status", "code"), [("PAUSED", 132015), ("DISABLED", 132016), ("REJECTED", 132001)])
async def test_a_template_that_was_stopped_is_not_sent(sim: Sim, bot: BotDouble, status: str, code: int) -> None:
    assert change_templates(sim.world, {"name": "order_shipped", "status": status}) == 2
    await sim.settled()
    assert (await sim.send(type="template", template=SEND, text=None)).code == code
    assert {value["event"] for value in bot.values} == {status}


@pytest.mark.parametrize("status", ["FLAGGED", "REINSTATED"])
async def test_a_flagged_one_still_is(sim: Sim, status: str) -> None:
    change_templates(sim.world, {"name": "order_shipped", "status": status})
    assert (await sim.send(type="template", template=SEND, text=None)).code not in {132001, 132015, 132016}


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"category": "MARKETING"}, "template_category_update", {"previous_category": "UTILITY", "new_category": "MARKETING"}),
        ({"quality": "RED"}, "message_template_quality_update", {"previous_quality_score": "GREEN", "new_quality_score": "RED"}),
        ({"body": "Order {{1}} is late."}, "message_template_components_update", {"message_template_element": "Order {{1}} is late."}),
    ],
)
async def test_every_change_is_told(sim: Sim, bot: BotDouble, change: dict[str, str], field: str, told: dict[str, str]) -> None:
    change_templates(sim.world, {"name": "order_shipped", "language": "en", **change})
    await sim.settled()
    first = bot.posts[0].json["entry"][0]["changes"][0]
    assert first["field"] == field
    assert told.items() <= first["value"].items()
    listed = await sim.graph("GET", "200/message_templates", params={"fields": "category,quality_score,components"})
    assert next(iter(change.values())) in str(listed.json)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"name": "no such"}, "no template"),
        ({"name": "order_shipped", "colour": "red"}, "colour"),
        ({"name": "order_shipped", "status": "TIRED"}, "TIRED"),
    ],
)
async def test_what_can_not_be_done_is_said(sim: Sim, wanted: dict[str, str], why: str) -> None:
    with pytest.raises(UserMistake, match=why):
        change_templates(sim.world, wanted)


async def test_a_scenario_can_pause_templates(sim: Sim, tmp_path: Path) -> None:
    path = tmp_path / "pause.yaml"
    path.write_text("- {template: {name: [order_shipped], language: en, status: PAUSED}}", encoding="utf-8")
    assert await run_scenario(path, sim.world) == 1
    assert (await sim.send(type="template", template=SEND, text=None)).code == 132015


async def test_a_header_with_a_file_needs_an_upload_as_example(sim: Sim) -> None:
    assert (await sim.graph("POST", "200/message_templates", json=WITH_FILE)).code == 100
    begun = await sim.graph("POST", "app/uploads", params={"file_length": "4", "file_type": "application/pdf"})
    path, _, signature = begun.json["id"].partition("?sig=")
    url = f"{sim.url}/simulator/graph/v26.0/{path}"
    async with sim.session.post(url, params={"sig": signature}, data=b"%PDF", headers={"Authorization": "OAuth token", "file_offset": "0"}) as answer:
        handle = (await answer.json())["h"]
    spec = {**WITH_FILE, "components": [{"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": [handle]}}, WITH_FILE["components"][1]]}
    assert (await sim.graph("POST", "200/message_templates", json=spec)).json["status"] == "APPROVED"


@pytest.mark.parametrize("path", ["app/uploads", "upload:1"])
async def test_an_upload_that_lacks_something_is_refused(sim: Sim, path: str) -> None:
    assert (await sim.graph("POST", path)).code == 100
