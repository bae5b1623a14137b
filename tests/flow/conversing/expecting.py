"""What an answer says, told by the names of the catalogue's messages: the same tables then hold in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.flow.conversing.test_dialogue import Talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.message import Content
    from bot.domain.order import Order
    from bot.flow.converse import Mind

Turn = tuple["Content | str | int", str]


def says(mind: Mind, language: str, message: str, text: str) -> bool:
    """Tell whether a text holds a message of a language's catalogue, in any of its forms and with any values."""
    catalogue = mind.catalogues.get(language)
    assert catalogue is not None, language
    forms = catalogue.messages[message].forms
    patterns = (".*".join(re.escape(piece.text) + (".*" if piece.name else "") for piece in form) for form in forms)
    return any(re.search(pattern, text, re.DOTALL) for pattern in patterns)


def hold(mind: Mind, language: str, turns: Sequence[Turn], *orders: Order) -> Talk:
    """Hold a dialogue: each turn is what the customer says (a number: which button he taps) and what the answer has to say.

    ``a|b`` is one of two messages. Every answer differs from the one before.
    """
    talk, before = Talk(mind, *orders), ""
    for said, expected in turns:
        answer = talk.tap(said) if isinstance(said, int) else talk.say(said)
        missing = [named for named in expected.split() if not any(says(mind, language, one, answer) for one in named.split("|"))]
        assert not missing, f"{said!r} was answered {answer!r}, without {missing}"
        assert answer != before, f"{said!r} was answered with the same words as the turn before: {answer!r}"
        before = answer
    return talk
