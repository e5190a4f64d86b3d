"""How the features of candidates and casts are spelled.

Belongs here: short strings, the same in every language, from a few plain facts; a function here makes a saying with
its facts (see `sayings`). Stays out: the scene that the facts come from (`features`, `roles`), any decision.
A feature such as `0M` says that the closest governing frame puts a partner on the side with the money; `0R?` that it
loosely puts it on the other side; `1invest:into` names frame and slot.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from etl.extraction.sides import SIDES, side_of

_REMEMBERED = 50_000
_BUILDS = ("0B", "1B")
_INTO = frozenset({"0invest:into", "1invest:into"})
_FUNDS = frozenset({"investor", "bank", "sovereign fund"})
_TIERS = {
    "energy": 0, "data-centre operator": 1, "equipment maker": 1, "chip maker": 2, "neocloud": 3, "telecom": 3,
    "cloud": 4, "software": 5, "laboratory": 5, "industry": 5, "state": 6,
}  # fmt: skip
Governor = tuple[tuple[str, ...], str, str]
"""The frames and the form of an evocation that governs a quantity, and what the quantity measures."""


class Evidence(NamedTuple):
    """What the frames that govern a quantity say of somebody: all features, and of these the strongest ('top-' for
    none), those of who builds, and whether it is invested into them."""

    features: tuple[str, ...] = ()
    top: str = "top-"
    builds: tuple[str, ...] = ()
    into: bool = False


@lru_cache(maxsize=_REMEMBERED)
def evidence(governors: tuple[Governor, ...], slots: tuple[str, ...]) -> Evidence:
    """Return what the frames that govern a quantity say of the side of somebody in these slots."""
    told: list[str] = []
    top = ""
    for number, ((frames, form, measure), slot) in enumerate(zip(governors, slots, strict=True)):
        if not slot:
            continue
        base, loose = slot.rstrip("?"), "?" if slot.endswith("?") else ""
        for frame in frames:
            side = side_of(frame, form, base, measure)
            if side:
                told.append(f"{number}{side}{loose}")
                if side in SIDES and not top:
                    top = f"top{side}{loose}"
            told.append(f"{number}{frame}:{slot}")
    if top:
        told.append(top)
    told.extend([f"{one}&{governors[0][2]}" for one in told if one[0] == "0" and ":" in one])
    builds = tuple(one for one in _BUILDS if one in told)
    return Evidence(tuple(dict.fromkeys(told)), top or "top-", builds, not _INTO.isdisjoint(told))


def governed(governors: tuple[Governor, ...], slots: tuple[str, ...]) -> tuple[str, ...]:
    """Return the features of evidence."""
    return evidence(governors, slots).features


def at(place: str) -> Iterator[str]:
    """Yield where somebody is named."""
    yield f"at={place}"


def placed(place: str, preposition: str, first: bool, elsewhere: bool, same_block: bool) -> Iterator[str]:
    """Yield where somebody is named, behind which preposition, and whether as the first of a sentence."""
    yield f"at={place}"
    yield f"prep={preposition or '-'}@{place}"
    if first:
        yield f"first@{place}"
        if elsewhere and not preposition:
            yield f"subject@{place}"
    if same_block:
        yield f"same block@{place}"


def path(place: str, near: str, between: int, crossed: int, owned: str, tied: bool) -> Iterator[str]:
    """Yield how near a phrase is to its sentence's quantity, over how many others, and whose it is right beside."""
    yield from (f"near={near}@{place}", f"between={between}@{place}", f"crossed={crossed}@{place}")
    if owned:
        yield f"{owned}@{place}{'p' if tied else ''}"


def valued(side: str, slot: str, measure: str) -> Iterator[str]:
    """Yield the side of a phrase that is tied to the value itself."""
    yield from (f"value{side}", f"value:{slot}&{measure}")


def company(said: str, frames: Sequence[str], figures: int) -> Iterator[str]:
    """Yield with whom somebody is named, and in which frames that govern."""
    yield said
    yield f"{said} beside {figures}"
    yield from (f"{said} in {frame}" for frame in frames)


