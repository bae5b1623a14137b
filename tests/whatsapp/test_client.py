from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

from bot.domain.content import TextOut
from bot.domain.message import WireIdentity
from bot.errors import NeedsStaff, NoAnswer, NotSent, OverLimit, Permanent, Retryable
from bot.whatsapp.bodies import message_body, receipt_body
from bot.whatsapp.client import Accepted, GraphClient, GraphNumber, MediaFile, PhoneNumber
from bot.whatsapp.signature import appsecret_proof

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    Far = Any  # the ``FarEnd`` of conftest.py, which can't be imported from here

BODY = message_body(TextOut("مرحبا"), WireIdentity(wa_id="966500000001"), outbox_id="co:1:2:0")
ACCEPTED = {"messaging_product": "whatsapp", "contacts": [{"input": "+966500000001", "wa_id": "966500000001"}], "messages": [{"id": "wamid.1"}]}
PROOF = {"appsecret_proof": appsecret_proof("EAAG-token", "s3cret")}
MESSAGES = ("POST", "/v26.0/1093849293/messages", PROOF, "Bearer EAAG-token")


async def test_a_message_is_posted_with_token_and_proof(client: GraphClient, graph: Far) -> None:
    graph.say(ACCEPTED)
    assert await client.send(BODY) == Accepted("wamid.1", wa_id="966500000001")
    assert graph.requests == [MESSAGES]
    assert orjson.loads(graph.bodies[0]) == BODY


async def test_without_an_app_secret_there_is_no_proof(graph: Far, session: aiohttp.ClientSession) -> None:
    graph.say(ACCEPTED)
    await GraphClient(session, GraphNumber("1", "2", "t", graph_url=graph.url, graph_version="v25.0")).send(BODY)
    assert graph.requests == [("POST", "/v25.0/1/messages", {}, "Bearer t")]


async def test_a_receipt_goes_the_way_of_a_message(client: GraphClient, graph: Far) -> None:
    graph.say({"success": True})
    await client.receipt(receipt_body("wamid.1", typing=True))
    assert graph.requests == [MESSAGES]
    assert orjson.loads(graph.bodies[0])["typing_indicator"] == {"type": "text"}


@pytest.mark.parametrize(
    ("code", "http", "outcome"), [(131056, 400, Retryable), (131047, 400, Permanent), (190, 401, NeedsStaff), (131016, 500, Retryable)]
)
async def test_graphs_errors_are_told_apart_by_code(client: GraphClient, graph: Far, code: int, http: int, outcome: type[Exception]) -> None:
    graph.refuse(code, http)
    with pytest.raises(outcome, match=f"code {code}, HTTP {http}"):
        await client.send(BODY)


async def test_the_wait_that_graph_asks_for_is_handed_on(client: GraphClient, graph: Far) -> None:
    graph.say({"error": {"code": 130429}}, 400, Retry_After="9")
    with pytest.raises(Retryable) as caught:
        await client.send(BODY)
    assert caught.value.retry_after == 9


async def test_a_closed_door_means_that_nothing_was_sent(session: aiohttp.ClientSession, unused_tcp_port: int) -> None:
    client = GraphClient(session, GraphNumber("1", "2", "t", graph_url=f"http://127.0.0.1:{unused_tcp_port}"))
    with pytest.raises(NotSent):
        await client.send(BODY)


class NoNames(AbstractResolver):
    """A name service that knows nobody."""

    @override
    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = 0) -> list[ResolveResult]:  # type: ignore[assignment]
        raise OSError(f"no such name: {host}")

    @override
    async def close(self) -> None:
        return


async def test_an_unknown_name_means_that_nothing_was_sent() -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=NoNames())) as session:
        client = GraphClient(session, GraphNumber("1", "2", "t", app_secret="s3cret", graph_url="http://graph.example"))
        with pytest.raises(NotSent) as caught:
            await client.send(BODY)
    assert PROOF["appsecret_proof"] not in str(caught.value)


