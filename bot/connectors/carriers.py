"""What customers call a carrier whose name comes as a token (``smsa-express``, ``dhl_express``, ``DHLExpress``)."""

from __future__ import annotations

import re
from typing import Final

_SEPARATORS = re.compile(r"[\s_-]+")
_NAMES: Final[dict[str, str]] = {
    "aramex": "Aramex",
    "dhl": "DHL",
    "dhlecommerce": "DHL eCommerce",
    "dhlexpress": "DHL Express",
    "dpd": "DPD",
    "fedex": "FedEx",
    "gls": "GLS",
    "imile": "iMile",
    "jtexpress": "J&T Express",
    "naqel": "Naqel Express",
    "naqelexpress": "Naqel Express",
    "royalmail": "Royal Mail",
    "saudipost": "SPL",
    "sfexpress": "SF Express",
    "smsa": "SMSA Express",
    "smsaexpress": "SMSA Express",
    "tnt": "TNT",
    "ups": "UPS",
    "usps": "USPS",
}


def carrier_name(token: str | None) -> str | None:
    """Return the name to show, ``None`` without a token; one that has capital letters already is a name as it stands."""
    if not token:
        return None
    known = _NAMES.get(_SEPARATORS.sub("", token).casefold())
    if known is not None or token != token.casefold():
        return known or token
    return _SEPARATORS.sub(" ", token).strip().title() or None
