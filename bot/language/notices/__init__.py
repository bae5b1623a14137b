"""How notices are worded: inside the customer service window as an ordinary message, outside it as an approved template."""

from __future__ import annotations

from bot.language.notices.facts import notice_invoice, notice_parcel
from bot.language.notices.templates import (
    GENERAL,
    HANDLE,
    PLANS,
    Plan,
    candidates,
    file_name,
    notice_template,
    template_definitions,
    template_language,
    template_name,
    template_parameters,
)
from bot.language.notices.wording import WORDINGS, Tap, notice_answer

__all__ = [
    "GENERAL",
    "HANDLE",
    "PLANS",
    "WORDINGS",
    "Plan",
    "Tap",
    "candidates",
    "file_name",
    "notice_answer",
    "notice_invoice",
    "notice_parcel",
    "notice_template",
    "template_definitions",
    "template_language",
    "template_name",
    "template_parameters",
]
