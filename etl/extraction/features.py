"""The features that the weights speak of: of a quantity, of each partner that may give or receive, of two of them.

Belongs here: short strings, the same in every language, since only lexicons know words. Stays out: any decision.
A feature such as `0M` says that the closest governing frame puts a partner on the side with the money; `0R?` that it
loosely puts it on the other side; `1invest:into` names frame and slot.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from etl.extraction.frames import Evocation
from etl.extraction.model import Mention
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes
from etl.extraction.sides import SIDES, side_of

_FARTHEST = 10
_FAR = 20_000
_CLAUSE = 60
_BACK = 3
_TITLE = 9
_TITLE_SENTENCES = 3
_SENTENCE = 1000
_GOVERNORS = 3
_Governor = tuple[tuple[str, ...], str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may give or receive: `mention` is the nearest one, None for nobody; `slots` are where it stands to
    each governing frame, by the frame's rank, and `frames` are those of the closest one."""

    partners: tuple[str, ...]
    mention: Mention | None
    features: tuple[str, ...]
    slots: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()


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
    size = f"nobody gets {quantity.measure}~{quantity.value.adjusted()}"
    features = ["nobody", f"nobody of {min(3, named)}", f"nobody gets {quantity.measure}", size]
    for evocation, _ in scenes.governors(at, quantity)[:1]:
        features.extend(f"nobody in {frame}" for frame in evocation.frames)
    features.extend(
        f"nobody&{name}"
        for _, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end)
        if distance < _CLAUSE
        for name in trigger.classes
    )
    return features


@dataclass(frozen=True, slots=True)
class Deal:
    """What an earlier quantity was read as: who is on which side, and its sentence."""

    money: tuple[str, ...]
    answer: tuple[str, ...]
    index: int


@dataclass(frozen=True, slots=True)
class _Telling:
    """One place where somebody is named: a character of distance counts 1, a sentence 1 000."""

    distance: int
    mention: Mention
    partners: tuple[str, ...]
    place: tuple[str, ...]
    slots: tuple[str, ...]
    elsewhere: frozenset[str]

    @property
    def quality(self) -> tuple[int, int]:
        """What tells most comes first: a firm slot to what governs, then a name before a pronoun, then nearness."""
        firm = next((rank for rank, slot in enumerate(self.slots) if slot and not slot.endswith("?")), _GOVERNORS)
        return (firm if self.mention.how != "pronoun" else firm + 1, self.distance)


def candidates(scenes: Scenes, quantity: Quantity, past: Deal | None = None) -> list[Candidate]:
    """Return nobody, then each partner or group of partners named near the quantity or dealing in the `past` deal."""
    at = scenes.sentence_of(quantity.char_start)
    governors = [
        (_flipped(scenes, at, evocation), evocation.form, quantity.measure)
        for evocation, _ in scenes.governors(at, quantity)
    ]
    told: dict[tuple[str, ...], list[_Telling]] = {}
    for telling in (*_tellings(scenes, quantity), *_remembered(scenes, at, past)):
        told.setdefault(telling.partners, []).append(telling)
    nearest = sorted(told.items(), key=lambda item: (min(one.distance for one in item[1]), item[0]))[:_FARTHEST]
    nobody = Candidate((), None, tuple(_absence(scenes, quantity)), (), governors[0][0] if governors else ())
    return [nobody, *(_candidate(scenes, governors, partners, tellings) for partners, tellings in nearest)]


def _candidate(
    scenes: Scenes, governors: list[_Governor], partners: tuple[str, ...], tellings: list[_Telling]
) -> Candidate:
    ranked = sorted(tellings, key=lambda one: one.quality)
    best = ranked[0]
    slots = tuple(
        next((one.slots[rank] for one in ranked if one.slots and one.slots[rank]), "") for rank in range(len(governors))
    )
    evidence = list(_evidence(governors, slots))
    kind = scenes.org_kind(partners)
    strongest = next((one for one in evidence if one.startswith("top")), "top-")
    features = [
        *best.place,
        f"{strongest}&{best.place[0]}",
        f"{strongest}&org={kind}",
        f"how={best.mention.how}",
        *_org_features(scenes, partners, "here" if best.distance < _SENTENCE else "elsewhere"),
        f"often={min(3, scenes.rank(partners[0]))}",
        *evidence,
        *(f"{one}&{governors[0][2]}" for one in evidence if one[0] == "0" and ":" in one),
        *sorted(frozenset().union(*(one.elsewhere for one in tellings))),
    ]
    return Candidate(
        partners, best.mention, tuple(dict.fromkeys(features)), slots, governors[0][0] if governors else ()
    )


def _tellings(scenes: Scenes, quantity: Quantity) -> Iterator[_Telling]:
    """Yield who may give or receive each time that they are named; the article's topics come last, however far."""
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
            away = max(group[0].char_start - quantity.char_end, quantity.char_start - group[-1].char_end, 0)
            distance = abs(back) * _SENTENCE + min(away, _SENTENCE - 1)
            place = _place(scenes, quantity, at, back, index, rank)
            slots = _slots(scenes, quantity, index, rank) if back == 0 else ()
            if back == 0:
                place = (*place, *_value_side(scenes, quantity, index, rank))
            elsewhere = _remembered_sides(scenes, quantity, back, index, rank)
            partners = tuple(sorted({name for one in group for name in one.partners}))
            for one in group:
                own = ("one of a group",) if len(partners) > len(one.partners) else ()
                yield _Telling(distance, one, one.partners, (*place, *own), slots, elsewhere)
            if len(group) > 1 and len(partners) > 1:
                yield _Telling(distance, group[0], partners, (*place, "joined"), slots, elsewhere)
    others = min(2, len({one.partners for one in scenes.mentions_of(at)}))
    for rank, mention in enumerate(scenes.topics):
        topic = frozenset((f"topic={rank}", f"topic={rank}&named={others}"))
        yield _Telling(_FAR, mention, mention.partners, ("at=topic",), (), topic)


