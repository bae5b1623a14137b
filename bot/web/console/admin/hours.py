"""Administration of the hours, holidays and away messages of each store."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from aiohttp import web
from babel import Locale, UnknownLocaleError

from bot.answers import talk_to_human
from bot.domain.answer import Facts
from bot.domain.clock import DAY
from bot.domain.customer import Customer
from bot.domain.hours import WEEKDAYS, hours_text, open_now, open_until, standing
from bot.domain.staff import Fact
from bot.domain.store_choices import LONGEST_AWAY, WeekHours, week_of
from bot.domain.week_form import LONGEST_NAME, WeekForm, form_of, read_form
from bot.flow.notice_preview import bubble_of
from bot.language.render import render
from bot.web.console.admin.choosing import CONFLICT, WRONG, back, change, cut, isolated, ordered, seal, store_of, stores_of
from bot.web.console.admin.noted import note
from bot.web.console.admin.quiet import quiet_view
from bot.web.console.guard import Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.store import Store
    from bot.domain.store_choices import StoreChoices
    from bot.domain.week_form import Mistake, Pair
    from bot.flow.notice_preview import Bubble
    from bot.flow.store_choices import StoreBook
    from bot.language.catalogue import Catalogues
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_PATH: Final = "/admin/hours"
_DONE: Final = ("hours", "away", "file", "quiet")
_SPARE_PAIRS, _SPARE_HOLIDAYS, _MOST_ROWS = 2, 2, 60


class HoursPages:
    """The page ``/admin/hours``. ``speech`` is what the bot says to customers, in whose languages there may be away messages."""

    def __init__(self, db: Database, pages: Pages, book: StoreBook, speech: Catalogues) -> None:
        self._db = db
        self._pages = pages
        self._book = book
        self._speech = speech

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", _PATH, "configure", self.page),
            Route("POST", _PATH, "configure", self.save),
            Route("POST", f"{_PATH}/now", "configure", self.now, passive=True),
            Route("POST", f"{_PATH}/away", "configure", self.save_away),
            Route("POST", f"{_PATH}/away/preview", "configure", self.preview),
            Route("POST", f"{_PATH}/file", "configure", self.to_file),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show a store's hours, holidays and away message."""
        await self._book.refresh()
        return self._show(visit)

    async def save(self, visit: Visit) -> web.StreamResponse:
        """Keep hours and holidays, or say what is wrong with them; those of the file are no choice.

        A button may ask for more rows or equal days, and then nothing is kept.
        """
        store, typed = store_of(visit, self._book.stores), _typed_week(visit.form)
        if "copy" in visit.form:
            first = _first_day(store)
            return self._show(visit, replace(typed, days=(typed.days[first],) * len(WEEKDAYS)))
        if "add" in visit.form:
            return self._show(visit, typed, more=1)
        found = read_form(typed)
        if not isinstance(found, WeekHours):
            return self._show(visit, typed, wrong=_sentences(visit, found), marked=[(one.part, one.row) for one in found], status=WRONG)
        if not any(found.days):
            return self._show(visit, typed, wrong=[visit.words.t("hours_wrong.never")], status=WRONG)
        before, seen = self._week(store), visit.form.get("seen")
        kept = None if found == week_of(self._book.of_file[store.id]) else found
        if await self._book.change(store.id, lambda one: replace(one, hours=kept) if seal(one.hours) == seen else None) is None:
            return await self._too_late(visit, typed)
        if found != before:
            await note(
                self._db, visit, "hours_changed", f"{store.id}: {change(_told(before), _told(found))}", store.id, (_fact("hours", before, found),)
            )
        return back(_PATH, store, done="hours")

    async def now(self, visit: Visit) -> web.StreamResponse:
        """Say how it stands right now by what is typed; nothing where that is what stands there already."""
        store, found = store_of(visit, self._book.stores), read_form(_typed_week(visit.form))
        words = visit.words.t("hours.unreadable")
        if isinstance(found, WeekHours):
            typed = replace(store, hours=found.hours(store.timezone) if any(found.days) else None)
            words = _standing(visit, typed)
        if words == visit.form.get("said"):
            return web.Response(status=204)
        return self._pages.show(visit, "_standing.html", sentence=words)

    async def save_away(self, visit: Visit) -> web.StreamResponse:
        """Keep an away message per language; without any text there is none."""
        store, texts = store_of(visit, self._book.stores), self._typed_away(visit.form)
        if any(len(text) > LONGEST_AWAY for text in texts.values()):
            return self._show(visit, texts=texts, wrong=[visit.words.t("hours_wrong.away_long", most=LONGEST_AWAY)], status=WRONG)
        seen, before = visit.form.get("seen"), dict(store.away)
        kept = None if texts == dict(self._book.of_file[store.id].away) else texts
        if await self._book.change(store.id, lambda one: replace(one, away=kept) if _seal_away(one) == seen else None) is None:
            return await self._too_late(visit, texts=texts)
        differ = [one for one in sorted({*before, *texts}) if before.get(one) != texts.get(one)]
        changed = [f"{one or '*'}: {change(before.get(one, ''), texts.get(one, ''))}" for one in differ]
        if changed:
            facts = [Fact("away", one, cut(before.get(one, "")), cut(texts.get(one, ""))) for one in differ]
            await note(self._db, visit, "away_changed", f"{store.id}: {'; '.join(changed)}", store.id, facts)
        return back(_PATH, store, done="away")

    async def preview(self, visit: Visit) -> web.StreamResponse:
        """Show on the phone what a customer hears while nobody is there, in the language that is being typed."""
        store, texts = store_of(visit, self._book.stores), self._typed_away(visit.form)
        field = visit.request.headers.get("HX-Trigger-Name", "").removeprefix("away:")
        language = field if field in self._speech.languages else store.language
        bubble = self._bubble(replace(store, away=tuple(texts.items())), language, visit.now)
        return self._pages.show(visit, "_away_phone.html", bubble=bubble, store=store)

    async def to_file(self, visit: Visit) -> web.StreamResponse:
        """Go back to the hours or the away message of the file."""
        store, file = store_of(visit, self._book.stores), self._book.of_file
        about, facts = "", list[Fact]()
        if visit.form.get("what") == "hours" and self._book.choices(store.id).hours is not None:
            before, after = self._week(store), week_of(file[store.id])
            about, facts = f"hours {change(_told(before), _told(after))}", [_fact("hours", before, after)]
            await self._book.change(store.id, lambda one: replace(one, hours=None))
        elif visit.form.get("what") == "away" and self._book.choices(store.id).away is not None:
            about = f"away {change(_joined(store), _joined(file[store.id]))}"
            facts = [Fact("away", "", cut(_joined(store)), cut(_joined(file[store.id])))]
            await self._book.change(store.id, lambda one: replace(one, away=None))
        if about:
            await note(self._db, visit, "hours_to_file", f"{store.id}: {about}", store.id, facts)
        return back(_PATH, store, done="file")

    async def _too_late(self, visit: Visit, typed: WeekForm | None = None, texts: Mapping[str, str] | None = None) -> web.Response:
        await self._book.refresh()
        store = store_of(visit, self._book.stores)
        now = _told(self._week(store)) if typed else _joined(store)
        return self._show(visit, typed, texts=texts, wrong=[visit.words.t("choices.too_late", now=isolated(now or "-"))], status=CONFLICT)

    def _show(
        self,
        visit: Visit,
        typed: WeekForm | None = None,
        *,
        texts: Mapping[str, str] | None = None,
        wrong: Sequence[str] = (),
        marked: Sequence[tuple[str, int]] = (),
        more: int = 0,
        status: int = 200,
    ) -> web.Response:
        store = store_of(visit, self._book.stores)
        choices, shown = self._book.choices(store.id), typed or self._kept_form(store)
        away = dict(store.away) if texts is None else texts
        return self._pages.show(
            visit,
            "hours.html",
            status=status,
            stores=stores_of(visit, self._book.stores),
            store=store,
            choices=choices,
            languages=ordered(self._speech.languages, store, away),
            away=away,
            seen={"hours": seal(choices.hours), "away": _seal_away(choices)},
            bubble=self._bubble(replace(store, away=tuple(away.items())), store.language, visit.now),
            wrong=wrong,
            marked=marked,
            replaced=any(name.partition(".")[0] == "hours" for name, _ in self._book.of_file[store.id].policies),
            done=next((one for one in _DONE if one == visit.request.query.get("done")), None),
            quiet=quiet_view(visit, self._book, store),
            longest={"name": LONGEST_NAME, "away": LONGEST_AWAY},
            **_week_of(visit, store, shown, more),
        )

    def _kept_form(self, store: Store) -> WeekForm:
        week = self._week(store)
        return form_of(week) if week else WeekForm(((),) * len(WEEKDAYS))

    def _week(self, store: Store) -> WeekHours | None:
        """Return a store's hours with the names of its holidays."""
        return self._book.choices(store.id).hours or week_of(store)

    def _typed_away(self, form: Mapping[str, str]) -> dict[str, str]:
        texts = {name.removeprefix("away:"): text.strip() for name, text in form.items() if name.startswith("away:")}
        return {name: text for name, text in texts.items() if text and name in ("", *self._speech.languages)}

    def _bubble(self, store: Store, language: str, now: int) -> Bubble | None:
        """Return what a customer hears who asks for a person when nobody is there; ``None`` where somebody is there always."""
        closed = _closed_at(store, now)
        if closed is None:
            return None
        catalogue = self._speech.best(language, store.language)
        said = talk_to_human.answer(Facts(store, Customer("sample", store.id), (), closed, language=catalogue.language))
        return bubble_of(render(said, catalogues=self._speech, language=catalogue.language, store=store), catalogue)


