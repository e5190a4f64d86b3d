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
def load_sides() -> dict[tuple[str, str], str]:
    """Return the side (M, R, or N for either) by frame and slot."""
    file = resources.files("etl.extraction") / "frames.toml"
    frames = tomllib.loads(file.read_text(encoding="utf-8"))
    return {(frame, slot): side for frame, sides in frames.items() for side, slots in sides.items() for slot in slots}
