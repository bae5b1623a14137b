"""Intent files that are edited while the bot runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.app.mind import FreshMind, load_mind
from bot.language.load import fit_folder
from bot.language.taught import Taught

if TYPE_CHECKING:
    from pathlib import Path

    from bot.flow.converse import Mind

FILES = {
    "out_of_scope": "answer: out_of_scope\nphrases:\n  en: [tell me a joke, what is the weather]\n",
    "order_status": "answer: order_status\nphrases:\n  en: [where is my order, track my parcel]\n",
}
GIFT = "text:\n  en: We wrap gifts at {store}.\nverified: true\nphrases:\n  en: [do you wrap gifts]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "intents"
    made.mkdir()
    for name, text in FILES.items():
        (made / f"{name}.yaml").write_text(text, encoding="utf-8")
    fit_folder(made, made / "model.npz")
    return made


@pytest.fixture
def own_mind(folder: Path) -> Mind:
    return load_mind(folder)


@pytest.fixture
def fresh(own_mind: Mind, folder: Path, tmp_path: Path) -> FreshMind:
    return FreshMind(own_mind, folder, tmp_path / "cache")


async def test_nothing_changes_by_looking(fresh: FreshMind, own_mind: Mind) -> None:
    assert own_mind.matcher.fresh
    assert await fresh.changed()
    assert not await fresh.changed()


async def test_a_touched_file_is_no_other_file(fresh: FreshMind, folder: Path) -> None:
    await fresh.changed()
    (folder / "order_status.yaml").write_text(FILES["order_status"], encoding="utf-8")
    assert not await fresh.changed()


async def test_a_new_question_of_the_shops_own_is_answered_and_its_model_fitted(fresh: FreshMind, own_mind: Mind, folder: Path) -> None:
    await fresh.changed()
    (folder / "gift.yaml").write_text(GIFT, encoding="utf-8")
    assert await fresh.changed()
    await fresh.take_over()
    assert own_mind.matcher.understand("do you wrap gifts").intent == "gift"
    assert (own_mind.matcher.fresh, own_mind.verified, "gift" in own_mind.answers) == (True, frozenset(("gift",)), True)


async def test_what_was_taught_stays_when_the_files_change(fresh: FreshMind, own_mind: Mind, folder: Path) -> None:
    own_mind.taught = (Taught("order_status", "en", "zorp blimfang gorp"), Taught("gift", "en", "quux frobnicate xyzzy"))
    (folder / "gift.yaml").write_text(GIFT, encoding="utf-8")
    await fresh.take_over()
    assert own_mind.matcher.understand("zorp blimfang gorp").intent == "order_status"
    assert own_mind.matcher.understand("quux frobnicate xyzzy").intent == "gift"


async def test_a_file_that_can_not_be_used_changes_nothing(fresh: FreshMind, own_mind: Mind, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = own_mind.matcher
    (folder / "gift.yaml").write_text("answer: nobody_knows\nphrases:\n  en: [do you wrap gifts]\n", encoding="utf-8")
    await fresh.take_over()
    assert own_mind.matcher is before
    assert "gift.yaml: there is no answer 'nobody_knows'" in caplog.text


async def test_only_the_newest_models_are_kept(fresh: FreshMind, folder: Path, tmp_path: Path) -> None:
    for word in ("ribbon", "paper", "card"):
        (folder / "gift.yaml").write_text(GIFT.replace("gifts]", f"gifts with a {word}]"), encoding="utf-8")
        await fresh.take_over()
    assert len(list((tmp_path / "cache").iterdir())) == 2
