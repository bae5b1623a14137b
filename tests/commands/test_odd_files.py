"""Files that people have made themselves, and answers of Meta's that nobody has seen yet: a line that says what is wrong, never a crash."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from bot.commands.order_files import lines_of
from bot.commands.setup_checks import Setup, of_account, of_number, of_subscription, of_token
from bot.domain.store import Store
from bot.errors import DataFileError
from bot.settings.model import StoreSettings, WhatsAppSettings
from bot.whatsapp.client import GraphClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.commands.findings import Finding
    from bot.commands.order_files import Line

NOW = 1_795_000_000_000
COLUMNS = ("id", "number", "status", "phone", "customer.name", "shipment.carrier", "invoice.number", "lines", "cash_on_delivery")
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=8)
WORDS = CELLS.map(str.strip).filter(bool)
KEYS = (
    *("data", "status", "name_status", "health_status", "entities", "errors", "can_send_message", "scopes", "expires_at", "is_valid", "app_id"),
    *("id", "throughput", "level", "quality_rating", "whatsapp_business_api_data", "entity_type"),
)
SAID = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=5) | st.sampled_from(["CONNECTED", "BLOCKED", "RED"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)
ANSWERS = st.dictionaries(st.sampled_from(KEYS), SAID, max_size=8)
SHOP = StoreSettings(store=Store("noor", "Noor", "110"), whatsapp=WhatsAppSettings(phone_number_id="110", business_account_id="8856"))


def read(folder: Path, content: bytes) -> list[Line]:
    path = folder / "orders"
    path.write_bytes(content)
    return list(lines_of(path))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@given(content=st.binary(max_size=60) | st.text('id,number;\t"\n{}[]:1é', max_size=60).map(str.encode))
def test_any_file_is_read_line_by_line_or_refused(folder: Path, content: bytes) -> None:
    try:
        found = read(folder, content)
    except DataFileError as error:
        said = str(error)
        assert "orders" in said
    else:
        assert all((line.document is None) is bool(line.wrong) for line in found)
        assert [line.number for line in found] == sorted({line.number for line in found})
        assert all(0 < line.read <= len(content) for line in found)


@given(
    rows=st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=5),
    separator=st.sampled_from(",;\t"),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_spreadsheet_writes_is_read_as_it_was_meant(folder: Path, rows: list[tuple[str, ...]], separator: str, ends: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=ends)
    writer.writerows([("id", "number", "customer.name", "shipment.carrier"), *rows])
    found = read(folder, b"\xef\xbb\xbf" + text.getvalue().encode())
    meant = [{"id": a, "number": b, "customer": {"name": c}, "shipments": [{"carrier": d}]} for a, b, c, d in rows]
    assert [line.document for line in found] == meant


@given(documents=st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=6) | st.integers(-9, 9) | st.none()), max_size=5))
def test_json_lines_are_read_as_they_stand(folder: Path, documents: list[dict[str, object]]) -> None:
    content = "".join(json.dumps(document) + "\n" for document in [{}, *documents]).encode()
    assert [line.document for line in read(folder, content)] == [{}, *documents]


@pytest.mark.parametrize("cell", ["[" * 100_000, '{"a":' * 20_000, "[1e999999", "NaN,"])
def test_a_cell_that_is_no_list_costs_its_row_alone(cell: str, folder: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("id", "lines"), ("1", cell), ("2", "[]")])
    first, second = read(folder, text.getvalue().encode())
    assert (first.document, first.wrong) == (None, "lines: it is no JSON list")
    assert second.document == {"id": "2", "lines": []}


@pytest.mark.parametrize(("cell", "said"), [("yes", True), ("N", False), ("TRUE", True), ("0", False), ("maybe", "maybe")])
def test_people_say_yes_in_their_own_way(cell: str, said: object, folder: Path) -> None:
    (line,) = read(folder, f"id,held\n1,{cell}\n".encode())
    assert line.document == {"id": "1", "held": said}


class Saying(GraphClient):
    """Graph, which says the same whatever it is asked."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.subscribed = 0

    @override
    async def look(self, path: str, **query: str) -> dict[str, object]:
        assert path
        assert all(query.values()) or "input_token" in query
        return self.answer

    @override
    async def subscribe(self) -> None:
        self.subscribed += 1


async def findings(answer: dict[str, Any]) -> list[Finding]:
    async with aiohttp.ClientSession() as session:
        setup = Setup(SHOP, Saying(answer), session, NOW)
        token, app_id = await of_token(setup)
        account, subscription = await of_account(setup), await of_subscription(setup, app_id, subscribe=False)
        return [token, *await of_number(setup), account, subscription]


@given(ANSWERS)
async def test_whatever_meta_answers_is_something_to_say(answer: dict[str, Any]) -> None:
    found = await findings(answer)
    assert all(finding.what for finding in found)
    assert all(finding.mend for finding in found if not finding.good and not finding.what.startswith("webhooks: the account's go nowhere"))


async def test_a_blocked_account_says_why_and_where_to_go() -> None:
    error = {"error_description": "No payment method", "possible_solution": "Add one."}
    entities = [{"entity_type": "WABA", "can_send_message": "BLOCKED", "errors": [error]}, {"entity_type": "APP", "can_send_message": "AVAILABLE"}]
    found = await findings({"health_status": {"entities": entities}})
    (blocked,) = [finding for finding in found if finding.what.startswith("sending")]
    assert (blocked.good, blocked.what) == (False, "sending: Meta says blocked for the waba")
    assert "No payment method Add one." in blocked.mend


@pytest.mark.parametrize(("days", "good"), [(0, True), (1, False), (400, True)])
async def test_a_token_that_ends_soon_is_told_of_in_time(days: int, good: bool) -> None:  # noqa: FBT001 - a column of the table
    scopes = ["whatsapp_business_messaging", "whatsapp_business_management"]
    expires_at = NOW // 1_000 + days * 86_400 if days else 0
    token, *_ = await findings({"data": {"is_valid": True, "scopes": scopes, "expires_at": expires_at}})
    assert token.good is good
    assert good or "ends on 2026-11-" in token.what


@pytest.mark.parametrize("subscribe", [False, True])
async def test_the_account_is_subscribed_only_if_that_is_asked_for(subscribe: bool) -> None:  # noqa: FBT001
    async with aiohttp.ClientSession() as session:
        client = Saying({"data": []})
        found = await of_subscription(Setup(SHOP, client, session, NOW), "123", subscribe=subscribe)
    assert (found.good, client.subscribed) == (subscribe, int(subscribe))


def odd() -> Iterator[str]:
    yield from ("id\n", "\n\n\n", "\ufeff", '"id"\n', "ID , Number\n")


@pytest.mark.parametrize("text", list(odd()))
def test_a_file_without_orders_has_none_or_is_refused(text: str, folder: Path) -> None:
    if text.strip("\ufeff\n"):
        assert read(folder, text.encode()) == []
    else:
        with pytest.raises(DataFileError, match="it is empty"):
            read(folder, text.encode())
