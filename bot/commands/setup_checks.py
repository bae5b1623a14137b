"""What has to be right at Meta before a number can serve a shop: one function per thing, each saying what to click where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

import aiohttp

from bot.commands.findings import Finding
from bot.domain.clock import DAY, SECOND, to_instant
from bot.errors import GraphError, NeedsStaff, NotSent
from bot.whatsapp.client import GraphClient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.settings import StoreSettings
    from bot.whatsapp.wire import Json

SCOPES: Final = ("whatsapp_business_messaging", "whatsapp_business_management")
# Without ``messages`` nothing comes in at all; the others keep templates, number and consent current.
ESSENTIAL: Final = ("messages",)
USEFUL: Final = (
    *("message_template_status_update", "message_template_quality_update", "template_category_update"),
    *("phone_number_quality_update", "account_update", "user_preferences", "user_id_update", "smb_message_echoes"),
)
_NUMBER: Final = (
    "verified_name,display_phone_number,quality_rating,name_status,code_verification_status,status,throughput,"
    "whatsapp_business_manager_messaging_limit,account_mode,health_status"
)
_CLOCK_MAY_BE_OFF: Final = 60 * SECOND
_SOON: Final = 14 * DAY
_MANAGER = "https://business.facebook.com/wa/manage"
_USERS = "https://business.facebook.com/settings/system-users"
_APPS = "https://developers.facebook.com/apps"


@dataclass(frozen=True, slots=True)
class Setup:
    """The store that is checked, the client that speaks for it, and the session under both."""

    shop: StoreSettings
    client: GraphClient
    session: aiohttp.ClientSession
    now: int


async def of_time(setup: Setup) -> Finding:
    """Compare this machine's clock with Meta's: signatures and windows rest on it."""
    try:
        async with setup.session.get(setup.shop.whatsapp.graph_url, timeout=aiohttp.ClientTimeout(total=10)) as response:
            theirs = to_instant(parsedate_to_datetime(response.headers["Date"]).replace(tzinfo=UTC))
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
        mend = "Can this machine reach the address in WASLA_WHATSAPP__GRAPH_URL? A firewall or proxy may be in between."
        return Finding(good=False, what=f"time: WhatsApp can't be asked ({type(error).__name__})", mend=mend)
    off = abs(theirs - setup.now)
    if off > _CLOCK_MAY_BE_OFF:
        return Finding(good=False, what=f"time: this machine's clock is {off // SECOND} s off", mend="Switch on its time synchronisation (NTP).")
    return Finding(good=True, what="time: this machine's clock is right")


async def of_token(setup: Setup) -> tuple[Finding, str | None]:
    """Look at the access token; return also the id of the app that it belongs to."""
    about = await setup.client.look("debug_token", input_token=setup.shop.whatsapp.access_token.get_secret_value())
    data = _object(about, "data")
    app_id = str(data["app_id"]) if "app_id" in data else None
    new_token = f"Make one that lasts: {_USERS}, your system user, Generate token, with {' and '.join(SCOPES)}."
    if data.get("is_valid") is not True:
        return Finding(good=False, what="token: it is not valid any more", mend=new_token), app_id
    scopes = data.get("scopes")
    missing = [scope for scope in SCOPES if not isinstance(scopes, list) or scope not in scopes]
    if missing:
        return Finding(good=False, what=f"token: it lacks {' and '.join(missing)}", mend=new_token), app_id
    expires_at = data.get("expires_at")
    if isinstance(expires_at, int) and 0 < expires_at * SECOND < setup.now + _SOON:
        day = datetime.fromtimestamp(expires_at, UTC).date().isoformat()
        return Finding(good=False, what=f"token: it ends on {day}", mend=new_token), app_id
    return Finding(good=True, what="token: valid, with both permissions"), app_id


async def of_number(setup: Setup) -> list[Finding]:
    """Look at the number, its name, and whether Meta lets it send: that is where a missing payment method shows."""
    number = await setup.client.look(setup.shop.whatsapp.phone_number_id, fields=_NUMBER)
    found = [_of_status(number), *_of_health(_object(number, "health_status"))]
    if number.get("name_status") not in ("APPROVED", "AVAILABLE_WITHOUT_REVIEW", None):
        mend = f"{_MANAGER}, Phone numbers, your number, Profile, Display name."
        found.append(Finding(good=False, what=f"name: {number.get('verified_name')!r} is not approved ({number['name_status']})", mend=mend))
    return found


def _of_status(number: Mapping[str, object]) -> Finding:
    shown = f"number: {number.get('display_phone_number', 'without a number')}, {number.get('verified_name') or 'without a name'}"
    if number.get("status") not in ("CONNECTED", None):
        mend = f"{_MANAGER}, Phone numbers: register the number for the Cloud API with its PIN (two-step verification)."
        return Finding(good=False, what=f"{shown}: it is {str(number['status']).lower()}", mend=mend)
    if number.get("quality_rating") == "RED":
        mend = "Customers block or report its messages: switch notices off that nobody asked for, and ask for consent at the checkout."
        return Finding(good=False, what=f"{shown}: its quality is low", mend=mend)
    throughput = _object(number, "throughput").get("level", "unknown")
    limit = str(number.get("whatsapp_business_manager_messaging_limit") or "unknown").removeprefix("TIER_")
    worth = f"throughput {throughput}, {limit} customers a day outside the window, quality {number.get('quality_rating') or 'unknown'}"
    return Finding(good=True, what=shown, mend=worth)


def _of_health(health: Mapping[str, object]) -> list[Finding]:
    found = []
    for entity in _objects(health, "entities"):
        state, kind = entity.get("can_send_message"), str(entity.get("entity_type", "account")).replace("_", " ").lower()
        errors = _objects(entity, "errors")
        if state not in ("AVAILABLE", None):
            said = "; ".join(f"{error.get('error_description', '')} {error.get('possible_solution', '')}".strip() for error in errors)
            mend = f"{said}\nPayment methods: https://business.facebook.com/billing_hub; everything else: {_MANAGER}, Overview."
            found.append(Finding(good=False, what=f"sending: Meta says {str(state).lower()} for the {kind}", mend=mend.strip()))
    return found or [Finding(good=True, what="sending: Meta blocks nothing (payment method, account, app)")]


async def of_account(setup: Setup) -> Finding:
    """See whether the number is one of the business account's."""
    whatsapp = setup.shop.whatsapp
    if not whatsapp.business_account_id:
        mend = f"Set WASLA_WHATSAPP__BUSINESS_ACCOUNT_ID: {_APPS}, your app, WhatsApp, API setup, WhatsApp Business account ID."
        return Finding(good=False, what="account: its id is not set", mend=mend)
    numbers = await setup.client.look(f"{whatsapp.business_account_id}/phone_numbers", fields="display_phone_number")
    ids = {str(one.get("id")) for one in _objects(numbers, "data")}
    if whatsapp.phone_number_id not in ids:
        mend = f"Both ids stand together at {_APPS}, your app, WhatsApp, API setup: copy PHONE_NUMBER_ID and BUSINESS_ACCOUNT_ID anew."
        return Finding(good=False, what="account: the number is not one of this business account's", mend=mend)
    return Finding(good=True, what="account: the number belongs to it")


