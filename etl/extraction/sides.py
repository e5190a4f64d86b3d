"""What a slot of a frame says of the side that a partner is on: with the money, or answering it.

Belongs here: reading `frames.toml`. Stays out: finding frames and slots (`frames`, `clauses`), weighing (`casting`).
"""

import tomllib
from functools import cache
from importlib import resources

SIDES = ("M", "R")
GIVER_SIDE = {
    "investment": "M",
    "purchase": "M",
    "supply": "R",
    "equity_grant": "R",
    "financing": "M",
    "buildout": "M",
    "acquisition": "M",
}


@cache
def load_sides() -> dict[tuple[str, str, str, str], str]:
    """Return the side (M, R, or N for either) by frame, form (noun, or '' for any), slot and measure ('' for any)."""
    file = resources.files("etl.extraction") / "frames.toml"
    sides: dict[tuple[str, str, str, str], str] = {}
    for frame, told in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for key, value in told.items():
            measure, slots = (key, value) if isinstance(value, dict) else ("", {key: value})
            for side, places in slots.items():
                for place in places:
                    slot, _, form = place.partition(".")
                    sides[frame, form, slot, measure] = side
    return sides


@cache
def _overridden() -> frozenset[tuple[str, str]]:
    """Return the frames that read differently for a measure, with it."""
    return frozenset((frame, measure) for frame, _, _, measure in load_sides())


@cache
def side_of(frame: str, form: str, slot: str, measure: str) -> str:
    """Return the side that a slot of a frame is on, '' where the frame does not tell."""
    sides = load_sides()
    wanted = measure if (frame, measure) in _overridden() else ""
    return sides.get((frame, form, slot, wanted)) or sides.get((frame, "", slot, wanted), "")
