"""What is the matter in a conversation that a person was called to, where not the customer has said it: in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.failure_words import topic_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.concern import Concern
    from bot.web.console.words import Words


def matter(words: Words, concerns: Sequence[Concern], error_code: int | None) -> str:
    """Return it on one line, such as "NH-1049: Parcel does not move (1)"; empty where nothing but the customer's own words is known."""
    if concerns:
        return words.t("matter.order", order=concerns[0].order, what=words.t("matter.and").join(_one(words, concern) for concern in concerns))
    return words.t(f"failure.{topic_of(error_code)}") if error_code is not None else ""


def _one(words: Words, concern: Concern) -> str:
    name = "matter.after_delivery" if concern.what == "after_delivery" else f"health_notice.{concern.what}"
    said = words.t(name)
    return words.t("matter.parcel", what=said, parcel=concern.subject) if concern.subject else said
