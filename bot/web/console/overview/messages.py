"""The cards about messages: what became of notices, why some failed or were not said, what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.failure_words import topic_of
from bot.flow.overview.figures import all_notices, share
from bot.web.console.overview.charts import Series, columns, rows
from bot.web.console.overview.parts import Headline, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.daily import Counts, Day
    from bot.flow.overview.figures import Funnel
    from bot.web.console.overview.parts import Scope

_STAGES: Final = ("accepted", "delivered", "read", "failed")
_NO_CODE: Final = "none"


def delivery(scope: Scope) -> Section:
    """Return how far notices came, all together and of each kind."""
    stages, whole, heading = scope.now.stages, all_notices(scope.now.total), scope.t("overview.delivery")
    if not stages:
        return Section("delivery", heading, scope.t("overview.delivery_about"), "whole", empty=scope.t("overview.delivery_empty"))
    names = [scope.t(f"overview_stage.{one}") for one in _STAGES]
    counts = (whole.accepted, whole.delivered, whole.read, whole.failed)
    series = [
        Series(name, tuple(count if place == at else 0 for at in range(len(names))), place + 4)
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    ]
    heads = (scope.t("overview.notice"), *names, *(scope.t(f"overview_stage.{one}") for one in ("waiting", "skipped", "merged")))
    told = (*(_row(scope, _notice(scope, one.milestone), one) for one in stages), _row(scope, scope.t("overview.together"), whole))
    return Section(
        "delivery",
        heading,
        scope.t("overview.delivery_about"),
        "whole",
        headlines=_shares(scope, whole),
        chart=rows(scope.chart(heading, names, series, scope.figures.number)),
        tables=(Table(heading, heads, told, folded=False),),
    )


def failures(scope: Scope) -> Section:
    """Return why notices failed, by kind and Graph's code."""
    number = scope.figures.number
    found = _flat(scope.now.total.codes)
    heads = tuple(scope.t(name) for name in ("overview.notice", "overview.meaning", "overview.code", "overview.number"))
    told = tuple((_notice(scope, one), _meaning(scope, code), "" if code == _NO_CODE else code, number(count)) for one, code, count in found)
    heading = scope.t("overview.failures")
    failed, before = sum(count for *_, count in found), scope.then(lambda day: sum(count for *_, count in _flat(day.codes)))
    return Section(
        "failures",
        heading,
        scope.t("overview.failures_about"),
        headlines=(Headline(scope.t("overview_stage.failed"), number(failed), scope.figures.change(failed, before, number, "down")),)
        if found
        else (),
        tables=(Table(heading, heads, told, texts=2, folded=False),) if found else (),
        empty=scope.t("overview.failures_empty"),
    )


def unsaid(scope: Scope) -> Section:
    """Return why notices were not sent although something had happened."""
    number = scope.figures.number
    found = _flat(scope.now.total.skips)
    heads = tuple(scope.t(name) for name in ("overview.notice", "overview.reason", "overview.number"))
    told = tuple((_notice(scope, one), scope.t(f"overview_skip.{reason}"), number(count)) for one, reason, count in found)
    heading, silent = scope.t("overview.unsaid"), sum(count for *_, count in found)
    before = scope.then(lambda day: sum(count for *_, count in _flat(day.skips)))
    return Section(
        "unsaid",
        heading,
        scope.t("overview.unsaid_about"),
        headlines=(Headline(scope.t("overview_stage.skipped"), number(silent), scope.figures.change(silent, before, number)),) if found else (),
        tables=(Table(heading, heads, told, texts=2, folded=False),) if found else (),
        empty=scope.t("overview.unsaid_empty"),
    )


def misunderstood(scope: Scope, teach: str | None) -> Section:
    """Return how often the bot did not understand; ``teach`` is where it can be taught."""
    total, number, heading = scope.now.total, scope.figures.number, scope.t("overview.misunderstood")
    about, empty = scope.t("overview.misunderstood_about"), scope.t("overview.misunderstood_empty")
    if not total.misunderstood:
        return Section("misunderstood", heading, about, "whole", empty=empty)
    part, counts = scope.figures.percent, Series(heading, tuple(day.misunderstood for day in scope.steps), 3)
    by_day = scope.table(
        heading, ((scope.t("overview.number"), lambda day: number(day.misunderstood)), (scope.t("overview.share"), lambda day: part(_missed(day))))
    )
    texts = tuple((text, number(count)) for text, count in total.unclear)
    frequent = Table(scope.t("overview.frequent"), (scope.t("overview.text"), scope.t("overview.number")), texts, folded=False)
    return Section(
        "misunderstood",
        heading,
        about,
        "whole",
        headlines=(
            Headline(
                scope.t("overview.not_understood"),
                number(total.misunderstood),
                scope.figures.change(total.misunderstood, scope.then(lambda day: day.misunderstood), number, "down"),
            ),
            Headline(scope.t("overview.share_of_messages"), part(_missed(total)), scope.figures.points(_missed(total), scope.then(_missed), "down")),
        ),
        chart=columns(scope.daily(heading, (counts,), number)),
        tables=(by_day, *((frequent,) if texts else ())),
        more=(teach, scope.t("overview.teach")) if teach else None,
    )


def _shares(scope: Scope, whole: Funnel) -> tuple[Headline, ...]:
    then = all_notices(scope.before) if scope.before else None
    read = [(share(one.delivered, one.accepted), share(one.read, one.accepted)) if one else (None, None) for one in (whole, then)]
    names = (scope.t("overview.delivered_share"), scope.t("overview.read_share"))
    return tuple(
        Headline(name, scope.figures.percent(now), scope.figures.points(now, before, "up")) for name, now, before in zip(names, *read, strict=True)
    )


def _row(scope: Scope, name: str, one: Funnel) -> tuple[str, ...]:
    counts = (one.accepted, one.delivered, one.read, one.failed, one.waiting, one.skipped, one.merged)
    return (name, *(scope.figures.number(count) for count in counts))


def _notice(scope: Scope, milestone: str) -> str:
    known = f"health_notice.{milestone}" in scope.figures.words.catalogue.messages
    return scope.t(f"health_notice.{milestone}") if known else scope.t("overview.another_notice")


def _meaning(scope: Scope, code: str) -> str:
    """Return what a code says, in the words of the conversation's failures; where there is none, the message never left."""
    return scope.t("overview_code.never_sent" if code == _NO_CODE else f"failure.{topic_of(int(code) if code.isdecimal() else -1)}")


def _flat(counts: Mapping[str, Counts]) -> list[tuple[str, str, int]]:
    """Return what is counted by two names, the most frequent first."""
    found = [(one, other, count) for one, inner in counts.items() for other, count in inner.items()]
    return sorted(found, key=lambda row: (-row[2], row[:2]))


def _missed(day: Day) -> float | None:
    return share(min(day.misunderstood, day.received), day.received)