async def of_subscription(setup: Setup, app_id: str | None, *, subscribe: bool) -> Finding:
    """See whether Meta sends the account's webhooks to the app, and have it do so if asked to."""
    apps = await setup.client.look(f"{setup.shop.whatsapp.business_account_id}/subscribed_apps")
    ids = {str(_object(one, "whatsapp_business_api_data").get("id")) for one in _objects(apps, "data")}
    if app_id is None or app_id in ids:
        return Finding(good=bool(ids), what="webhooks: the account's go to the app" if ids else "webhooks: the account's go nowhere")
    if not subscribe:
        return Finding(
            good=False, what="webhooks: the account's don't go to this app", mend="Run wasla connect --subscribe, which asks Meta to send them."
        )
    await setup.client.subscribe()
    return Finding(good=True, what="webhooks: the account's go to the app from now on")


async def of_fields(setup: Setup, app_id: str | None) -> list[Finding]:
    """See which fields the app is subscribed to, and where they are sent."""
    where = f"{_APPS}, your app, WhatsApp, Configuration"
    secret = setup.shop.whatsapp.app_secret.get_secret_value()
    number = replace(setup.shop.graph_number(), access_token=f"{app_id}|{secret}", app_secret="")
    try:
        found = await GraphClient(setup.session, number).look(f"{app_id}/subscriptions")
    except NeedsStaff:
        return [
            Finding(
                good=False,
                what="app: its secret is not the one of this app",
                mend=f"{_APPS}, your app, App settings, Basic, App secret: set APP_SECRET.",
            )
        ]
    ours = next((one for one in _objects(found, "data") if one.get("object") == "whatsapp_business_account"), None)
    if ours is None or ours.get("active") is not True:
        mend = f"{where}: callback URL https://<your host>/webhooks/whatsapp, with the word of WASLA_WHATSAPP__VERIFY_TOKEN."
        return [Finding(good=False, what="webhooks: the app has no callback URL for WhatsApp", mend=mend)]
    return [_of_callback(str(ours.get("callback_url", "")), where), *_of_fields(ours, where)]


def _of_callback(url: str, where: str) -> Finding:
    if not url.endswith("/webhooks/whatsapp"):
        return Finding(good=False, what=f"webhooks: they are sent to {url}", mend=f"{where}: the callback URL ends with /webhooks/whatsapp.")
    return Finding(good=True, what=f"webhooks: they are sent to {url}")


def _of_fields(ours: Mapping[str, object], where: str) -> list[Finding]:
    names = {str(one.get("name")) for one in _objects(ours, "fields")}
    missing = [name for name in ESSENTIAL if name not in names]
    useful = [name for name in USEFUL if name not in names]
    if missing or useful:
        what = "webhooks: without the field messages nothing comes in" if missing else f"webhooks: {len(useful)} useful fields are not subscribed"
        return [Finding(good=not missing, what=what, mend=f"{where}, Webhook fields: subscribe to {', '.join(missing + useful)}.")]
    return [Finding(good=True, what="webhooks: every field is subscribed")]


def of_failure(what: str, error: GraphError) -> Finding:
    """Say that something could not be asked, and why."""
    if isinstance(error, NotSent):
        mend = "Can this machine reach the address in WASLA_WHATSAPP__GRAPH_URL?"
    elif isinstance(error, NeedsStaff):
        mend = "Is ACCESS_TOKEN the system user's, does APP_SECRET belong to the same app, and was the number assigned to the system user?"
    else:
        mend = "Is the id right? It stands at https://developers.facebook.com/apps, your app, WhatsApp, API setup."
    return Finding(good=False, what=f"{what}: {error}", mend=mend)


def _object(value: Mapping[str, object], key: str) -> Json:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _objects(value: Mapping[str, object], key: str) -> list[Json]:
    found = value.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
