"""The features that the weights speak of: of a quantity, of each partner that may give or receive, of two of them.

Belongs here: short strings, the same in every language, since only lexicons know words. Stays out: any decision.
A feature such as `0M` says that the closest governing frame puts a partner on the side with the money; `0R?` that it
loosely puts it on the other side; `1invest:into` names frame and slot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from etl.extraction.mentions import Mention
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes
from etl.extraction.sides import load_sides

_FARTHEST = 10
_FAR = 20_000
_CLAUSE = 60
_BACK = 3
_TITLE = 9
_TITLE_SENTENCES = 3
_TIERS = {
    "energy": 0, "data-centre operator": 1, "equipment maker": 1, "chip maker": 2, "neocloud": 3, "telecom": 3,
    "cloud": 4, "software": 5, "laboratory": 5, "industry": 5, "state": 6,
}  # fmt: skip
_FUNDS = frozenset({"investor", "bank", "sovereign fund"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may give or receive: `mention` is the nearest one, None for nobody; `slots` are where it stands to
    each governing frame, by the frame's rank."""

    partners: tuple[str, ...]
    mention: Mention | None
    features: tuple[str, ...]
    slots: tuple[str, ...] = ()


def _near(distance: int) -> str:
    return "0" if distance <= 12 else "1" if distance <= 35 else "2" if distance <= 90 else "3"


def describe(scenes: Scenes, quantity: Quantity) -> list[str]:
    """Return what the words around a quantity say of its kind, scope and status."""
    at = scenes.sentence_of(quantity.char_start)
    measure = quantity.measure
    features = {f"measure={measure}", f"bound={quantity.bound}", f"{measure}~{quantity.value.adjusted()}"}
    for side, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end):
        near = _near(distance)
        for name in trigger.classes:
            features.add(f"{name}:{side}{near}")
            features.add(f"{name}:{side}")
            features.add(f"{measure}&{name}")
    for rank, (evocation, how) in enumerate(scenes.governors(at, quantity)):
        for frame in evocation.frames:
            features.update(
                (f"{rank}gov={frame}", f"{rank}gov={frame}.{evocation.form} {how}", f"{rank}gov={frame}&{measure}")
            )
    if at:
        features.update(f"{name}:P" for trigger in scenes.triggers_of(at - 1) for name in trigger.classes)
    inside = [m for m in scenes.mentions_of(at) if m.how != "pronoun"]
    features.add(f"named={min(3, len({m.partners for m in inside}))}")
    for side, nearest in (
        ("L", next((m for m in reversed(inside) if m.char_end <= quantity.char_start), None)),
        ("R", next((m for m in inside if m.char_start >= quantity.char_end), None)),
    ):
        kind = scenes.org_kind(nearest.partners) if nearest else "nobody"
        features.update((f"org{side}={kind}", f"{measure}&org{side}={kind}"))
        if nearest:
            features.add(f"prep{side}={scenes.preposition(nearest)}")
    return sorted(features)


def _absence(scenes: Scenes, quantity: Quantity) -> list[str]:
    """Return what speaks for a side that nobody is named on."""
    at = scenes.sentence_of(quantity.char_start)
    named = len({mention.partners for mention in scenes.mentions_of(at)})
    features = ["nobody", f"nobody of {min(3, named)}", f"nobody gets {quantity.measure}"]
    for evocation, _ in scenes.governors(at, quantity)[:1]:
        features.extend(f"nobody in {frame}" for frame in evocation.frames)
    features.extend(
        f"nobody&{name}"
        for _, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end)
        if distance < _CLAUSE
        for name in trigger.classes
    )
    return features


def candidates(scenes: Scenes, quantity: Quantity) -> list[Candidate]:
    """Return nobody, then each partner named near the quantity, then each group of partners joined in one phrase."""
    nearest: dict[tuple[str, ...], tuple[int, Mention, list[str], tuple[str, ...]]] = {}
    told: dict[tuple[str, ...], set[str]] = {}
    for distance, mention, partners, features, slots in _tellings(scenes, quantity):
        told.setdefault(partners, set()).update(one for one in features if one[0] in "0123xb" or one.startswith("top"))
        if partners not in nearest or distance < nearest[partners][0]:
            known = nearest[partners][3] if partners in nearest else ()
            nearest[partners] = (distance, mention, features, _merged(slots, known))
        else:
            old = nearest[partners]
            nearest[partners] = (*old[:3], _merged(old[3], slots))
    chosen = sorted(nearest.items(), key=lambda item: (item[1][0], item[0]))[:_FARTHEST]
    nobody = Candidate((), None, tuple(_absence(scenes, quantity)))
    return [
        nobody,
        *(
            Candidate(partners, mention, tuple(dict.fromkeys((*features, *sorted(told[partners])))), slots)
            for partners, (_, mention, features, slots) in chosen
        ),
    ]


