"""The features that the weights speak of: of a quantity, of each partner that may give or receive, of two of them.

Belongs here: short strings, the same in every language but for the words around a quantity. Stays out: any decision.
A feature such as `0M` says that the closest governing frame puts a partner on the side with the money; `0R?` that it
loosely puts it on the other side; `1invest:into` names frame and slot.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from etl.extraction import wording
from etl.extraction.frames import Evocation
from etl.extraction.model import Mention
from etl.extraction.quantities import Quantity
from etl.extraction.sayings import Saying, names
from etl.extraction.scene import Scenes
from etl.extraction.sides import SIDES, side_of
from etl.extraction.wording import Evidence, Governor

_FARTHEST = 10
_FAR = 20_000
_CLAUSE = 60
_BACK = 3
_AHEAD = 4
_TITLE = 9
_TITLE_SENTENCES = 3
_SENTENCE = 1000
_GOVERNORS = 3


class Candidate(NamedTuple):
    """Somebody who may give or receive: `mention` is the nearest one, None for nobody, and `at` its place; `slots` are
    where it stands to each governing frame, by the frame's rank, and `frames` are those of the closest one."""

    partners: tuple[str, ...]
    mention: Mention | None
    at: str
    sayings: tuple[Saying, ...]
    evidence: Evidence
    slots: tuple[str, ...]
    frames: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """What speaks for and against either side, written out."""
        return tuple(names(self.sayings))


def _near(distance: int) -> str:
    return "0" if distance <= 12 else "1" if distance <= 35 else "2" if distance <= 90 else "3"


def describe(scenes: Scenes, quantity: Quantity) -> list[str]:
    """Return what the words around a quantity say of its kind, scope and status."""
    at = scenes.sentence_of(quantity.char_start)
    measure = quantity.measure
    features = {f"measure={measure}", f"bound={quantity.bound}", f"{measure}~{quantity.value.adjusted()}"}
    for side, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end):
        features.update(wording.around(measure, trigger.classes, side, _near(distance)))
    for rank, (evocation, how) in enumerate(scenes.governors(at, quantity)):
        features.update(wording.ruled(measure, evocation.frames, evocation.form, how, rank))
    if at:
        features.update([f"{name}:P" for name in scenes.classes_of(at - 1)])
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
    features.update(scenes.words_around(quantity))
    return sorted(features)


def _absence(scenes: Scenes, quantity: Quantity) -> Iterator[Saying]:
    """Yield what speaks for a side that nobody is named on."""
    at = scenes.sentence_of(quantity.char_start)
    named = len({mention.partners for mention in scenes.mentions_of(at)})
    yield wording.nobody_of, min(3, named), quantity.measure, quantity.value.adjusted()
    for evocation, _ in scenes.governors(at, quantity)[:1]:
        yield wording.nobody_in, evocation.frames
    for _, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end):
        if distance < _CLAUSE:
            yield wording.nobody_by, trigger.classes