def _week_of(visit: Visit, store: Store, form: WeekForm, more: int) -> dict[str, object]:
    """Return the part of the page that is about hours, with so many more rows than it has."""
    return {
        "days": [(day, visit.words.weekday(day), pairs) for day, pairs in _days(form, _first_day(store), more)],
        "holidays": [*form.holidays, *(("", "", ""),) * (_SPARE_HOLIDAYS + more)],
        "sentence": _standing(visit, store),
        "local": visit.words.moment(visit.now, store.timezone),
    }


def _closed_at(store: Store, now: int) -> int | None:
    """Return the next instant at which nobody is there."""
    if store.hours is None:
        return None
    return open_until(store.hours, now) if open_now(store.hours, now) else now


def _typed_week(form: Mapping[str, str]) -> WeekForm:
    def day(name: str) -> tuple[Pair, ...]:
        places = takewhile(lambda place: f"{name}.{place}.from" in form, range(_MOST_ROWS))
        return tuple((form[f"{name}.{place}.from"], form.get(f"{name}.{place}.to", "")) for place in places)

    rows = takewhile(lambda place: f"holiday.{place}.first" in form, range(_MOST_ROWS))
    holidays = ((form[f"holiday.{place}.first"], form.get(f"holiday.{place}.last", ""), form.get(f"holiday.{place}.name", "")) for place in rows)
    return WeekForm(tuple(map(day, WEEKDAYS)), tuple(row for row in holidays if any(part.strip() for part in row)))


