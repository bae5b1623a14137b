from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NeedsStaff, Permanent, Refused, Retryable
from bot.whatsapp.codes import MARKETING_STOPPED, PAIR_RATE, RULES, UNREACHABLE, WINDOW_CLOSED, refused, rule_for, rule_of

RETRYABLE = [1, 2, 4, 80007, 130429, 131000, 131016, 131049, 131056, 131057, 132015, 132069, 133004, 133016, 134101]
NEEDS_STAFF = [0, 3, 10, 33, 200, 219, 299, 190, 368, 131005, 131031, 131037, 131042, 131044, 131045, 131048, 131064]
NEEDS_STAFF += [133000, 133005, 133006, 133008, 133009, 133010, 133015]
PERMANENT = [100, 130472, 130497, 131008, 131009, 131020, 131041, 131200, 131299, 131021, 131026, 131030, 131047, 131050, 131051, 131052, 131053]
PERMANENT += [131055, 131062, 131063, 132000, 132001, 132005, 132007, 132008, 132012, 132016, 132068, 134011, 134100, 134102, 135000, 137000]
PERMANENT += [147000, 147099, 2046, 2047, 2388000, 2388040]
TABLE = [
    *((code, Retryable) for code in RETRYABLE),
    *((code, NeedsStaff) for code in NEEDS_STAFF),
    *((code, Permanent) for code in PERMANENT),
]
WAITS = [(131049, 86_400), (131057, 60), (132015, 10_800), (132069, 3_600), (133016, 259_200), (134101, 600)]


@pytest.mark.parametrize(("code", "outcome"), TABLE)
@pytest.mark.parametrize("http_status", [200, 400, 500])
def test_the_code_alone_decides_what_follows(code: int, outcome: type[Refused], http_status: int) -> None:
    error = refused(code, "no", http_status)
    assert type(error) is outcome
    assert (error.code, error.http_status) == (code, http_status)


def test_no_code_is_missing_from_this_table() -> None:
    assert {*RULES} <= {code for code, _ in TABLE}


@pytest.mark.parametrize(("code", "seconds"), WAITS)
def test_where_meta_names_a_wait_it_is_kept(code: int, seconds: float) -> None:
    assert refused(code, "", 400).retry_after == seconds
    assert refused(code, "", 400, retry_after=1).retry_after == 1


def test_the_code_of_a_status_is_explained_without_an_exception() -> None:
    assert [rule_for(code).outcome for code in (UNREACHABLE, WINDOW_CLOSED, MARKETING_STOPPED, PAIR_RATE)] == [Permanent] * 3 + [Retryable]
    assert rule_for(UNREACHABLE).meaning == "the recipient can't be reached on WhatsApp"


@given(st.integers(10_000_000))
def test_an_unknown_code_is_permanent_unless_graph_calls_it_transient(code: int) -> None:
    assert rule_for(code).outcome is Permanent
    assert rule_for(code, transient=True).outcome is Retryable


def test_transient_does_not_overrule_a_known_code() -> None:
    assert rule_for(190, transient=True).outcome is NeedsStaff


def test_the_text_says_the_meaning_then_graphs_words() -> None:
    assert str(refused(131026, "Undeliverable", 400)) == "the recipient can't be reached on WhatsApp: Undeliverable (code 131026, HTTP 400)"


ACTS = {
    "backoff": [1, 2, 4, 80007, 131000, 131016, 133004],
    "slow": [130429],
    "pair": [131056],
    "wait": [131048, 131049, 131057, 131064, 132015, 132069, 134101],
    "upload": [100, 131009, 131052, 131053],
    "template": [131047],
    "opt_out": [131050],
    "unreachable": [131026],
    "stop": [0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131037, 131042, 131045, 133010],
    "give_up": [130472, 130497, 131008, 131021, 131051, 132000, 132001, 132016, 135000, 137000],
}


@pytest.mark.parametrize(("act", "codes"), ACTS.items())
def test_each_code_leads_to_an_act(act: str, codes: list[int]) -> None:
    assert {rule_for(code).act for code in codes} == {act}


def test_what_stops_a_number_and_what_a_person_has_to_mend_raises_an_alert() -> None:
    assert all(rule_for(code).alert for code in [*ACTS["stop"], 131048, 131064, 132000, 132001, 132015, 132016])
    assert not any(rule_for(code).alert for code in (131026, 130429, 131047, 131050))


def test_an_unknown_code_is_tried_three_times() -> None:
    assert (rule_for(999_999).act, rule_for(999_999).most) == ("backoff", 3)
    assert rule_for(999_999, transient=True).most > 3


def test_a_stop_that_may_pass_is_none() -> None:
    assert rule_of(Retryable("a proxy is busy", code=0, http_status=429)).act == "backoff"
    assert rule_of(NeedsStaff("no", code=0, http_status=401)).act == "stop"
