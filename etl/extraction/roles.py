"""The features of two who may give and receive: what speaks for or against them dealing with each other in these roles.

Belongs here: short strings, the same in every language, of one giver, of one receiver and of both. Stays out: what a
candidate's own words say of its side (`features`), any decision.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.extraction.features import Candidate, Deal
from etl.extraction.scene import Scenes

_FUNDS = frozenset({"investor", "bank", "sovereign fund"})
_TIERS = {
    "energy": 0, "data-centre operator": 1, "equipment maker": 1, "chip maker": 2, "neocloud": 3, "telecom": 3,
    "cloud": 4, "software": 5, "laboratory": 5, "industry": 5, "state": 6,
}  # fmt: skip
_BUILDS = ("0B", "1B")
_INTO = frozenset({"0invest:into", "1invest:into"})
Firm = Sequence[tuple[tuple[str, ...], str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate and what is asked of it for every pair: who, where (character, sentence, start of the phrase)."""

    candidate: Candidate
    named: frozenset[str]
    kind: str
    at: int = -1
    sentence: int = -1
    phrase: int = -1
    subject: bool = False
    taken_into: bool = False


def standing(scenes: Scenes, candidate: Candidate) -> Standing:
    """Return a candidate ready to be paired."""
    named, kind = frozenset(candidate.partners), scenes.org_kind(candidate.partners)
    if candidate.mention is None:
        return Standing(candidate, named, kind)
    at = candidate.mention.char_start
    joined = scenes.coordinated(candidate.mention)
    return Standing(
        candidate, named, kind, at, scenes.sentence_of(at), joined[0].char_start, scenes.is_subject(candidate.mention),
        not _INTO.isdisjoint(candidate.features),
    )  # fmt: skip


def firmly_sided(cast: Sequence[Candidate]) -> list[tuple[tuple[str, ...], str]]:
    """Return the partners that a governing frame puts firmly on a side, and the side."""
    return [(one.partners, side) for one in cast for side in ("M", "R") if f"top{side}" in one.features]


def pair_features(giver: Standing, taker: Standing, firm: Firm, past: Deal | None = None) -> Iterator[str]:
    """Yield what speaks for or against these two dealing in these roles; `firm` is what `firmly_sided` returns."""
    yield from kind_pair(giver.kind, taker.kind)
    yield from role_features(giver.candidate, "giver")
    yield from role_features(taker.candidate, "taker")
    yield from told_of_both(giver, taker, firm, past)


def kind_pair(first: str, second: str) -> Iterator[str]:
    """Yield what the kinds of a giver and a receiver say, 'nobody' being one."""
    yield f"{first}>{second}"
    if "nobody" in (first, second):
        yield f"{'nobody' if first == 'nobody' else 'somebody'}>{'nobody' if second == 'nobody' else 'somebody'}"
    elif first in _FUNDS or second in _FUNDS:
        yield f"{'fund' if first in _FUNDS else 'firm'}>{'fund' if second in _FUNDS else 'firm'}"
    elif first in _TIERS and second in _TIERS:
        step = _TIERS[second] - _TIERS[first]
        yield f"tier {'up' if step > 0 else 'down' if step < 0 else 'level'}"


def role_features(candidate: Candidate, role: str) -> Iterator[str]:
    """Yield what is said of a candidate as the giver or the taker, for each kind of deal apart."""
    where = _where(candidate)
    yield f"{role} {where}"
    if candidate.frames:
        yield f"{role} {where} of {candidate.frames[0]}"
    if role == "giver":
        yield from (f"giver {builds}" for builds in _BUILDS if builds in candidate.features)


def _where(candidate: Candidate) -> str:
    """Return where somebody is named: nobody, here for the quantity's own sentence, else the first feature's place."""
    if candidate.mention is None:
        return "nobody"
    place = candidate.features[0].removeprefix("at=")
    return "here" if place in "LR" else place


def told_of_both(giver: Standing, taker: Standing, firm: Firm, past: Deal | None) -> Iterator[str]:
    """Yield what the article says of these two in these roles."""
    if past:
        if (giver.candidate.partners, taker.candidate.partners) == (past.money, past.answer):
            yield "same deal"
        elif (giver.candidate.partners, taker.candidate.partners) == (past.answer, past.money):
            yield "same deal turned"
    if giver.at < 0 or taker.at < 0:
        role = "giver" if giver.at < 0 else "taker"
        named = giver.named | taker.named
        for side in sorted({side for partners, side in firm if named.isdisjoint(partners)}):
            yield f"no {role} despite {side}"
        return
    if taker.taken_into:
        yield "into the taker"
    order = "before" if giver.at < taker.at else "after"
    yield f"giver {order} taker"
    if giver.sentence == taker.sentence:
        yield f"giver {order} taker in one sentence"
        if giver.phrase == taker.phrase:
            yield f"joined to each other{' as subjects' if giver.subject else ''}"
    for rank, (one, two) in enumerate(zip(giver.candidate.slots, taker.candidate.slots, strict=False)):
        if one and two:
            yield f"linked{rank}"
            yield f"linked{rank} {one.rstrip('?')}>{two.rstrip('?')}"
