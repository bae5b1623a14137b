"""The shop's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, insert_new
from bot.domain.staff import StaffMember, staff_id

if TYPE_CHECKING:
    from bot.domain.staff import ConsoleLanguage, Theme


class Staff:
    """One document per person, under an id that follows from the address; there are few, so listing reads them all."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(StaffMember)

    async def add(self, member: StaffMember) -> bool:
        """Write a new person down; ``False`` where the address is known already."""
        return not await insert_new(self._collection, [self._codec.to_doc(member)])

    async def get(self, member_id: str) -> StaffMember | None:
        """Return a person, disabled or not."""
        doc = await self._collection.find_one({"_id": member_id})
        return None if doc is None else self._codec.from_doc(doc)

    async def by_email(self, email: str) -> StaffMember | None:
        """Return the person with an address."""
        return await self.get(staff_id(email))

    async def all(self) -> list[StaffMember]:
        """Return everybody, by address."""
        found = [self._codec.from_doc(doc) for doc in await self._collection.find({}).to_list(None)]
        return sorted(found, key=lambda member: member.email)

    async def set_profile(self, before: StaffMember, after: StaffMember) -> None:
        """Keep what is another in name, role, stores and teams; what somebody else changes meanwhile stays, as long as it is not the same."""
        were, are = ({"name": one.name, "role": one.role, "stores": list(one.stores), "teams": list(one.teams)} for one in (before, after))
        fields = {name: value for name, value in are.items() if were[name] != value}
        if fields:
            await self._collection.update_one({"_id": after.id}, {"$set": fields})

    async def set_password(self, member_id: str, password_hash: str | None) -> None:
        """Keep the hash of a new password; ``None`` leaves only one-time links."""
        await self._set(member_id, password_hash=password_hash)

    async def set_totp(self, member_id: str, secret: str | None) -> None:
        """Ask for codes of this secret from now on, or for none."""
        await self._set(member_id, totp_secret=secret)

    async def use_code(self, member_id: str, step: int) -> bool:
        """Note that the code of a step was used; ``False`` when that one or a later one was used before."""
        result = await self._collection.update_one({"_id": member_id, "totp_step": {"$lt": step}}, {"$set": {"totp_step": step}})
        return result.matched_count == 1

    async def set_looks(self, member_id: str, language: ConsoleLanguage | None, theme: Theme) -> None:
        """Keep how a person wants the console to look; without a language it is the browser's."""
        await self._set(member_id, language=language, theme=theme)

    async def disable(self, member_id: str, now: int | None) -> None:
        """Let a person in no more; ``None`` lets him in again."""
        await self._set(member_id, disabled_at=now)

    async def _set(self, member_id: str, **fields: str | int | None) -> None:
        await self._collection.update_one({"_id": member_id}, {"$set": fields})
