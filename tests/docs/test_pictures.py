"""The pictures of the documentation: each is shown, described, small, and can be taken anew."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image

from tests.browser.conftest import chromium
from tests.docs.snippets import DOCS, ROOT, WRITTEN
from tests.screenshots import FOLDER, MARGIN, PICTURES, trimmed

if TYPE_CHECKING:
    from pathlib import Path

SHOWN: Final = [(page, *found) for page, text in WRITTEN.items() for found in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", text)]
MOST_BYTES: Final = 1_500_000


def test_every_picture_that_is_shown_is_there_and_the_other_way_round() -> None:
    shown = {(DOCS / page).parent.joinpath(target).resolve() for page, _, target in SHOWN}
    assert shown == set(FOLDER.iterdir()) == {FOLDER / f"{one.name}.webp" for one in PICTURES}


def test_every_picture_says_in_words_what_is_on_it() -> None:
    assert [target for _, words, target in SHOWN if len(words.split()) < 4] == []


def test_all_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_what_is_empty_below_is_cut_off() -> None:
    image = Image.new("RGB", (40, 400), "white")
    image.paste("black", (0, 0, 40, 100))
    assert trimmed(image).size == (40, 100 + MARGIN)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(chromium() is None, reason="the pictures are taken where Chromium is")
def test_the_command_takes_a_picture(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.screenshots", "people", "--folder", str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0  # noqa: S603 - ours
    with Image.open(tmp_path / "people.webp") as taken, Image.open(FOLDER / "people.webp") as kept:
        # Other fonts make other lines.
        assert taken.width == kept.width
        assert taken.height == pytest.approx(kept.height, rel=0.3)


def test_a_picture_that_is_not_there_is_named() -> None:
    found = subprocess.run([sys.executable, "-m", "tests.screenshots", "nothing"], cwd=ROOT, text=True, capture_output=True, check=False)
    assert (found.returncode, "there is no picture nothing" in found.stderr) == (2, True)
