"""Signing in to the console by a provider: what of it has to be set, and where it may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.oidc.provider import Client
from bot.settings.environment import variable
from bot.settings.model import OidcSettings
from bot.settings.problems import NOTHING, Problem

if TYPE_CHECKING:
    from bot.settings.file import ConfigFile
    from bot.settings.model import ConsoleSettings, ProcessSettings

# Where the provider sends people back to: below the address that the outside reaches.
BACK = "/console/sign-in/provider/back"
_NEEDED = ("issuer", "client_id", "client_secret")


def with_file(console: ConsoleSettings, file: ConfigFile | None) -> ConsoleSettings:
    """Return the console's settings with the provider of the file, unless the variables name one."""
    if file is None or console.oidc.given:
        return console
    return console.model_copy(update={"oidc": file.console.oidc})


def sign_in_problems(settings: ProcessSettings, console: ConsoleSettings, where: str | None) -> list[Problem]:
    """Find what is missing where a provider is set; ``where`` is the file that names it, ``None`` for the variables."""
    if not console.oidc.given:
        return []
    problems = [
        Problem(_name(name, where), NOTHING, OidcSettings.model_fields[name].description or "") for name in _NEEDED if not _text(console.oidc, name)
    ]
    if not settings.public_url:
        expected = "the address that people reach the console at, such as https://bot.example.com: the provider sends them back there"
        problems.append(Problem(variable(("public_url",)), NOTHING, expected))
    return problems


def oidc_client(settings: ProcessSettings) -> Client | None:
    """Return who we are to the provider; ``None`` where none is set. Settings that were loaded have been checked."""
    oidc = settings.console.oidc
    if not oidc.given:
        return None
    redirect = settings.public_url + BACK
    return Client(oidc.issuer, oidc.client_id, oidc.client_secret.get_secret_value(), redirect, oidc.name, only=oidc.only)


def _text(oidc: OidcSettings, name: str) -> str:
    return {"issuer": oidc.issuer, "client_id": oidc.client_id, "client_secret": oidc.client_secret.get_secret_value()}[name]


def _name(name: str, where: str | None) -> str:
    return variable(("console", "oidc", name)) if where is None else f"{where}: console.oidc.{name}"