def strength(top: str, place: str, kind: str, how: str, where: str) -> Iterator[str]:
    """Yield the strongest evidence beside the place and the kind of organisation, and these by themselves."""
    yield from (f"{top}&at={place}", f"{top}&org={kind}", f"how={how}", f"org={kind}", f"org={kind}@{where}")


def often(rank: int) -> Iterator[str]:
    """Yield how much the article speaks of somebody."""
    yield f"often={rank}"


def heard(elsewhere: frozenset[str]) -> list[str]:
    """Return what is said of somebody by what does not govern the quantity."""
    return sorted(elsewhere)


@lru_cache(maxsize=_REMEMBERED)
def around(measure: str, classes: tuple[str, ...], side: str, near: str) -> list[str]:
    """Return what a deal word on one side of a quantity says of its kind."""
    return [one for name in classes for one in (f"{name}:{side}{near}", f"{name}:{side}", f"{measure}&{name}")]


@lru_cache(maxsize=_REMEMBERED)
def ruled(measure: str, frames: tuple[str, ...], form: str, how: str, rank: int) -> list[str]:
    """Return what frames that govern a quantity say of its kind."""
    return [
        one
        for frame in frames
        for one in (f"{rank}gov={frame}", f"{rank}gov={frame}.{form} {how}", f"{rank}gov={frame}&{measure}")
    ]


@cache
def topical(rank: int, others: int) -> frozenset[str]:
    """Return what is said of somebody whom the article is about, beside so many others in the quantity's sentence."""
    return frozenset((f"topic={rank}", f"topic={rank}&named={others}"))


def nobody_of(named: int, measure: str, size: int) -> Iterator[str]:
    """Yield what the partners named and the size of a quantity say of nobody."""
    yield from ("nobody", f"nobody of {named}", f"nobody gets {measure}", f"nobody gets {measure}~{size}")


def nobody_in(frames: Sequence[str]) -> Iterator[str]:
    """Yield what the closest governing frames say of nobody."""
    yield from (f"nobody in {frame}" for frame in frames)


def nobody_by(classes: Sequence[str]) -> Iterator[str]:
    """Yield what a deal word close to the quantity says of nobody."""
    yield from (f"nobody&{name}" for name in classes)


def kinds(first: str, second: str) -> Iterator[str]:
    """Yield what the kinds of a giver and a receiver say, 'nobody' being one."""
    yield f"{first}>{second}"
    if "nobody" in (first, second):
        yield f"{'nobody' if first == 'nobody' else 'somebody'}>{'nobody' if second == 'nobody' else 'somebody'}"
    elif first in _FUNDS or second in _FUNDS:
        yield f"{'fund' if first in _FUNDS else 'firm'}>{'fund' if second in _FUNDS else 'firm'}"
    elif first in _TIERS and second in _TIERS:
        step = _TIERS[second] - _TIERS[first]
        yield f"tier {'up' if step > 0 else 'down' if step < 0 else 'level'}"


def role(name: str, where: str, frame: str, builds: Sequence[str] = ()) -> Iterator[str]:
    """Yield what is said of somebody as the giver or the taker, for each kind of deal apart."""
    yield f"{name} {where}"
    if frame:
        yield f"{name} {where} of {frame}"
    yield from (f"{name} {one}" for one in builds)


def one_alone(same: str, absent: str, despite: Sequence[str]) -> Iterator[str]:
    """Yield what the article says of somebody dealing with nobody, who is the `absent` giver or taker."""
    if same:
        yield same
    yield from (f"no {absent} despite {side}" for side in despite)


def two_together(
    same: str, into: bool, order: str, relation: str, giver: Sequence[str], taker: Sequence[str]
) -> Iterator[str]:
    """Yield what the article says of two in these roles, given the slots of both to each governing frame."""
    if same:
        yield same
    if into:
        yield "into the taker"
    yield f"giver {order} taker"
    if relation:
        yield f"giver {order} taker in one sentence"
        if relation != "sentence":
            yield relation
    for rank, (one, two) in enumerate(zip(giver, taker, strict=False)):
        if one and two:
            yield f"linked{rank}"
            yield f"linked{rank} {one.rstrip('?')}>{two.rstrip('?')}"
