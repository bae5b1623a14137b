"""The proxies of ``deploy`` and of the documentation as programs that run, with certificates of their own and a server behind them."""

from __future__ import annotations

import asyncio
import io
import shutil
import ssl
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.domain.clock import from_instant
from bot.simulator.world import wall_clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

META: Final = "client.webhooks.fbclientcerts.com"
LARGEST: Final = 200 * 1024 * 1024
PLACES: Final = f"{Path(sys.executable).parent}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
START_WITHIN: Final = 20.0


def found(program: str) -> str | None:
    """Return where a proxy is on this machine: beside Python, or where the system keeps servers."""
    return shutil.which(program, path=PLACES)


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate with its key, each in a file."""

    certificate: Path
    key: Path


class Authority:
    """Signs certificates: of the proxy, of Meta, of a stranger."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("An authority")
        self.root = folder / "authority.pem"
        root = self._draft(self._name, self._key).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.root.write_bytes(root.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def signed(self, common_name: str) -> Signed:
        """Return a certificate of this name, which is good for ``localhost``, too."""
        key = ec.generate_private_key(ec.SECP256R1())
        draft = self._draft(_name(common_name), key).add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        certificate = draft.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        files = Signed(self._folder / f"{common_name}.pem", self._folder / f"{common_name}.key")
        files.certificate.write_bytes(certificate)
        files.key.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        )
        return files

    def _draft(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now, day = from_instant(wall_clock()), timedelta(days=1)
        draft = x509.CertificateBuilder(issuer_name=self._name, subject_name=subject, public_key=key.public_key())
        return draft.serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)

    def trusted(self, shown: Signed | None = None) -> ssl.SSLContext:
        """Return what a caller trusts, and the certificate that it shows."""
        context = ssl.create_default_context(cafile=self.root)
        if shown is not None:
            context.load_cert_chain(shown.certificate, shown.key)
        return context


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


@asynccontextmanager
async def behind(port: int) -> AsyncIterator[None]:
    """Have a server at this port that answers with what it was asked, in place of the bot."""

    async def echo(request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        return web.json_response({"path": request.path, "size": len(body), "headers": headers})

    app = web.Application(client_max_size=LARGEST)
    app.router.add_route("*", "/{rest:.*}", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", port).start()
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def proxy(folder: Path, port: int, *words: str, **environ: str) -> AsyncIterator[None]:
    """Run a program from when it listens at the port to the end."""
    program = found(words[0])
    assert program is not None
    home = {"HOME": str(folder), "PATH": PLACES, **environ}
    log = folder / "proxy.log"
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(program, *words[1:], cwd=folder, env=home, stdout=said, stderr=said)
    try:
        await _listening(process, port)
        assert process.returncode is None, _text(log)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _text(log: Path) -> str:
    return log.read_text("utf-8")


async def _listening(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(START_WITHIN):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("localhost", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                await writer.wait_closed()
                return


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody outside, who calls the proxy and trusts the authority."""

    session: aiohttp.ClientSession
    url: str
    authority: Authority

    async def status(self, path: str, *, method: str = "POST", size: int = 10, shown: Signed | None = None) -> int:
        """Send a body of this many bytes, with a certificate or without, and return the status of the answer."""
        trusted = self.authority.trusted(shown)
        async with self.session.request(method, self.url + path, data=io.BytesIO(bytes(size)), ssl=trusted, allow_redirects=False) as response:
            return response.status

    async def seen(self, path: str, headers: dict[str, str]) -> dict[str, str]:
        """Return the headers that came through."""
        async with self.session.get(self.url + path, headers=headers, ssl=self.authority.trusted()) as response:
            found: dict[str, str] = (await response.json())["headers"]
            return found
