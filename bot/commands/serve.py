"""``wasla serve``: the bot."""

from __future__ import annotations

import argparse
import logging
from typing import TYPE_CHECKING

from bot.app import running
from bot.commands.running import run_until_stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell

log = logging.getLogger(__name__)
EMBEDDED = "RUNNING ON THE EMBEDDED DATABASE, which is for trying: it is one file on this machine. Set WASLA_MONGODB_URI for real customers."


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Run until stopped."""
    argparse.ArgumentParser(prog="wasla serve", description="Run the bot. Settings come from WASLA_... and .env.").parse_args(arguments)
    settings = shell.settings()

    def ready() -> None:
        log.info("listening on http://%s:%d; WhatsApp's webhook is /webhooks/whatsapp", settings.host, settings.port)
        if not settings.mongodb_uri:
            log.warning(EMBEDDED)

    return run_until_stopped(settings, running(settings), ready)
