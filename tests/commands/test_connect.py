"""``wasla connect`` against the offline Cloud API, in which one thing after another is broken."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import uvloop
from aiohttp import web

from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.simulator.app import standalone
from bot.simulator.people import Person, SimNumber
from bot.simulator.world import World

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

    from tests.commands.conftest import Terminal

NUMBER = SimNumber("110", "220", "+966500000000", "Noor Home", "a token", "an app secret")
SARA = Person("sara", "Sara", "ar", "966511111111", None, "SA", store_id="default", store_name="Noor", phone_number_id="110")


@contextmanager
def served(world: World) -> Iterator[str]:
    """Serve a world in a thread of its own, since the command runs a loop itself; give its address."""
    ready, address, ended = threading.Event(), [], []

    async def serve() -> None:
        import asyncio  # noqa: PLC0415 - of this thread's loop

        runner = web.AppRunner(standalone(world))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        stop = asyncio.Event()
        ended.append((asyncio.get_running_loop(), stop))
        address.append(site.name.rstrip("/"))
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=uvloop.run, args=(serve(),))
    thread.start()
    ready.wait(10)
    yield f"{address[0]}/simulator/graph"
    loop: asyncio.AbstractEventLoop
    loop, stop = ended[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


@pytest.fixture
def world() -> World:
    """A number that is set up, with every template approved."""
    made = World(numbers=[NUMBER], people=[SARA], bot_url="http://127.0.0.1:9")
    for definition in template_definitions(Catalogues.load(data_folder("locales"))):
        made.templates.create("220", definition)
    return made


@pytest.fixture
def connect(terminal: Terminal, world: World) -> Callable[..., int]:
    """Return the command, run against the world as it is then."""

    def run(*arguments: str) -> int:
        with served(world) as url:
            changes = {"GRAPH_URL": url, "BUSINESS_ACCOUNT_ID": "220", "ACCESS_TOKEN": "a token"}
            terminal.environ |= {f"WASLA_WHATSAPP__{name}": value for name, value in changes.items()}
            return terminal.wasla("connect", *arguments)

    return run


def test_what_is_in_order_is_ticked(connect: Callable[..., int], terminal: Terminal) -> None:
    assert connect() == 0, terminal.out
    assert "✗" not in terminal.out
    for what in ("time", "token", "number", "sending", "account", "webhooks", "templates"):
        assert f"✓ {what}: " in terminal.out
    assert "Everything is in order." in terminal.out


BROKEN: dict[str, tuple[dict[str, object], str, str]] = {
    "token": ({"token_valid": False}, "✗ token: it is not valid any more", "system-users"),
    "scopes": ({"scopes": ["whatsapp_business_messaging"]}, "✗ token: it lacks whatsapp_business_management", "Generate token"),
    "ending": ({"expires_at": 1_000}, "✗ token: it ends on 1970-01-01", "Make one that lasts"),
    "registration": ({"status": "PENDING"}, "it is pending", "register the number"),
    "name": ({"name_status": "DECLINED"}, "✗ name: 'Noor Home' is not approved (DECLINED)", "Display name"),
    "payment": ({"health": {"BUSINESS": ("BLOCKED", "No payment method.")}}, "✗ sending: Meta says blocked for the business", "billing_hub"),
    "subscription": ({"subscribed": False}, "✗ webhooks: the account's go nowhere", ""),
    "callback": ({"callback_url": "https://bot.example.com/hook"}, "✗ webhooks: they are sent to https://bot.example.com/hook", "/webhooks/whatsapp"),
    "inactive": ({"webhook_active": False}, "✗ webhooks: the app has no callback URL", "VERIFY_TOKEN"),
    "messages": ({"fields": ["account_update"]}, "✗ webhooks: without the field messages nothing comes in", "subscribe to messages"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_said_with_where_to_mend_it(case: str, connect: Callable[..., int], terminal: Terminal, world: World) -> None:
    changes, what, mend = BROKEN[case]
    for name, value in changes.items():
        setattr(world.account, name, value)
    if case == "subscription":
        what, mend = "✗ webhooks: the account's don't go to this app", "wasla connect --subscribe"
    assert connect() == 1
    assert what in terminal.out
    assert mend in terminal.out
    assert "wasla connect again" in terminal.out


def test_a_field_that_is_only_useful_does_not_stand_in_the_way(connect: Callable[..., int], terminal: Terminal, world: World) -> None:
    world.account.fields.remove("account_update")
    assert connect() == 0
    assert "1 useful fields are not subscribed" in terminal.out


def test_missing_templates_are_counted(connect: Callable[..., int], terminal: Terminal, world: World) -> None:
    gone = world.templates.listed("220", {})[0].name
    world.templates.delete("220", gone, None)
    assert connect() == 1
    assert "missing or not approved" in terminal.out
    assert "wasla templates push" in terminal.out


def test_webhooks_are_asked_for_when_wished(connect: Callable[..., int], terminal: Terminal, world: World) -> None:
    world.account.subscribed = False
    assert connect("--subscribe") == 0
    assert world.account.subscribed
    assert "go to the app from now on" in terminal.out


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("ACCESS_TOKEN", "another token", "✗ token: the access token has expired"),
        ("PHONE_NUMBER_ID", "999", "✗ number:"),
        ("BUSINESS_ACCOUNT_ID", "999", "✗ account:"),
        ("APP_SECRET", "another secret", "✗ "),
        ("GRAPH_URL", "http://127.0.0.1:9", "✗ time: WhatsApp can't be asked"),
    ],
)
def test_wrong_settings_are_found_out(name: str, value: str, what: str, terminal: Terminal, world: World) -> None:
    with served(world) as url:
        changes = {"GRAPH_URL": url, "BUSINESS_ACCOUNT_ID": "220", "ACCESS_TOKEN": "a token"} | {name: value}
        terminal.environ |= {f"WASLA_WHATSAPP__{key}": setting for key, setting in changes.items()}
        assert terminal.wasla("connect") == 1
    assert what in terminal.out


def test_a_test_message_needs_an_open_window(connect: Callable[..., int], terminal: Terminal, world: World) -> None:
    assert connect("--to", "+966511111111") == 1
    assert "✗ test message" in terminal.out
    assert "Write anything to the shop's number" in terminal.out
    world.open_window("110", "sara", world.clock())
    assert connect("--to", "0511111111") == 0
    assert "✓ test message: WhatsApp took it (wamid." in terminal.out


def test_a_number_that_is_none_is_said_to_be_none(connect: Callable[..., int], terminal: Terminal) -> None:
    assert connect("--to", "hello") == 1
    assert "'hello' is no phone number" in terminal.out


def test_a_store_that_does_not_exist_is_named(terminal: Terminal) -> None:
    assert terminal.wasla("connect", "--store", "x") == 1
    assert "there is no store 'x': there are default" in terminal.errors
