"""What was not understood, or hardly, kept for whoever teaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.db.misunderstood import Misunderstood
from bot.language.intents import OUT_OF_SCOPE
from bot.language.masking import masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conversing.scene import Scene
    from bot.flow.conversing.wish import Wish


SURE: Final = 0.65  # what was acted upon with less confidence is worth a look


def unclear(scene: Scene, wishes: Sequence[Wish]) -> tuple[Misunderstood, ...]:
    """Return the messages of which no guess was sure enough, or only just, masked; not what was said because we had asked for it."""
    return tuple(
        Misunderstood(
            id=wish.heard.inbox_id,
            store_id=scene.store.id,
            at=scene.now,
            text=text,
            language=wish.understanding.language,
            guesses=tuple(guess.intent for guess in wish.understanding.ranked),
        )
        for wish in wishes
        if wish.understanding is not None and _doubtful(wish) and (text := masked(wish.words))
    )


def _doubtful(wish: Wish) -> bool:
    if wish.media is not None or wish.answers is not None or wish.understanding is None:
        return False
    ranked = wish.understanding.ranked
    # What the bot only takes for none of its business may be just what it lacks; what the files say is none of it is clear.
    rejected = wish.intent == OUT_OF_SCOPE and not wish.understanding.reason.startswith("exact")
    return wish.intent is None or rejected or (bool(ranked) and wish.intent == ranked[0].intent and ranked[0].confidence < SURE)