async def test_no_free_connection_means_that_nothing_was_sent(graph: Far) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session:
        number = GraphNumber("1", "2", "t", graph_url=graph.url)
        client = GraphClient(session, number, timeout=aiohttp.ClientTimeout(total=5, connect=0.01))
        graph.say(b"x" * 2**22)
        async with session.get(graph.url + "/busy"):
            with pytest.raises(NotSent):
                await client.send(BODY)


async def test_a_connection_cut_after_the_request_leaves_the_outcome_open(client: GraphClient, graph: Far) -> None:
    graph.hang_up()
    with pytest.raises(NoAnswer):
        await client.send(BODY)
    assert len(graph.requests) == 1


async def test_an_answer_cut_short_leaves_the_outcome_open(client: GraphClient, graph: Far) -> None:
    graph.cut_short()
    with pytest.raises(NoAnswer):
        await client.send(BODY)


async def test_a_far_end_that_does_not_speak_tls_gets_nothing(graph: Far, session: aiohttp.ClientSession) -> None:
    client = GraphClient(session, GraphNumber("1", "2", "t", graph_url=graph.url.replace("http:", "https:")))
    with pytest.raises(NotSent):
        await client.send(BODY)
    assert graph.requests == []


async def test_a_wrong_address_means_that_nothing_was_sent(session: aiohttp.ClientSession) -> None:
    client = GraphClient(session, GraphNumber("1", "2", "t", graph_url="ftp://graph.example"))
    with pytest.raises(NotSent):
        await client.send(BODY)


async def test_many_messages_go_at_the_same_time(client: GraphClient, graph: Far) -> None:
    for _ in range(40):
        graph.say(ACCEPTED)
    graph.silent = True
    async with asyncio.TaskGroup() as group:
        sends = [group.create_task(client.send(BODY)) for _ in range(40)]
        while len(graph.requests) < 40:  # noqa: ASYNC110 - all forty must be waiting before the first is answered
            await asyncio.sleep(0)
        graph.released.set()
    assert {send.result().wamid for send in sends} == {"wamid.1"}


async def test_an_answer_may_be_compressed(client: GraphClient, graph: Far) -> None:
    graph.say(gzip.compress(orjson.dumps(ACCEPTED)), Content_Encoding="gzip")
    assert (await client.send(BODY)).wamid == "wamid.1"


async def test_a_session_that_raises_for_statuses_changes_nothing(graph: Far) -> None:
    graph.refuse(131026, 400)
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        with pytest.raises(Permanent):
            await GraphClient(session, GraphNumber("1", "2", "t", graph_url=graph.url)).send(BODY)


async def test_half_an_emoji_in_a_body_is_sent_and_not_an_error(client: GraphClient, graph: Far) -> None:
    graph.say(ACCEPTED)
    await client.send({"text": {"body": "hi \ud83d"}})
    assert graph.bodies == [rb'{"text":{"body":"hi \ud83d"}}']


@pytest.mark.parametrize("call", ["receipt", "templates", "phone_number", "upload", "download"])
async def test_every_call_tells_refusals_apart(client: GraphClient, graph: Far, call: str) -> None:
    arguments: dict[str, tuple[object, ...]] = {"receipt": (BODY,), "upload": (b"x", "image/png", "a.png"), "download": ("9",)}
    graph.refuse(190, 401)
    with pytest.raises(NeedsStaff, match="the access token has expired"):
        await getattr(client, call)(*arguments.get(call, ()))


async def test_a_silent_far_end_leaves_the_outcome_open(graph: Far, session: aiohttp.ClientSession) -> None:
    graph.silent = True
    client = GraphClient(session, GraphNumber("1", "2", "t", graph_url=graph.url), timeout=aiohttp.ClientTimeout(total=0.05))
    with pytest.raises(NoAnswer):
        await client.send(BODY)
    graph.say({})


@pytest.mark.parametrize(("body", "status"), [(b"<html>Bad gateway</html>", 502), (b"", 200), ({"messages": []}, 200)])
async def test_an_answer_that_is_not_graphs_leaves_the_outcome_open(client: GraphClient, graph: Far, body: object, status: int) -> None:
    graph.say(body, status)
    with pytest.raises(NoAnswer):
        await client.send(BODY)


