"""The page about messages that fail: WhatsApp's codes, what Wasla does about each, and what the shop does, from the program's own tables."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bot.domain.clock import SECOND
from bot.domain.failure_words import topic_of
from bot.language.catalogue import read_catalogue
from bot.language.data import data_folder
from bot.web.console.words import DOMAIN, Words
from bot.whatsapp.codes import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.whatsapp.codes import Act

_INTRO: Final = """# When a message fails

WhatsApp says with a number why it did not take or deliver a message. The console shows it with the message and counts it in the
overview, [`message.failed`](../webhooks.md#a-message-failed) carries it, and so do the logs. Only the number decides what Wasla does,
whether it came at once or later in a status.

| code | what it means | what Wasla does | what you do |
|---|---|---|---|
"""
_ACTS: Final[dict[Act, str]] = {
    "backoff": "sends it again, after pauses that grow",
    "slow": "sends less a second with this number, and sends it again",
    "pair": "lets this customer's messages wait, and sends it again",
    "wait": "sends it again after {wait}",
    "upload": "uploads the file anew where there is one, and sends it once more",
    "template": "sends it as a template, if there is one",
    "opt_out": "keeps it as an opt-out",
    "unreachable": "sends this customer no notices for a week, or until he writes",
    "give_up": "gives it up",
    "stop": "stops the number and raises an alert; tries again by itself, the messages wait",
}


def failures_page() -> str:
    """Return the page: one row for each explanation and consequence, the codes in their order."""
    words = Words(read_catalogue(data_folder("locales") / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"))
    return _INTRO + "\n".join((*_rows(words), "", *_rest(words), ""))


def _rows(words: Words) -> Iterator[str]:
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for code, rule in sorted(RULES.items()):
        found[topic_of(code), _act(rule, words)].append(code)
    for (topic, act), codes in found.items():
        yield f"| {', '.join(map(str, codes))} | {words.t(f'failure.{topic}')} | {act} | {words.t(f'remedy.{topic}')} |"


def _act(rule: Rule, words: Words) -> str:
    done = _ACTS[rule.act].format(wait=words.span(int((rule.wait or 0) * SECOND)))
    return f"{done}; raises an alert" if rule.alert and rule.act != "stop" else done


def _rest(words: Words) -> Iterator[str]:
    yield f"Any other number: {words.t('failure.unknown')} It is sent again a few times. {words.t('remedy.unknown')}"
    yield ""
    yield "What an alert asks for stands under [Alerts](trouble.md#alerts)."
