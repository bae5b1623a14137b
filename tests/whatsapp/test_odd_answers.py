"""A Graph API that answers oddly, and price tables that are odd: nothing gets out but the errors that are promised."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.content import TemplateOut
from bot.errors import DataFileError, GraphError, NoAnswer, OverLimit, Permanent, Refused
from bot.whatsapp.graph import answer, template_of
from bot.whatsapp.limits import check
from bot.whatsapp.prices import load_prices
from bot.whatsapp.signature import sign

if TYPE_CHECKING:
    from pathlib import Path

    from bot.whatsapp.client import GraphClient

    Far = Any  # the ``FarEnd`` of conftest.py, which can't be imported from here

HEAD = "market,countries,marketing,utility,authentication\n"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=6) | st.just("9" * 5_000),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "message", "error_data", "details", "error_subcode", "is_transient"]), inner, max_size=4)
    ),
    max_leaves=8,
)
WAITS = st.none() | st.text(max_size=8) | st.sampled_from(["0", "30", "9" * 400, "٣", "-1", "1e5"])


@given(st.integers(100, 599), VALUES, WAITS)
def test_whatever_stands_in_an_error_is_an_answer_or_one_of_the_promised_exceptions(status: int, error: object, wait: str | None) -> None:
    with suppress(GraphError):
        assert answer(status, wait, orjson.dumps({"error": error}, default=str)) == {"error": None}


@given(WAITS)
def test_no_wait_that_is_asked_for_is_longer_than_a_day(wait: str | None) -> None:
    with pytest.raises(Refused) as refused:
        answer(429, wait, orjson.dumps({"error": {"code": 80007}}))
    assert refused.value.retry_after is None or 0 <= refused.value.retry_after <= 86_400


@given(st.dictionaries(st.sampled_from(["name", "components", "quality_score", "language"]), VALUES))
def test_whatever_a_list_of_templates_holds_is_a_template(item: dict[str, object]) -> None:
    found = template_of(item)
    assert isinstance(found.name, str)
    assert found.parameters == ()


@pytest.mark.parametrize("address", ["elsewhere", "/files/1", "//[", "https://[", "http://", "file:///etc/passwd", "ftp://lookaside.example/1", " "])
async def test_a_files_odd_address_is_not_asked_and_costs_nothing_else(client: GraphClient, graph: Far, address: str) -> None:
    graph.say({"url": address, "mime_type": "image/png", "file_size": 3, "id": "m1"})
    with pytest.raises(GraphError):
        await client.download("m1")
    assert len(graph.requests) == 1


async def test_an_odd_address_will_not_be_better_next_time(client: GraphClient, graph: Far) -> None:
    graph.say({"url": "elsewhere", "id": "m1"})
    with pytest.raises(Permanent):
        await client.download("m1")


async def test_an_upload_that_was_not_begun_gets_no_file(client: GraphClient, graph: Far) -> None:
    graph.say({"success": True})
    with pytest.raises(NoAnswer):
        await client.example_handle(b"%PDF", "application/pdf", "x.pdf")
    assert len(graph.requests) == 1


async def test_setting_up_looks_at_whatever_it_is_asked_for(client: GraphClient, graph: Far) -> None:
    graph.say({"data": [{"id": "1"}]})
    assert await client.look("8856/phone_numbers", fields="id") == {"data": [{"id": "1"}]}
    assert graph.requests[0][:2] == ("GET", "/v26.0/8856/phone_numbers")
    assert graph.requests[0][2]["fields"] == "id"


async def test_our_app_is_subscribed_to_the_account(client: GraphClient, graph: Far) -> None:
    graph.say({"success": True})
    await client.subscribe()
    assert graph.requests[0][:2] == ("POST", "/v26.0/8856/subscribed_apps")


@pytest.mark.parametrize(
    "line",
    ["Saudi,SA,1e999999,0.01,0.01", '"Sau\ndi",SA,0.1,0.1,0.1', '"Saudi,SA,0.1,0.1,0.1', "Saudi,SA,Infinity,0.01,0.01", "Saudi,SA,0.1,0.1,-0"],
)
def test_a_price_table_is_read_or_said_to_be_wrong(tmp_path: Path, line: str) -> None:
    table = tmp_path / "prices.csv"
    table.write_text(HEAD + line + "\n", "utf-8")
    with suppress(DataFileError):
        assert load_prices(table).rate("authentication", "SA") == 0


@given(st.text(alphabet='SA,"0.1\n#*e9 ', max_size=40))
def test_no_text_at_all_breaks_the_reader_of_prices(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    table = tmp_path_factory.getbasetemp() / "any_prices.csv"
    table.write_text(HEAD + text, "utf-8")
    with suppress(DataFileError):
        assert all(price >= 0 for price in load_prices(table).micros.values())


def test_what_a_templates_only_button_brings_back_has_the_limit_of_all_buttons() -> None:
    check(TemplateOut("shipped", "ar", button_payload="x" * 256))
    with pytest.raises(OverLimit, match="257 characters"):
        check(TemplateOut("shipped", "ar", button_payload="x" * 257))


@given(st.binary(max_size=40), st.text(min_size=1, max_size=20))
def test_a_signature_is_of_these_bytes_and_this_secret(body: bytes, secret: str) -> None:
    signature = sign(body, secret)
    assert len(signature) == len("sha256=") + 64
    assert sign(body + b"\x00", secret) != signature != sign(body, secret + "!")
