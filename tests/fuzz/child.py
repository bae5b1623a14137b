"""One target in a process of its own: ``python -m tests.fuzz.child TARGET INPUTS SEED FOLDER``. What it prints is for its parent.

With atheris the inputs are led by what parts of the code the earlier ones reached; without it they are the samples gone wrong.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fuzz.finds import Finds

TOLD: Final = 200
SOME: Final = 0.2


class Teller:
    """Says how far it is, now and then."""

    def __init__(self, finds: Finds, inputs: int) -> None:
        self._finds = finds
        self._inputs = inputs
        self._every = max(1, inputs // TOLD)

    def attempt(self, data: bytes) -> None:
        """Try an input."""
        self._finds.attempt(data)
        if self._finds.tried % self._every == 0 or self._finds.tried == self._inputs:
            print(json.dumps({"tried": self._finds.tried, "seen": self._finds.seen}), flush=True)  # noqa: T201 - the parent reads it


def plainly(finds: Finds, inputs: int, seed: int) -> None:
    """Try the samples, and then samples that went wrong."""
    mutate = importlib.import_module("tests.fuzz.mutate").mutate
    samples, dice, teller = finds.target.seeds(), random.Random(seed), Teller(finds, inputs)  # noqa: S311 - it has to be repeatable
    for data in samples[:inputs]:
        teller.attempt(data)
    while finds.tried < inputs:
        teller.attempt(mutate(dice.choice(samples), samples, dice))


def guided(finds: Finds, inputs: int, seed: int) -> None:
    """Let atheris choose which inputs are worth changing further; it ends the process."""
    atheris = importlib.import_module("atheris")
    mutate = importlib.import_module("tests.fuzz.mutate").mutate
    samples, teller = finds.target.seeds(), Teller(finds, inputs)
    folder = Path(tempfile.mkdtemp(prefix="wasla-corpus-"))
    for place, data in enumerate(samples):
        (folder / str(place)).write_bytes(data)

    def changed(data: bytes, most: int, dice_seed: int) -> bytes:
        dice = random.Random(dice_seed)  # noqa: S311 - it has to be repeatable
        found: bytes = atheris.Mutate(data, most) if dice.random() < SOME else mutate(data, samples, dice)
        return found[:most]

    options = [f"-runs={inputs}", f"-seed={seed}", "-max_len=65536", "-timeout=120", "-rss_limit_mb=4096", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(folder)], teller.attempt, custom_mutator=changed)
    atheris.Fuzz()


def main(arguments: Sequence[str]) -> None:
    """Fuzz one target."""
    name, inputs, seed, folder, engine = arguments
    if engine == "atheris":
        with importlib.import_module("atheris").instrument_imports(include=["bot"], enable_loader_override=False):
            targets = importlib.import_module("tests.fuzz.targets").targets()
    else:
        targets = importlib.import_module("tests.fuzz.targets").targets()
    finds = importlib.import_module("tests.fuzz.finds").Finds(targets[name], Path(folder))
    (guided if engine == "atheris" else plainly)(finds, int(inputs), int(seed))


if __name__ == "__main__":
    main(sys.argv[1:])
