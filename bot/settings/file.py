"""``wasla.toml``: several stores, their numbers, connectors and jobs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints, ValidationError

from bot.domain.store import TOPICS, Topic
from bot.settings.hours import HoursTable
from bot.settings.model import ConnectorSettings, JobSettings, NoticeSettings, OidcSettings, OutgoingSettings, Part, WhatsAppSettings
from bot.settings.problems import Problem, problems_of
from bot.settings.values import Country, Currency, Language, Policy, Timezone, WebAddress

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_NAME = "wasla.toml"
# A store's id becomes a part of database keys, where a colon separates, and of web addresses.
StoreId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class StoreTable(Part):
    """``[stores.<id>]``."""

    name: str = Field(min_length=1, description="the store's name as customers know it")
    language: Language = "en"
    country: Country = "SA"
    currency: Currency = "SAR"
    timezone: Timezone = "Asia/Riyadh"
    website: WebAddress | None = None
    hours: HoursTable | None = None
    support_hours: str | None = Field(None, description="a text such as Sun-Thu 09:00-18:00")
    away: Policy = Field(default_factory=dict, description="a text that is said while nobody is there: one for all languages, or a table by language")
    whatsapp: WhatsAppSettings = WhatsAppSettings()
    connectors: dict[str, ConnectorSettings] = Field(default_factory=dict)
    notices: NoticeSettings = NoticeSettings()
    outgoing: OutgoingSettings | None = None
    policies: dict[Topic, Policy] = Field(
        default_factory=dict, description=f"texts on {', '.join(TOPICS)}: one for all languages, or a table of them by language"
    )


class ConsoleTable(Part):
    """``[console]``: what of the console's settings may stand in the file."""

    oidc: OidcSettings = OidcSettings()


class ConfigFile(Part):
    """The whole file."""

    stores: dict[StoreId, StoreTable] = Field(
        default_factory=dict, description="[stores.<id>], with an id of up to 40 lower-case letters, digits, dashes and underscores"
    )
    jobs: JobSettings = JobSettings()
    console: ConsoleTable = ConsoleTable()


def read_file(config: str, environ: Mapping[str, str]) -> tuple[ConfigFile | None, list[Problem]]:
    """Read the file that ``WASLA_CONFIG`` names, else ``wasla.toml`` if there is one; ``None`` where there is none to use."""
    path = Path(config or DEFAULT_NAME)
    if not config and not path.exists():
        return None, []
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        return None, [Problem("WASLA_CONFIG", f"{str(path)!r} ({error.strerror})", "a file that can be read")]
    except (ValueError, RecursionError) as error:  # TOML's and UTF-8's errors, and tables within tables without end
        return None, [Problem(str(path), str(error), "a TOML file")]
    try:
        return ConfigFile.model_validate(content, context=environ), []
    except ValidationError as error:
        return None, problems_of(error, ConfigFile, lambda steps: f"{path}: {'.'.join(map(str, steps))}")


def shown_name(config: str) -> str:
    """Return how problems name the file."""
    return config or DEFAULT_NAME
