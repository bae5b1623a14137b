"""``/teach``: what was not understood becomes a proposal; ``/teach/review``: what it would change; ``/teach/taught``: what was decided."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.lesson import LONGEST_PHRASE, Lesson, NotTaught, mark_of
from bot.domain.staff import Fact
from bot.flow.teaching.effect import taught_of
from bot.flow.teaching.unknown import Unknown, unknown
from bot.language.normalise import normalise
from bot.language.phrase_files import as_yaml
from bot.web.console.admin.noted import note
from bot.web.console.guard import PREFIX, Route, whole_number
from bot.web.console.teach.lines import lines
from bot.web.console.teach.names import intent_name, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.lesson import LessonState
    from bot.domain.store import Store
    from bot.flow.teaching.classroom import Classroom
    from bot.language.understand import Matcher
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

PAGE: Final = 20
_WRONG: Final = 422
_CONFLICT: Final = 409
_DONE: Final = ("proposed", "dismissed", "applied", "refused", "undone", "restored")
_DECIDED: Final[tuple[LessonState, ...]] = ("applied", "refused", "dismissed", "undone")


class TeachPages:
    """Proposing is for whoever helps customers, deciding for whoever teaches."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store], classroom: Classroom) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores
        self._classroom = classroom

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/teach", "propose", self.page),
            Route("POST", "/teach", "propose", self.propose),
            Route("POST", "/teach/dismiss", "propose", self.dismiss),
            Route("GET", "/teach/review", "propose", self.review),
            Route("GET", "/teach/taught", "propose", self.taught),
            Route("GET", "/teach/taught.yaml", "teach", self.download),
            Route("GET", "/teach/lessons/{lesson}", "propose", self.lesson, passive=True),
            Route("POST", "/teach/lessons/{lesson}", "teach", self.decide),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show what was not understood."""
        return await self._unknown(visit, visit.request.query)

    async def propose(self, visit: Visit) -> web.StreamResponse:
        """Put a phrase on the list to review, or say what is wrong with it."""
        form, store = visit.form, self._store(visit)
        said, intent = form.get("said", ""), form.get("intent", "")
        made = await self._classroom.propose(visit.member, store.id, said, form.get("phrase", ""), intent, form.get("tag", ""))
        return await self._proposed(visit, made, "proposed")

    async def dismiss(self, visit: Visit) -> web.StreamResponse:
        """Note that there is nothing to learn from some words."""
        made = await self._classroom.dismiss(visit.member, self._store(visit).id, visit.form.get("said", ""))
        return await self._proposed(visit, made, "dismissed")

    async def review(self, visit: Visit) -> web.StreamResponse:
        """Show what is proposed, with what it would change."""
        return await self._review(visit)

    async def lesson(self, visit: Visit) -> web.StreamResponse:
        """Show one proposal: a piece of the page, which asks for itself until its effect is known."""
        lesson = await self._lesson(visit)
        return self._pages.show(visit, "_lesson.html", status=200, one=lesson, against=await self._mark(), **await self._names(visit))

    async def taught(self, visit: Visit) -> web.StreamResponse:
        """Show what was decided."""
        mine = [one for one in await self._mine(visit) if one.state in _DECIDED]
        parts = [(state, [one for one in mine if one.state == state]) for state in _DECIDED]
        return await self._show(visit, "taught.html", tab="taught", parts=parts)

    async def download(self, visit: Visit) -> web.StreamResponse:
        """Send what is taught as YAML, ready for the files of the intents."""
        mine = [one for one in await self._mine(visit) if one.state == "applied"]
        headers = {"Content-Disposition": 'attachment; filename="taught.yaml"'}
        return web.Response(text=as_yaml(taught_of(mine)), content_type="application/yaml", charset="utf-8", headers=headers)

    async def decide(self, visit: Visit) -> web.StreamResponse:
        """Apply a proposal, refuse it, or take back what was decided."""
        lesson, decision = await self._lesson(visit), visit.form.get("decision", "")
        match decision:
            case "apply":
                made, done = await self._classroom.apply(visit.member, lesson), "applied"
            case "refuse":
                made, done = await self._classroom.refuse(visit.member, lesson), "refused"
            case "undo":
                made, done = await self._classroom.undo(visit.member, lesson), "undone"
            case "restore":
                made, done = await self._classroom.put_back(lesson), "restored"
            case _:
                raise web.HTTPNotFound
        if isinstance(made, NotTaught):
            return await self._review(visit, made.why)
        await self._note(visit, done, made)
        return _back("/teach/taught" if decision in {"undo", "restore"} else "/teach/review", {"done": done})

    async def _proposed(self, visit: Visit, made: Lesson | NotTaught, done: str) -> web.StreamResponse:
        kept = {name.removeprefix("filter:"): value for name, value in visit.form.items() if name.startswith("filter:") and value}
        if isinstance(made, NotTaught):
            return await self._unknown(visit, kept, made.why)
        await self._note(visit, done, made)
        return _back("/teach", {**kept, "done": done})

    async def _unknown(self, visit: Visit, query: Mapping[str, str], wrong: str | None = None) -> web.StreamResponse:
        found = await self._groups(visit, query)
        number = max(1, whole_number(query.get("page", "")) or 1)
        start = (number - 1) * PAGE
        shown = found[start : start + PAGE]
        matcher = self._classroom.mind.matcher
        said = await self._db.transcript.get_many([one.newest.id for one in shown])
        filters = {name: query.get(name, "") for name in ("store", "language")}
        return await self._show(
            visit,
            "teach.html",
            status=_WRONG if wrong else 200,
            tab="unknown",
            lines=lines(shown, matcher, said),
            count=len(found),
            said_count=sum(one.count for one in found),
            filters=filters,
            number=number,
            earlier=_address({**filters, "page": str(number - 1)}) if number > 1 else None,
            later=_address({**filters, "page": str(number + 1)}) if len(found) > start + PAGE else None,
            wrong=wrong,
            typed=visit.form if wrong else {},
            longest=LONGEST_PHRASE,
            **_choices(visit, matcher),
        )

    async def _groups(self, visit: Visit, query: Mapping[str, str]) -> list[Unknown]:
        """Return what was not understood and is still to be decided, of the stores and the language that are wanted."""
        wanted = [store.id for store in self._seen(visit) if query.get("store") in {None, "", store.id}]
        settled = {normalise(one.said) for one in await self._db.lessons.all() if one.state != "undone"}
        messages = [one for one in await self._db.misunderstood.newest() if one.store_id in wanted]
        found = await asyncio.to_thread(unknown, messages, settled)
        return [one for one in found if query.get("language") in {None, "", one.language}]

    async def _review(self, visit: Visit, wrong: str | None = None) -> web.StreamResponse:
        waiting = [one for one in reversed(await self._mine(visit)) if one.state == "proposed"]
        status = _CONFLICT if wrong else 200
        return await self._show(visit, "review.html", status=status, tab="review", lessons=waiting, against=await self._mark(), wrong=wrong)

    async def _show(self, visit: Visit, name: str, *, status: int = 200, **values: object) -> web.StreamResponse:
        done = next((one for one in _DONE if one == visit.request.query.get("done")), None)
        mine = await self._mine(visit)
        counts = {"review": sum(one.state == "proposed" for one in mine)}
        return self._pages.show(visit, name, status=status, done=done, counts=counts, **{**await self._names(visit), **values})

    async def _names(self, visit: Visit) -> dict[str, object]:
        """Return what every page needs to call things by their names."""
        return {
            "people": {member.id: member.name for member in await self._db.staff.all()},
            "stores": self._seen(visit),
            "store_names": {store.id: store.name for store in self._stores.values()},
            "intent_name": lambda intent: intent_name(visit.words, intent),
        }

    async def _mine(self, visit: Visit) -> list[Lesson]:
        return [one for one in await self._db.lessons.all() if visit.member.sees(one.store_id)]

    async def _mark(self) -> str:
        return mark_of(await self._db.lessons.of_state("applied"))

    async def _lesson(self, visit: Visit) -> Lesson:
        lesson = await self._db.lessons.get(visit.request.match_info["lesson"])
        if lesson is None or not visit.member.sees(lesson.store_id):
            raise web.HTTPNotFound
        return lesson

    def _seen(self, visit: Visit) -> list[Store]:
        return [store for store in self._stores.values() if visit.member.sees(store.id)]

    def _store(self, visit: Visit) -> Store:
        """Return the store whose customers said it; one that he may not see is as if it weren't there."""
        found = next((store for store in self._seen(visit) if store.id == visit.form.get("store")), None)
        if found is None:
            raise web.HTTPNotFound
        return found

    async def _note(self, visit: Visit, done: str, lesson: Lesson) -> None:
        what = f"{lesson.phrase} → {lesson.intent}" if lesson.phrase else lesson.said
        await note(
            self._db,
            visit,
            f"lesson_{done}",
            what,
            lesson.store_id,
            (Fact("of", lesson.phrase or lesson.said), *((Fact("meaning", lesson.intent),) if lesson.phrase else ())),
        )


def _choices(visit: Visit, matcher: Matcher) -> dict[str, object]:
    """Return what a phrase may mean, and which language it may be in."""
    tags = sorted(((tag, visit.words.name_of(tag)) for tag in matcher.intents.languages), key=lambda pair: pair[1].casefold())
    return {"intents": named(visit.words, matcher.intents.by_name), "tags": tags}


def _address(query: Mapping[str, str]) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{PREFIX}/teach?{urlencode(given)}" if given else f"{PREFIX}/teach"


def _back(path: str, query: Mapping[str, str]) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{PREFIX}{path}?{urlencode(query)}"})
