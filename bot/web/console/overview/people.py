"""The cards about conversations: how many, who answered, how long it took, why people were needed, and what customers said of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.flow.overview.figures import average_score, median, share, slow
from bot.web.console.overview.charts import Series, columns, lines, rows
from bot.web.console.overview.parts import Headline, Quote, Section, Table, legend_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.domain.daily import Day
    from bot.domain.rating import Rating
    from bot.web.console.overview.parts import Scope

# Beside it stands a list that is as tall.
_TALL: Final = 312
# From the best to the worst.
SCORES: Final[tuple[tuple[str, str], ...]] = (("3", "overview_score.good"), ("2", "overview_score.middling"), ("1", "overview_score.bad"))


def conversations_tile(scope: Scope) -> Headline:
    """Return how many customers wrote."""
    number, total = scope.figures.number, scope.now.total
    change = scope.figures.change(total.conversations, scope.then(lambda day: day.conversations), number)
    line = scope.spark(lambda day: day.conversations)
    return Headline(
        scope.t("overview.conversations"),
        number(total.conversations),
        change,
        scope.t("overview.messages", count=total.received, number=number(total.received)),
        line,
    )


def alone_tile(scope: Scope) -> Headline:
    """Return the share that the bot answered without anybody."""
    total, line = scope.now.total, scope.spark(_alone)
    change = scope.figures.points(_alone(total), scope.then(_alone), "up")
    note = scope.t("overview.of_all", part=scope.figures.number(total.alone), whole=scope.figures.number(total.conversations))
    return Headline(scope.t("overview.alone"), scope.figures.percent(_alone(total)), change, note, line)


def time_tile(scope: Scope, name: str, of: Callable[[Day], tuple[int, ...]]) -> Headline:
    """Return how long something took: the middle, with the slow ones beside it."""
    middle, span = median(of(scope.now.total)), scope.figures.span
    change = scope.figures.change(middle, scope.then(lambda day: median(of(day))), span, "down")
    note = scope.t("overview.slow", span=span(slow(of(scope.now.total)))) if middle is not None else ""
    return Headline(name, span(middle), change, note, scope.spark(lambda day: median(of(day))))


def satisfaction_tile(scope: Scope) -> Headline:
    """Return how satisfied customers were, as a share of those who were."""
    scores = scope.now.total.scores
    line = scope.spark(_good)
    change = scope.figures.points(_good(scope.now.total), scope.then(_good), "up")
    note = scope.t("overview.ratings", count=sum(scores.values()), number=scope.figures.number(sum(scores.values())))
    return Headline(scope.t("overview.satisfied"), scope.figures.percent(_good(scope.now.total)), change, note, line)


def conversations(scope: Scope) -> Section:
    """Return the conversations of each day, by who answered."""
    steps, number, heading = scope.steps, scope.figures.number, scope.t("overview.conversations_by_day")
    bot = Series(scope.t("overview.by_bot"), tuple(day.alone for day in steps), 1)
    people = Series(scope.t("overview.with_people"), tuple(day.conversations - day.alone for day in steps), 2)
    filled = scope.now.total.conversations > 0
    table = scope.table(
        heading,
        (
            (scope.t("overview.conversations"), lambda day: number(day.conversations)),
            (bot.name, lambda day: number(day.alone)),
            (people.name, lambda day: number(day.conversations - day.alone)),
            (scope.t("overview.alone"), lambda day: scope.figures.percent(_alone(day))),
        ),
    )
    return Section(
        "conversations",
        heading,
        scope.t("overview.conversations_about"),
        "wide",
        chart=columns(replace(scope.daily(heading, (bot, people), number), height=_TALL)) if filled else None,
        legend=legend_of((bot, people)) if filled else (),
        tables=(table,) if filled else (),
        empty=scope.t("overview.conversations_empty"),
    )


def flags(scope: Scope) -> Section:
    """Return why people were asked to look."""
    now, then, number = scope.now.total.flags, scope.before.flags if scope.before else None, scope.figures.number
    heading, total = scope.t("overview.flags"), sum(now.values())
    found = sorted(now, key=lambda name: (-now[name], name))
    names = [_reason(scope, name) for name in found]
    heads = [scope.t(one) for one in ("overview.reason", "overview.number", "overview.before")]
    told = tuple(
        (shown, number(now[name]), *(() if then is None else (number(then.get(name, 0)),))) for name, shown in zip(found, names, strict=True)
    )
    change = scope.figures.change(total, None if then is None else sum(then.values()), number, "down")
    chart = scope.chart(heading, names, (Series(heading, tuple(now[name] for name in found), 2),), number) if found else None
    return Section(
        "flags",
        heading,
        scope.t("overview.flags_about"),
        "narrow",
        headlines=(Headline(scope.t("overview.flagged"), number(total), change),),
        chart=rows(chart) if chart else None,
        tables=(Table(heading, tuple(heads if then is not None else heads[:2]), told),) if found else (),
        empty=scope.t("overview.flags_empty"),
    )


def responses(scope: Scope) -> Section:
    """Return how long customers waited for a person."""
    number, total = scope.figures.number, scope.now.total
    change = scope.figures.change(total.escalated, scope.then(lambda day: day.escalated), number, "down")
    late = Headline(scope.t("overview.escalated"), number(total.escalated), change)
    return _times(scope, "responses", lambda day: day.responses, late)


def resolutions(scope: Scope) -> Section:
    """Return how long people took until they were done."""
    number, total = scope.figures.number, scope.now.total
    change = scope.figures.change(len(total.resolutions), scope.then(lambda day: len(day.resolutions)), number)
    done = Headline(scope.t("overview.resolved"), number(len(total.resolutions)), change)
    return _times(scope, "resolutions", lambda day: day.resolutions, done)


def satisfaction(scope: Scope, comments: Sequence[Rating], when: Callable[[Rating], str]) -> Section:
    """Return what customers said after a conversation was closed."""
    scores, number = scope.now.total.scores, scope.figures.number
    heading, given = scope.t("overview.satisfaction"), sum(scores.values())
    names = [scope.t(name) for _, name in SCORES]
    average = average_score(scores)
    change = scope.figures.change(average, scope.then(lambda day: average_score(day.scores)), number, "up")
    counts = [scores.get(score, 0) for score, _ in SCORES]
    told = tuple((name, number(count), scope.figures.percent(share(count, given))) for name, count in zip(names, counts, strict=True))
    chart = scope.chart(heading, names, (Series(heading, tuple(counts), 1),), number)
    table = Table(heading, (scope.t("overview.score"), scope.t("overview.number"), scope.t("overview.share")), told)
    worded = dict(SCORES)
    return Section(
        "satisfaction",
        heading,
        scope.t("overview.satisfaction_about"),
        "narrow",
        headlines=(Headline(scope.t("overview.average"), "" if average is None else number(average), change),) if given else (),
        chart=rows(chart) if given else None,
        tables=(table,) if given else (),
        quotes=tuple(Quote(worded.get(str(one.score), ""), one.comment, when(one)) for one in comments),
        empty=scope.t("overview.satisfaction_empty"),
    )


def _times(scope: Scope, name: str, of: Callable[[Day], tuple[int, ...]], beside: Headline) -> Section:
    heading, span, steps = scope.t(f"overview_times.{name}"), scope.figures.span, scope.steps
    middle = Series(scope.t("overview.median"), tuple(median(of(day)) for day in steps), 1)
    tail = Series(scope.t("overview.nine_of_ten"), tuple(slow(of(day)) for day in steps), 3)
    known = of(scope.now.total)
    figures = [
        Headline(one.name, span(pick(known)), scope.figures.change(pick(known), scope.then(partial(_picked, pick, of)), span, "down"))
        for one, pick in ((middle, median), (tail, slow))
    ]
    columns_of = (
        (middle.name, lambda day: span(median(of(day)))),
        (tail.name, lambda day: span(slow(of(day)))),
        (scope.t("overview.number"), lambda day: scope.figures.number(len(of(day)))),
    )
    return Section(
        name,
        heading,
        scope.t(f"overview_times_about.{name}"),
        headlines=(*figures, beside),
        chart=lines(scope.daily(heading, (middle, tail), span, "seconds")) if known else None,
        legend=legend_of((middle, tail)) if known else (),
        tables=(scope.table(heading, columns_of),) if known else (),
        empty=scope.t(f"overview_times_empty.{name}"),
    )


def _reason(scope: Scope, name: str) -> str:
    messages: Mapping[str, object] = scope.figures.words.catalogue.messages
    return scope.t(f"reason.{name}") if f"reason.{name}" in messages else name


def _picked(pick: Callable[[tuple[int, ...]], int | None], of: Callable[[Day], tuple[int, ...]], day: Day) -> int | None:
    return pick(of(day))


def _alone(day: Day) -> float | None:
    return share(day.alone, day.conversations)


def _good(day: Day) -> float | None:
    return share(day.scores.get("3", 0), sum(day.scores.values()))
