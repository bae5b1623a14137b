"""17TRACK's numbers of the carriers that shops of the region use most; a webhook mostly names the carrier as well."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

CARRIERS: Final = MappingProxyType({
    "3011": "China Post",
    "3013": "China EMS",
    "7041": "DHL",
    "15011": "Oman Post",
    "17011": "Qatar Post",
    "19071": "SPL",
    "21051": "USPS",
    "100001": "DHL Express",
    "100002": "UPS",
    "100003": "FedEx",
    "100004": "TNT",
    "100005": "GLS",
    "100006": "Aramex",
    "100012": "SF Express",
    "100034": "SMSA Express",
    "100058": "Posta Plus",
    "100082": "Zajil Express",
    "100089": "Naqel Express",
    "100103": "Esnad Express",
    "100165": "SAEE",
})  # fmt: skip
