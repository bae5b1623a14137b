"""What ``wasla check`` looks at, one function each."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.connectors.registry import CONNECTORS
from bot.db import open_database
from bot.errors import DatabaseDown, DataFileError, FetchFailed, GraphError, NeedsStaff, NotSent, Permanent
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.oidc.client import IdentityClient
from bot.oidc.provider import DISCOVERY
from bot.settings.sign_in import oidc_client
from bot.whatsapp.client import GraphClient

if TYPE_CHECKING:
    from pathlib import Path

    from bot.connectors.base import Connector
    from bot.errors import SettingsError
    from bot.settings import Settings, StoreSettings


@dataclass(frozen=True, slots=True)
class Finding:
    """``mend`` says how to mend what isn't ``good``, or what is worth knowing about what is."""

    good: bool
    what: str
    mend: str = ""


def of_bad_settings(error: SettingsError) -> Finding:
    """Say what is wrong with the settings."""
    return Finding(
        good=False, what="settings", mend=f"{error}\nSet them in the environment, in .env or in wasla.toml; README.md says where to find each."
    )


def of_settings(settings: Settings) -> Finding:
    """Name the stores of settings that are in order."""
    return Finding(good=True, what=f"settings: {', '.join(shop.store.id for shop in settings.stores)}")


def of_data_files() -> list[Finding]:
    """Read the intents and the catalogues."""
    return [_of_intents(), _of_catalogues()]


def _of_intents() -> Finding:
    try:
        intents = load_intents(data_folder("intents"))
    except DataFileError as error:
        return Finding(good=False, what="intents", mend=str(error))
    return Finding(good=True, what=f"intents: {len(intents.by_name)} in {len(intents.languages)} languages")


def _of_catalogues() -> Finding:
    try:
        catalogues = Catalogues.load(data_folder("locales"))
    except DataFileError as error:
        return Finding(good=False, what="catalogues", mend=str(error))
    return Finding(good=True, what=f"catalogues: {', '.join(catalogues.languages)}")


def of_stores(settings: Settings) -> list[Finding]:
    """Find stores whose language has no catalogue, and name their connectors."""
    found = []
    try:
        spoken = {language.partition("-")[0] for language in Catalogues.load(data_folder("locales")).languages}
    except DataFileError:
        spoken = set()  # said already
    for shop in settings.stores:
        if spoken and shop.store.language.partition("-")[0] not in spoken:
            mend = f"Add locales/{shop.store.language}, or set language to one of: {', '.join(sorted(spoken))}."
            found.append(
                Finding(good=False, what=f"store {shop.store.id}: there is no catalogue for its language {shop.store.language!r}", mend=mend)
            )
        found += _of_connectors(shop)
    return found


def _of_connectors(shop: StoreSettings) -> list[Finding]:
    """Name a store's connectors, with what of them rests on documentation alone."""
    return [
        Finding(
            good=True, what=f"store {shop.store.id}: {CONNECTORS[name].title}{_doubt(CONNECTORS[name])}", mend="\n".join(CONNECTORS[name].unconfirmed)
        )
        for name in shop.connectors
    ]


def _doubt(connector: Connector[Any]) -> str:
    return "" if connector.confirmed else ", unconfirmed: it was built from documentation in these points"


async def of_database(settings: Settings) -> Finding:
    """Reach the database; the embedded one is not started, since a bot that runs has it."""
    if not settings.mongodb_uri:
        return _of_embedded(settings.data_dir)
    try:
        database = await open_database(settings.mongodb_uri)
    except DatabaseDown as error:
        mend = f"{error}\nIs WASLA_MONGODB_URI right, does MongoDB run there, and does it let this machine in?"
        return Finding(good=False, what="database: it can't be reached", mend=mend)
    await database.close()
    return Finding(good=True, what="database: MongoDB answers")


def _of_embedded(folder: Path) -> Finding:
    if find_spec("nx_27017") is None:
        mend = "pip install 'wasla[embedded]', or set WASLA_MONGODB_URI to a MongoDB."
        return Finding(good=False, what="database: the embedded one is not installed", mend=mend)
    nearest = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return Finding(good=False, what=f"database: {nearest} can't be written to", mend="Set WASLA_DATA_DIR to a folder that can.")
    return Finding(good=True, what=f"database: embedded, in {folder}", mend="It is for trying: set WASLA_MONGODB_URI for real customers.")


async def of_numbers(settings: Settings) -> list[Finding]:
    """Ask WhatsApp about each number with the credentials that the bot would use."""
    async with aiohttp.ClientSession() as session:
        return [await _of_number(shop, session) for shop in settings.stores]


async def _of_number(shop: StoreSettings, session: aiohttp.ClientSession) -> Finding:
    what = f"WhatsApp number {shop.whatsapp.phone_number_id} of {shop.store.id}"
    try:
        number = await GraphClient(session, shop.graph_number()).phone_number()
    except GraphError as error:
        return Finding(good=False, what=f"{what}: {error}", mend=_mend(error))
    return Finding(good=True, what=f"{what}: {number.verified_name or 'no verified name'}, quality {number.quality_rating or 'unknown'}")


async def of_sign_in(settings: Settings, now: int) -> list[Finding]:
    """Ask the provider that signs people in to the console, where one is set, for its discovery document, its keys, and whether it knows us."""
    client = oidc_client(settings)
    if client is None:
        return []
    async with aiohttp.ClientSession() as session:
        asked = IdentityClient(session, client)
        try:
            provider = await asked.provider(now)
            await asked.keys(now)
            known = await asked.knows_us(now)
        except FetchFailed as error:
            return [Finding(good=False, what=f"sign-in by {client.title}: {error}", mend=_mend_sign_in(client.issuer, again=error.again))]
    if not known:
        mend = "Set WASLA_CONSOLE__OIDC__CLIENT_ID and WASLA_CONSOLE__OIDC__CLIENT_SECRET anew: a secret may have ended, or belong to another client."
        return [Finding(good=False, what=f"sign-in by {client.title}: it does not take the client ID with this secret", mend=mend)]
    mend = f"Its application has to know this redirect address: {client.redirect}"
    return [Finding(good=True, what=f"sign-in by {client.title}: {provider.issuer} answers and knows us", mend=mend)]


def _mend_sign_in(issuer: str, *, again: bool) -> str:
    where = "WASLA_CONSOLE__OIDC__ISSUER (or console.oidc.issuer in wasla.toml)"
    if again:
        return f"Is {where} right, and can this machine reach {issuer}{DISCOVERY}? wasla check --offline leaves this out."
    return f"Set {where} to what the provider calls its issuer: it stands in the document at {issuer}{DISCOVERY}."


def _mend(error: GraphError) -> str:
    if isinstance(error, NeedsStaff | Permanent):
        return "Check ACCESS_TOKEN, APP_SECRET and PHONE_NUMBER_ID: do they belong to one Meta app, and does the system user have the number?"
    if isinstance(error, NotSent):
        return "Can this machine reach the address in WASLA_WHATSAPP__GRAPH_URL? wasla check --offline leaves this out."
    return "WhatsApp had trouble: try again in a minute."
