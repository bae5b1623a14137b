"""The offline Graph against Wasla's own client: what the client relies on, the simulator does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio

from bot.domain.content import Button, ButtonsOut, DocumentOut, LinkOut, ListOut, ReactionOut, Row, Section, TemplateOut, TextOut
from bot.domain.message import WireIdentity
from bot.errors import NeedsStaff, NoAnswer, NotSent, Permanent, Retryable
from bot.whatsapp.bodies import message_body, receipt_body
from bot.whatsapp.client import Accepted, GraphClient, GraphNumber

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.domain.content import OutContent

    from .conftest import Sim

SARA = WireIdentity(bsuid="SA.111", wa_id="966511111111")
CONTENTS: tuple[OutContent, ...] = (
    TextOut("x" * 4096, preview_url=True),
    ButtonsOut("Choose", (Button("a" * 256, "A" * 20), Button("b", "B"), Button("c", "C")), header="H" * 60, footer="F" * 60),
    ListOut("Choose", "Open", (Section((Row("1", "One", "first"), Row("2", "Two")), "Orders"), Section((Row("3", "Three"),), "Older"))),
    ListOut("Choose", "Open", (Section((Row("1", "One"),)),)),
    LinkOut("Follow it", "Track", "https://example.com/t/1"),
    TemplateOut("fact", "en"),
    TemplateOut("arrival", "en", (("name", "Sara"), ("order", "1001")), "X1"),
)
BODY = {"type": "BODY", "text": "{{name}}, order {{order}} is here."}
TRACK = {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Track", "url": "https://example.com/{{1}}"}]}
TEMPLATES = (
    {"name": "fact", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "It is."}]},
    {"name": "arrival", "language": "en", "category": "UTILITY", "parameter_format": "NAMED", "components": [BODY, TRACK]},
)


@pytest_asyncio.fixture
async def client(open_sim: Sim) -> AsyncIterator[GraphClient]:
    for spec in TEMPLATES:
        open_sim.world.templates.create("200", spec)
    number = GraphNumber("100", "200", "token", "app secret", f"{open_sim.url}/simulator/graph")
    async with aiohttp.ClientSession() as session:
        yield GraphClient(session, number)


def body(content: OutContent, *, media_id: str | None = None, to: WireIdentity = SARA) -> dict[str, object]:
    return message_body(content, to, outbox_id="co:1:2:0", media_id=media_id)


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: content.kind)
async def test_everything_that_wasla_says_is_accepted(open_sim: Sim, client: GraphClient, content: OutContent) -> None:
    accepted = await client.send(body(content))
    sent = open_sim.world.sent[0]
    assert (sent.wamid, sent.to, sent.outbox_id) == (accepted.wamid, "sara", "co:1:2:0")


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: content.kind)
async def test_everything_that_wasla_says_is_seen_on_the_phone(open_sim: Sim, client: GraphClient, content: OutContent) -> None:
    await client.send(body(content))
    shown = open_sim.phone().messages[0]
    assert shown.type == {"text": "text", "buttons": "buttons", "list": "list", "link": "link", "template": "template"}[content.kind]
    assert shown.body


async def test_an_answer_names_the_recipient(client: GraphClient) -> None:
    assert await client.send(body(TextOut("hi"), to=WireIdentity(wa_id="966522222222"))) == Accepted("wamid.T00000001", "966522222222")


async def test_a_message_to_a_bsuid_alone_arrives(open_sim: Sim, client: GraphClient) -> None:
    accepted = await client.send(body(TextOut("bonjour"), to=WireIdentity(bsuid="FR.333")))
    assert (accepted.bsuid, open_sim.world.sent[0].to) == ("FR.333", "nour")


async def test_a_document_goes_by_upload(open_sim: Sim, client: GraphClient) -> None:
    media_id = await client.upload(b"%PDF-1.4", "application/pdf", "invoice.pdf")
    await client.send(body(DocumentOut("d1", "Invoice 1001.pdf", "Here it is"), media_id=media_id))
    shown = open_sim.phone().messages[0]
    assert (shown.type, shown.body) == ("document", "Here it is")
    assert shown.media is not None
    assert shown.media["filename"] == "Invoice 1001.pdf"


async def test_a_customers_file_is_fetched(open_sim: Sim, client: GraphClient) -> None:
    message = open_sim.phone().sends("document")
    assert message.media is not None
    fetched = await client.download(str(message.media["url"]).rsplit("/", 1)[1])
    assert (fetched.mime_type, fetched.data[:5]) == ("application/pdf", b"%PDF-")


async def test_a_receipt_shows_reading_and_typing(open_sim: Sim, client: GraphClient) -> None:
    message = open_sim.phone().says("hi")
    await client.receipt(receipt_body(message.id, typing=True))
    assert (message.status, open_sim.world.receipts[0].typing) == ("read", True)


async def test_a_reaction_lands_on_the_customers_message(open_sim: Sim, client: GraphClient) -> None:
    message = open_sim.phone().says("thanks")
    await client.send(body(ReactionOut(message.id, "❤️")))
    assert message.reactions == {"business": "❤️"}


async def test_templates_are_listed_over_all_pages(open_sim: Sim, client: GraphClient) -> None:
    for number in range(150):
        open_sim.world.templates.create("200", TEMPLATES[0] | {"name": f"fact_{number}"})
    listed = {one.name: one for one in await client.templates()}
    assert len(listed) == 153
    assert (listed["arrival"].parameters, listed["arrival"].status, listed["arrival"].quality) == (("name", "order"), "APPROVED", "GREEN")


async def test_the_number_tells_how_it_stands(client: GraphClient) -> None:
    number = await client.phone_number()
    assert (number.verified_name, number.quality_rating, number.throughput) == ("Test shop", "GREEN", "STANDARD")


@pytest.mark.parametrize(
    ("code", "error"),
    [(130429, Retryable), (131056, Retryable), (131026, Permanent), (131047, Permanent), (190, NeedsStaff), (131042, NeedsStaff)],
)
async def test_a_code_reaches_the_client_as_what_it_stands_for(open_sim: Sim, client: GraphClient, code: int, error: type[Exception]) -> None:
    open_sim.world.set_switches(fail_next={"count": 1, "code": code})
    with pytest.raises(error, match=str(code)):
        await client.send(body(TextOut("hi")))


async def test_an_answer_that_is_cut_off_leaves_the_outcome_open(open_sim: Sim, client: GraphClient) -> None:
    open_sim.world.set_switches(drop_next=1)
    with pytest.raises(NoAnswer):
        await client.send(body(TextOut("hi")))
    assert len(open_sim.world.sent) == 1


async def test_a_bare_500_leaves_the_outcome_open_too(open_sim: Sim, client: GraphClient) -> None:
    open_sim.world.set_switches(http_500=1.0)
    with pytest.raises(NoAnswer):
        await client.send(body(TextOut("hi")))


async def test_a_world_that_is_not_there_was_not_told(unused_tcp_port: int) -> None:
    async with aiohttp.ClientSession() as session:
        away = GraphClient(session, GraphNumber("100", "200", "token", "secret", f"http://127.0.0.1:{unused_tcp_port}"))
        with pytest.raises(NotSent):
            await away.send(body(TextOut("hi")))


async def test_a_wrong_secret_makes_a_wrong_proof(open_sim: Sim) -> None:
    async with aiohttp.ClientSession() as session:
        wrong = GraphClient(session, GraphNumber("100", "200", "token", "guess", f"{open_sim.url}/simulator/graph"))
        with pytest.raises(Permanent, match="100"):
            await wrong.send(body(TextOut("hi")))
