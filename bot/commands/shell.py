"""What every command is handed: the environment it runs in, and where to write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.log import configure
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.console import Console


@dataclass(frozen=True, slots=True)
class Shell:
    """``environ`` and ``env_file`` are where settings come from; ``console`` is standard output, ``errors`` standard error."""

    environ: Mapping[str, str]
    env_file: Path | None
    console: Console
    errors: Console

    def settings(self, *, demo: bool = False) -> Settings:
        """Load the settings and begin to log as they say; raises ``SettingsError``."""
        settings = load_settings(self.environ, self.env_file, demo=demo)
        numbers = {name for shop in settings.stores for name in (shop.whatsapp.phone_number_id, shop.whatsapp.business_account_id)}
        configure(settings.log_level, settings.log_format, numbers, whole=settings.log_unmasked)
        return settings

    def process_settings(self) -> Settings:
        """Load what concerns the process alone, for a command that needs no store and so no credentials."""
        return self.settings(demo=True)

    def say(self, text: str) -> None:
        """Print a line as it is: no markup, no colours, no wrapping."""
        self.console.out(text, highlight=False)

    def say_json(self, value: object) -> None:
        """Print a value as JSON, for other programs."""
        self.say(json.dumps(value, ensure_ascii=False, indent=2))
