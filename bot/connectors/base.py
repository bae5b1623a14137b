"""What every connector gives to the doors, the workers and the jobs, whatever its system speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from bot.domain.access import Tokens
    from bot.domain.inbox import InboxItem, Parked
    from bot.domain.privacy import PrivacyRequest
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

    # Given the tokens that end, asks for new ones; None where it can't.
    Renew = Callable[[Tokens], Awaitable[Tokens | None]]


@dataclass(frozen=True, slots=True)
class Knock:
    """One HTTP request at a connector's door, as it came.

    ``headers`` finds names whatever their case; ``token`` is what follows the store in the address, ``None`` when nothing does.
    ``topic`` is set only when a request that was kept aside is taken apart again: what its headers had said of it. ``options`` are the
    store's for this connector, ``None`` for those that hold when nothing is set.
    """

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    store: Store
    received_at: int
    token: str | None = None
    topic: str = ""
    options: Options | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a door answers."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Split:
    """One request taken apart: what can be handled, what is kept aside with the reason, and keys to the system that it brought."""

    items: tuple[InboxItem, ...] = ()
    parked: tuple[Parked, ...] = ()
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One inbox item as ``parse`` gets it: ``topic`` is what the headers said, ``at`` the sender's time or that of arrival.

    ``options`` are the store's for this connector, ``None`` for those that hold when nothing is set.
    """

    body: bytes
    store: Store
    topic: str = ""
    at: int = 0
    options: Options | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A well-formed event that says nothing to a customer; ``reason`` is a line for the log.

    ``alert``: a person has to do what the reason says. A privacy request is raised each by itself, what is wrong with a connection once.
    ``privacy`` is such a request, so far as it names whom it means.
    """

    reason: str
    alert: Literal["privacy", "connector"] | None = None
    privacy: PrivacyRequest | None = None


class Options(BaseModel):
    """What a store sets for a connector beside its secrets; each connector derives its own, with a description per field."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


O = TypeVar("O", bound=Options)  # noqa: E741 - the usual name would hide what it stands for


@dataclass(frozen=True, slots=True)
class Response:
    """What a system answered: ``headers`` finds names whatever their case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Fetch(Protocol):
    """Asks another system over HTTPS, guarded: only public addresses and hosts named in the settings, limited in size and time.

    Raises ``bot.errors.FetchFailed`` when no answer came or the address is not allowed; an answer of any status is returned.
    """

    async def __call__(
        self,
        method: Literal["GET", "POST"],
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: bytes | None = None,
    ) -> Response:
        """Return the answer; ``json`` is sent as JSON, ``data`` as it is."""


@dataclass(frozen=True, slots=True)
class Polled:
    """Something that was asked for instead of being sent: ``parse`` reads it like a delivery.

    ``key`` is the same whenever the same state of the same thing is met again, so that nothing is handled twice.
    """

    key: str
    lane: str
    body: bytes
    topic: str
    at: int


@dataclass(frozen=True, slots=True)
class Call(Generic[O]):
    """What a connector's client works with: the guarded fetch, the store, its options, its secrets and the present instant.

    ``parcels`` are the tracking numbers under way, for carriers that have to be asked about each. ``first``: it was never asked
    before, so what it tells is the past. ``tokens`` returns those that the system has given, renewed where they end soon by what it
    is given for that; ``None`` when there are none.
    """

    fetch: Fetch
    store: Store
    options: O
    secrets: tuple[str, ...]
    now: int
    parcels: tuple[str, ...] = ()
    first: bool = False
    tokens: Callable[[Renew], Awaitable[Tokens | None]] | None = None


def no_problem(secret: str) -> str | None:
    """Accept every secret."""
    return None if secret else "a secret that is not empty"


@dataclass(frozen=True, slots=True)
class Connector(Generic[O]):
    """One system.

    ``verify(knock, secrets)`` returns the delivery's id (any text that is the same for a repeat of the same delivery), or raises
    ``Unauthenticated``.
    ``split(knock, delivery_id)`` takes a verified request apart and never raises.
    ``parse(delivery)`` reads one inbox item; raises ``Unreadable``.
    ``greet(knock, secrets)`` answers what is no delivery (a ping, a challenge), ``None`` for a delivery; it runs before ``verify``.
    ``success`` is the status that this system takes for success.
    ``wrong_secret(secret)`` says what is expected of a secret that can't be one.
    ``options`` describes the settings beside the secrets.
    ``complete(call, delivery)`` fetches what a thin body leaves out, before ``parse``.
    ``poll(call, since)`` yields what has changed since an instant, for systems that don't push or don't retry.
    ``unconfirmed`` lists in sentences what rests on documentation alone, for ``wasla check``; empty when nothing does.
    """

    name: str
    title: str
    role: Literal["store", "carrier", "invoicing", "generic"]
    verify: Callable[[Knock, Sequence[str]], str]
    split: Callable[[Knock, str], Split]
    parse: Callable[[Delivery], tuple[StoreEvent, ...] | Ignored]
    greet: Callable[[Knock, Sequence[str]], Reply | None] = field(default=lambda knock, secrets: None)  # noqa: ARG005
    success: int = 200
    wrong_secret: Callable[[str], str | None] = no_problem
    options: type[O] = Options  # type: ignore[assignment]  # The plain options are those of a connector that has none.
    complete: Callable[[Call[O], Delivery], Awaitable[Delivery]] | None = None
    poll: Callable[[Call[O], int], AsyncIterator[Polled]] | None = None
    unconfirmed: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether nothing of it rests on documentation alone."""
        return not self.unconfirmed
