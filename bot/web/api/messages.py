"""``/v1/messages``: write to a customer of the store."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.connectors.reading import Line
from bot.domain.content import TemplateOut, TextOut
from bot.flow.write_to import Letter, Unwritten, find_customer, write_to
from bot.web.api.office import Office, find_order
from bot.web.api.operations import Answer, Asked, Operation, Query
from bot.web.api.phones import to_phone
from bot.web.api.problems import CONFLICT, NOT_FOUND, Problem

Parameter = Annotated[str, Field(min_length=1, max_length=1_024)]


class Part(BaseModel):
    """A part of a request; misspelt fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Recipient(Part):
    """Who gets it: one of the two."""

    phone: Line | None = Field(None, description="the number that WhatsApp knows", examples=["+966501234567"])
    customer_id: Line | None = Field(None, description="the id of a customer, as orders and conversations have it")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.phone is None) == (self.customer_id is None):
            raise ValueError("give either phone or customer_id")
        return self


class TemplateIn(Part):
    """A template that Meta has approved for the store's number."""

    name: str = Field(pattern=r"^[a-z0-9_]{1,512}$", description="its name at Meta", examples=["opening_hours_in_ramadan"])
    language: str = Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", description="Meta's language code", examples=["ar"])
    category: Literal["utility", "marketing"] = Field("utility", description="its category at Meta: marketing needs the customer's consent")
    parameters: dict[Line, Parameter] = Field(default_factory=dict, max_length=20, description="its variables by name")
    button_suffix: str | None = Field(None, min_length=1, max_length=1_000, description="what is appended to the address of its button")


class MessageIn(Part):
    """A message: a template at any time, a text while the customer's window is open (24 hours from his last message)."""

    to: Recipient
    text: str | None = Field(None, min_length=1, max_length=4_096, description="plain text")
    template: TemplateIn | None = Field(None, description="an approved template")
    order: Line | None = Field(None, description="the order that it is about, by id or number: answers will be understood to be about it")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.text is None) == (self.template is None):
            raise ValueError("give either text or template")
        if self.text is not None and not self.text.strip():
            raise ValueError("text: it is blank")
        return self


class MessageAccepted(Answer):
    """It is in the outbox; what becomes of it is seen in GET /deliveries."""

    id: str = Field(description="the message's id")
    conversation_id: str


class Messages:
    """The operations on messages."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        return (
            Operation(
                name="post_message",
                method="POST",
                path="/v1/messages",
                tag="Messages",
                summary="Write to a customer",
                description="Goes the way of every message: in order with others, at the number's pace, never twice. Send an Idempotency-Key.",
                scope="messages:send",
                handle=self.post,
                answer=MessageAccepted,
                status=HTTPStatus.ACCEPTED,
                query=Query,
                body=MessageIn,
                refusals=(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
                example={"to": {"phone": "+966501234567"}, "template": {"name": "we_have_moved", "language": "ar", "parameters": {"city": "Jeddah"}}},
            ),
        )

    async def post(self, asked: Asked[Query, MessageIn]) -> MessageAccepted:
        """Put a message into the outbox."""
        body, store, db = asked.body, asked.store, self._office.db
        phone = to_phone(body.to.phone, store, "to.phone") if body.to.phone else None
        customer = await find_customer(db, store, customer_id=body.to.customer_id, e164=phone)
        if customer is None:
            raise Problem(NOT_FOUND, f"The store {store.id} has no such customer: make one with POST /api/v1/customers.")
        order = await find_order(db, store, body.order) if body.order else None
        letter = Letter(f"api:{store.id}:{asked.request_id}", _content(body), _category(body), order.id if order else None)
        item = await write_to(db, store, customer, letter, asked.now)
        if isinstance(item, Unwritten):
            raise Problem(CONFLICT, f"The message can't be sent: {item.reason}.")
        self._office.queued([item])
        return MessageAccepted(id=item.id, conversation_id=item.conversation_id)


def _content(body: MessageIn) -> TextOut | TemplateOut:
    template = body.template
    if template is None:
        return TextOut(body.text or "")
    return TemplateOut(template.name, template.language, tuple(template.parameters.items()), template.button_suffix)


def _category(body: MessageIn) -> Literal["utility", "marketing"]:
    return body.template.category if body.template else "utility"