def _days(form: WeekForm, first: int, more: int) -> list[tuple[int, list[Pair]]]:
    """Return the days from a store's first one on, each with its pairs and room for others."""
    found = []
    for place in range(len(WEEKDAYS)):
        day = (first + place) % len(WEEKDAYS)
        pairs = [pair for pair in form.days[day] if any(pair)]
        found.append((day, [*pairs, *(("", ""),) * max(_SPARE_PAIRS - len(pairs), more)]))
    return found


def _first_day(store: Store) -> int:
    """Return the day that a week begins with where the store is (Unicode's locale data), Monday being 0."""
    try:
        return Locale.parse(f"und_{store.country}").first_week_day
    except (UnknownLocaleError, ValueError):
        return 0


def _sentences(visit: Visit, mistakes: Sequence[Mistake]) -> list[str]:
    t = visit.words.t
    found = []
    for one in mistakes:
        where = visit.words.weekday(one.row) if one.part == "day" else t("hours.holiday_number", number=str(one.row + 1))
        found.append(t(f"hours_wrong.{one.kind}", where=where, text=one.text))
    return found


def _standing(visit: Visit, store: Store) -> str:
    """Return how it stands right now as a sentence."""
    found, words = standing(store.hours, visit.now), visit.words
    if found.kind in {"always", "never"}:
        return words.t(f"hours.{found.kind}")
    time, day = words.clock(found.at, store.timezone), words.day(found.at, store.timezone)
    days = words.days_ahead(visit.now, found.at, store.timezone)
    if found.kind == "open":
        return words.t("hours.open" if found.at - visit.now < DAY else "hours.open_day", time=time, day=day)
    return words.t({0: "hours.today", 1: "hours.tomorrow"}.get(days, "hours.on_day"), time=time, day=day)


def _told(week: WeekHours | None) -> str:
    """Return hours and holidays for the audit log."""
    if week is None:
        return ""
    holidays = [f"{one.first}{'' if one.last == one.first else f'/{one.last}'} {one.name}".strip() for one in week.holidays]
    return "; ".join([hours_text(week.days), *holidays])


def _fact(kind: str, before: WeekHours | None, after: WeekHours | None) -> Fact:
    return Fact(kind, "", cut(_told(before)), cut(_told(after)))


def _joined(store: Store) -> str:
    return "; ".join(f"{language or '*'}: {text}" for language, text in store.away)


def _seal_away(choices: StoreChoices) -> str:
    return seal(None if choices.away is None else sorted(choices.away.items()))
