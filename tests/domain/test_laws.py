"""Rules of the core that hold for whatever comes."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.clock import HOUR, MINUTE
from bot.domain.consent import Consent, last_word, no_consent, with_word
from bot.domain.cost import MERGED, Charge, PriceTable, dollars, month_of, total, unexpected
from bot.domain.customer import Customer, customer_id
from bot.domain.hours import Hours, Span, next_opening, open_now, opened_at
from bot.domain.message import WireIdentity
from bot.domain.names import order_name, parcel_name
from bot.domain.phone import canonical, country_of, masked, to_e164
from bot.domain.rates import Bucket, full, places, throughput
from bot.domain.template import TemplateCopy, TemplateNews, told, troubles

NOW = 1_795_000_000_000
REGIONS = st.sampled_from(["SA", "AE", "EG", "MX", "BR", "AR", "US", None, "XX", ""])
NUMBERS = st.text(max_size=20) | st.from_regex(r"\+?[0-9\u0660-\u0669 ()-]{4,18}", fullmatch=True)
DIGITS = st.text("0123456789", min_size=1, max_size=16)
WORDS = st.builds(
    Consent, st.sampled_from(["utility", "marketing"]), st.booleans(), st.integers(1, 10**6), st.sampled_from(["chat", "staff", "whatsapp"])
)
PRICES = PriceTable({("*", "utility"): 10_000, ("SA", "utility"): 9_000, ("*", "marketing"): 50_000})
CATEGORIES = ("service", "utility", "authentication", "marketing", "marketing_lite", "authentication-international", "unheard of")
CHARGES = st.builds(
    Charge,
    st.uuids().map(str),
    st.just("noor"),
    st.just("110"),
    st.just(NOW),
    st.just("2026-11"),
    st.sampled_from(CATEGORIES),
    st.sampled_from(["regular", "free_customer_service", MERGED]),
    st.booleans(),
    st.sampled_from(["SA", "EG", None]),
    st.none(),
    st.none() | st.integers(0, 100_000),
)
DAYS = st.lists(st.integers(0, 1_440), min_size=0, max_size=4, unique=True).map(
    lambda minutes: tuple(Span(start, end) for start, end in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False))
)
HOURS = st.builds(
    Hours,
    st.tuples(*[DAYS] * 7),
    st.sampled_from(["Asia/Riyadh", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "nowhere"]),
    st.frozensets(st.sampled_from(["2026-11-24", "2026-11-25", "2026-03-29", "2026-10-25"])),
)
MOMENTS = st.integers(1_767_225_600_000, 1_798_761_600_000)


@given(NUMBERS, REGIONS)
@example("00000000000", "SA")
def test_a_number_that_was_read_is_read_the_same_again_wherever(raw: str, region: str | None) -> None:
    found = to_e164(raw, region)
    assert found is None or (re.fullmatch(r"\+[0-9]{3,17}", found) and to_e164(found, "EG") == found == to_e164(found))


@given(DIGITS)
def test_the_key_of_an_account_is_the_key_of_itself(wa_id: str) -> None:
    assert canonical(canonical(wa_id)) == canonical(wa_id)
    assert WireIdentity(wa_id=wa_id).lane == WireIdentity(wa_id=f"+{wa_id}").lane


@given(NUMBERS)
def test_every_number_is_of_a_country_or_none_and_is_hidden_in_logs(number: str) -> None:
    country = country_of(number)
    assert country is None or re.fullmatch(r"[A-Z]{2}", country)
    assert len(masked(number)) == len(number)
    assert masked(number)[:-4].strip("*") == ""


@given(DIGITS, DIGITS)
def test_a_customer_has_one_id_however_his_number_is_written(wa_id: str, other: str) -> None:
    assert customer_id("noor", WireIdentity(wa_id=wa_id)) == customer_id("noor", WireIdentity(wa_id=canonical(wa_id)))
    assert customer_id("noor", WireIdentity("SA.1", wa_id)) == customer_id("noor", WireIdentity("SA.1", other))
    assert Customer("cu", "noor", wa_id=wa_id, e164=f"+{other}").address.wa_id == wa_id


@given(st.lists(WORDS, max_size=4, unique_by=lambda word: word.at))
def test_the_last_word_is_the_newest_in_whatever_order_words_are_heard(words: list[Consent]) -> None:
    for order in permutations(words):
        heard: tuple[Consent, ...] = ()
        for word in order:
            heard = with_word(heard, word)
        for category in ("utility", "marketing"):
            newest = max((word for word in words if word.category == category), key=lambda word: word.at, default=None)
            assert last_word(heard, category) == newest


@given(
    words=st.lists(WORDS, max_size=3),
    ticked=st.sampled_from([None, True, False]),
    declared=st.booleans(),
    category=st.sampled_from(["utility", "marketing"]),
)
def test_who_has_stopped_messages_last_gets_none_whatever_a_shop_declares(
    *, words: list[Consent], ticked: bool | None, declared: bool, category: str
) -> None:
    stopped = Consent(category, given=False, at=10**7, source="chat")  # type: ignore[arg-type]  # One of the two above.
    assert no_consent(stopped.category, (*words, stopped), ticked=ticked, declared=declared)
    assert no_consent("service", (*words, stopped), ticked=ticked, declared=declared) is None


@given(st.floats(0.1, 1_000), st.floats(1, 100), st.floats(-50, 100), st.integers(0, 10**6))
def test_whoever_waits_as_long_as_he_is_told_finds_a_token(rate: float, burst: float, tokens: float, passed: int) -> None:
    bucket = Bucket(rate, burst, min(tokens, burst), NOW)
    wait = bucket.wait(NOW + passed)
    assert wait >= 0
    assert bucket.filled(NOW + passed + wait).tokens >= 1 - 1e-6
    assert wait == 0 or bucket.filled(NOW + passed + wait - 1).tokens < 1


@given(st.floats(0.1, 1_000), st.floats(1, 100), st.lists(st.integers(0, 10**5), max_size=5))
def test_looking_often_gives_no_more_than_looking_once(rate: float, burst: float, pauses: list[int]) -> None:
    often = once = replace(full(rate, burst, NOW), tokens=0)
    for end in range(len(pauses)):
        often = often.filled(NOW + sum(pauses[: end + 1]))
    assert abs(often.tokens - once.filled(NOW + sum(pauses)).tokens) < 1e-6


@given(st.integers(1, 1_000), st.lists(st.tuples(st.booleans(), st.integers(0, 5_000)), max_size=20))
def test_a_rate_stays_between_one_and_its_ceiling(ceiling: int, steps: list[tuple[bool, int]]) -> None:
    now, allowance = NOW, throughput(ceiling, NOW)
    for too_much, pause in steps:
        now += pause
        allowance = allowance.slowed(now) if too_much else allowance.filled(now)
        assert min(1.0, allowance.full_rate) <= allowance.bucket.rate <= max(1.0, ceiling)
        assert allowance.bucket.tokens <= allowance.bucket.burst


@given(st.none() | st.integers(0, 100_000), st.integers(0, 100_000))
def test_where_a_usual_notice_has_a_place_an_urgent_one_has(limit: int | None, reached: int) -> None:
    assert places(limit, reached, urgent=True) or not places(limit, reached, urgent=False)
    assert not places(limit, reached, urgent=False) or places(limit, max(0, reached - 1), urgent=False)


@given(st.lists(CHARGES, max_size=12), st.integers(0, 12))
def test_a_bill_of_all_is_the_bills_of_its_parts(charges: list[Charge], cut: int) -> None:
    whole, parts = total(charges, PRICES), [total(part, PRICES) for part in (charges[:cut], charges[cut:])]
    for name in ("messages", "billable", "micros", "saved", "merged", "unpriced"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts), name
    assert whole.messages + whole.merged == len(charges)
    assert whole.micros == sum(whole.by_category.values())


@given(st.sampled_from(CATEGORIES), st.sampled_from(CATEGORIES))
def test_of_two_categories_one_at_most_is_a_surprise(one: str, other: str) -> None:
    assert not (unexpected(one, other) and unexpected(other, one))
    assert not unexpected(one, one)


@given(st.integers(0, 10**15), MOMENTS)
def test_money_and_months_are_told_in_a_form_that_sorts(micros: int, at: int) -> None:
    assert re.fullmatch(r"\d+\.\d{4}", dollars(micros))
    assert month_of(at) <= month_of(at + HOUR)


@given(HOURS, MOMENTS)
def test_who_is_there_now_has_been_since_an_instant_and_is_there_at_the_next_opening(hours: Hours, now: int) -> None:
    since, coming = opened_at(hours, now), next_opening(hours, now)
    assert open_now(hours, now) is (since is not None) is (coming == now)
    if since is not None:
        assert since <= now
        assert open_now(hours, since)
    elif coming is not None:
        assert coming > now
        assert open_now(hours, coming)
        assert not open_now(hours, coming - MINUTE) or coming - MINUTE < now


@given(HOURS, MOMENTS)
def test_whoever_is_never_there_does_not_come_back(hours: Hours, now: int) -> None:
    closed = replace(hours, days=((),) * 7)
    assert (open_now(closed, now), next_opening(closed, now)) == (False, None)


@given(st.text(max_size=12))
def test_a_name_is_the_same_with_and_without_its_sign(ref: str) -> None:
    assert order_name("noor", f"#{ref.strip()}") == order_name("noor", f" #{ref.strip()} ")
    assert order_name("noor", ref) != parcel_name("noor", ref)
    assert order_name("noor", ref) != order_name("dar", ref)


@given(
    st.sampled_from(["APPROVED", "PAUSED", "REJECTED", "DISABLED", None]), st.sampled_from(["UTILITY", "MARKETING", None]), st.integers(-5_000, 5_000)
)
def test_news_of_a_template_is_told_once_and_old_news_never(status: str | None, category: str | None, later: int) -> None:
    copy = TemplateCopy("w:a:ar", "w", "a", "ar", "APPROVED", "UTILITY", synced_at=NOW)
    news = TemplateNews("w", "a", "ar", NOW + later, status=status, category=category)
    after = told(copy, news)
    assert told(after, news) == after
    assert troubles(after, told(after, news)) == ()
    assert after == copy or later > -1_000
