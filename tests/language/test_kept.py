from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.language.data import data_folder
from bot.language.fit import Sample, fit
from bot.language.grams import cut
from bot.language.ideas import NO_IDEAS
from bot.language.kept import SHIPPED, Kept, fingerprint, model_of, read_model, write_model

if TYPE_CHECKING:
    from pathlib import Path

    from bot.language.model import Model

LARGEST = 10 * 2**20


@pytest.fixture
def model() -> Model:
    return fit([Sample(cut(text, NO_IDEAS), intent, "en") for intent, text in (("a", "where is it"), ("b", "send it"))], epochs=4)


def test_a_model_comes_back_as_it_was(tmp_path: Path, model: Model) -> None:
    write_model(tmp_path / "new" / "model.npz", Kept(model, "mark", b"packed"))
    kept = read_model(tmp_path / "new" / "model.npz")
    assert kept is not None
    assert (kept.fingerprint, kept.packed, kept.model.intents, kept.model.tags) == ("mark", b"packed", model.intents, model.tags)
    assert np.array_equal(kept.model.weights.table, model.weights.table)
    assert np.array_equal(kept.model.weights.slots, model.weights.slots)


def test_a_model_judges_as_before(tmp_path: Path, model: Model) -> None:
    write_model(tmp_path / "model.npz", Kept(model, "mark", b"packed"))
    kept = read_model(tmp_path / "model.npz")
    assert kept is not None
    text = cut("where is that", NO_IDEAS)
    assert kept.model.judge(text).intents == pytest.approx(model.judge(text).intents, abs=0.01)


def test_no_half_written_file_is_left(tmp_path: Path, model: Model) -> None:
    write_model(tmp_path / "model.npz", Kept(model, "mark", b"packed"))
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut short"])
def test_what_is_no_model_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.npz").write_bytes(content)
    assert read_model(tmp_path / "model.npz") is None


def test_a_file_that_lacks_something_is_none(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", table=np.zeros(3))
    assert read_model(tmp_path / "model.npz") is None


def test_a_damaged_model_is_none(tmp_path: Path, model: Model) -> None:
    path = tmp_path / "model.npz"
    write_model(path, Kept(model, "mark", b"packed"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert read_model(path) is None


def test_no_file_is_none(tmp_path: Path) -> None:
    assert read_model(tmp_path / "model.npz") is None
    assert model_of(tmp_path) is None
    assert model_of(None) is None


def test_the_fingerprint_changes_with_any_file(tmp_path: Path) -> None:
    seen = {fingerprint(tmp_path)}
    for name, text in (("a.yaml", "x"), ("b.yaml", "x"), ("b.yaml", "y"), ("words.txt", "z")):
        (tmp_path / name).write_text(text)
        seen.add(fingerprint(tmp_path))
    assert len(seen) == 5


def test_the_fingerprint_does_not_change_with_the_model(tmp_path: Path, model: Model) -> None:
    before = fingerprint(tmp_path)
    write_model(tmp_path / SHIPPED, Kept(model, "mark", b"packed"))
    assert fingerprint(tmp_path) == before


def test_the_shipped_model_fits_the_shipped_phrases() -> None:
    folder = data_folder("intents")
    kept = read_model(folder / SHIPPED)
    assert kept is not None
    assert kept.fingerprint == fingerprint(folder), "phrases have changed since: wasla intents fit"


def test_the_shipped_model_is_small() -> None:
    assert (data_folder("intents") / SHIPPED).stat().st_size < LARGEST
