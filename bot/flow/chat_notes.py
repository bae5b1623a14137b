"""Notes on conversations that follow from what became of our messages: a flag, a withdrawn consent, that nobody can be reached.

Committed as every change of a conversation is: under its version, again after somebody else was faster.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.db.versioned import Change
from bot.domain.consent import Consent, last_word, with_word
from bot.errors import WaslaError
from bot.flow.consent_news import consent_changes, consent_news
from bot.flow.outgoing_news import flagged as news_of_flag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.db import Database
    from bot.domain.consent import Source
    from bot.domain.conversation import Conversation, Flag
    from bot.domain.notice import Category

    Edit = Callable[[Conversation], Conversation]

# So many writers in a row may be faster than we; then the database is asked again by whoever has us do this.
MOST_TRIES: Final = 10


class Overtaken(WaslaError):
    """Others wrote first, again and again; nothing was changed."""


def flagged(chat: Conversation, flag: Flag) -> Conversation:
    """Return a conversation that a person should look at; a flag that stands already stays."""
    return chat if chat.flag is not None else replace(chat, flag=flag)


def withdrawn(chat: Conversation, category: Category, at: int, wording: str, source: Source = "error") -> Conversation:
    """Return a conversation without consent to a category; an older word than the known one changes nothing."""
    return replace(chat, consents=with_word(chat.consents, Consent(category, given=False, at=at, source=source, wording=wording)))


def agreed(chat: Conversation, word: Consent) -> Conversation:
    """Return a conversation with a consent that the customer gave elsewhere; an older word than the known one changes nothing."""
    known = last_word(chat.consents, word.category)
    return chat if known == word else replace(chat, consents=with_word(chat.consents, word))


def both(first: Edit, second: Edit, chat: Conversation) -> Conversation:
    """Return a conversation after two edits."""
    return second(first(chat))


def unreachable(chat: Conversation, at: int) -> Conversation:
    """Return a conversation with somebody whom WhatsApp can't reach, unless he has written since."""
    if (chat.last_inbound_at or 0) > at or (chat.unreachable_at or 0) >= at:
        return chat
    return replace(chat, unreachable_at=at)


async def edit_chats(db: Database, blanks: Mapping[str, Conversation], edits: Mapping[str, Edit]) -> None:
    """Apply an edit to each conversation, by id; one that isn't stored yet begins as its blank. Raises ``Overtaken``."""
    left = dict(edits)
    for _ in range(MOST_TRIES):
        loaded = await db.conversations.load(list(left))
        await db.conversations.complete(loaded.values())
        before = {chat: loaded[chat].value if chat in loaded else blanks[chat] for chat in left}
        after = {chat: left[chat](value) for chat, value in before.items()}
        changes = [_change(db, before[chat], replace(value, version=value.version + 1)) for chat, value in after.items() if value != before[chat]]
        committed = await db.conversations.commit(changes) if changes else []
        if committed:
            await db.conversations.finish(committed)
        written = {change.value.id for change in committed}
        left = {change.value.id: left[change.value.id] for change in changes if change.value.id not in written}
        if not left:
            return
    raise Overtaken(f"the conversations {sorted(left)} changed all the time")


def _change(db: Database, before: Conversation, after: Conversation) -> Change[Conversation]:
    """Return a commit together with what follows from a new flag and the consents in it."""
    words = consent_changes(before, after)
    news = [*filter(None, [news_of_flag(before, after)]), *consent_news(words)]
    return Change(
        after,
        pending={"consents": [db.consents.to_doc(word) for word in words], "outgoing": [db.outgoing.to_doc(event) for event in news]},
    )
