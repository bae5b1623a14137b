"""From a customer's text to what it means: language, intents with their confidence, and slots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from bot.language.detect import UNKNOWN, Detected, Detector
from bot.language.evidence import Evidence
from bot.language.index import build_index
from bot.language.intents import OUT_OF_SCOPE, Intents
from bot.language.manners import Manners
from bot.language.match import best_phrases
from bot.language.normalise import normalise
from bot.language.slots import Slots, find_slots

ACCEPT = 0.57  # from here on an answer is given; chosen on held-out phrases: nine answers in ten are then right
_SENTENCES = re.compile(r"[.!?؟\n،,;؛…]+")
_MAX_SENTENCES = 4
_MAX_WHOLE_WORDS = 40
_TELLING = 6  # an exact phrase that is longer than so many letters tells its language
_EXACT, _EXACT_CORE, _EXACT_SENTENCE, _NUMBER_ONLY, _POLITE = 1.0, 0.98, 0.96, 0.9, 0.8
_SENTENCE_SHARE = 0.95
_REQUEST_SHARE = 0.9
_SURE = 0.75  # a sentence this clear needs no look at the whole text
_FEW_WORDS = 2
_RANKED = 5


class Guess(NamedTuple):
    """An intent and how sure it is (0 to 1); from ``ACCEPT`` on it may be acted upon."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text means. ``language`` is what to answer in (``und``: nothing tells), ``variety`` the tag of the phrases it resembles.

    ``ranked`` holds the best guesses, ``out_of_scope`` among them; ``fragment``: it says nothing yet that could be answered.
    """

    language: str
    confident_language: bool
    ranked: tuple[Guess, ...]
    slots: Slots
    reason: str
    variety: str = UNKNOWN
    fragment: bool = False

    @property
    def intent(self) -> str | None:
        """The intent to act upon, or ``None`` when no guess is sure enough."""
        return self.ranked[0].intent if self.ranked and self.ranked[0].confidence >= ACCEPT else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a text, before its language is known."""

    guesses: dict[str, float]
    reason: str
    tag: str | None = None
    fragment: bool = False


