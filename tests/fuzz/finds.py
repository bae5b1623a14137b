"""What fuzzing finds: inputs that made something go wrong in a way that is not promised, each mistake once, kept as files."""

from __future__ import annotations

import hashlib
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

CRASHES: Final = Path(__file__).parent / "crashes"
# Seconds of this process's own work that no input of 64 KiB may take.
SLOW: Final = 5.0


@dataclass
class Finds:
    """Tries inputs on a target; ``seen`` says of each mistake where it is and what."""

    target: Target
    folder: Path = CRASHES
    tried: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    def attempt(self, data: bytes) -> None:
        """Try an input; keep it when it is the first to show a mistake."""
        self.tried += 1
        began = time.process_time()
        try:
            self.target.run(data)
        except Exception as error:  # noqa: BLE001 - to find whatever is raised is what this is for
            self._keep(data, _place(error), f"{type(error).__name__}: {str(error)[:200]}")
        if time.process_time() - began > SLOW:
            self._keep(data, "slow", f"it took more than {SLOW:g} seconds")

    def _keep(self, data: bytes, place: str, what: str) -> None:
        if place in self.seen:
            return
        self.seen[place] = what
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{self.target.name}-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)


def _place(error: BaseException) -> str:
    """Return the innermost line of ours, which tells one mistake from another."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/bot/" in frame.filename] or frames
    return f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}"
