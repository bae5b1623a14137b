"""Every parser bears its samples and whatever becomes of them: ``python -m tests.fuzz`` throws far more at the same targets."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.connectors.registry import CONNECTORS
from tests.fuzz.__main__ import ROOT, shares
from tests.fuzz.mutate import LONGEST, mutate
from tests.fuzz.targets import targets

# aiohttp leaves the closing of a form's temporary file to the garbage collector where the form breaks off, and warns of odd headers of parts.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::RuntimeWarning")
NAMES = sorted(targets())
BORNE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_read(name: str) -> None:
    target = targets()[name]
    assert target.seeds()
    for sample in target.seeds():
        target.run(sample)


@pytest.mark.parametrize("name", NAMES)
@BORNE
@given(st.integers(0, 2**32))
def test_a_sample_that_went_wrong_gives_a_value_or_an_error_that_is_named(name: str, seed: int) -> None:
    target, dice = targets()[name], random.Random(seed)  # noqa: S311 - it has to be repeatable
    samples = target.seeds()
    target.run(mutate(dice.choice(samples), samples, dice))


@pytest.mark.parametrize("name", NAMES)
@BORNE
@given(st.binary(max_size=120))
def test_so_do_any_bytes(name: str, data: bytes) -> None:
    targets()[name].run(data)


def test_every_connector_is_among_them() -> None:
    assert set(CONNECTORS) <= set(NAMES)


@given(
    st.binary(max_size=50) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=3).map(lambda one: json.dumps(one).encode()), st.integers()
)
def test_the_same_seed_changes_a_sample_in_the_same_way_and_never_makes_it_endless(sample: bytes, seed: int) -> None:
    once, again = (mutate(sample, [sample, b"[1]"], random.Random(seed)) for _ in range(2))  # noqa: S311 - it has to be repeatable
    assert once == again
    assert len(once) <= LONGEST


def test_inputs_are_shared_out_among_all() -> None:
    divided = shares(10_000, NAMES)
    assert set(divided) == set(NAMES)
    assert abs(sum(divided.values()) - 10_000) <= len(NAMES)


def test_the_runner_says_how_many_it_tried() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--inputs", "300", "--only", "numbers", "--engine", "plain"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (ran.returncode, "300 inputs to 1 targets (plain, seed 1): nothing found" in ran.stdout) == (0, True), ran.stdout + ran.stderr


@pytest.mark.parametrize("opening", ["[", "- ", "? ", "{a: ", "[\n", "- [", "a:\n - "])
def test_no_file_of_phrases_is_so_deep_that_it_ends_the_process(opening: str) -> None:
    targets()["intents"].run((opening * 30_000).encode()[:LONGEST])