def _remembered(scenes: Scenes, at: int, past: Deal | None) -> Iterator[_Telling]:
    """Yield the sides of the deal that was read last; the mention is the first one that names somebody of the side."""
    if past is None:
        return
    gap = min(_BACK, at - past.index)
    for side, partners in (("M", past.money), ("R", past.answer)):
        mention = scenes.naming(partners, past.index) if partners else None
        if mention:
            told = frozenset((f"was {side}", f"was {side}@{gap}", *(("was joined",) if len(partners) > 1 else ())))
            yield _Telling(gap * _SENTENCE + _SENTENCE - 1, mention, partners, ("at=past",), (), told)


def _org_features(scenes: Scenes, partners: tuple[str, ...], where: str) -> list[str]:
    kind = scenes.org_kind(partners)
    return [f"org={kind}", f"org={kind}@{where}"]


def _place(scenes: Scenes, quantity: Quantity, at: int, back: int, index: int, rank: int) -> tuple[str, ...]:
    phrase = scenes.clauses(index).phrases[rank]
    place = f"{back}" if back else ("L" if phrase.end <= quantity.char_start else "R")
    features = [f"at={place}", f"prep={phrase.preposition or '-'}@{place}"]
    if rank == 0:
        features.append(f"first@{place}")
        if back and not phrase.preposition:
            features.append(f"subject@{place}")
    if back and scenes.block_of(index) == scenes.block_of(at):
        features.append(f"same block@{place}")
    if back == 0:
        features.extend(_path(scenes, quantity, index, rank, place))
    return tuple(features)


def _slots(scenes: Scenes, quantity: Quantity, index: int, rank: int) -> tuple[str, ...]:
    """Return where a phrase stands to each evocation that governs the quantity."""
    clauses = scenes.clauses(index)
    return tuple(clauses.slot(rank, evocation) for evocation, _ in scenes.governors(index, quantity))


def _value_side(scenes: Scenes, quantity: Quantity, index: int, rank: int) -> Iterator[str]:
    """Yield the side of a phrase that is tied to the value itself."""
    slot = scenes.clauses(index).value_slot(rank, quantity.char_start, quantity.char_end)
    side = side_of("value", "", slot, quantity.measure) if slot else ""
    if side:
        yield f"value{side}"
        yield f"value:{slot}&{quantity.measure}"


def _evidence(governors: list[_Governor], slots: tuple[str, ...]) -> Iterator[str]:
    """Yield what the frames that govern a quantity say of the side of somebody in these slots."""
    top = ""
    for number, ((frames, form, measure), slot) in enumerate(zip(governors, slots, strict=True)):
        if not slot:
            continue
        base, loose = slot.rstrip("?"), "?" if slot.endswith("?") else ""
        for frame in frames:
            side = side_of(frame, form, base, measure)
            if side:
                yield f"{number}{side}{loose}"
                if side in SIDES and not top:
                    top = f"top{side}{loose}"
            yield f"{number}{frame}:{slot}"
    if top:
        yield top


def _remembered_sides(scenes: Scenes, quantity: Quantity, back: int, index: int, rank: int) -> frozenset[str]:
    if back == 0:
        return frozenset(_elsewhere(scenes, quantity, back, index, rank))
    key = (back, index, rank, quantity.measure)
    if key not in scenes.sides:
        scenes.sides[key] = frozenset(_elsewhere(scenes, quantity, back, index, rank))
    return scenes.sides[key]


def _elsewhere(scenes: Scenes, quantity: Quantity, back: int, index: int, rank: int) -> Iterator[str]:
    """Yield what frames that do not govern the quantity say of the side of a phrase."""
    clauses = scenes.clauses(index)
    ruling = {evocation.start for evocation, _ in scenes.governors(index, quantity)} if back == 0 else set()
    for evocation in scenes.evocations_of(index):
        if evocation.start in ruling:
            continue
        slot = clauses.slot(rank, evocation)
        for frame in _flipped(scenes, index, evocation):
            side = side_of(frame, evocation.form, slot, quantity.measure)
            if not side or (back == 0 and side not in SIDES):
                continue
            yield f"b{back}{side}" if back else f"x{side}"
            if abs(back) == 1:
                yield f"b{back}{frame}{side}"


def _flipped(scenes: Scenes, index: int, evocation: Evocation) -> tuple[str, ...]:
    """Return the frames of an evocation; what is rented « à » somebody is let."""
    if "rent" not in evocation.frames:
        return evocation.frames
    clauses = scenes.clauses(index)
    let = any(clauses.slot(rank, evocation) == "to" for rank in range(len(clauses.phrases)))
    return tuple("let" if let and frame == "rent" else frame for frame in evocation.frames)


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
