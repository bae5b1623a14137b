"""Administration of the notices of each store: which are said, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.domain.notice import KINDS
from bot.domain.staff import Fact
from bot.domain.store_choices import with_switch, with_words
from bot.flow.notice_preview import as_message, as_template
from bot.language.catalogue import text_of
from bot.language.notices.own_words import doubts, faults, in_own_words
from bot.language.notices.templates import TEMPLATE_BODY
from bot.language.notices.wording import WORDINGS
from bot.web.console.admin.choosing import CONFLICT, WRONG, back, change, cut, isolated, ordered, seal, store_of, stores_of
from bot.web.console.admin.noted import note
from bot.web.console.guard import Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.notice import Milestone
    from bot.domain.store import Store
    from bot.domain.store_choices import StoreChoices
    from bot.flow.store_choices import StoreBook
    from bot.language.catalogue import Catalogue, Catalogues
    from bot.language.notices.own_words import Fault
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_PATH: Final = "/admin/notices"
_ONE: Final = f"{_PATH}/{{milestone}}"
_DONE: Final = ("worded", "file")
# A text with one of these faults can't be shown at all.
_UNSHOWN: Final = frozenset(("brace", "unknown", "empty"))
# As they happen to an order, for the list.
GROUPS: Final[dict[str, tuple[Milestone, ...]]] = {
    "order": ("confirmed", "payment_received", "payment_failed", "payment_reminder", "cod_confirm", "prepared", "cancelled"),
    "delivery": ("shipped", "out_for_delivery", "ready_for_pickup", "delivered"),
    "trouble": ("attempt_failed", "delayed", "on_hold", "exception", "stuck", "lost", "returning", "returned"),
    "after": ("invoice", "credit_note", "refunded", "review"),
}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Which text is meant: of a store's notice in a language."""

    store: Store
    milestone: Milestone
    catalogue: Catalogue

    @property
    def language(self) -> str:
        return self.catalogue.language


