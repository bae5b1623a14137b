"""What the bot understands and says, read from its files."""

from __future__ import annotations

from bot.answers import answer_of
from bot.flow.converse import Mind
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.language.understand import Matcher


def load_mind() -> Mind:
    """Read the intents and catalogues; raises ``DataFileError`` naming file and line."""
    intents = load_intents(data_folder("intents"))
    answers = {name: answer_of(intent) for name, intent in intents.by_name.items()}
    return Mind(Matcher(intents), Catalogues.load(data_folder("locales")), answers)
