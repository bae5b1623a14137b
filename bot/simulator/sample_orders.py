"""The orders of the demo, told in days and hours before now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState

TRACKING_PAGES = {
    "Aramex": "https://www.aramex.com/track/results?ShipmentNumber=",
    "SMSA": "https://www.smsaexpress.com/trackingdetails?tracknumbers=",
    "DHL": "https://www.dhl.com/global-en/home/tracking/tracking-express.html?tracking-id=",
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel: in its state since ``hours``, last scanned ``scan`` hours ago at ``place``, expected in ``eta`` days."""

    carrier: str
    tracking_number: str
    state: ShipmentState
    hours: int
    scan: int | None = None
    place: str | None = None
    eta: int | None = None
    flags: tuple[ShipmentFlag, ...] = ()

    @property
    def tracking_url(self) -> str:
        """The carrier's page for it."""
        return TRACKING_PAGES[self.carrier] + self.tracking_number


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order of ``days`` ago: ``items`` are product and quantity. One that has not left has its parcel in ``waiting``."""

    number: str
    who: str
    days: float
    state: OrderState
    payment: PaymentState
    items: tuple[tuple[str, int], ...]
    parcels: tuple[Parcel, ...] = ()
    waiting: tuple[str, str] | None = None
    invoiced: bool = True
    currency: str | None = None


PURCHASES = (
    Purchase(
        "NH-1042",
        "sara",
        6,
        "fulfilled",
        "paid",
        (("lantern", 2), ("mabkhara", 1)),
        (Parcel("Aramex", "34710421581", "in_transit", 5, 5, "Riyadh", 2),),
    ),
    Purchase("NH-1051", "sara", 5, "preparing", "paid", (("sadu", 4),), waiting=("SMSA", "290510774621")),
    Purchase("NH-1053", "sara", 0.2, "confirmed", "pending", (("candle", 3), ("tray", 1)), waiting=("Aramex", "34710533906"), invoiced=False),
    Purchase(
        "NH-1040",
        "mohammed",
        4,
        "fulfilled",
        "pending",
        (("rug", 1),),
        (Parcel("SMSA", "290401185237", "out_for_delivery", 1, 1, "Jeddah", 0),),
        invoiced=False,
    ),
    Purchase(
        "NH-1037",
        "mona",
        9,
        "fulfilled",
        "paid",
        (("prayer", 2),),
        (Parcel("Aramex", "34710377712", "in_transit", 44, 44, "Cairo", 3, ("delayed",)),),
    ),
    Purchase(
        "NH-1039",
        "abdullah",
        7,
        "fulfilled",
        "paid",
        (("dallah", 1), ("finjan", 1)),
        (Parcel("Aramex", "34710394458", "available_for_pickup", 6, 6, "Kuwait City"),),
        currency="KWD",
    ),
    Purchase("NH-1049", "reem", 5, "ready", "paid", (("candle", 2),), (Parcel("SMSA", "290498830154", "label_created", 100),)),
    Purchase("NH-1021", "ayse", 16, "closed", "paid", (("finjan", 2),), (Parcel("DHL", "5210218834", "delivered", 150, 150, "Istanbul"),)),
    Purchase("NH-1050", "ayse", 5, "ready", "paid", (("lantern", 1), ("candle", 1)), waiting=("DHL", "5210507716")),
    Purchase("NH-1030", "imran", 12, "cancelled", "refunded", (("tray", 1), ("dallah", 1))),
    Purchase(
        "DD-2077", "fatima", 8, "closed", "paid", (("majlis", 1), ("coffee", 2)), (Parcel("Aramex", "34720776120", "delivered", 70, 70, "Abu Dhabi"),)
    ),
    Purchase("DD-2085", "fatima", 5, "confirmed", "authorised", (("ajwa", 3),), waiting=("Aramex", "34720857743"), invoiced=False),
    Purchase(
        "DD-2081", "james", 6, "fulfilled", "paid", (("medjool", 2), ("syrup", 1)), (Parcel("DHL", "5220815093", "in_transit", 9, 9, "London", 1),)
    ),
    Purchase("DD-2060", "james", 31, "closed", "paid", (("honey", 1),), (Parcel("DHL", "5220600472", "delivered", 600, 600, "London"),)),
    Purchase(
        "DD-2082",
        "omar",
        5,
        "fulfilled",
        "paid",
        (("khalas", 1), ("chocolate", 4)),
        (Parcel("Aramex", "34720823367", "out_for_delivery", 8, 3, "Dubai", 1, ("attempt_failed",)),),
    ),
    Purchase(
        "DD-2079",
        "lucia",
        7,
        "fulfilled",
        "paid",
        (("majlis", 1), ("medjool", 1), ("honey", 2)),
        (Parcel("DHL", "5220791186", "out_for_delivery", 2, 2, "Madrid", 0), Parcel("DHL", "5220791187", "in_transit", 20, 20, "Leipzig", 3)),
    ),
    Purchase("DD-2074", "camille", 20, "closed", "refunded", (("majlis", 1),), (Parcel("DHL", "5220740925", "returned", 90, 90, "Dubai"),)),
    Purchase("DD-2080", "jonas", 5, "ready", "paid", (("khalas", 2), ("coffee", 1)), waiting=("DHL", "5220808841")),
    Purchase("DD-2086", "beatriz", 0.5, "received", "pending", (("chocolate", 6),), waiting=("DHL", "5220866632"), invoiced=False),
    Purchase(
        "DD-2078",
        "priya",
        8,
        "fulfilled",
        "paid",
        (("ajwa", 1), ("medjool", 1)),
        (Parcel("DHL", "5220785570", "in_transit", 26, 26, "Mumbai", 4, ("on_hold",)),),
    ),
    Purchase("DD-2076", "dewi", 11, "cancelled", "voided", (("honey", 1),), invoiced=False),
    Purchase("DD-2084", "dewi", 5, "preparing", "paid", (("coffee", 2), ("syrup", 2)), waiting=("DHL", "5220843395")),
)