class NoticePages:
    """The pages ``/admin/notices``. ``speech`` is what the bot says to customers, ``accounts`` the business account of each store."""

    def __init__(self, db: Database, pages: Pages, book: StoreBook, speech: Catalogues, accounts: Mapping[str, str]) -> None:
        self._db = db
        self._pages = pages
        self._book = book
        self._speech = speech
        self._accounts = accounts

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", _PATH, "configure", self.every),
            Route("GET", _ONE, "configure", self.page),
            Route("POST", _ONE, "configure", self.save),
            Route("POST", f"{_ONE}/switch", "configure", self.switch),
            Route("POST", f"{_ONE}/preview", "configure", self.preview),
            Route("POST", f"{_ONE}/file", "configure", self.to_file),
        )

    async def every(self, visit: Visit) -> web.StreamResponse:
        """Show every notice of a store, with whether it is said and in which languages the store has its own words."""
        await self._book.refresh()
        store = store_of(visit, self._book.stores)
        rules, choices = self._book.rules[store.id], self._book.choices(store.id)
        return self._pages.show(
            visit,
            "notices.html",
            stores=stores_of(visit, self._book.stores),
            store=store,
            groups=GROUPS,
            off=rules.off,
            switched=choices.wanted,
            own={one: sorted(language for milestone, language in rules.wording if milestone == one) for one in KINDS},
            changed=visit.request.query.get("changed"),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show one notice: its switch, its words in a language, and how it looks on the phone."""
        await self._book.refresh()
        return await self._show(visit)

    async def save(self, visit: Visit) -> web.StreamResponse:
        """Keep a notice's words in a language, or say what is wrong with them; words that are the file's are no choice."""
        spot, text = self._spot(visit), _typed(visit)
        if found := self._found(spot, text):
            return await self._show(visit, text, wrong=_sentences(visit, found), status=WRONG)
        before, file = self._text(spot), self._file_text(spot)
        kept, seen = (None if text == file else text), visit.form.get("seen")

        def decide(one: StoreChoices) -> StoreChoices | None:
            return with_words(one, spot.milestone, spot.language, kept) if _seal(one, spot) == seen else None

        if await self._book.change(spot.store.id, decide) is None:
            await self._book.refresh()
            return await self._show(visit, text, wrong=[visit.words.t("choices.too_late", now=isolated(self._text(spot)))], status=CONFLICT)
        if text != before:
            await self._note(
                visit, spot, "worded", f"{spot.language}: {change(before, text)}", Fact("wording", spot.language, cut(before), cut(text))
            )
        return _back(spot, done="worded")

    async def switch(self, visit: Visit) -> web.StreamResponse:
        """Have a notice said or not; what the file says needs no choice."""
        spot, wanted = self._spot(visit), visit.form.get("on") == "1"
        store_id, name = spot.store.id, spot.milestone
        before, file = name not in self._book.rules[store_id].off, name not in self._book.rules_of_file[store_id].off
        await self._book.change(store_id, lambda one: with_switch(one, name, wanted=None if wanted == file else wanted))
        if wanted != before:
            await self._note(visit, spot, "switched", change(_on(before), _on(wanted)), Fact("switch", "", _on(before), _on(wanted)))
        if visit.form.get("from") == "list":
            return web.Response(status=303, headers={"Location": f"{back(_PATH, spot.store, changed=name).headers['Location']}#{name}"})
        return _back(spot)

    async def preview(self, visit: Visit) -> web.StreamResponse:
        """Show a notice on the phone as it is being typed, with what is wrong with it so far."""
        spot, text = self._spot(visit), _typed(visit)
        found = self._found(spot, text)
        phone = await self._phone(visit, spot, text, found)
        problems = _sentences(visit, found)
        return self._pages.show(visit, "_notice_phone.html", status=200, store=spot.store, typing=True, problems=problems, **phone)

    async def to_file(self, visit: Visit) -> web.StreamResponse:
        """Go back to the words of the file, or to ours where the file has none."""
        spot = self._spot(visit)
        before = self._text(spot)
        await self._book.change(spot.store.id, lambda one: with_words(one, spot.milestone, spot.language, None))
        if self._text(spot) != before:
            now = self._text(spot)
            await self._note(visit, spot, "to_file", f"{spot.language}: {change(before, now)}", Fact("wording", spot.language, cut(before), cut(now)))
        return _back(spot, done="file")

    async def _show(self, visit: Visit, typed: str | None = None, *, wrong: Sequence[str] = (), status: int = 200) -> web.Response:
        spot = self._spot(visit)
        rules, choices = self._book.rules[spot.store.id], self._book.choices(spot.store.id)
        text = self._text(spot) if typed is None else typed
        own = {language: words for (milestone, language), words in rules.wording.items() if milestone == spot.milestone}
        found = self._found(spot, text)
        return self._pages.show(
            visit,
            "notice.html",
            status=status,
            store=spot.store,
            milestone=spot.milestone,
            on=spot.milestone not in rules.off,
            language=spot.language,
            direction="rtl" if spot.catalogue.rtl else "ltr",
            languages=ordered(self._speech.languages, spot.store, own),
            own=own,
            text=text,
            file_text=self._file_text(spot),
            chosen=spot.language in choices.wording.get(spot.milestone, {}),
            names=sorted(spot.catalogue.messages[WORDINGS[spot.milestone].message].names()),
            seen=_seal(choices, spot),
            wrong=wrong,
            typing=False,
            done=next((one for one in _DONE if one == visit.request.query.get("done")), None),
            **await self._phone(visit, spot, text, found),
        )

    async def _phone(self, visit: Visit, spot: _Spot, text: str, found: Sequence[Fault]) -> dict[str, object]:
        """Return both bubbles: what is said within 24 hours, and the template; none of a text that can't be shown."""
        if any(one.kind in _UNSHOWN for one in found):
            return {"bubble": None, "template": None}
        speech = in_own_words(self._speech, {(spot.milestone, spot.language): text}, keep=False)
        catalogue = speech.best(spot.language, spot.language)
        copies = await self._db.templates.of_account(self._accounts.get(spot.store.id, ""))
        return {
            "bubble": as_message(spot.milestone, catalogue, catalogues=speech, store=spot.store, now=visit.now),
            "template": as_template(spot.milestone, catalogue, copies, catalogues=speech, store=spot.store, now=visit.now),
        }

    async def _note(self, visit: Visit, spot: _Spot, what: str, about: str, fact: Fact) -> None:
        facts = (Fact("notice", spot.milestone), fact)
        await note(self._db, visit, f"notice_{what}", f"{spot.store.id}: {spot.milestone} {about}", spot.store.id, facts)

    def _found(self, spot: _Spot, text: str) -> list[Fault]:
        return [*faults(spot.milestone, spot.language, text, self._speech), *doubts(text)]

    def _spot(self, visit: Visit) -> _Spot:
        """Return which text is meant, by default that of the store's language; what is not there is not found."""
        store, name = store_of(visit, self._book.stores), visit.request.match_info["milestone"]
        wanted = visit.form.get("lang") or visit.request.query.get("lang")
        catalogue = self._speech.get(wanted) if wanted else self._speech.best(store.language, store.language)
        if name not in KINDS or catalogue is None:
            raise web.HTTPNotFound
        return _Spot(store, name, catalogue)

    def _text(self, spot: _Spot) -> str:
        """Return the words as they are now."""
        return self._book.rules[spot.store.id].wording.get((spot.milestone, spot.language)) or self._ours(spot)

    def _file_text(self, spot: _Spot) -> str:
        """Return the words of the file, ours where it has none."""
        return self._book.rules_of_file[spot.store.id].wording.get((spot.milestone, spot.language)) or self._ours(spot)

    def _ours(self, spot: _Spot) -> str:
        return text_of(spot.catalogue.messages[WORDINGS[spot.milestone].message])


def _typed(visit: Visit) -> str:
    """Return the text of the form with one kind of line break, and none around it."""
    return visit.form.get("text", "").replace("\r\n", "\n").strip()


def _seal(choices: StoreChoices, spot: _Spot) -> str:
    return seal(choices.wording.get(spot.milestone, {}).get(spot.language))


def _sentences(visit: Visit, found: Sequence[Fault]) -> list[str]:
    def said(one: Fault) -> str:
        names = visit.words.t("replies.comma").join(f" {{{name}}}" for name in one.names).strip()
        return visit.words.t(f"notices_wrong.{one.kind}", names=names, length=str(one.length), most=str(TEMPLATE_BODY))

    return [said(one) for one in found]


def _on(value: bool) -> str:  # noqa: FBT001 - a switch
    return "on" if value else "off"


def _back(spot: _Spot, **more: str) -> web.Response:
    return back(f"{_PATH}/{spot.milestone}", spot.store, lang=spot.language, **more)
