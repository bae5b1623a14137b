"""Numbers whose country code comes without a plus, as shops of the Gulf write them beside national ones."""

from __future__ import annotations

from typing import Final

# National numbers of the region have ten digits at most; those that are longer there begin with their trunk prefix, a zero.
_INTERNATIONAL_FROM: Final = 11


def spellings(number: str | None) -> list[str | None]:
    """Return what a number may have meant, the likeliest first, for ``phones.first_phone``.

    ``966501234567`` and ``96550123456`` carry their country code; ``0501234567`` and ``501234567`` are national, and are never taken
    for more: a stranger abroad may have what they would be with a plus.
    """
    digits = [char for char in number or "" if char.isdecimal()]
    carries_code = len(digits) >= _INTERNATIONAL_FROM and int(digits[0]) != 0 and not (number or "").lstrip().startswith("+")
    return [f"+{number}", number] if carries_code else [number]
