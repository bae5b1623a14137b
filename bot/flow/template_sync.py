"""Our templates and Meta's: what is missing there, what differs, and creating what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.clock import HOUR
from bot.domain.template import TemplateCopy, template_id
from bot.errors import GraphError, Permanent
from bot.language.notices import HANDLE
from bot.language.notices.lint import buttons_of, parts_of
from bot.whatsapp.graph import variables_of
from bot.whatsapp.sample_pdf import sample_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.db import Database
    from bot.whatsapp.client import GraphClient
    from bot.whatsapp.graph import TemplateInfo

# https://developers.facebook.com/documentation/business-messaging/whatsapp/templates: creates an hour and account; templates of an
# account whose business is not verified.
MOST_CREATED: Final = 100
MOST_UNVERIFIED: Final = 250
Definition = dict[str, object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one of our definitions stands at Meta: the copy there, and what differs from ours in words."""

    definition: Definition
    copy: TemplateCopy | None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Created:
    """What came of creating a template; ``error`` is what Meta said, ``over`` that the rest would fare no better now."""

    name: str
    language: str
    status: str = ""
    error: str = ""
    over: bool = False


async def synchronise(db: Database, client: GraphClient, business_account_id: str, now: int) -> list[TemplateCopy]:
    """Read every template of an account and keep them as our copies, which they are from now on; return them."""
    known = {copy.id: copy for copy in await db.templates.of_account(business_account_id)}
    copies = [_copy_of(business_account_id, info, known, now) for info in await client.templates()]
    await db.templates.replace_account(business_account_id, copies)
    return copies


def compare(definitions: Sequence[Definition], copies: Sequence[TemplateCopy]) -> list[Comparison]:
    """Return how each of our definitions stands at Meta, in our order."""
    there = {(copy.name, copy.language): copy for copy in copies}
    return [Comparison(one, copy, _differs(one, copy) if copy else ()) for one in definitions for copy in [there.get(_key(one))]]


def may_create(copies: Sequence[TemplateCopy], now: int) -> int:
    """Return how many templates may be created now: Meta counts those of the last hour."""
    return max(0, MOST_CREATED - sum(copy.created_at > now - HOUR for copy in copies))


async def create(
    db: Database,
    client: GraphClient,
    business_account_id: str,
    definitions: Sequence[Definition],
    clock: Callable[[], int],
    advance: Callable[[], None] = lambda: None,
) -> list[Created]:
    """Create templates one after another and keep each as a copy; what Meta refuses is told, and the rest goes on.

    It ends early when Meta takes no more for now, or nobody knows whether it did: doing it again creates what is then missing.
    ``advance`` is called after each.
    """
    made: list[Created] = []
    handle: str | None = None
    for definition in definitions:
        name, language = _key(definition)
        try:
            if handle is None and _wants_example(definition):
                handle = await client.example_handle(sample_pdf(), "application/pdf", "example.pdf")
            status, category = await client.create_template(_with_example(definition, handle))
        except GraphError as error:
            made.append(Created(name, language, error=str(error), over=not isinstance(error, Permanent)))
            if made[-1].over:
                break
        else:
            await db.templates.put_many([_created(business_account_id, definition, status, category, clock())])
            made.append(Created(name, language, status))
        advance()
    return made


def _copy_of(business_account_id: str, info: TemplateInfo, known: Mapping[str, TemplateCopy], now: int) -> TemplateCopy:
    key = template_id(business_account_id, info.name, info.language)
    before = known.get(key)
    return TemplateCopy(
        key,
        business_account_id,
        info.name,
        info.language,
        info.status,
        info.category,
        info.quality,
        info.parameters,
        info.reason,
        now,
        info.body,
        info.shape,
        # Meta's list says nothing of what it has announced, nor of who created it.
        before.coming_category if before and before.category == info.category else None,
        before.created_at if before else 0,
    )


def _created(business_account_id: str, definition: Definition, status: str, category: str, now: int) -> TemplateCopy:
    name, language = _key(definition)
    key = template_id(business_account_id, name, language)
    copy = TemplateCopy(key, business_account_id, name, language, status, category, synced_at=now, created_at=now)
    return replace(copy, body=_body(definition), parameters=variables_of(_body(definition)), shape=_shape(definition))


def _differs(definition: Definition, copy: TemplateCopy) -> tuple[str, ...]:
    ours: dict[Literal["text", "variables", "header or buttons", "category"], tuple[object, object]] = {
        "text": (_body(definition), copy.body),
        "variables": (frozenset(variables_of(_body(definition))), frozenset(copy.parameters)),
        "header or buttons": (_shape(definition), copy.shape),
        "category": (definition.get("category"), copy.category),
    }
    return tuple(what for what, (here, there) in ours.items() if here != there)


def _key(definition: Definition) -> tuple[str, str]:
    return str(definition["name"]), str(definition["language"])


def _body(definition: Definition) -> str:
    return " ".join(str(part.get("text", "")) for part in parts_of(definition, "BODY"))


def _shape(definition: Definition) -> str:
    headers = [str(part.get("format", "TEXT")) for part in parts_of(definition, "HEADER")]
    return " ".join([*headers, *(str(button.get("type", "")) for button in buttons_of(definition))])


def _wants_example(definition: Definition) -> bool:
    return any(part.get("example") == {"header_handle": [HANDLE]} for part in parts_of(definition, "HEADER"))


def _with_example(definition: Definition, handle: str | None) -> Definition:
    if handle is None or not _wants_example(definition):
        return definition
    headers = [{**part, "example": {"header_handle": [handle]}} for part in parts_of(definition, "HEADER")]
    rest = [part for kind in ("BODY", "FOOTER", "BUTTONS") for part in parts_of(definition, kind)]
    return {**definition, "components": [*headers, *rest]}
