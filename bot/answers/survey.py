"""How the help was: the question after a person has closed a conversation, and what is said to the taps under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.answers.payloads import ask
from bot.domain.answer import Answer, Ask, Facts, Option, Say

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.rating import Score

COMMENT: Final = "survey_comment"
SCORES: Final[dict[str, Score]] = {"survey_good": 3, "survey_fair": 2, "survey_bad": 1}
_TITLES: Final = {"survey_good": Say("survey.good.button"), "survey_fair": Say("survey.fair.button"), "survey_bad": Say("survey.bad.button")}


def question() -> Answer:
    """Ask how it was, with three buttons."""
    return Answer((Say("survey.ask"),), options=tuple(Option(ask(intent), title) for intent, title in _TITLES.items()))


def scored(_facts: Facts) -> Answer:
    """Thank for a score, and leave room for a comment."""
    return Answer((Say("survey.thanks"),), ask=Ask("details", COMMENT))


def commented(_facts: Facts) -> Answer:
    """Thank for a comment."""
    return Answer((Say("survey.noted"),))


ANSWERS: dict[str, Callable[[Facts], Answer]] = {**dict.fromkeys(SCORES, scored), COMMENT: commented}