class Deal(NamedTuple):
    """What an earlier quantity was read as: who is on which side, and its sentence; `earlier` are the deals before."""

    money: tuple[str, ...]
    answer: tuple[str, ...]
    sentence: int
    earlier: tuple["Deal", ...] = ()

    @property
    def sides(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Who is on which side."""
        return ("M", self.money), ("R", self.answer)


class _Telling(NamedTuple):
    """One place where somebody is named. The lowest `quality` tells most; its distance counts 1 a character and 1 000 a
    sentence. `spot` says how many sentences back, in which sentence and in which of its phrases it is, and the company
    there; it is None for somebody only remembered."""

    quality: tuple[int, int]
    mention: Mention
    partners: tuple[str, ...]
    at: str
    spot: tuple[int, int, int, str] | None
    slots: tuple[str, ...]
    elsewhere: frozenset[str]


def candidates(scenes: Scenes, quantity: Quantity, past: Deal | None = None) -> list[Candidate]:
    """Return nobody, then each partner or group of partners named near the quantity or dealing in the `past` deal."""
    at = scenes.sentence_of(quantity.char_start)
    governors = tuple(
        (_flipped(scenes, at, evocation), evocation.form, quantity.measure)
        for evocation, _ in scenes.governors(at, quantity)
    )
    told: dict[tuple[str, ...], list[_Telling]] = {}
    for telling in (*_tellings(scenes, quantity, at), *_remembered(scenes, at, past)):
        told.setdefault(telling.partners, []).append(telling)
    nearest = sorted(told.items(), key=lambda item: (min(one.quality[1] for one in item[1]), item[0]))[:_FARTHEST]
    frames = governors[0][0] if governors else ()
    nobody = Candidate((), None, "nobody", tuple(_absence(scenes, quantity)), Evidence(()), (), frames)
    return [nobody, *(_candidate(scenes, quantity, governors, partners, tellings) for partners, tellings in nearest)]


def _candidate(
    scenes: Scenes,
    quantity: Quantity,
    governors: tuple[Governor, ...],
    partners: tuple[str, ...],
    tellings: list[_Telling],
) -> Candidate:
    ranked = sorted(tellings, key=lambda one: one.quality)
    best = ranked[0]
    firm = [one.slots for one in ranked if one.slots]
    slots = tuple(next(filter(None, told), "") for told in zip(*firm, strict=True)) or ("",) * len(governors)
    evidence = wording.evidence(governors, slots)
    where = "here" if best.quality[1] < _SENTENCE else "elsewhere"
    sayings = (
        *_place(scenes, quantity, best, governors[0][0] if governors else ()),
        (wording.strength, evidence.top, best.at, scenes.org_kind(partners), best.mention.how, where),
        (wording.often, min(3, scenes.rank(partners[0]))),
        (wording.governed, governors, slots),
        (wording.heard, frozenset().union(*(one.elsewhere for one in tellings))),
    )
    return Candidate(partners, best.mention, best.at, sayings, evidence, slots, governors[0][0] if governors else ())


def _tellings(scenes: Scenes, quantity: Quantity, at: int) -> Iterator[_Telling]:
    """Yield who may give or receive each time that they are named; the article's topics come last, however far."""
    nearby = [(back, at - back) for back in range(min(_BACK + 1, at + 1))]
    following = next((index for index in range(at + 1, min(at + _AHEAD, scenes.count)) if scenes.parties(index)), None)
    if following is not None:
        nearby.append((-1, following))
    if at > _TITLE_SENTENCES:
        nearby.append((_TITLE, 0))
    for back, index in nearby:
        for party in scenes.parties(index):
            away = max(party.start - quantity.char_end, quantity.char_start - party.end, 0)
            distance = abs(back) * _SENTENCE + min(away, _SENTENCE - 1)
            slots = _slots(scenes, quantity, index, party.rank) if back == 0 else ()
            elsewhere = _remembered_sides(scenes, quantity, back, index, party.rank)
            place = f"{back}" if back else _side_of(scenes, quantity, index, party.rank)
            for mention, partners, company in party.named:
                spot = (back, index, party.rank, company)
                yield _Telling(_quality(mention, distance, slots), mention, partners, place, spot, slots, elsewhere)
    others = min(2, len({one.partners for one in scenes.mentions_of(at)}))
    for rank, mention in enumerate(scenes.topics):
        told = wording.topical(rank, others)
        yield _Telling(_quality(mention, _FAR), mention, mention.partners, "topic", None, (), told)


def _remembered(scenes: Scenes, at: int, past: Deal | None) -> Iterator[_Telling]:
    """Yield the sides of the deal that was read last, and those of the deals before; the mention is the first one that
    names somebody of the side."""
    if past is None:
        return
    gap = min(_BACK, at - past.sentence)
    for side, partners in past.sides:
        mention = scenes.naming(partners, past.sentence) if partners else None
        if mention:
            told = frozenset((f"was {side}", f"was {side}@{gap}", *(("was joined",) if len(partners) > 1 else ())))
            quality = _quality(mention, gap * _SENTENCE + _SENTENCE - 1)
            yield _Telling(quality, mention, partners, "past", None, (), told)
    sides = Counter((side, partners, deal.sentence) for deal in past.earlier for side, partners in deal.sides)
    for (side, partners), times in Counter((side, partners) for side, partners, _ in sides).items():
        sentence = max(one for what, who, one in sides if (what, who) == (side, partners))
        mention = scenes.naming(partners, sentence) if partners else None
        if mention:
            told = frozenset((f"once {side}", f"once {side} x{min(3, times)}"))
            yield _Telling(_quality(mention, _FAR), mention, partners, "once", None, (), told)


def _quality(mention: Mention, distance: int, slots: tuple[str, ...] = ()) -> tuple[int, int]:
    """Return what ranks a telling: a firm slot to what governs, then a name before a pronoun, then nearness."""
    firm = next((rank for rank, slot in enumerate(slots) if slot and not slot.endswith("?")), _GOVERNORS)
    return (firm + 1 if mention.how == "pronoun" else firm, distance)


def _place(scenes: Scenes, quantity: Quantity, telling: _Telling, frames: tuple[str, ...]) -> Iterator[Saying]:
    """Yield what the place of a telling says."""
    if telling.spot is None:
        yield wording.at, telling.at
        return
    back, index, rank, company = telling.spot
    preposition = scenes.clauses(index).phrases[rank].preposition
    same = back != 0 and scenes.block_of(index) == scenes.block_of(scenes.sentence_of(quantity.char_start))
    yield wording.placed, telling.at, preposition, rank == 0, back != 0, same
    if back == 0:
        yield _path(scenes, quantity, index, rank, telling.at)
        slot = scenes.clauses(index).value_slot(rank, quantity.char_start, quantity.char_end)
        side = side_of("value", "", slot, quantity.measure) if slot else ""
        if side:
            yield wording.valued, side, slot, quantity.measure
    if company:
        yield wording.company, company, frames, min(3, len(scenes.quantities_of(index)))


def _side_of(scenes: Scenes, quantity: Quantity, index: int, rank: int) -> str:
    """Return L for a phrase left of the quantity of its sentence, else R."""
    return "L" if scenes.clauses(index).phrases[rank].end <= quantity.char_start else "R"


def _slots(scenes: Scenes, quantity: Quantity, index: int, rank: int) -> tuple[str, ...]:
    """Return where a phrase stands to each evocation that governs the quantity."""
    clauses = scenes.clauses(index)
    return tuple(clauses.slot(rank, evocation) for evocation, _ in scenes.governors(index, quantity))


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
        if not slot:
            continue
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


def _path(scenes: Scenes, quantity: Quantity, index: int, rank: int, place: str) -> Saying:
    """Return what stands between a phrase and the quantity of its sentence, and right beside the phrase."""
    phrases = scenes.clauses(index).phrases
    phrase = phrases[rank]
    start, end = (phrase.end, quantity.char_start) if place == "L" else (quantity.char_end, phrase.start)
    between = sum(1 for one in phrases if start <= one.start < end)
    crossed = sum(1 for one in scenes.quantities_of(index) if start <= one.char_start < end)
    owner = scenes.owner(index, rank)
    owned = "" if owner is None else "owned" if owner is quantity else "owned by another"
    return wording.path, place, _near(end - start), min(2, between), min(2, crossed), owned, bool(phrase.preposition)
