"""From a customer's text to what it means: language, intents with their confidence, and slots."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from functools import cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.language.clauses import clauses, sentences
from bot.language.detect import UNKNOWN, Detected, Detector
from bot.language.fit import fit, samples
from bot.language.grams import cut
from bot.language.guesses import Guess, best_of, led
from bot.language.index import Index, read_phrases
from bot.language.intents import OUT_OF_SCOPE, Intents
from bot.language.kept import model_of
from bot.language.manners import Manners
from bot.language.match import near_phrase
from bot.language.normalise import normalise
from bot.language.replies import language_named
from bot.language.slots import Slots, find_slots
from bot.language.spelling import Spelling
from bot.language.taught import CLEAR, TaughtPhrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from bot.language.index import Meaning, Phrase
    from bot.language.model import Judgement, Model
    from bot.language.taught import Taught

__all__ = ["ACCEPT", "CHOICES", "STRAY", "UNSURE", "Guess", "Matcher", "Understanding"]

ACCEPT = 0.35  # from here on an answer is given
STRAY = 0.5  # but not where it is more than half as likely to be none of our business; of two things that shops do the likelier is a fair guess
UNSURE = 0.15  # from here on an intent may be offered as a choice
CHOICES = 3
_CHANGING = 3  # words in Latin letters that it takes for a customer to be taken to have changed his language
_TELLING = 6  # an exact phrase that is longer than so many letters tells its language
_EXACT, _EXACT_CORE, _EXACT_SENTENCE, _NUMBER_ONLY, _POLITE = 1.0, 0.98, 0.96, 0.9, 0.8
_NEAR = 0.95
_DOUBT = 0.1  # a phrase that a text nearly is doesn't count when the model finds it less likely than this
_CLAUSE_SURE = 0.85  # what is asked beside the main thing must be clear
_CLAUSE_LETTERS = 8  # of less nobody can tell what it asks for, unless it is a phrase
_PART_SHARE = 0.95
_MANY_WORDS = 4
_TELLING_WORDS = 4  # a sentence that is a phrase of so many words counts whatever stands around it
_FEW_WORDS = 2
_SURE = 0.8  # how clear a word or two beside an order number must be to count for more than the number
_FAMILIAR = 0.1  # share of a text's slots that must be known for the model to have a say
_CHANGE_LANGUAGE, _GOODBYE = "change_language", "goodbye"
_NOTHING_ASKED = frozenset((OUT_OF_SCOPE, "help_menu", "complaint"))  # beside another request these are only its mood


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text means. ``language`` is what to answer in (``und``: nothing tells), ``variety`` the tag of the phrases it resembles.

    ``ranked`` holds the best guesses, ``out_of_scope`` among them; ``fragment``: it says nothing yet that could be answered.
    ``also`` are further intents that other sentences or clauses ask for; ``beside`` are languages that it is partly written in.
    """

    language: str
    confident_language: bool
    ranked: tuple[Guess, ...]
    slots: Slots
    reason: str
    variety: str = UNKNOWN
    fragment: bool = False
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def intent(self) -> str | None:
        """The intent to act upon, or ``None`` when no guess is sure enough."""
        if not self.ranked or self.ranked[0].confidence < ACCEPT:
            return None
        best, confidence = self.ranked[0]
        stray = any(guess.intent == OUT_OF_SCOPE and guess.confidence > STRAY * confidence for guess in self.ranked[1:])
        return None if stray else best

    @property
    def choices(self) -> tuple[str, ...]:
        """The likeliest intents, three at most, to choose from when none is sure enough; nothing for what is clear."""
        if self.intent is not None:
            return ()
        return tuple(guess.intent for guess in self.ranked if guess.confidence >= UNSURE and guess.intent != OUT_OF_SCOPE)[:CHOICES]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a text, before its language is known."""

    guesses: dict[str, float]
    reason: str
    tag: str | None = None
    fragment: bool = False
    also: tuple[str, ...] = ()


class Matcher:
    """Understands texts by the phrases of the intent files. Pure: the same text always gives the same result."""

    def __init__(self, intents: Intents, model: Model | None = None, *, fresh: bool = True, phrases: Sequence[Phrase] | None = None) -> None:
        """Take the intents and a model, ``fresh`` if it was fitted to just these; their ``phrases`` where they were read already.

        Without a model, that of the intents' folder serves, and without that it is fitted here: at once for a few phrases, in a
        minute or two for tens of thousands.
        """
        self.intents = intents
        self.fresh = fresh
        phrases = read_phrases(intents) if phrases is None else phrases
        self._model = model or model_of(intents.folder) or fit(samples(phrases, intents.ideas))
        self._ideas = intents.ideas
        self._index = Index(phrases)
        self._taught: TaughtPhrases | None = None
        self._spelling = Spelling(phrase.text for phrase in phrases)
        self._manners = Manners(phrases)
        self._detector = Detector(self._model.tags, phrases)
        self._waiting = frozenset(intent.name for intent in intents.by_name.values() if intent.waits)
        self._columns = [(place, name) for place, name in enumerate(self._model.intents) if name in intents.by_name]

    def with_taught(self, phrases: Iterable[Taught]) -> Matcher:
        """Return a matcher that knows these phrases beside those of the files, which count first; the model stays as it is.

        It takes the place of what was taught before. A phrase is left out where the files don't have its intent any more.
        """
        known = [one for one in phrases if one.intent in self.intents.by_name]
        other = copy(self)
        other._taught = TaughtPhrases(known, other.words_of) if known else None  # noqa: SLF001 - one of our own
        return other

    def words_of(self, text: str) -> str:
        """Return the words by which a text is looked up: in normal spelling, slips mended, without what is no part of a phrase."""
        return self._spelling.mend(normalise(find_slots(text).remaining))

    def understand(self, text: str, *, preferred: str | None = None, today: date | None = None) -> Understanding:
        """Read a text; ``preferred`` is the language the customer has used before, ``today`` where the store is. Never raises."""
        found = find_slots(text, today)
        words = self._spelling.mend(normalise(found.remaining))
        # What is a phrase needs no judgement.
        judged = cache(partial(self._judge, words, found.remaining))
        reading = self._read(found.remaining, words, found.slots, judged)
        detected = self._language(words, reading.tag, judged, preferred)
        language = detected.tag.partition("-")[0] if detected.tag != UNKNOWN else (preferred or UNKNOWN)
        ranked = best_of(reading.guesses)
        slots = found.slots
        if ranked and ranked[0].intent == _CHANGE_LANGUAGE and ranked[0].confidence >= CLEAR:
            slots = replace(slots, language=language_named(words.split()))
        return Understanding(
            language,
            detected.confident,
            ranked,
            slots,
            reading.reason,
            detected.tag,
            reading.fragment and not found.slots.order_numbers,
            reading.also,
            detected.beside,
        )

    def is_fragment(self, text: str) -> bool:
        """Tell whether a text says nothing yet that could be answered: a greeting, a yes, one vague word."""
        return self.understand(text).fragment

    def _judge(self, words: str, raw: str = "") -> Judgement:
        return self._model.judge(cut(words, self._ideas, raw))

    def _read(self, text: str, words: str, slots: Slots, judged: Callable[[], Judgement]) -> _Reading:
        if not words:
            return self._wordless(slots)
        exact = self._meaning(words)
        if exact is not None:
            waiting = exact.intent in self._waiting
            return self._wordless(slots) if waiting and slots.order_numbers else _Reading({exact.intent: _EXACT}, "exact phrase", exact.tag, waiting)
        core, peeled = self._manners.peel(words.split())
        if not core:
            return self._wordless(slots) if slots.order_numbers else _Reading({peeled: _EXACT_CORE}, "exact phrases", fragment=True)
        reading = self._read_exactly(core, peeled) or self._read_freely(core, peeled, sentences(text), self._guesses(judged()))
        return self._weighed(reading, core, peeled, slots)

    def _read_freely(self, core: list[str], peeled: str, parts: list[list[str]], guesses: dict[str, float]) -> _Reading:
        """Return the reading of a text that is no phrase."""
        if peeled and max(guesses, key=guesses.__getitem__, default="") in self._waiting:
            # A long greeting outweighs the few words after it, and where these surely ask for something they are what matters.
            behind = self._guesses(self._judge(" ".join(core)))
            best = max(behind, key=behind.__getitem__, default=OUT_OF_SCOPE)
            surely = behind.get(best, 0.0) >= _CLAUSE_SURE and best not in self._waiting and best not in _NOTHING_ASKED
            guesses = behind if surely else guesses
        return self._read_wrapped(core, guesses) or self._read_nearly(core, guesses) or self._read_parts(core, parts, guesses)

    def _wordless(self, slots: Slots) -> _Reading:
        if slots.order_numbers:
            return _Reading({"order_status": _NUMBER_ONLY}, "an order number alone")
        return _Reading({}, "no words", fragment=True)

    def _read_exactly(self, core: list[str], peeled: str) -> _Reading | None:
        """Return the reading of a text that is a phrase but for politeness."""
        exact = self._meaning(" ".join(core))
        if exact is not None and exact.intent in self._waiting and peeled == _GOODBYE:
            return _Reading({_GOODBYE: _EXACT_CORE}, "exact phrases", exact.tag, fragment=True)
        return _Reading({exact.intent: _EXACT_CORE}, "exact phrase after a greeting", exact.tag) if exact is not None else None

    def _read_wrapped(self, core: list[str], guesses: Mapping[str, float]) -> _Reading | None:
        """Return the reading of a text that is a phrase but for a wrapping, if the model agrees."""
        exact = self._meaning(" ".join(self._manners.unwrap(core)))
        if exact is not None and self._agreed(exact.intent, guesses):
            return _Reading({exact.intent: _EXACT_SENTENCE}, "exact phrase in a request", exact.tag)
        return None

    def _meaning(self, words: str) -> Meaning | None:
        meaning = self._index.meaning(words)
        return self._taught.meaning(words) if meaning is None and self._taught is not None else meaning

    def _read_nearly(self, core: list[str], guesses: Mapping[str, float]) -> _Reading | None:
        """Return the reading of a text with a slip in a phrase, unless the model thinks that the slip changes its meaning."""
        near = near_phrase(self._index, core)
        if near is None or guesses.get(near.meaning.intent, 1.0) < _DOUBT:
            near = self._taught.nearly(core, guesses) if self._taught is not None else None
        if near is None:
            return None
        return _Reading(led(guesses, near.meaning.intent, _NEAR * near.likeness), "nearly a phrase", near.meaning.tag)

    def _read_parts(self, core: list[str], parts: list[list[str]], guesses: dict[str, float]) -> _Reading:
        """Return what a text asks for with one of its sentences, or else as a whole, and what its other clauses surely ask for beside that."""
        asked = self._asked(clauses(parts)) if len(core) >= _MANY_WORDS else {}
        main = max(guesses, key=guesses.__getitem__, default="")
        reason = "similar phrases"
        for part in parts if len(parts) > 1 else ():
            words, _ = self._manners.peel(part)
            exact = self._meaning(" ".join(words))
            if exact is not None and (self._agreed(exact.intent, guesses) or (len(words) >= _TELLING_WORDS and exact.intent not in _NOTHING_ASKED)):
                main, reason = exact.intent, "exact phrase in a sentence"
                guesses = led(guesses, main, _EXACT_SENTENCE)
                break
        if asked and main not in asked and guesses.get(main, 0.0) < CLEAR:
            main = max(asked, key=asked.__getitem__)
            guesses = led(guesses, main, asked[main] * _PART_SHARE)
        return _Reading(guesses, reason, also=tuple(intent for intent in asked if intent != main))

    def _agreed(self, intent: str, guesses: Mapping[str, float]) -> bool:
        """Tell whether a phrase inside a text may be what it is about: small talk is not, nor what the model finds unlikely."""
        return intent not in self._waiting and guesses.get(intent, 1.0) >= _DOUBT

    def _asked(self, parts: list[list[str]]) -> dict[str, float]:
        """Return what the clauses of a text surely ask for, in their order."""
        asked: dict[str, float] = {}
        for clause in parts if len(parts) > 1 else ():
            words = " ".join(clause)
            exact = self._meaning(words)
            if exact is None and len(words) < _CLAUSE_LETTERS:  # "... and a mug"
                continue
            guesses = {exact.intent: 1.0} if exact is not None else self._guesses(self._judge(words))
            intent, value = max(guesses.items(), key=itemgetter(1), default=("", 0.0))
            if value >= _CLAUSE_SURE and intent not in self._waiting and intent not in _NOTHING_ASKED:
                asked[intent] = max(value, asked.get(intent, 0.0))
        return asked

    def _weighed(self, reading: _Reading, core: list[str], peeled: str, slots: Slots) -> _Reading:
        """Return a reading as it stands, or what a few words say that it makes nothing of: they wait for more, or an order number counts."""
        best, confidence = max(reading.guesses.items(), key=itemgetter(1), default=(OUT_OF_SCOPE, 0.0))
        sure = confidence >= CLEAR and best != OUT_OF_SCOPE
        if slots.order_numbers and len(core) <= _FEW_WORDS and not (sure and confidence >= _SURE):
            return self._wordless(slots)
        if sure:
            return replace(reading, fragment=best in self._waiting and len(core) <= _FEW_WORDS)
        if len(core) == 1 and peeled:
            return _Reading(led(reading.guesses, peeled, _POLITE), "a greeting and one unknown word", fragment=True)
        exact = reading.reason.startswith("exact")
        return replace(reading, fragment=len(core) == 1 and not exact and not slots.order_numbers)

    def _guesses(self, judgement: Judgement) -> dict[str, float]:
        if judgement.known < _FAMILIAR:
            return {}
        odds = judgement.intents.tolist()
        return {name: odds[place] for place, name in self._columns}

    def _language(self, words: str, tag: str | None, judged: Callable[[], Judgement], preferred: str | None) -> Detected:
        of_phrase = self._detector.of_phrase(tag, words, preferred) if tag is not None and len(words) > _TELLING else None
        detected = of_phrase or self._detector.detect(words, judged(), preferred)
        # A few words that everybody uses ("ok thanks", "DHL Express") are no change of language.
        stays = preferred is not None and words.isascii() and words.count(" ") < _CHANGING - 1
        if stays and detected.tag.partition("-")[0] != preferred:
            return replace(detected, confident=False)
        return detected
