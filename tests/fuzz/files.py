"""Files and variables that people write: settings, stores, orders to import, price tables, phrases and texts."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from bot.commands.order_files import lines_of
from bot.errors import DataFileError, SettingsError, Unreadable
from bot.flow.import_orders import read_row
from bot.language.catalogue import read_catalogue
from bot.language.intents import load_intents
from bot.settings import load_settings
from bot.whatsapp.prices import load_prices
from tests.connectors.knocking import NOOR
from tests.fuzz.values import text
from tests.settings.conftest import GOOD

ROOT: Final = Path(__file__).parents[2]
NOWHERE: Final = {**GOOD, "WASLA_CONFIG": "/nowhere/wasla.toml"}
VARIABLES: Final = (
    "WASLA_PORT=8080\nWASLA_HOST='::1'\nexport WASLA_PUBLIC_URL=https://noor.example",
    'WASLA_STANDARD_SECRET=whsec_c2VjcmV0\nWASLA_NOTICES__QUIET_HOURS=22:00-08:00\nWASLA_ALLOWED_HOSTS=["erp.lan"]',
    'WASLA_NOTICES__WORDING={"shipped": {"en": "It is {on} its way"}}\nWASLA_CONSOLE__SESSION_DAYS=7',
    "WASLA_MONGODB_URI=mongodb://u:p@db/\nWASLA_REPLY_PAUSE=1.5\nWASLA_ROLE=web\nWASLA_PRICES=/nowhere.csv",
)
ORDERS: Final = (
    "id,number,placed_at,total,currency,phone,status\n1,NH-1,2026-11-20,199.00,SAR,+966501234567,open\n",
    'id;number;placed_at;total;customer.phone;shipment.tracking_number;lines\n1;NH-1;2026-11-20T10:00:00Z;19,00;050123456;T1;"[{""name"": ""A""}]"\n',
    '{"id": "1", "number": "NH-1", "placed_at": "2026-11-20T10:00:00Z", "total": "199.00", "shipments": [{"tracking_number": "T1"}]}\n{"id": 2}\n',
    "\ufeffid\tnumber\tconsent\tflags\n1\tNH-1\tyes\theld;delayed\n",
)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="wasla-fuzz-"))


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def settings(data: bytes) -> None:
    """Read variables of the environment, which hold no zero byte."""
    pairs = [line.partition("=") for line in text(data).replace("\0", "").split("\n")]
    with suppress(SettingsError):
        load_settings({**NOWHERE, **{name.removeprefix("export "): value.strip("'") for name, _, value in pairs}}, None)


def environment_file(data: bytes) -> None:
    """Read a ``.env``."""
    with suppress(SettingsError):
        load_settings(NOWHERE, _file(".env", data))


def configuration(data: bytes) -> None:
    """Read a ``wasla.toml``."""
    path = _file("wasla.toml", data)
    with suppress(SettingsError):
        assert load_settings({**GOOD, "WASLA_CONFIG": str(path)}, None).stores


def configurations() -> list[bytes]:
    """Return the example, also with everything in it that is commented out."""
    example = (ROOT / "wasla.example.toml").read_text("utf-8")
    whole = "\n".join(line.removeprefix("# ") if line.startswith("# ") and ("=" in line or "[" in line) else line for line in example.splitlines())
    return [example.encode(), whole.encode(), b'[stores.noor]\nname = "Noor"\n[stores.noor.hours]\nmon = "09:00-24:00"\nholidays = [2026-12-02]\n']


def orders(data: bytes) -> None:
    """Read orders to import: CSV or JSON lines."""
    with suppress(DataFileError):
        for line in lines_of(_file("orders.csv", data)):
            with suppress(Unreadable):
                assert line.document is None or read_row(line.number, line.document, NOOR).events


def prices(data: bytes) -> None:
    """Read a price table."""
    with suppress(DataFileError):
        load_prices(_file("prices.csv", data))


def price_tables() -> list[bytes]:
    """Return the beginning of our own."""
    return [b"\n".join((ROOT / "bot/whatsapp/prices.csv").read_bytes().splitlines()[:12])]


def intents(data: bytes) -> None:
    """Read phrases that shop staff have written."""
    with suppress(DataFileError):
        load_intents(_file("intents/affirm.yaml", data).parent)


def intent_files() -> list[bytes]:
    """Return short ones."""
    wording = "text:\n  en: We are at {website}.\n  ar: |\n    نحن\nwaits: true\nphrases:\n  en: [where are you]\nout_of_scope: {en: [who]}\n"
    return [wording.encode(), *(path.read_bytes()[:3_000] for path in sorted((ROOT / "intents").glob("*.yaml"))[:3])]


def catalogue(data: bytes) -> None:
    """Read a language's texts."""
    with suppress(DataFileError):
        read_catalogue(_file("bot.po", data))


def catalogues() -> list[bytes]:
    """Return the beginnings of two."""
    return [(ROOT / f"locales/{language}/LC_MESSAGES/bot.po").read_bytes()[:2_500] for language in ("en", "ar")]
