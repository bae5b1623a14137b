from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.commands import findings
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from tests.commands.conftest import Terminal


def test_everything_in_order_is_ticked(terminal: Terminal) -> None:
    assert terminal.wasla("check", "--offline") == 0
    ticks = [line.split(":")[0] for line in terminal.out.splitlines() if line.startswith("✓")]
    assert ticks == ["✓ settings", "✓ intents", "✓ catalogues", "✓ database"]


def test_missing_settings_are_all_named_and_the_rest_is_checked_all_the_same(terminal: Terminal) -> None:
    terminal.environ.clear()
    assert terminal.wasla("check") == 1
    assert "✗ settings\n    4 settings need attention:\n      - WASLA_WHATSAPP__APP_SECRET: found nothing" in terminal.out
    assert "✓ intents" in terminal.out


def test_a_database_that_is_not_there_is_a_cross(terminal: Terminal) -> None:
    terminal.environ["WASLA_MONGODB_URI"] = "mongodb://127.0.0.1:9"
    assert terminal.wasla("check", "--offline") == 1
    assert "✗ database: it can't be reached" in terminal.out


def test_a_folder_that_can_not_hold_the_database_is_a_cross(terminal: Terminal) -> None:
    (terminal.folder / "data").write_text("a file")
    assert terminal.wasla("check", "--offline") == 1
    assert "can't be written to\n    Set WASLA_DATA_DIR" in terminal.out


def test_a_store_that_nobody_can_speak_to_or_for_is_a_cross(terminal: Terminal) -> None:
    (terminal.folder / "wasla.toml").write_text('[stores.x]\nname = "X"\nlanguage = "fi"\nconnectors.standard.secrets = ["whsec_eA=="]')
    assert terminal.wasla("check", "--offline") == 1
    assert "✗ store x: there is no catalogue for its language 'fi'" in terminal.out
    assert "✓ store x: Standard Webhooks\n" in terminal.out


def test_a_connector_that_does_not_exist_is_named(terminal: Terminal) -> None:
    (terminal.folder / "wasla.toml").write_text('[stores.x]\nname = "X"\nconnectors.fax.secrets = ["whsec_eA=="]')
    assert terminal.wasla("check", "--offline") == 1
    assert "stores.x.connectors.fax: found a connector that does not exist" in terminal.out


def test_without_a_connection_to_whatsapp_the_number_is_a_cross(terminal: Terminal) -> None:
    terminal.environ["WASLA_WHATSAPP__GRAPH_URL"] = "http://127.0.0.1:9"
    assert terminal.wasla("check") == 1
    assert "✗ WhatsApp number 110 of default: no connection to WhatsApp" in terminal.out


async def graph(status: int, answer: dict[str, object]) -> TestServer:
    """Return a Graph API that gives everybody the same answer."""

    async def handle(_request: web.Request) -> web.Response:
        return web.json_response(answer, status=status)

    application = web.Application()
    application.router.add_get("/v26.0/110", handle)
    server = TestServer(application)
    await server.start_server()
    return server


def settings(server: TestServer, terminal: Terminal) -> Settings:
    return load_settings({**terminal.environ, "WASLA_WHATSAPP__GRAPH_URL": str(server.make_url("/"))}, None)


async def test_a_number_that_answers_is_ticked_with_its_name(terminal: Terminal) -> None:
    server = await graph(200, {"id": "110", "verified_name": "Noor Home", "quality_rating": "GREEN"})
    (finding,) = await findings.of_numbers(settings(server, terminal))
    await server.close()
    assert finding == findings.Finding(good=True, what="WhatsApp number 110 of default: Noor Home, quality GREEN")


async def test_refused_credentials_say_what_to_look_at(terminal: Terminal) -> None:
    server = await graph(401, {"error": {"code": 190, "message": "Invalid OAuth access token."}})
    (finding,) = await findings.of_numbers(settings(server, terminal))
    await server.close()
    assert not finding.good
    assert finding.mend.startswith("Check ACCESS_TOKEN, APP_SECRET and PHONE_NUMBER_ID")


def test_a_folder_yet_to_be_made_is_no_problem(tmp_path: Path, terminal: Terminal) -> None:
    terminal.environ["WASLA_DATA_DIR"] = str(tmp_path / "deep" / "down")
    assert terminal.wasla("check", "--offline") == 0
    assert not (tmp_path / "deep").exists()
