"""Fitted models in files: the one that comes with the intents, and those that were fitted later, in a folder for what may be lost.

A file is a zip of numpy arrays (``numpy.savez_compressed``), read without pickle. It names the fingerprint of what it was fitted to.
"""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.language.model import Model, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

SHIPPED = "model.npz"
_FORMAT = "2"  # to be raised with every change to normalising, cutting or fitting: models made before don't fit any more
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class Kept(NamedTuple):
    """A model from a file, the fingerprint of the folder that it was fitted to, and the packed phrases (see ``bot.language.compiled``)."""

    model: Model
    fingerprint: str
    packed: bytes


def fingerprint(folder: Path) -> str:
    """Return what changes when any intent file changes: cheap enough to ask every few seconds."""
    digest = hashlib.sha256(_FORMAT.encode())
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.txt")]):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def write_model(path: Path, kept: Kept) -> None:
    """Write a model so that a reader sees all of it or nothing; raises ``OSError``."""
    weights = kept.model.weights
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(
            file,
            fingerprint=np.array(kept.fingerprint),
            packed=np.frombuffer(kept.packed, dtype=np.uint8),
            intents=np.array(kept.model.intents),
            tags=np.array(kept.model.tags),
            # Sorted numbers are small when told by their distance, and columns are more alike than rows: a third less to keep.
            steps=np.diff(weights.slots, prepend=np.uint32(0)).astype(np.uint32),
            table=np.ascontiguousarray(weights.table.T),
            scale=weights.scale.astype(np.float16),
            rarity=weights.rarity.astype(np.float16),
            bias=weights.bias,
            cooling=np.array([weights.rarest, *weights.cooling]),
        )
    part.replace(path)


def read_model(path: Path) -> Kept | None:
    """Read a model; ``None`` where there is none, or none that can be used."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _kept(arrays)
    except _UNREADABLE:
        return None


def _kept(arrays: Mapping[str, NDArray[np.generic]]) -> Kept:
    rarest, *cooling = arrays["cooling"].tolist()
    weights = Weights(
        np.cumsum(arrays["steps"], dtype=np.uint32),
        np.ascontiguousarray(arrays["table"].T).astype(np.int8),
        arrays["scale"].astype(np.float32),
        arrays["rarity"].astype(np.float32),
        rarest,
        arrays["bias"].astype(np.float32),
        (cooling[0], cooling[1]),
    )
    model = Model(tuple(arrays["intents"].tolist()), tuple(arrays["tags"].tolist()), weights)
    return Kept(model, str(arrays["fingerprint"]), arrays["packed"].tobytes())


def model_of(folder: Path | None) -> Model | None:
    """Return the model that comes with the intent files of a folder."""
    kept = None if folder is None else read_model(folder / SHIPPED)
    return None if kept is None else kept.model
