"""Features of a claim's scope (whole, part, total) and status (agreed, completed, reported, cancelled).

Belongs here: what the words and the other figures around a value say of both. Stays out: the decision (weights).
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes

_SCOPE = frozenset({"part", "total", "additional", "conditional", "rate"})
_STATUS = frozenset({
    "reported", "planned", "completed", "cancelled", "negation", "forecast", "hearsay", "talks", "running", "done",
    "bygone",
})  # fmt: skip
_NEAR, _CLOSE, _AROUND = 14, 40, 110
_ADDENDS = 8
_OPENING = 3
_ROUNDING = Decimal("0.01")


def _near(distance: int) -> str:
    return "0" if distance <= _NEAR else "1" if distance <= _CLOSE else "2" if distance <= _AROUND else "3"


def scope_features(scenes: Scenes, quantity: Quantity, kind: str, all_quantities: Sequence[Quantity]) -> list[str]:
    """Return what speaks for a part, a total or a whole."""
    at = scenes.sentence_of(quantity.char_start)
    features = {f"bound={quantity.bound}", f"kind={kind}", f"measure={quantity.measure}", f"bare={quantity.bare}"}
    for side, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end):
        for name in _SCOPE.intersection(trigger.classes):
            features.update((f"{name}:{side}{_near(distance)}", f"{name}"))
    for evocation, how in scenes.governors(at, quantity)[:1]:
        features.update(f"gov={frame}" for frame in evocation.frames)
        features.add(f"governed {how}")
    alike = [one for one in all_quantities if one.unit == quantity.unit and one.measure == quantity.measure]
    others = sorted({one.value for one in alike} - {quantity.value})
    if _is_sum(quantity.value, [value for value in others if value < quantity.value][-_ADDENDS:]):
        features.add("sum of others")
    if others and quantity.value > others[-1]:
        features.add("largest")
    beside = [one for one in alike if scenes.sentence_of(one.char_start) == at and one is not quantity]
    if any(one.char_start < quantity.char_start and one.value > quantity.value for one in beside):
        features.add("larger before")
    if any(one.char_start < quantity.char_start and one.value < quantity.value for one in beside):
        features.add("smaller before")
    features.update(scenes.words_around(quantity))
    return sorted(features)


def _is_sum(value: Decimal, others: Sequence[Decimal]) -> bool:
    return any(
        abs(sum(chosen) - value) <= value * _ROUNDING for count in (2, 3) for chosen in combinations(others, count)
    )


def status_features(scenes: Scenes, quantity: Quantity, kind: str) -> list[str]:
    """Return what speaks for an agreed, a completed, a reported or a cancelled commitment."""
    at = scenes.sentence_of(quantity.char_start)
    features = {f"kind={kind}", f"measure={quantity.measure}", f"{kind}&{quantity.measure}"}
    for side, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end):
        for name in _STATUS.intersection(trigger.classes):
            features.update((f"{name}:{side}{_near(distance)}", name))
    for back in (1, 2):
        if at >= back and scenes.block_of(at) == scenes.block_of(at - back):
            features.update(f"{name} before" for name in _STATUS & scenes.classes_of(at - back))
    if at + 1 < scenes.count and scenes.block_of(at) == scenes.block_of(at + 1):
        features.update(f"{name} after" for name in _STATUS & scenes.classes_of(at + 1))
    opening = {name for index in range(min(_OPENING, scenes.count)) if index != at for name in scenes.classes_of(index)}
    features.update(f"{name} in opening" for name in opening & {"hearsay", "talks"})
    title = scenes.classes_of(0) if at else set()
    features.update(f"{name} in title" for name in title & {"reported", "cancelled"})
    if scenes.hedged(at):
        features.update(("hedged mood", f"hedged mood&{kind}"))
    for rank, (evocation, _) in enumerate(scenes.governors(at, quantity)[:2]):
        tense = scenes.tense(evocation)
        features.update((f"{rank}{tense}", *(f"{rank}{frame}.{tense}" for frame in evocation.frames)))
    features.update(scenes.words_around(quantity))
    return sorted(features)
