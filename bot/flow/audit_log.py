"""Reading the audit log: which entries somebody may see, which are meant, and as a table for other programs."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.db.audit import AuditPlace
from bot.domain.clock import from_instant
from bot.domain.staff_rules import may_manage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from bot.db import Database
    from bot.db.audit import AuditFilter
    from bot.domain.staff import AuditEntry, StaffMember

MOST_LOOKED_AT: Final = 20_000
COLUMNS: Final = ("at", "person", "email", "deed", "store", "about", "address")
# What makes a spreadsheet take a text for a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - the wide ones count, too


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first, and where to read on; ``None`` behind the last one."""

    entries: tuple[AuditEntry, ...]
    next: AuditPlace | None


@dataclass(frozen=True, slots=True)
class Meant:
    """Of which store (``""``: any), and what is written about it: one of these texts is in it (none: anything is)."""

    store: str = ""
    texts: tuple[str, ...] = ()


async def read_log(
    db: Database,
    wanted: AuditFilter,
    keep: Callable[[AuditEntry], bool],
    limit: int,
    after: AuditPlace | None = None,
    most: int = MOST_LOOKED_AT,
) -> AuditPage:
    """Return the next entries that are to be kept. After ``most`` that were looked at the page ends, full or not: nobody waits for long."""
    found: list[AuditEntry] = []
    looked_at = 0
    async for entry in db.audit.walk(wanted, after):
        if len(found) == limit or looked_at == most:
            return AuditPage(tuple(found), after)
        looked_at, after = looked_at + 1, AuditPlace(entry.at, entry.id)
        if keep(entry):
            found.append(entry)
    return AuditPage(tuple(found), None)


def store_of(entry: AuditEntry, stores: Collection[str]) -> str | None:
    """Return the store that an entry is about; where it is not noted, ``about`` begins with it."""
    named = entry.about.partition(":")[0]
    return entry.store_id or (named if named in stores else None)


def visible(entry: AuditEntry, reader: StaffMember, people: Mapping[str, StaffMember], stores: Collection[str]) -> bool:
    """Tell whether an entry is any of a reader's business: one of some stores sees what is about these, and what their people did."""
    if not reader.stores:
        return True
    store = store_of(entry, stores)
    if store is not None:
        return reader.sees(store)
    who = people.get(entry.staff_id or "")
    return who is not None and may_manage(reader, who)


def is_meant(entry: AuditEntry, meant: Meant, stores: Collection[str]) -> bool:
    """Tell whether an entry is one that is looked for."""
    if meant.store and store_of(entry, stores) != meant.store:
        return False
    about = entry.about.casefold()
    return not meant.texts or any(text.casefold() in about for text in meant.texts)


def as_csv(entries: Iterable[AuditEntry], people: Mapping[str, StaffMember], stores: Collection[str]) -> str:
    """Return entries as a table (RFC 4180) that no spreadsheet takes for formulas; instants are in UTC (ISO 8601)."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for entry in entries:
        who = people.get(entry.staff_id or "")
        at = from_instant(entry.at).isoformat(timespec="milliseconds")
        name, email = (who.name, who.email) if who else ("", entry.staff_id or "")
        cells = (at, name, email, entry.what, store_of(entry, stores) or "", entry.about, entry.address)
        table.writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def harmless(cell: str) -> str:
    """Return a text that a spreadsheet shows as it is: an apostrophe stands before what begins like a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
