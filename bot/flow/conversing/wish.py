"""One thing that a customer wants, as far as a message tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.message import Tapped
from bot.flow.conversing.scene import words_of
from bot.language.intents import OUT_OF_SCOPE

if TYPE_CHECKING:
    from bot.domain.conversation import Question
    from bot.flow.conversing.scene import Heard
    from bot.language.understand import Understanding


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that the customer wants: ``intent`` is ``None`` when the words were not understood, ``order`` an order's id.

    ``media`` is the kind of a message that can't be read. ``answers`` is the question of ours that this answers: with ``agreed``, with
    ``details`` in words, with pictures (``media_ids``). ``verified``: the order stands in
    somebody else's record, and the customer has shown that it is his. ``language`` is the tag of the one that he asks to be answered
    in. ``more``: there is more of this kind than is sent at once. ``before`` is what he wrote before we asked back.
    """

    heard: Heard
    intent: str | None
    order: str | None = None
    fragment: bool = False
    understanding: Understanding | None = None
    media: str | None = None
    agreed: bool | None = None
    details: str = ""
    media_ids: tuple[str, ...] = ()
    answers: Question | None = None
    verified: bool = False
    language: str | None = None
    more: bool = False
    before: str = ""

    @property
    def words(self) -> str:
        """What the customer wrote, or what stood on the button."""
        content = self.heard.message.content
        return content.title if isinstance(content, Tapped) else words_of(content) or ""

    @property
    def missed(self) -> bool:
        """Whether nothing can be done with it."""
        return self.media is None and self.intent in {None, OUT_OF_SCOPE}
