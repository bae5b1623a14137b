"""What the bot understands and says, read from its files."""

from __future__ import annotations

from bot.answers import answer_of
from bot.flow.converse import Mind
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.load import load_matcher


def load_mind() -> Mind:
    """Read the intents and catalogues; raises ``DataFileError`` naming file and line."""
    matcher = load_matcher(data_folder("intents"), None)
    answers = {name: answer_of(intent) for name, intent in matcher.intents.by_name.items()}
    return Mind(matcher, Catalogues.load(data_folder("locales")), answers)
