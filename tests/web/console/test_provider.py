"""Signing in by a provider, as a browser goes: to a little provider on a socket of its own and back."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from joserfc.jwk import RSAKey

from bot.domain.clock import MINUTE
from bot.domain.staff import staff_id
from bot.flow.sign_in import TryLimits
from bot.oidc import Client, IdentityClient
from bot.settings.sign_in import BACK
from bot.web.console.guard import PREFIX, Transport
from tests.oidc.little import NEW, NOW, REDIRECT, Little, opened
from tests.web.console.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.oidc.little import Json
    from tests.web.console.conftest import Browser, Desk, Page

AGENT = staff_id("agent@noor.example")


class Door(NamedTuple):
    """The console with the provider at its door."""

    desk: Desk
    little: Little
    browser: Browser

    async def start(self, browser: Browser | None = None, query: str = "") -> str:
        """Go to the provider, and return the address below the console that it sends back to."""
        away = (await (browser or self.browser).get(f"/sign-in/provider?{query}")).goes_to
        async with self.browser.client.session.get(away, allow_redirects=False) as answer:
            return answer.headers["Location"].removeprefix(REDIRECT.removesuffix("/sign-in/provider/back"))

    async def sign_in(self, query: str = "") -> Page:
        return await self.browser.get(await self.start(query=query))

    async def refused(self) -> str:
        """Sign in, in vain, and return what the sign-in page says."""
        sent = await self.sign_in()
        assert sent.goes_to.startswith("/console/sign-in?")
        page = await self.browser.get(sent.goes_to.removeprefix("/console"))
        assert page.response.cookies["wasla_provider"].value == ""
        assert (await self.browser.get("/")).goes_to.startswith("/console/sign-in")
        return unescape(page.text.partition('role="alert">')[2].partition("</p>")[0])


@pytest_asyncio.fixture
async def door(desk: Desk) -> AsyncIterator[Door]:
    little = Little(clock=desk.clock)
    async with opened(little) as desk.provider:
        yield Door(desk, little, await desk.browser())


async def audit(desk: Desk) -> list[tuple[str, str | None, str]]:
    return [(one.what, one.staff_id, one.about) for one in await desk.db.audit.newest(9)]


async def test_who_is_known_and_vouched_for_comes_in_and_the_log_says_how(door: Door) -> None:
    page = await door.sign_in("next=/console/account")
    assert (page.status, page.goes_to) == (303, "/console/account")
    assert (await door.browser.get("/account")).status == 200
    assert await audit(door.desk) == [("signed_in_by_provider", AGENT, "")]


async def test_the_session_is_like_any_other_and_ends_here_alone(door: Door) -> None:
    await door.sign_in()
    await door.browser.get("/account")
    assert len(await door.desk.db.staff_sessions.of_staff(AGENT)) == 1
    assert (await door.browser.post("/sign-out")).goes_to == "/console/sign-in"
    assert await door.desk.db.staff_sessions.of_staff(AGENT) == []


async def test_an_address_is_taken_in_any_case_and_no_code_of_ours_is_asked_for(door: Door) -> None:
    await door.desk.db.staff.set_totp(AGENT, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    door.little.email = "Agent@Noor.Example"
    assert (await door.sign_in()).goes_to == "/console/"
    assert (await door.browser.get("/")).status == 200


async def test_nobody_is_made_who_is_not_there(door: Door) -> None:
    door.little.email = "stranger@noor.example"
    assert "There is no active account for stranger@noor.example here." in await door.refused()
    assert len(await door.desk.db.staff.all()) == 3
    assert [what for what, *_ in await audit(door.desk)] == ["refused_unknown"]


async def test_who_is_disabled_is_not_let_in(door: Door) -> None:
    await door.desk.db.staff.disable(AGENT, NOW)
    assert "There is no active account for agent@noor.example here." in await door.refused()


@pytest.mark.parametrize(
    ("said", "reason", "words"),
    [
        ({"nonce": "of another attempt"}, "nonce", "could not be trusted"),
        ({"aud": "another client"}, "audience", "could not be trusted"),
        ({"iss": "https://evil.example"}, "issuer", "could not be trusted"),
        ({"exp": NOW // 1_000 - 600}, "expired", "could not be trusted"),
        ({"email_verified": False}, "unverified", "Noor ID does not confirm the email address"),
        ({"email": None}, "email", "Noor ID does not confirm the email address"),
    ],
)
async def test_who_is_not_believed_is_told_in_plain_words_and_the_log_knows_why(door: Door, said: Json, reason: str, words: str) -> None:
    door.little.said = said
    assert words in await door.refused()
    assert await audit(door.desk) == [("refused_provider", None, reason)]


async def test_a_forged_signature_is_not_believed(door: Door) -> None:
    door.little.key = RSAKey.generate_key(2048, {"kid": "old"})
    assert "could not be trusted" in await door.refused()
    assert await audit(door.desk) == [("refused_provider", None, "signature")]


async def test_the_provider_may_change_its_keys(door: Door) -> None:
    await door.sign_in()
    door.little.key, door.little.shown = NEW, (NEW,)
    door.desk.now += MINUTE
    other = await door.desk.browser()
    assert (await other.get(await door.start(other))).goes_to == "/console/"


async def test_a_provider_in_trouble_is_said_to_be_away(door: Door) -> None:
    door.little.status = 503
    assert "Noor ID can't be reached right now." in await door.refused()
    assert await audit(door.desk) == [("refused_provider", None, "away")]


async def test_a_provider_that_was_never_there_is_said_to_be_away(desk: Desk) -> None:
    async with ClientSession() as session:
        desk.provider = IdentityClient(session, Client("http://127.0.0.1:9", "wasla", "secret", REDIRECT, "Noor ID"))
        browser = await desk.browser()
        sent = await browser.get("/sign-in/provider?next=/console/account")
    assert sent.goes_to == "/console/sign-in?language=en&next=%2Fconsole%2Faccount"
    page = await browser.get(sent.goes_to.removeprefix("/console"))
    assert (page.says("Noor ID can't be reached right now."), page.field("next")) == (True, "/console/account")


@pytest.mark.parametrize(("error", "words"), [("access_denied", "cancelled or not allowed"), ("<script>", "could not be trusted")])
async def test_what_the_provider_refuses_is_said_in_our_words(door: Door, error: str, words: str) -> None:
    door.little.refuse = error
    said = await door.refused()
    assert words in said
    assert "script" not in said


async def test_the_way_back_is_good_once(door: Door) -> None:
    back = await door.start()
    cookies = {cookie.key: cookie.value for cookie in door.browser.client.session.cookie_jar}
    assert (await door.browser.get(back)).goes_to == "/console/"
    again = await door.desk.browser()
    again.client.session.cookie_jar.update_cookies(cookies)
    assert (await again.get(back)).goes_to.startswith("/console/sign-in?")
    assert ("refused_provider", None, "used_twice") in await audit(door.desk)
    assert len(await door.desk.db.staff_sessions.of_staff(AGENT)) == 1


async def test_the_way_back_is_good_in_the_browser_that_set_out_alone(door: Door) -> None:
    victim, back = await door.desk.browser(), await door.start()
    for other in ("", await door.start(victim)):
        sent = await victim.get(back)
        assert sent.goes_to.startswith("/console/sign-in?"), other
        assert (await victim.get(sent.goes_to.removeprefix("/console"))).says("This attempt is over, or began in another window.")
    assert "/token" not in door.little.asked


async def test_the_way_back_is_good_for_ten_minutes(door: Door) -> None:
    back = await door.start()
    door.desk.now += 10 * MINUTE
    assert (await door.browser.get(back)).goes_to.startswith("/console/sign-in?")


@pytest.mark.parametrize(
    ("changed", "reason"), [({"iss": "https://evil.example"}, "issuer"), ({"code": "of another"}, "code"), ({"code": ""}, "code")]
)
async def test_a_way_back_that_was_changed_leads_nowhere(door: Door, changed: dict[str, str], reason: str) -> None:
    path, _, query = (await door.start()).partition("?")
    back = {name: values[0] for name, values in parse_qs(query).items()}
    assert (await door.browser.get(f"{path}?{urlencode({**back, **changed})}")).goes_to.startswith("/console/sign-in?")
    assert await audit(door.desk) == [("refused_provider", None, reason)]


async def test_a_provider_that_names_itself_always_does(door: Door) -> None:
    door.little.document = {"authorization_response_iss_parameter_supported": True}
    back = await door.start()
    assert (await door.browser.get(back.partition("&iss=")[0])).goes_to.startswith("/console/sign-in?")
    assert await audit(door.desk) == [("refused_provider", None, "issuer")]


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example", "/console/\\evil", "/webhooks", "/console/\r\nx", f"/console/?q={'x' * 2_000}"]
)
async def test_nobody_is_sent_out_of_the_console(door: Door, goal: str) -> None:
    assert (await door.sign_in(urlencode({"next": goal}))).goes_to == "/console/"


async def test_an_address_has_so_many_tries_and_then_the_provider_is_left_in_peace(desk: Desk) -> None:
    desk.limits, little = TryLimits(address=2), Little(clock=desk.clock, said={"aud": "another client"})
    async with opened(little) as desk.provider:
        door = Door(desk, little, await desk.browser())
        said = [await door.refused() for _ in range(4)]
    assert ["Too many attempts." in one for one in said] == [False, False, True, True]
    assert little.asked.count("/token") == 2


async def test_who_guesses_a_password_keeps_nobody_out(desk: Desk) -> None:
    desk.limits, little = TryLimits(account=1), Little(clock=desk.clock)
    async with opened(little) as desk.provider:
        door = Door(desk, little, await desk.browser())
        assert [(await door.browser.sign_in("agent", "a guess")).status for _ in range(2)] == [403, 429]
        assert (await door.sign_in()).goes_to == "/console/"


@pytest.mark.parametrize(("transport", "name"), [(Transport(), "wasla_provider"), (Transport("always"), "__Host-wasla_provider")])
async def test_what_the_browser_keeps_meanwhile_is_for_us_alone(desk: Desk, transport: Transport, name: str) -> None:
    desk.transport = transport
    async with opened(Little()) as desk.provider:
        cookie = (await (await desk.browser()).get("/sign-in/provider")).response.cookies[name]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", "600")
    assert bool(cookie["secure"]) is name.startswith("__Host-")


async def test_who_is_signed_in_already_just_goes_on(door: Door) -> None:
    back = await door.start(query="next=/console/account")
    await door.browser.sign_in()
    assert (await door.browser.get(back)).goes_to == "/console/account"
    assert (await door.browser.get("/sign-in/provider?next=/console/overview")).goes_to == "/console/overview"


async def test_the_sign_in_page_has_a_button_and_passwords_besides(door: Door) -> None:
    page = await door.browser.get("/sign-in?next=/console/account")
    assert (page.says("Sign in with Noor ID"), 'type="password"' in page.text) == (True, True)
    assert 'href="/console/sign-in/provider?language=en&amp;next=/console/account"' in page.text
    assert (await door.browser.sign_in()).goes_to == "/console/"


async def test_another_account_is_offered_after_one_that_is_not_known(door: Door) -> None:
    door.little.email = "stranger@noor.example"
    page = await door.browser.get((await door.sign_in()).goes_to.removeprefix("/console"))
    assert "&amp;choose=1" in page.text
    away = (await door.browser.get("/sign-in/provider?choose=1")).goes_to
    assert parse_qs(urlsplit(away).query)["prompt"] == ["select_account"]


async def test_where_passwords_are_off_there_are_none(desk: Desk) -> None:
    async with opened(Little(), only=True) as desk.provider:
        browser = await desk.browser()
        page = await browser.get("/sign-in")
        assert (page.says("Sign in with Noor ID"), 'type="password"' in page.text) == (True, False)
        browser.csrf = page.response.cookies["wasla_form"].value
        page = await browser.post("/sign-in", email="agent@noor.example", password=PASSWORD)
        assert (page.status, page.says("Passwords are not used here.")) == (403, True)


async def test_a_one_time_link_opens_even_where_passwords_are_off(desk: Desk) -> None:
    async with opened(Little(), only=True) as desk.provider:
        browser = await desk.browser()
        member = await desk.db.staff.by_email("agent@noor.example")
        assert member is not None
        token = await desk.access.invite(member, NOW)
        await browser.get(f"/enter/{token}")
        assert (await browser.post(f"/enter/{token}")).goes_to == "/console/"


async def test_the_provider_and_we_speak_the_readers_language(door: Door) -> None:
    door.little.email = "stranger@noor.example"
    away = (await door.browser.get("/sign-in/provider?language=ar")).goes_to
    assert parse_qs(urlsplit(away).query)["ui_locales"] == ["ar"]
    page = await door.browser.get((await door.sign_in("language=ar")).goes_to.removeprefix("/console"))
    assert (page.says("ليس له حساب مفعّل هنا"), page.says("الدخول عبر \u2068Noor ID\u2069")) == (True, True)


async def test_another_language_keeps_where_one_was_going(door: Door) -> None:
    page = await door.browser.get("/sign-in?next=/console/account")
    assert 'href="/console/sign-in?language=ar&amp;next=/console/account" lang="ar"' in page.text
    await door.desk.db.staff.set_totp(AGENT, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert 'href="/console/sign-in?language=ar&amp;next=/console/"' in (await door.browser.sign_in()).text


async def test_without_a_provider_there_is_no_way_to_one(browser: Browser) -> None:
    assert [(await browser.get(path)).status for path in ("/sign-in/provider", "/sign-in/provider/back")] == [404, 404]
    assert "/sign-in/provider" not in (await browser.get("/sign-in")).text


def test_the_address_to_be_registered_is_that_of_the_route() -> None:
    assert f"{PREFIX}/sign-in/provider/back" == BACK
    assert REDIRECT.endswith(BACK)
