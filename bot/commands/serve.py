"""``wasla serve``: the bot."""

from __future__ import annotations

import argparse
import logging
from typing import TYPE_CHECKING

from bot.app import running
from bot.commands.running import run_until_stopped
from bot.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell

log = logging.getLogger(__name__)
EMBEDDED = "RUNNING ON THE EMBEDDED DATABASE, which is for trying: it is one file on this machine. Set WASLA_MONGODB_URI for real customers."


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Run until stopped."""
    parser = argparse.ArgumentParser(prog="wasla serve", description="Run the bot. Settings come from WASLA_... and .env.")
    parser.add_argument("--role", choices=("all", "web", "worker"), help="web: only take in and show; worker: only work; all (WASLA_ROLE): both")
    options = parser.parse_args(arguments)
    settings = shell.settings()
    if options.role is not None:
        settings = settings.model_copy(update={"role": options.role})
    if settings.role != "all" and not settings.mongodb_uri:
        raise UserMistake(f"the role {settings.role} needs a database that several processes share: set WASLA_MONGODB_URI")

    def ready() -> None:
        doors = "probes and figures are at /livez, /readyz and /metrics" if settings.role == "worker" else "WhatsApp's webhook is /webhooks/whatsapp"
        log.info("listening on http://%s:%d; %s", settings.host, settings.port, doors)
        if not settings.mongodb_uri:
            log.warning(EMBEDDED)

    return run_until_stopped(settings, running(settings), ready)
