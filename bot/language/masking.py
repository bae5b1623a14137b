"""Texts without what points to a person: for whoever reads them to teach the bot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.language.contacts import emails, links
from bot.language.normalise import MAX_CHARS, visible, western_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.language.contacts import Contact

EMAIL, LINK, DIGIT = "<email>", "<link>", "#"
_LONGEST: Final = 500
_AT: Final = re.compile(r"\S*@\S+")


def masked(text: str) -> str:
    """Return a text, shortened, with addresses and links replaced and every digit as ``#``: phones, orders and cards go with them.

    >>> masked("call +966 50 123 4567 or me@shop.example about order 1042")
    'call +### ## ### #### or <email> about order ####'
    """
    plain = western_digits(visible(text[:MAX_CHARS]))
    plain = _replaced(plain, links(plain), LINK)
    plain = _replaced(plain, emails(plain), EMAIL)
    # What looks like an address or a name on some service, though it is none that we could write to.
    plain = _AT.sub(EMAIL, plain)
    return "".join(DIGIT if char.isdigit() or char.isnumeric() else char for char in plain)[:_LONGEST]


def _replaced(text: str, found: Iterable[Contact], by: str) -> str:
    kept, end = [], 0
    for one in found:
        kept += [text[end : one.start], by]
        end = one.end
    return "".join([*kept, text[end:]])