async def test_a_redirection_is_not_followed_with_the_token(client: GraphClient, graph: Far) -> None:
    graph.say(b"", 302, Location="/elsewhere")
    with pytest.raises(NeedsStaff):
        await client.send(BODY)
    assert len(graph.requests) == 1


async def test_a_file_is_uploaded_as_a_form(client: GraphClient, graph: Far) -> None:
    graph.say({"id": "99"})
    assert await client.upload(b"%PDF-1.7", "application/pdf", "فاتورة.pdf") == "99"
    assert graph.requests[0][:2] == ("POST", "/v26.0/1093849293/media")
    assert all(part in graph.bodies[0] for part in (b"messaging_product", b"whatsapp", b"application/pdf", b"%PDF-1.7"))


async def test_an_upload_without_an_id_leaves_the_outcome_open(client: GraphClient, graph: Far) -> None:
    graph.say({})
    with pytest.raises(NoAnswer):
        await client.upload(b"x", "image/png", "a.png")


@pytest.fixture
def offer(graph: Far) -> Callable[..., None]:
    """Lay down Graph's description of a file, then the answer at its address."""

    def lay_down(data: bytes, status: int = 200, **about: object) -> None:
        graph.say({"url": f"{graph.url}/file?ext=1", "mime_type": "image/jpeg", "file_size": len(data), "id": "9", **about})
        graph.say(data, status)

    return lay_down


async def test_a_file_is_fetched_in_two_steps_with_the_token(client: GraphClient, graph: Far, offer: Callable[..., None]) -> None:
    offer(b"jpeg")
    assert await client.download("9") == MediaFile(b"jpeg", "image/jpeg")
    assert graph.requests[0] == ("GET", "/v26.0/9", {"phone_number_id": "1093849293", **PROOF}, "Bearer EAAG-token")
    assert graph.requests[1] == ("GET", "/file", {"ext": "1"}, "Bearer EAAG-token")


async def test_an_address_that_has_run_out_is_asked_for_again(client: GraphClient, graph: Far, offer: Callable[..., None]) -> None:
    offer(b"", 404)
    offer(b"jpeg")
    assert (await client.download("9")).data == b"jpeg"
    assert len(graph.requests) == 4


async def test_a_file_that_is_not_there_at_all_is_given_up(client: GraphClient, graph: Far) -> None:
    graph.refuse(100, 404)
    with pytest.raises(Permanent):
        await client.download("9")
    assert len(graph.requests) == 1


async def test_a_file_that_says_it_is_too_large_is_not_fetched(client: GraphClient, graph: Far, offer: Callable[..., None]) -> None:
    offer(b"12345")
    with pytest.raises(OverLimit, match="5 bytes, the limit is 4"):
        await client.download("9", limit=4)
    assert len(graph.requests) == 1


async def test_a_file_that_hides_its_size_is_cut_off(client: GraphClient, offer: Callable[..., None]) -> None:
    offer(b"x" * 200_000, file_size=None)
    with pytest.raises(OverLimit, match="more than 1000 bytes"):
        await client.download("9", limit=1000)


@pytest.mark.parametrize(("url", "outcome"), [(None, NoAnswer), ("http://elsewhere.example/file", Permanent)])
async def test_the_token_goes_to_no_untrusted_address(client: GraphClient, offer: Callable[..., None], url: object, outcome: type[Exception]) -> None:
    offer(b"x", url=url)
    with pytest.raises(outcome):
        await client.download("9")


async def test_all_pages_of_templates_are_read(client: GraphClient, graph: Far) -> None:
    graph.say({"data": [{"name": "a"}, {"name": "b"}], "paging": {"cursors": {"after": "AB"}, "next": "https://..."}})
    graph.say({"data": [{"name": "c"}, "odd"], "paging": {"cursors": {"after": "C"}}})
    assert [template.name for template in await client.templates()] == ["a", "b", "c"]
    assert [request[2].get("after") for request in graph.requests] == [None, "AB"]
    assert graph.requests[0][1] == "/v26.0/8856/message_templates"


