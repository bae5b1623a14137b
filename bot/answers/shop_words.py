"""What the shop's people have written into an intent file as its answer, in each language that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.answer import Answer, Facts, Say
from bot.language.catalogue import FALLBACK
from bot.language.detect import script_of
from bot.language.intents import VARIABLES
from bot.language.normalise import visible
from bot.language.trim import FSI, PDI

if TYPE_CHECKING:
    from collections.abc import Mapping

_RIGHT_TO_LEFT = frozenset("AH")  # Arabic and Hebrew letters


def answer(facts: Facts, *, wording: Mapping[str, str]) -> Answer:
    """Say the wording of the customer's language, else of the store's, else English, else any; names in right-to-left text are isolated."""
    wanted = (tag for one in (facts.language, facts.store.language, FALLBACK) if one for tag in (one, one.partition("-")[0]))
    text = next((wording[tag] for tag in wanted if tag in wording), None) or next(iter(wording.values()))
    isolate = script_of(text.format_map(dict.fromkeys(VARIABLES, ""))) in _RIGHT_TO_LEFT
    known = {"customer": facts.customer.name, "store": facts.store.name, "support_hours": facts.store.support_hours}
    values = {name: _shown(value or "", isolate=isolate) for name, value in known.items()}
    # An address stays without isolates: some phones take them for a part of it.
    return Answer((Say("policy.text", {"text": text.format_map({**values, "website": facts.store.website or ""})}),))


def _shown(value: str, *, isolate: bool) -> str:
    shown = visible(value)
    return f"{FSI}{shown}{PDI}" if isolate and shown else shown
