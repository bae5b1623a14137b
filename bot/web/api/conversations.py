"""``/v1/conversations``: chats, and what was said in them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads it at run time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from bot.domain import window
from bot.domain.clock import from_instant
from bot.domain.conversation import conversation_id
from bot.flow.write_to import find_customer
from bot.web.api.operations import Answer, Asked, Operation, Query
from bot.web.api.paging import Page, cursor, place, wrong
from bot.web.api.phones import to_phone
from bot.web.api.problems import NOT_FOUND, Problem

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import TranscriptEntry
    from bot.domain.store import Store
    from bot.web.api.office import Office

MOST_LINES: Final = 200


class ConversationQuery(Page):
    """Which conversations."""

    phone: str | None = Field(None, max_length=40, description="the one with this customer")


class FlagView(Answer):
    """Why a person should look."""

    reason: str
    at: datetime
    summary: str


class ConversationView(Answer):
    """A chat."""

    id: str
    customer_id: str
    language: str | None
    owner: Literal["bot", "staff"]
    flag: FlagView | None
    last_inbound_at: datetime | None
    window_closes_at: datetime | None = Field(description="until when texts may be sent; templates may always")


class ConversationPage(Answer):
    """A page of conversations, in the order of their ids."""

    conversations: list[ConversationView]
    next: str | None = Field(None, description="the cursor of the next page; none behind the last one")


class LineOfChat(Answer):
    """What somebody said."""

    id: str
    at: datetime
    direction: Literal["in", "out"]
    text: str
    content: str = Field(description="the kind of message: text, buttons, template ...")
    state: str | None = Field(description="what became of a message of ours")
    reason: str | None = Field(description="why it was skipped, or failed")
    order_id: str | None
    understood: str | None = Field(description="what a customer's message was taken for")


class ConversationWithLines(ConversationView):
    """A chat with its newest lines."""

    messages: list[LineOfChat] = Field(description=f"the newest {MOST_LINES}, the oldest of them first")


class Conversations:
    """The operations on conversations."""

    def __init__(self, office: Office) -> None:
        self._db = office.db

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        read: dict[str, Any] = {"tag": "Conversations", "scope": "conversations:read", "status": HTTPStatus.OK, "refusals": (HTTPStatus.NOT_FOUND,)}
        return (
            Operation(
                name="list_conversations",
                method="GET",
                path="/v1/conversations",
                summary="Conversations, page by page",
                handle=self.page,
                answer=ConversationPage,
                query=ConversationQuery,
                **read,
            ),
            Operation(
                name="get_conversation",
                method="GET",
                path="/v1/conversations/{id}",
                summary="A conversation with what was said",
                handle=self.get,
                answer=ConversationWithLines,
                query=Query,
                parameters={"id": "the conversation's id"},
                **read,
            ),
        )

    async def page(self, asked: Asked[ConversationQuery, None]) -> ConversationPage:
        """Return a page of chats."""
        store = asked.store
        if asked.query.phone is not None:
            return ConversationPage(conversations=[await self._with(asked.query.phone, store)])
        prefix, after = conversation_id(store.phone_number_id, ""), place(asked.query.cursor) if asked.query.cursor else None
        if after is not None and not after.startswith(prefix):
            raise wrong()
        limit = asked.query.limit
        chats = await self._db.conversations.page(store.id, prefix, after, limit + 1)
        more = cursor(chats[limit - 1].id) if len(chats) > limit else None
        return ConversationPage(conversations=[ConversationView(**_view(chat)) for chat in chats[:limit]], next=more)

    async def _with(self, phone: str, store: Store) -> ConversationView:
        customer = await find_customer(self._db, store, e164=to_phone(phone, store, "phone"))
        chat = await self._find(conversation_id(store.phone_number_id, customer.id), store) if customer else None
        if chat is None:
            raise Problem(NOT_FOUND, f"The store {store.id} has no conversation with this phone number.")
        return ConversationView(**_view(chat))

    async def get(self, asked: Asked[Query, None]) -> ConversationWithLines:
        """Return a chat with its newest lines."""
        chat = await self._find(asked.path["id"], asked.store)
        if chat is None:
            raise Problem(NOT_FOUND, f"The store {asked.store.id} has no conversation {asked.path['id']}: GET /api/v1/conversations lists them.")
        lines = await self._db.transcript.of_conversation(chat.id, MOST_LINES)
        return ConversationWithLines(**_view(chat), messages=[_line(line) for line in lines if line.direction != "desk"])

    async def _find(self, chat_id: str, store: Store) -> Conversation | None:
        found = (await self._db.conversations.get_many([chat_id])).get(chat_id)
        return found if found is not None and found.store_id == store.id else None


def _view(chat: Conversation) -> dict[str, Any]:
    closes_at = window.closes_at(chat.last_inbound_at)
    flag = chat.flag
    return {
        "id": chat.id,
        "customer_id": chat.customer_id,
        "language": chat.language,
        "owner": chat.owner,
        "flag": FlagView(reason=flag.reason, at=from_instant(flag.at), summary=flag.summary) if flag else None,
        "last_inbound_at": None if chat.last_inbound_at is None else from_instant(chat.last_inbound_at),
        "window_closes_at": None if closes_at is None else from_instant(closes_at),
    }


def _line(entry: TranscriptEntry) -> LineOfChat:
    return LineOfChat(
        id=entry.id,
        at=from_instant(entry.at),
        direction="in" if entry.direction == "in" else "out",
        text=entry.text,
        content=entry.content,
        state=entry.state,
        reason=entry.reason,
        order_id=entry.order_id.removeprefix(f"{entry.store_id}:") if entry.order_id else None,
        understood=entry.understood,
    )