async def test_a_page_that_points_to_itself_is_the_last(client: GraphClient, graph: Far) -> None:
    for _ in range(2):
        graph.say({"data": [{"name": "a"}], "paging": {"cursors": {"after": "A"}, "next": "https://..."}})
    assert len(await client.templates()) == 2


async def test_pages_without_an_end_are_given_up(client: GraphClient, graph: Far) -> None:
    for number in range(120):
        graph.say({"data": [{"name": "a"}], "paging": {"cursors": {"after": str(number)}, "next": "https://..."}})
    assert len(await client.templates()) == 100


async def test_a_template_is_created_in_metas_own_form(client: GraphClient, graph: Far) -> None:
    graph.say({"id": "1", "status": "PENDING", "category": "MARKETING"})
    assert await client.create_template({"name": "t", "language": "ar", "category": "UTILITY"}) == ("PENDING", "MARKETING")
    assert graph.requests[0][:2] == ("POST", "/v26.0/8856/message_templates")
    assert orjson.loads(graph.bodies[0])["name"] == "t"


async def test_a_template_that_graph_says_little_of_is_pending(client: GraphClient, graph: Far) -> None:
    graph.say({"id": "1"})
    assert await client.create_template({"name": "t", "category": "UTILITY"}) == ("PENDING", "UTILITY")


async def test_an_example_is_uploaded_in_two_steps(client: GraphClient, graph: Far) -> None:
    graph.say({"id": "upload:MTphd?sig=ARZq"})
    graph.say({"h": "4:aW1"})
    assert await client.example_handle(b"%PDF", "application/pdf", "example.pdf") == "4:aW1"
    (_, begun, about, _), (_, path, query, authorization) = graph.requests
    assert (begun, about["file_length"], about["file_type"]) == ("/v26.0/app/uploads", "4", "application/pdf")
    assert (path, query["sig"], authorization) == ("/v26.0/upload:MTphd", "ARZq", "OAuth EAAG-token")
    assert graph.bodies[1] == b"%PDF"


async def test_an_example_without_a_handle_leaves_the_outcome_open(client: GraphClient, graph: Far) -> None:
    graph.say({"id": "upload:x"})
    graph.say({})
    with pytest.raises(NoAnswer):
        await client.example_handle(b"%PDF", "application/pdf", "example.pdf")


async def test_a_number_is_asked_how_it_stands(client: GraphClient, graph: Far) -> None:
    graph.say({"verified_name": "Noor", "quality_rating": "GREEN", "throughput": {"level": "HIGH"}, "id": "1093849293"})
    assert await client.phone_number() == PhoneNumber("Noor", "GREEN", "HIGH")
    fields = graph.requests[0][2]["fields"].split(",")
    assert fields == ["verified_name", "name_status", "quality_rating", "throughput", "whatsapp_business_manager_messaging_limit", "is_on_biz_app"]


async def test_a_number_tells_its_limit_and_whether_the_business_app_uses_it(client: GraphClient, graph: Far) -> None:
    graph.say({"whatsapp_business_manager_messaging_limit": "TIER_2K", "is_on_biz_app": True})
    assert await client.phone_number() == PhoneNumber(None, None, None, "TIER_2K", on_business_app=True)


async def test_a_number_that_is_not_there_is_no_wrong_parameter(client: GraphClient, graph: Far) -> None:
    graph.say({"error": {"message": "Unsupported post request", "code": 100, "error_subcode": 33}}, status=400)
    with pytest.raises(NeedsStaff, match="code 33"):
        await client.phone_number()


def test_secrets_do_not_show_in_what_is_printed() -> None:
    shown = repr(GraphNumber("1", "2", "EAAG-token", app_secret="s3cret"))
    assert "EAAG-token" not in shown
    assert "s3cret" not in shown
