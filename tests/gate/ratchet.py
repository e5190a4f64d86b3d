"""Floors that only rise: scores of annotated articles, pinned with a digest of what was scored.

Belongs here: measuring a set of articles, and holding it to its pin. Stays out: which sets there are (`__main__`).
Nothing here ever tells a text or an annotation, since some sets must stay unread: names, digests and scores only.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.evaluation.facts import Found
from etl.evaluation.gold import read_gold
from etl.evaluation.names import Fold
from etl.evaluation.scoring import LEVELS, Evaluation, Score, evaluate

_STEP = 1000


@dataclass(frozen=True, slots=True)
class Pin:
    """What a set was when it was last pinned: its digest, and the floor of each level."""

    digest: str
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a set is now; `unread` counts annotated articles whose text could not be read."""

    digest: str
    scores: Mapping[str, float]
    languages: Mapping[str, float]
    unread: int = 0


class RefusedError(RuntimeError):
    """An update would lower a floor; the message says which."""


def measure(texts: Path, gold: Path, found: Mapping[str, Found], fold: Fold) -> Measured:
    """Score what was found in a folder against a gold file. Raises GoldError."""
    articles = read_gold(gold)
    named = {article.article for article in articles}
    evaluation = evaluate(articles, found, fold)
    return Measured(digest(texts, gold, named), scores(evaluation), by_language(evaluation), len(named - found.keys()))


def digest(texts: Path, gold: Path, named: Iterable[str]) -> str:
    """Hash a gold file and the files of the articles that it names."""
    wanted = set(named)
    result = hashlib.sha256(gold.read_bytes())
    for file in sorted(texts.rglob("*")):
        if file.is_file() and file.stem in wanted and file != gold:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            result.update(f"{file.relative_to(texts).as_posix()} {content}\n".encode())
    return result.hexdigest()[:16]


def scores(evaluation: Evaluation) -> dict[str, float]:
    """Return the F1 of each level, and the share of articles without a claim that were left clean."""
    total: Score = evaluation.total
    found = {level: total.ratio(level).f1 for level in LEVELS}
    return found | {"clean": total.clean / total.negatives} if total.negatives else found


def by_language(evaluation: Evaluation) -> dict[str, float]:
    """Return the F1 of claims in each language."""
    return {language: score.ratio("claim").f1 for language, score in evaluation.languages.items()}


def floor(score: float) -> float:
    """Return the floor that a score pins: the score, cut to three digits."""
    return math.floor(score * _STEP + 1e-9) / _STEP


def faults(name: str, pin: Pin | None, now: Measured) -> list[str]:
    """Say in sentences what is wrong with a set; an empty list lets it pass."""
    told = []
    if now.unread:
        told.append(f"{name}: the texts of {now.unread} annotated articles could not be read; restore them")
    if pin is None:
        return [*told, f"{name}: is not pinned; pin it with --update"]
    if pin.digest != now.digest:
        told.append(
            f"{name}: its texts or annotations are not the pinned ones ({now.digest}, pinned {pin.digest}); "
            "restore them, or pin the new ones with --update"
        )
    for level, least in pin.floors.items():
        score = now.scores.get(level, 0.0)
        if floor(score) < least:
            told.append(f"{name}: {level} {score:.3f} is under its floor of {least:.3f}; mend what lowered it")
    return told


def updated(pins: Mapping[str, Pin], now: Mapping[str, Measured], allow_regression: bool) -> dict[str, Pin]:
    """Return the pins with what was measured pinned; sets that were not measured keep theirs.

    Raises RefusedError, naming each, where a floor would sink or vanish and `allow_regression` is false.
    """
    new = dict(pins)
    sunk = []
    for name, measured in now.items():
        new[name] = Pin(measured.digest, {level: floor(score) for level, score in measured.scores.items()})
        for level, least in pins[name].floors.items() if name in pins else ():
            reached = new[name].floors.get(level, 0.0)
            if reached < least:
                sunk.append(f"{name}: {level} would sink from {least:.3f} to {reached:.3f}")
    if sunk and not allow_regression:
        raise RefusedError("\n".join([*sunk, "nothing was pinned; --allow-regression lowers floors"]))
    return dict(sorted(new.items()))


def load(path: Path) -> dict[str, Pin]:
    """Read the pins of a file; a file that does not exist has none."""
    if not path.exists():
        return {}
    pinned: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {name: Pin(one["digest"], one["floors"]) for name, one in pinned.items()}


def save(path: Path, pins: Mapping[str, Pin]) -> None:
    """Write the pins, one set a line, so that a change of one is a change of one line."""
    lines = [
        f'  {json.dumps(name)}: {{"digest": {json.dumps(pin.digest)}, "floors": {json.dumps(dict(pin.floors))}}}'
        for name, pin in pins.items()
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
