"""What the pages share on which a store's choices are made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiohttp import web

from bot.language.trim import FSI, PDI
from bot.web.console.guard import PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.store import Store
    from bot.web.console.guard import Visit

WRONG: Final = 422
CONFLICT: Final = 409
_MOST: Final = 300


def stores_of(visit: Visit, stores: Mapping[str, Store]) -> list[Store]:
    """Return the stores that somebody may see."""
    return [store for store in stores.values() if visit.member.sees(store.id)]


def store_of(visit: Visit, stores: Mapping[str, Store]) -> Store:
    """Return the store that is meant, else the first one; one that he may not see is as if it weren't there."""
    mine = stores_of(visit, stores)
    wanted = visit.form.get("store") or visit.request.query.get("store")
    store = next((one for one in mine if one.id == wanted), None) if wanted else next(iter(mine), None)
    if store is None:
        raise web.HTTPNotFound
    return store


def seal(value: object) -> str:
    """Return what tells a value from another: a form brings it back, so that who has changed something else meanwhile is not in the way."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def change(before: str, after: str) -> str:
    """Return for the audit log what something was and what it is; of long texts the beginning."""
    return f"{isolated(cut(before))} → {isolated(cut(after))}"


def isolated(text: str) -> str:
    """Return a text whose direction leaves the words around it alone."""
    return f"{FSI}{text}{PDI}"


def back(path: str, store: Store, **more: str) -> web.Response:
    """Return to a page of a store."""
    return web.Response(status=303, headers={"Location": f"{PREFIX}{path}?{urlencode({'store': store.id, **more})}"})


def ordered(languages: tuple[str, ...], store: Store, texts: Mapping[str, str]) -> list[str]:
    """Return the languages of a form: the store's, those that have a text, English and Arabic, and the rest."""
    return sorted(languages, key=lambda one: (one != store.language.partition("-")[0], not texts.get(one), one not in {"en", "ar"}, one))


def cut(text: str) -> str:
    """Return a text on one line for the audit log: of a long one the beginning, and a dash for none."""
    shown = " ".join(text.split()) or "-"
    return f"{shown[:_MOST]}…" if len(shown) > _MOST else shown
