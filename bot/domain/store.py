"""What the bot needs to know about a shop; secrets and addresses stay in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from bot.domain.hours import Hours

Topic = Literal["returns", "shipping", "payment", "products", "account", "hours", "location"]
TOPICS: tuple[Topic, ...] = get_args(Topic)


@dataclass(frozen=True, slots=True)
class Store:
    """A shop. ``language`` is a BCP 47 tag, ``country`` ISO 3166, ``currency`` ISO 4217, ``timezone`` an IANA name.

    ``phone_number_id`` is the number that notices go out from. ``support_hours`` is a text for customers, ``hours`` the same for
    reckoning: ``None`` where somebody is taken to be there always. ``away`` is what is said besides while nobody is, by language
    (an empty one stands for all).
    """

    id: str
    name: str
    phone_number_id: str
    language: str = "en"
    country: str = "SA"
    currency: str = "SAR"
    timezone: str = "Asia/Riyadh"
    website: str | None = None
    support_hours: str | None = None
    policies: tuple[tuple[str, str], ...] = ()
    hours: Hours | None = None
    away: tuple[tuple[str, str], ...] = ()

    def away_text(self, language: str) -> str | None:
        """Return what is said while nobody is there: in a language, else in the store's, else in English, else in any."""
        texts = dict(self.away)
        tags = [tag for one in (language, self.language, "en") for tag in (one, one.partition("-")[0])]
        return next((texts[tag] for tag in (*tags[:2], "", *tags[2:], *texts) if texts.get(tag)), None)

    def policy(self, topic: str, language: str) -> str | None:
        """Return what the shop says on a topic (one of ``TOPICS``) in a language.

        ``policies`` hold a text by topic, and by ``<topic>.<language>`` for one that is written in that language alone. Where it is
        not there in the language asked for, that of the store serves, then English, then any; ``None`` only where there is none.
        """
        texts = dict(self.policies)
        tags = [tag for one in (language, self.language, "en") for tag in (one, one.partition("-")[0])]
        names = [*(f"{topic}.{tag}" for tag in tags[:2]), topic, *(f"{topic}.{tag}" for tag in tags[2:])]
        any_other = (text for name, text in self.policies if name.startswith(f"{topic}."))
        return next((texts[name] for name in names if name in texts), None) or next(any_other, None)
