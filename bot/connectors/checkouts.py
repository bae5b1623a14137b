"""What customers said at the checkout, in fields that each shop names itself: boxes that were ticked, the language, the way to pay."""

from __future__ import annotations

import re
from typing import Final

_YES: Final = frozenset(("1", "yes", "y", "true", "on", "checked", "نعم"))
_NO: Final = frozenset(("0", "no", "n", "false", "off", "unchecked", "لا"))
_AT_THE_DOOR: Final = re.compile(r"(?<![a-z])cod(?![a-z])|cash[\s_-]*on[\s_-]*delivery|عند\s*ال[اإ]ستلام|contre[\s-]*remboursement", re.IGNORECASE)
_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.IGNORECASE)


def ticked(value: str | None) -> bool | None:
    """Return what a box says, ``None`` where it is absent or says something that is neither yes nor no: then nobody was asked."""
    word = (value or "").strip().casefold()
    if word in _YES:
        return True
    return False if word in _NO else None


def language_tag(value: str | None) -> str | None:
    """Return a language as BCP 47 writes it (``ar_SA`` becomes ``ar-SA``), ``None`` for what is none."""
    tag = (value or "").strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None


def is_cash_on_delivery(method: str) -> bool:
    """Tell whether the name or code of a way to pay means cash on delivery."""
    return _AT_THE_DOOR.search(method) is not None
