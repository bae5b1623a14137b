"""Whatever once broke a parser: the inputs that fuzzing has found, tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fuzz.finds import CRASHES, Finds
from tests.fuzz.mutate import LONGEST
from tests.fuzz.targets import Target, targets

if TYPE_CHECKING:
    from pathlib import Path

# aiohttp leaves the closing of a form's temporary file to the garbage collector where the form breaks off, and warns of odd headers of parts.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::RuntimeWarning")
KEPT = sorted(path for path in CRASHES.iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_once_broke_a_parser_does_not_any_more(path: Path) -> None:
    targets()[path.name.rpartition("-")[0]].run(path.read_bytes())


def test_what_is_found_is_kept_once_and_can_be_tried_again(tmp_path: Path) -> None:
    def breaks(data: bytes) -> None:
        data.decode("ascii")

    finds = Finds(Target("breaks", breaks, list), tmp_path)
    for data in (b"fine", b"\xff", b"\xfe"):
        finds.attempt(data)
    (kept,) = tmp_path.iterdir()
    assert (finds.tried, "".join(finds.seen.values()).split(":")[0], kept.name[:7]) == (3, "UnicodeDecodeError", "breaks-")
    with pytest.raises(UnicodeDecodeError):
        breaks(kept.read_bytes())


def test_no_sample_is_too_long_to_be_changed() -> None:
    assert max(len(sample) for target in targets().values() for sample in target.seeds()) <= LONGEST
