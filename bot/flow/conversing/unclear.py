"""What was not understood, kept for whoever teaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.misunderstood import Misunderstood
from bot.language.masking import masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conversing.scene import Scene
    from bot.flow.conversing.wish import Wish


def unclear(scene: Scene, wishes: Sequence[Wish]) -> tuple[Misunderstood, ...]:
    """Return the messages of which no guess was sure enough, masked; those without any words are left out."""
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
        if wish.intent is None and wish.media is None and wish.understanding is not None and (text := masked(wish.words))
    )