def _tellings(
    scenes: Scenes, quantity: Quantity
) -> Iterator[tuple[int, Mention, tuple[str, ...], list[str], tuple[str, ...]]]:
    """Yield who may give or receive each time that they are named: how far away (a character counts 1, a sentence
    1 000), the mention, the partners, their features and slots; the article's topics come last, however far."""
    at = scenes.sentence_of(quantity.char_start)
    nearby = [(back, at - back) for back in range(min(_BACK + 1, at + 1))]
    if at + 1 < scenes.count:
        nearby.append((-1, at + 1))
    if at > _TITLE_SENTENCES:
        nearby.append((_TITLE, 0))
    for back, index in nearby:
        inside = scenes.mentions_of(index)
        for rank, (low, high) in enumerate(scenes.phrases(index)):
            group = [one for one in inside[low:high] if not scenes.roles.backed.match(scenes.low, one.char_end)]
            if not group:
                continue
            head = group[0]
            away = max(head.char_start - quantity.char_end, quantity.char_start - group[-1].char_end, 0)
            distance = abs(back) * 1000 + min(away, 999)
            features, slots = _phrase_features(scenes, quantity, at, back, index, rank, head)
            partners = tuple(sorted({name for one in group for name in one.partners}))
            for one in group:
                own = [*features, f"how={one.how}", *_org_features(scenes, one.partners, back)]
                own.append(f"often={min(3, scenes.rank(one.partners[0]))}")
                if len(partners) > len(one.partners):
                    own.append("one of a group")
                yield distance, one, one.partners, own, slots
            if len(group) > 1 and len(partners) > 1:
                own = [*features, "joined", *_org_features(scenes, head.partners, back)]
                yield distance, head, partners, own, slots
    others = min(2, len({one.partners for one in scenes.mentions_of(at)}))
    for rank, mention in enumerate(scenes.topics):
        features = [f"topic={rank}", f"topic={rank}&named={others}", "at=topic", *_org_features(scenes, mention.partners, 8)]
        yield _FAR, mention, mention.partners, features, ()


