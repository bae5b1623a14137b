"""Letting the shop's people in: the decisions of ``bot.flow.sign_in`` carried out over the database."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.staff import AuditEntry, SessionRules, due_for_rotation, normal_email, still_valid
from bot.flow import sign_in
from bot.flow.sign_in import TryLimits, hashed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.staff import EntryToken, Fact, StaffMember, StaffSession

# A hash takes 19 MiB: two at once keep a crowd at the door from filling the memory.
_HASHES_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who knocks: the address on the network, and what the browser calls itself."""

    address: str
    agent: str = ""


COMMAND_LINE: Final = Visitor("command line")


@dataclass(frozen=True, slots=True)
class LetIn:
    """Signed in: the person, the session, and the secret for the cookie, ``None`` where the browser keeps the one that it has."""

    member: StaffMember
    session: StaffSession
    cookie: str | None = None


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """The password was right; ``token`` is good for trying codes for some minutes."""

    token: str


@dataclass(frozen=True, slots=True)
class NotLetIn:
    """Nobody is signed in. What exactly was wrong is not said: it would tell which addresses are known."""

    why: Literal["wrong", "wrong_code", "too_many", "expired", "unknown"]


class StaffAccess:
    """The door of the console."""

    def __init__(self, db: Database, rules: SessionRules | None = None, limits: TryLimits | None = None) -> None:
        self._db = db
        self.rules = rules or SessionRules()
        self._limits = limits or TryLimits()
        self._hashing = asyncio.Semaphore(_HASHES_AT_ONCE)

    async def with_password(self, email: str, password: str, visitor: Visitor, now: int) -> LetIn | CodeNeeded | NotLetIn:
        """Let in who knows the password, or ask for the code where one is needed."""
        email = normal_email(email)
        if await self._too_many(email, visitor, now):
            return NotLetIn("too_many")
        member = await self._db.staff.by_email(email)
        async with self._hashing:
            opens = await asyncio.to_thread(sign_in.password_opens, member, password)
        if member is None or not opens:
            return await self._refused("wrong", email, visitor, now)
        return await self._on_from_password(member, visitor, now)

    async def with_code(self, token: str, code: str, visitor: Visitor, now: int) -> LetIn | NotLetIn:
        """Let in who knew the password and types the code of his app; each code opens once."""
        kept, member = await self._token(token, "code", now)
        if kept is None or member is None or member.totp_secret is None:
            return NotLetIn("expired")
        if await self._too_many(f"code {member.email}", visitor, now):
            return NotLetIn("too_many")
        step = sign_in.code_step(member.totp_secret, code, now)
        if step is None or not await self._db.staff.use_code(member.id, step):
            return await self._refused("wrong_code", member.email, visitor, now)
        if not await self._db.entry_tokens.use(kept.id):
            return NotLetIn("expired")
        return await self._let_in(member, visitor, now, "signed_in")

    async def link_owner(self, token: str, now: int) -> StaffMember | None:
        """Return whose a one-time link is, without using it up: programs that look at links in mails open them too."""
        return (await self._token(token, "link", now))[1]

    async def with_link(self, token: str, visitor: Visitor, now: int) -> LetIn | CodeNeeded | NotLetIn:
        """Let in who has a one-time link, once."""
        kept, member = await self._token(token, "link", now)
        if kept is None or member is None or not await self._db.entry_tokens.use(kept.id):
            return NotLetIn("expired")
        return await self._on_from_password(member, visitor, now, "signed_in_by_link")

    async def may_knock(self, visitor: Visitor, now: int) -> bool:
        """Count a try of an address before it is known who it is: what follows costs another system work."""
        return not await self._too_many("", visitor, now, of_account=False)

    async def first_use(self, secret: str, until: int) -> bool:
        """Tell whether a secret that is good until an instant is used for the first time; no other use of it gets ``True``."""
        return await self._db.tries.count(f"used:{hashed(secret)}", sign_in.stretch_of(until, self._limits)) == 1

    async def with_identity(self, email: str, visitor: Visitor, now: int) -> LetIn | NotLetIn:
        """Let in whom a provider of sign-ins vouches for, if he is one of the shop's people already; a second step is the provider's matter.

        His tries are counted apart: who types wrong passwords for him doesn't keep him out.
        """
        email = normal_email(email)
        if await self._too_many(f"provider {email}", visitor, now, of_address=False):
            return NotLetIn("too_many")
        member = await self._db.staff.by_email(email)
        if member is None or not sign_in.welcome(member):
            return await self._refused("unknown", email, visitor, now)
        return await self._let_in(member, visitor, now, "signed_in_by_provider")

    async def invite(self, member: StaffMember, now: int) -> str:
        """Return the secret of a one-time link for a person; links that he had before open nothing any more."""
        await self._db.entry_tokens.forget_of(member.id)
        secret, token = sign_in.new_token(member, "link", now)
        await self._db.entry_tokens.add(token)
        return secret

    async def session(self, cookie: str, now: int, *, passive: bool = False) -> LetIn | None:
        """Return who a cookie belongs to, and another cookie where it is time for one; ``None`` when it lets nobody in.

        ``passive`` is what a page asks for by itself: it leaves the session as it is, and so doesn't keep it alive.
        """
        session = await self._db.staff_sessions.get(hashed(cookie))
        if session is None or not still_valid(session, now, self.rules):
            return None
        member = await self._db.staff.get(session.staff_id)
        if member is None or not sign_in.welcome(member):
            return None
        if passive:
            return LetIn(member, session)
        if due_for_rotation(session, now, self.rules):
            made = sign_in.rotated(session, now)
            if await self._db.staff_sessions.replace(session, made.session, sign_in.replaced_until(now, self.rules)):
                return LetIn(member, made.session, made.secret)
        await self._db.staff_sessions.seen(session, now)
        return LetIn(member, session)

    async def change_password(self, who: LetIn, old: str, new: str, visitor: Visitor, now: int) -> sign_in.PasswordProblem | NotLetIn | None:
        """Give a person another password and sign him out everywhere else; ``None`` means done. Without one so far, none is asked for."""
        member = who.member
        if member.password_hash is not None:
            if await self._too_many(member.email, visitor, now):
                return NotLetIn("too_many")
            async with self._hashing:
                opens = await asyncio.to_thread(sign_in.password_opens, member, old)
            if not opens:
                return NotLetIn("wrong")
        problem = sign_in.password_problem(new, member.email)
        if problem is None:
            await self.set_password(member, new)
            await self._db.staff_sessions.end_all(member.id, who.session)
            await self.note("password_changed", member.id, visitor, now)
        return problem

    async def set_password(self, member: StaffMember, password: str) -> None:
        """Keep the hash of a person's new password."""
        async with self._hashing:
            kept = await asyncio.to_thread(sign_in.hash_password, password)
        await self._db.staff.set_password(member.id, kept)

    async def start_codes(self, member: StaffMember, secret: str, code: str, visitor: Visitor, now: int) -> bool:
        """Ask for codes from now on, once the person has shown that his app makes the right ones."""
        step = sign_in.code_step(secret, code, now)
        if step is None or not await self._db.staff.use_code(member.id, step):
            return False
        await self._db.staff.set_totp(member.id, secret)
        await self.note("codes_on", member.id, visitor, now)
        return True

    async def stop_codes(self, member: StaffMember, code: str, visitor: Visitor, now: int) -> bool:
        """Ask for no codes any more, where the person can still make one."""
        if await self._too_many(f"code {member.email}", visitor, now):
            return False
        step = sign_in.code_step(member.totp_secret or "", code, now) if member.totp_secret else None
        if step is None or not await self._db.staff.use_code(member.id, step):
            return False
        await self._db.staff.set_totp(member.id, None)
        await self.note("codes_off", member.id, visitor, now)
        return True

    async def sign_out(self, who: LetIn, visitor: Visitor, now: int, *, everywhere: bool = False) -> None:
        """End this session, or all that the person has."""
        if everywhere:
            await self._db.staff_sessions.end_all(who.member.id)
        else:
            await self._db.staff_sessions.end(who.session)
        await self.note("signed_out_everywhere" if everywhere else "signed_out", who.member.id, visitor, now)

    async def note(
        self, what: str, staff_id: str | None, visitor: Visitor, now: int, about: str = "", store_id: str | None = None, facts: Sequence[Fact] = ()
    ) -> None:
        """Write into the audit log."""
        entry = AuditEntry(f"{now}:{token_hex(8)}", now, what, staff_id, about, visitor.address, store_id, tuple(facts))
        await self._db.audit.add([entry])

    async def _on_from_password(self, member: StaffMember, visitor: Visitor, now: int, what: str = "signed_in") -> LetIn | CodeNeeded:
        if member.totp_secret is None:
            return await self._let_in(member, visitor, now, what)
        secret, token = sign_in.new_token(member, "code", now)
        await self._db.entry_tokens.add(token)
        return CodeNeeded(secret)

    async def _let_in(self, member: StaffMember, visitor: Visitor, now: int, what: str) -> LetIn:
        made = sign_in.new_session(member, now, visitor.address, visitor.agent)
        await self._db.staff_sessions.forget(member.id, lambda one: not still_valid(one, now, self.rules))
        await self._db.entry_tokens.forget_expired(member.id, now)
        await self._db.staff_sessions.add(made.session)
        await self.note(what, member.id, visitor, now)
        return LetIn(member, made.session, made.secret)

    async def _token(self, secret: str, kind: Literal["link", "code"], now: int) -> tuple[EntryToken | None, StaffMember | None]:
        kept = await self._db.entry_tokens.get(hashed(secret), now)
        member = await self._db.staff.get(kept.staff_id) if kept and kept.kind == kind else None
        return (kept, member) if sign_in.welcome(member) else (None, None)

    async def _too_many(self, email: str, visitor: Visitor, now: int, *, of_account: bool = True, of_address: bool = True) -> bool:
        """Count a try, and tell whether it is one too many; the log says so once per stretch, or a flood would fill it."""
        stretch = sign_in.stretch_of(now, self._limits)
        await self._db.tries.forget_before(stretch)
        account, address = sign_in.names_of_tries(email, visitor.address, self._limits)
        names = ([account] if of_account else []) + ([address] if of_address else [])
        beyond = [await self._db.tries.count(name, stretch) - most for name, most in names]
        if 1 in beyond:
            await self._refused("too_many", email, visitor, now)
        return max(beyond) > 0

    async def _refused(self, why: Literal["wrong", "wrong_code", "too_many", "unknown"], email: str, visitor: Visitor, now: int) -> NotLetIn:
        await self.note(f"refused_{why}", None, visitor, now, about=hashed(email)[:12])
        return NotLetIn(why)
