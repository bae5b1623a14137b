"""The three things that customers ask most, as buttons."""

from __future__ import annotations

from bot.answers.payloads import ask
from bot.domain.answer import Option, Say

TRACK = Option(ask("order_status"), Say("menu.track.button"))
INVOICE = Option(ask("invoice_request"), Say("menu.invoice.button"))
PERSON = Option(ask("talk_to_human"), Say("menu.person.button"))
MENU = (TRACK, INVOICE, PERSON)