def _merged(slots: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return where a partner stands to each governor, by any of its mentions."""
    return tuple(one or other for one, other in zip_longest(slots, others, fillvalue=""))


def _org_features(scenes: Scenes, partners: tuple[str, ...], back: int) -> list[str]:
    kind = scenes.org_kind(partners)
    return [f"org={kind}", f"org={kind}@{'here' if back == 0 else 'elsewhere'}"]


def _phrase_features(
    scenes: Scenes, quantity: Quantity, at: int, back: int, index: int, rank: int, head: Mention
) -> tuple[list[str], tuple[str, ...]]:
    clauses = scenes.clauses(index)
    phrase = clauses.phrases[rank]
    place = f"{back}" if back else ("L" if phrase.end <= quantity.char_start else "R")
    features = [f"at={place}", f"prep={phrase.preposition or '-'}@{place}"]
    if rank == 0:
        features.append(f"first@{place}")
    if back and scenes.block_of(index) == scenes.block_of(at):
        features.append(f"same block@{place}")
    if back == 0:
        sided, slots = _evidence(scenes, quantity, index, rank)
        features.extend(sided)
        features.extend(_path(scenes, quantity, index, rank, place))
        return features, slots
    seen = set()
    for evocation in scenes.evocations_of(index):
        slot = clauses.slot(rank, evocation)
        for frame in evocation.frames:
            side = load_sides().get((frame, slot.rstrip("?")))
            if side and not slot.endswith("?"):
                seen.add(f"b{place}{side}")
                if abs(back) == 1:
                    seen.add(f"b{place}{frame}{side}")
    features.extend(sorted(seen))
    if clauses.phrases and not phrase.preposition and rank == 0:
        features.append(f"subject@{place}")
    return features, ()


def _evidence(scenes: Scenes, quantity: Quantity, index: int, rank: int) -> tuple[list[str], tuple[str, ...]]:
    """Return what the frames of the quantity's sentence say of the side of a phrase."""
    clauses = scenes.clauses(index)
    sides = load_sides()
    features: list[str] = []
    governors = [evocation for evocation, _ in scenes.governors(index, quantity)]
    slots = tuple(clauses.slot(rank, evocation) for evocation in governors)
    top = ""
    for number, (evocation, slot) in enumerate(zip(governors, slots, strict=True)):
        if not slot:
            continue
        base, loose = slot.rstrip("?"), "?" if slot.endswith("?") else ""
        for frame in _flipped(scenes, index, evocation.frames, evocation):
            side = sides.get((frame, base))
            if side:
                features.append(f"{number}{side}{loose}")
                if side != "N" and not top:
                    top = f"top{side}{loose}"
            features.append(f"{number}{frame}:{slot}")
    if top:
        features.append(top)
    ruling = {evocation.start for evocation in governors}
    for evocation in scenes.evocations_of(index):
        if evocation.start not in ruling:
            slot = clauses.slot(rank, evocation)
            for frame in evocation.frames:
                side = sides.get((frame, slot))
                if side and side != "N":
                    features.append(f"x{side}")
    return features, slots


def _flipped(scenes: Scenes, index: int, frames: tuple[str, ...], evocation: object) -> Iterator[str]:
    """Yield the frames of an evocation; what is rented « à » somebody is let."""
    clauses = scenes.clauses(index)
    for frame in frames:
        if frame == "rent" and any(clauses.slot(rank, evocation) == "to" for rank in range(len(clauses.phrases))):  # type: ignore[arg-type]
            yield "let"
        else:
            yield frame


def _path(scenes: Scenes, quantity: Quantity, index: int, rank: int, place: str) -> Iterator[str]:
    """Yield what stands between a phrase and the quantity of its sentence, and right beside the phrase."""
    phrases = scenes.clauses(index).phrases
    phrase = phrases[rank]
    start, end = (phrase.end, quantity.char_start) if place == "L" else (quantity.char_end, phrase.start)
    yield f"near={_near(end - start)}@{place}"
    between = sum(1 for one in phrases if start <= one.start < end)
    yield f"between={min(2, between)}@{place}"
    crossed = sum(1 for one in scenes.quantities_of(index) if start <= one.char_start < end)
    yield f"crossed={min(2, crossed)}@{place}"
    owner = scenes.owner(index, rank)
    if owner is not None:
        yield f"{'owned' if owner is quantity else 'owned by another'}@{place}{'p' if phrase.preposition else ''}"


def pair_features(scenes: Scenes, giver: Candidate, taker: Candidate) -> Iterator[str]:
    """Yield what speaks for or against these two dealing in these roles."""
    first, second = scenes.org_kind(giver.partners), scenes.org_kind(taker.partners)
    yield f"{first}>{second}"
    if giver.mention is None or taker.mention is None:
        yield f"{'nobody' if giver.mention is None else 'somebody'}>{'nobody' if taker.mention is None else 'somebody'}"
        return
    if first in _FUNDS or second in _FUNDS:
        yield f"{'fund' if first in _FUNDS else 'firm'}>{'fund' if second in _FUNDS else 'firm'}"
    elif first in _TIERS and second in _TIERS:
        step = _TIERS[second] - _TIERS[first]
        yield f"tier {'up' if step > 0 else 'down' if step < 0 else 'level'}"
    order = "before" if giver.mention.char_start < taker.mention.char_start else "after"
    yield f"giver {order} taker"
    if scenes.sentence_of(giver.mention.char_start) == scenes.sentence_of(taker.mention.char_start):
        yield f"giver {order} taker in one sentence"
        if taker.mention in scenes.coordinated(giver.mention):
            yield f"joined to each other{' as subjects' if scenes.is_subject(giver.mention) else ''}"
    for rank, (one, two) in enumerate(zip(giver.slots, taker.slots, strict=False)):
        if one and two:
            yield f"linked{rank}"
            yield f"linked{rank} {one.rstrip('?')}>{two.rstrip('?')}"