class Matcher:
    """Understands texts by the phrases of the intent files. Pure: the same text always gives the same result."""

    def __init__(self, intents: Intents) -> None:
        self._index = build_index(intents)
        self._evidence = Evidence([(phrase.intent, phrase.text) for phrase in self._index.phrases])
        by_tag: dict[str, list[str]] = {}
        for phrase in self._index.phrases:
            by_tag.setdefault(phrase.tag, []).append(phrase.text)
        self._detector = Detector(by_tag)
        self._manners = Manners(self._index.exact)
        self._waiting = frozenset(intent.name for intent in intents.by_name.values() if intent.waits)

    def understand(self, text: str, *, preferred: str | None = None) -> Understanding:
        """Read a text; ``preferred`` is the language the customer has used before. Never raises."""
        found = find_slots(text)
        words = normalise(found.remaining)
        reading = self._read(found.remaining, words, found.slots)
        detected = self._language(words, reading.tag, preferred)
        ranked = _ranked(reading.guesses)
        language = detected.tag.partition("-")[0] if detected.tag != UNKNOWN else (preferred or UNKNOWN)
        return Understanding(language, detected.confident, ranked, found.slots, reading.reason, detected.tag, reading.fragment)

    def is_fragment(self, text: str) -> bool:
        """Tell whether a text says nothing yet that could be answered: a greeting, a yes, one vague word."""
        found = find_slots(text)
        if found.slots.order_numbers:
            return False
        words = normalise(found.remaining)
        exact = self._index.meaning(words)
        if exact is not None:
            return exact.intent in self._waiting
        core, _ = self._manners.peel(words.split())
        return not core or (len(core) == 1 and self._index.meaning(core[0]) is None)

    def _read(self, text: str, words: str, slots: Slots) -> _Reading:
        if not words:
            return self._wordless(slots)
        exact = self._index.meaning(words)
        if exact is not None:
            intent, tag = exact
            waiting = intent in self._waiting
            return self._wordless(slots) if waiting and slots.order_numbers else _Reading({intent: _EXACT}, "exact phrase", tag, waiting)
        core, peeled = self._manners.peel(words.split())
        if not core:
            return self._wordless(slots) if slots.order_numbers else _Reading({peeled: _EXACT_CORE}, "exact phrases", fragment=True)
        reading = self._read_core(core, text)
        vague = max(reading.guesses.values(), default=0.0) < ACCEPT
        if vague and len(core) <= _MAX_WHOLE_WORDS:
            reading = self._read_unwrapped(core, reading)
            vague = max(reading.guesses.values(), default=0.0) < ACCEPT
        if vague and slots.order_numbers and len(core) <= _FEW_WORDS:
            return self._wordless(slots)
        if vague and len(core) == 1 and peeled:
            return _Reading({**reading.guesses, peeled: _POLITE}, "a greeting and one unknown word", fragment=True)
        fragment = vague and len(core) == 1 and not slots.order_numbers
        return _Reading(reading.guesses, reading.reason, reading.tag, fragment)

    def _wordless(self, slots: Slots) -> _Reading:
        if slots.order_numbers:
            return _Reading({"order_status": _NUMBER_ONLY}, "an order number alone")
        return _Reading({}, "no words", fragment=True)

    def _read_core(self, core: list[str], text: str) -> _Reading:
        words = " ".join(core)
        exact = self._index.meaning(words)
        if exact is not None:
            return _Reading({exact[0]: _EXACT_CORE}, "exact phrase after a greeting", exact[1])
        sentences = [sentence for sentence in self._sentences(text) if sentence != core]
        for sentence in sentences:
            exact = self._index.meaning(" ".join(sentence))
            if exact is not None and exact[0] not in self._waiting and len(sentence) > 1:
                return _Reading({exact[0]: _EXACT_SENTENCE}, "exact phrase in a sentence", exact[1])
        if not sentences:
            return _Reading(self._score(core), "similar phrases")
        guesses = self._of_sentences(sentences)
        if max(guesses.values(), default=0.0) < _SURE and len(core) <= _MAX_WHOLE_WORDS:
            for intent, value in self._score(core).items():
                if value > guesses.get(intent, 0.0):
                    guesses[intent] = value
        return _Reading(guesses, "similar phrases")

    def _read_unwrapped(self, core: list[str], reading: _Reading) -> _Reading:
        """Return a clearer reading of a text that is wrapped in "could you ... for me", or the one at hand."""
        request = self._manners.unwrap(core)
        if len(request) == len(core):
            return reading
        exact = self._index.meaning(" ".join(request))
        if exact is not None and exact.intent not in self._waiting:
            return _Reading({exact.intent: _EXACT_SENTENCE}, "exact phrase in a request", exact.tag)
        guesses = {intent: value * _REQUEST_SHARE for intent, value in self._score(request).items()}
        clearer = len(request) >= _FEW_WORDS and max(guesses.values(), default=0.0) >= ACCEPT
        return _Reading(guesses, "similar phrases in a request") if clearer else reading

    def _of_sentences(self, sentences: list[list[str]]) -> dict[str, float]:
        """Return the confidence per intent by its best sentence; one strange sentence does not make the others strange."""
        guesses: dict[str, float] = {}
        for sentence in sentences:
            for intent, value in self._score(sentence).items():
                if value * _SENTENCE_SHARE > guesses.get(intent, 0.0):
                    guesses[intent] = value * _SENTENCE_SHARE
        guesses.pop(OUT_OF_SCOPE, None)
        return guesses

    def _sentences(self, text: str) -> list[list[str]]:
        """Return the words of each sentence without greetings, when there are several."""
        parts = [part for part in _SENTENCES.split(text) if part and not part.isspace()]
        if len(parts) < 2:  # noqa: PLR2004 (one sentence is the whole text)
            return []
        cores = [self._manners.peel(normalise(part).split())[0] for part in parts[: 2 * _MAX_SENTENCES]]
        return [core for core in cores if core][:_MAX_SENTENCES]

    def _score(self, words: list[str]) -> dict[str, float]:
        """Return the confidence per intent: half from the likest phrase, half from the letters."""
        guesses = self._evidence.probabilities(" ".join(words), whole=0.5)
        for phrase, score in best_phrases(self._index, words):
            guesses[phrase.intent] = guesses.get(phrase.intent, 0.0) + score / 2
        return guesses

    def _language(self, words: str, tag: str | None, preferred: str | None) -> Detected:
        if tag is not None and len(words) > _TELLING:
            return Detected(tag, confident=True)
        return self._detector.detect(words, preferred)


def _ranked(guesses: dict[str, float]) -> tuple[Guess, ...]:
    """Return the best guesses, the best first; numbers sort faster than pairs, so they tell first which pairs are worth sorting."""
    cut = sorted(guesses.values())[-_RANKED] if len(guesses) > _RANKED else 0.0
    kept = [guess for guess in guesses.items() if guess[1] >= cut]
    kept.sort(key=itemgetter(1), reverse=True)
    return tuple([Guess(intent, round(value, 4)) for intent, value in kept[:_RANKED]])
