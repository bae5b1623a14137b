"""What a running bot answers at each of its doors."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

import orjson
import pytest

from bot.app import clock
from bot.domain.clock import from_instant
from bot.whatsapp.signature import sign
from tests.app.conftest import DAR, NOOR, SECRETS, SHOPIFY_SECRET, WOO_SECRET, until

if TYPE_CHECKING:
    from tests.app.conftest import Bot

pytestmark = pytest.mark.embedded


def signed(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/livez", 200, "alive"),
        ("/readyz", 200, "ready"),
        ("/api/docs", 200, "post_message"),
        ("/api/openapi.json", 200, "openapi"),
        ("/api/v1/orders", 401, "unauthenticated"),
        ("/simulator/", 404, ""),
        ("/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=knock%20knock&hub.challenge=42", 200, "42"),
        ("/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=42", 403, "verify token"),
    ],
)
async def test_every_address_leads_where_it_should(path: str, status: int, said: str, bot: Bot) -> None:
    answered, text = await bot.get(path)
    assert answered == status
    assert said in text


@pytest.mark.parametrize("path", ["/livez", "/webhooks/whatsapp", "/api/docs", "/api/v1/orders", "/console/sign-in", "/nowhere"])
async def test_no_answer_says_which_versions_give_it(path: str, bot: Bot) -> None:
    async with bot.session.get(f"{bot.url}{path}") as response:
        assert "Server" not in response.headers
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("secret", [NOOR.app_secret, DAR.app_secret])
async def test_updates_of_every_number_are_let_in_by_the_secret_of_their_app(secret: str, bot: Bot) -> None:
    body = b'{"object":"whatsapp_business_account","entry":[]}'
    assert await bot.post("/webhooks/whatsapp", body, {"X-Hub-Signature-256": sign(body, secret)}) == 200
    assert await bot.post("/webhooks/whatsapp", body, {"X-Hub-Signature-256": sign(body, f"{secret}!")}) == 401


@pytest.mark.parametrize(
    ("store", "secret", "status"),
    [
        ("noor", SECRETS["noor"], 200),
        ("dar", SECRETS["dar"], 200),
        ("noor", SECRETS["dar"], 401),
        ("dar", SECRETS["noor"], 401),
        ("nobody", SECRETS["noor"], 404),
    ],
)
async def test_each_store_has_secrets_of_its_own(store: str, secret: str, status: int, bot: Bot) -> None:
    assert await bot.event("contact.created", {}, store, secret=secret) == status


@pytest.mark.parametrize(
    ("path", "status"), [("shopify/noor", 200), ("shopify", 200), ("shopify/dar", 404), ("stripe/noor", 404), ("ebay/noor", 404)]
)
async def test_a_connector_is_there_where_a_store_has_it(path: str, status: int, bot: Bot) -> None:
    headers = {"X-Shopify-Topic": "app/uninstalled", "X-Shopify-Hmac-Sha256": signed(SHOPIFY_SECRET, b"{}"), "X-Shopify-Webhook-Id": "1"}
    assert await bot.post(f"/webhooks/{path}", b"{}", headers) == status


async def test_an_order_of_a_shop_system_is_written_down(bot: Bot) -> None:
    order = {
        "id": 2042,
        "number": "2042",
        "status": "processing",
        "currency": "AED",
        "date_created_gmt": from_instant(clock()).strftime("%Y-%m-%dT%H:%M:%S"),
        "total": "172.50",
        "billing": {"phone": "+971501234567", "country": "AE", "first_name": "Omar"},
    }
    body = orjson.dumps(order)
    headers = {"X-WC-Webhook-Topic": "order.created", "X-WC-Webhook-Signature": signed(WOO_SECRET, body), "X-WC-Webhook-Delivery-ID": "d1"}
    assert await bot.post("/webhooks/woocommerce/dar", body, headers) == 200
    await until(lambda: bot.written("dar:2042"))
    found = (await bot.db.orders.get_many(["dar:2042"]))["dar:2042"]
    assert (str(found.total.amount), found.total.currency, found.phone) == ("172.50", "AED", "+971501234567")


async def test_a_key_of_one_store_sees_nothing_of_another(bot: Bot) -> None:
    await bot.order("NH-1")
    assert [(await bot.api("GET", "/orders/NH-1", store))[0] for store in ("noor", "dar")] == [200, 404]


async def test_what_the_api_takes_in_is_handled(bot: Bot) -> None:
    body = {"number": "NH-7", "placed_at": from_instant(clock()).isoformat(), "total": "10.00"}
    status, receipt = await bot.api("PUT", "/orders/7", json=body)
    assert status == 202

    async def handled() -> bool:
        return bool((await bot.api("GET", f"/events/{receipt['id']}"))[1].get("state") == "handled")

    await until(handled)
    assert (await bot.api("GET", "/orders/NH-7"))[1]["total"] == {"amount": "10.00", "currency": "SAR"}
