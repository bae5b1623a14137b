"""The proxies that are offered: nginx and Caddy run with the files as they are, but for names, ports and certificates."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import aiohttp
import pytest

from tests.crash.conftest import free_port
from tests.docs.snippets import of_kind
from tests.test_project.proxies import META, Authority, Caller, behind, found, proxy
from tests.test_project.source import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    Open = Callable[[Path], AbstractAsyncContextManager[Caller]]

pytestmark = [pytest.mark.slow]
# Nothing of the file is for one system alone, but not every machine has the second family of addresses.
SECOND_FAMILY: Final = re.compile(r"^\s*listen \[::\].*\n", re.MULTILINE)
# Nothing of the machine is touched: no second port, no list of authorities, no file of its own.
OPTIONS: Final = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tpersist_config off\n}\n"
# The authority of Meta's certificate signs for everybody: only the whole name tells who somebody is.
OTHERS: Final = ("client.example.com", f"{META}.example.com", f"www.{META}")
MIB: Final = 1024 * 1024
needs_nginx = pytest.mark.skipif(found("nginx") is None, reason="there is no nginx on this machine")
needs_caddy = pytest.mark.skipif(found("caddy") is None, reason="there is no Caddy for this system")


@asynccontextmanager
async def nginx(folder: Path) -> AsyncIterator[Caller]:
    """Have nginx in front, as ``deploy/nginx.conf`` says."""
    authority, port, plain, bot = Authority(folder), free_port(), free_port(), free_port()
    own = authority.signed("localhost")
    changes = {
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "127.0.0.1:8080": f"127.0.0.1:{bot}",
        "/etc/letsencrypt/live/bot.example.com/fullchain.pem": str(own.certificate),
        "/etc/letsencrypt/live/bot.example.com/privkey.pem": str(own.key),
        "/etc/nginx/meta-webhooks-ca.pem": str(authority.root),
    }
    sites = changed(SECOND_FAMILY.sub("", (ROOT / "deploy/nginx.conf").read_text("utf-8")), changes)
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    # Which a process that is not root ignores.
    whole = f"user root root;\npid {folder}/nginx.pid;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{sites}\n}}\n"
    (folder / "nginx.conf").write_text(whole)
    running = proxy(folder, port, "nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;")
    async with behind(bot), running, aiohttp.ClientSession() as session:
        yield Caller(session, f"https://localhost:{port}", authority)


@asynccontextmanager
async def caddy(folder: Path, within: str = "") -> AsyncIterator[Caller]:
    """Have Caddy in front, as ``deploy/Caddyfile`` says, and with what stands ``within`` its site besides."""
    bot = free_port()
    changes = {"name bot\n": "name localhost\n", "port 8080": f"port {bot}", "encode zstd gzip": f"encode zstd gzip\n{within}"}
    site = changed((ROOT / "deploy/Caddyfile").read_text("utf-8"), changes)
    async with caddy_of(folder, site, Authority(folder), f"http://localhost:{free_port()}", bot) as caller:
        yield caller


@asynccontextmanager
async def caddy_of(folder: Path, sites: str, authority: Authority, url: str, bot: int) -> AsyncIterator[Caller]:
    (folder / "Caddyfile").write_text(OPTIONS + sites)
    running = proxy(folder, int(url.rpartition(":")[2]), "caddy", "run", "--config", "Caddyfile", WASLA_DOMAIN=url)
    async with behind(bot), running, aiohttp.ClientSession() as session:
        yield Caller(session, url, authority)


@asynccontextmanager
async def hooks(folder: Path) -> AsyncIterator[Caller]:
    """Have Caddy in front of Meta's webhooks alone, as the page on security says."""
    authority, url, bot = Authority(folder), f"https://localhost:{free_port()}", free_port()
    own = authority.signed("localhost")
    changes = {
        "hooks.example.com": url,
        "tls {": f"tls {own.certificate} {own.key} {{",
        "/etc/caddy/meta-webhooks-ca.pem": str(authority.root),
        "bot:8080": f"localhost:{bot}",
    }
    async with caddy_of(folder, changed(written("hooks.example.com"), changes), authority, url, bot) as caller:
        yield caller


def changed(text: str, changes: dict[str, str]) -> str:
    """Put this machine's names in; each has to be there."""
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def written(words: str) -> str:
    """Return the block of the page on security that has these words."""
    (text,) = (block.text for block in of_kind("caddyfile") if words in block.text)
    return text


both = pytest.mark.parametrize("front", [pytest.param(nginx, marks=needs_nginx), pytest.param(caddy, marks=needs_caddy)])


@both
async def test_what_the_outside_needs_is_passed_on_and_nothing_else(front: Open, tmp_path: Path) -> None:
    async with front(tmp_path) as caller:
        open_to_all = [await caller.status(path) for path in ("/webhooks/salla/noor", "/api/v1/orders/1043", "/console/queue")]
        shorter = await caller.status("/console", method="GET")
        inside = [await caller.status(path, method="GET") for path in ("/", "/metrics", "/readyz", "/livez", "/simulator/")]
    assert (set(open_to_all), set(inside), shorter in {301, 302}) == ({200}, {404}, True)


@both
async def test_bodies_are_as_large_as_they_may_be_and_no_larger(front: Open, tmp_path: Path) -> None:
    async with front(tmp_path) as caller:
        taken = [await caller.status("/webhooks/salla/noor", size=2 * MIB), await caller.status("/console/reply", size=100 * MIB)]
        refused = [await caller.status("/webhooks/salla/noor", size=4 * MIB), await caller.status("/console/reply", size=102 * MIB)]
    assert (taken, refused) == ([200, 200], [413, 413])


@both
async def test_the_bot_hears_the_caller_s_address_last(front: Open, tmp_path: Path) -> None:
    async with front(tmp_path) as caller:
        seen = await caller.seen("/console/", {"X-Forwarded-For": "203.0.113.9"})
    assert seen["x-forwarded-for"].split(", ")[-1] in {"127.0.0.1", "::1"}
    assert seen["x-forwarded-proto"] == caller.url.partition(":")[0]


@needs_nginx
async def test_nginx_takes_messages_from_meta_alone_and_the_handshake_from_a_person_too(tmp_path: Path) -> None:
    async with nginx(tmp_path) as caller:
        assert await caller.status("/webhooks/whatsapp", shown=caller.authority.signed(META)) == 200
        others = [None, *(caller.authority.signed(name) for name in OTHERS)]
        assert {await caller.status("/webhooks/whatsapp", shown=shown) for shown in others} == {403}
        assert await caller.status("/webhooks/whatsapp", method="GET") == 200


@needs_caddy
async def test_caddy_takes_messages_from_meta_alone(tmp_path: Path) -> None:
    async with hooks(tmp_path) as caller:
        meta, others = caller.authority.signed(META), [caller.authority.signed(name) for name in OTHERS]
        assert [await caller.status(path, shown=meta) for path in ("/webhooks/whatsapp", "/console/")] == [200, 403]
        assert {await caller.status("/webhooks/whatsapp", shown=shown) for shown in others} == {403}
        with pytest.raises(aiohttp.ClientError):
            await caller.status("/webhooks/whatsapp")


@needs_caddy
async def test_the_console_is_shut_to_strangers_where_the_page_says_how(tmp_path: Path) -> None:
    async with caddy(tmp_path, within=written("@strangers")) as caller:
        assert [await caller.status("/console/"), await caller.status("/webhooks/salla/noor")] == [403, 200]
