"""Who is asking, whether he may, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.api_key import hashed, read_token
from bot.web.api.problems import FORBIDDEN, TOO_MANY, UNAUTHENTICATED, Problem
from bot.web.buckets import Buckets, Left, Pace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.db import Database
    from bot.domain.api_key import ApiKey, Scope

PACE: Final = Pace(burst=100, per_second=20)
# Wrong keys from one address. The secrets can't be guessed anyway: this keeps whoever tries from asking the database each time.
WRONG: Final = Pace(burst=20, per_second=0.2)
_REALM: Final = {"WWW-Authenticate": 'Bearer realm="wasla"'}


class Access:
    """Lets keys in; ``store_ids`` are the stores that are set up."""

    def __init__(self, db: Database, store_ids: Collection[str], pace: Pace = PACE) -> None:
        self._db = db
        self._store_ids = store_ids
        self._requests = Buckets(pace)
        self._wrong = Buckets(WRONG)
        # Hashes of tokens that were good: an address full of strangers must not shut out who shares it (a proxy, an office).
        self._good: set[str] = set()

    async def enter(self, authorization: str | None, remote: str, now: int) -> ApiKey:
        """Return the key of a request, or raise the problem that answers it."""
        scheme, _, given = (authorization or "").partition(" ")
        found = read_token(given.strip()) if scheme.casefold() == "bearer" else None
        known = hashed(given.strip())
        attempts = self._wrong.look(remote, now)
        if not attempts.passes and known not in self._good:
            wait = {"Retry-After": str(attempts.wait)}
            raise Problem(TOO_MANY, f"Too many wrong keys came from your address: try again in {attempts.wait} seconds.", headers=wait)
        key = await self._db.api_keys.get(found[0]) if found else None
        if key is None or found is None or not key.opens_with(found[1]) or key.store_id not in self._store_ids:
            self._good.discard(known)
            self._wrong.take(remote, now)
            detail = "Send Authorization: Bearer wk_... with a key of a store that is set up here; wasla keys list shows which there are."
            raise Problem(UNAUTHENTICATED, detail, headers=_REALM)
        self._good.add(known)
        await self._db.api_keys.used(key, now)
        return key

    def pace(self, key: ApiKey, now: int) -> dict[str, str]:
        """Count a request and return the headers that tell how many are left; raise the problem when there are none."""
        left = self._requests.take(key.id, now)
        headers = self._headers(left)
        if left.passes:
            return headers
        detail = f"This key may ask {self._requests.pace.per_second:g} times a second: try again in {left.wait} seconds."
        raise Problem(TOO_MANY, detail, headers={**headers, "Retry-After": str(left.wait)})

    def _headers(self, left: Left) -> dict[str, str]:
        """Return the fields of draft-ietf-httpapi-ratelimit-headers-10."""
        pace = self._requests.pace
        return {"RateLimit-Policy": f'"key";q={pace.burst};w={pace.window}', "RateLimit": f'"key";r={left.remaining};t={left.wait or 1}'}


def demand(key: ApiKey, scope: Scope, headers: Mapping[str, str]) -> None:
    """Raise the problem of a key that lacks a scope."""
    if scope not in key.scopes:
        detail = f"The key {key.id} has no scope {scope}. Make one that has it: wasla keys create --store {key.store_id} --scopes {scope}"
        raise Problem(FORBIDDEN, detail, headers=headers)
