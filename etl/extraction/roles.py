"""What speaks for or against two candidates dealing with each other in these roles.

Belongs here: what is said of one giver, of one receiver and of both. Stays out: how it is spelled (`wording`), what a
candidate's own words say of its side (`features`), any decision.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from etl.extraction import wording
from etl.extraction.features import Candidate, Deal
from etl.extraction.sayings import Saying, names
from etl.extraction.scene import Scenes

Firm = Sequence[tuple[tuple[str, ...], str]]


class Standing(NamedTuple):
    """A candidate and what is asked of it for every pair: who, which earlier deals had it on which
    side (0 is the last one), which firm sides are
    others', where it is (character, sentence, start of the phrase), and what it says as giver and as taker."""

    named: frozenset[str]
    kind: str
    was_money: frozenset[int]
    was_answer: frozenset[int]
    despite: tuple[str, ...]
    giving: Saying
    taking: Saying
    slots: tuple[str, ...]
    into: bool
    at: int
    sentence: int
    phrase: int
    subject: bool


def standing(scenes: Scenes, candidate: Candidate, firm: Firm, past: Deal | None = None) -> Standing:
    """Return a candidate ready to be paired; `firm` is what `firmly_sided` returns."""
    named, mention = frozenset(candidate.partners), candidate.mention
    where = "here" if candidate.at in ("L", "R") else candidate.at
    frame = candidate.frames[0] if candidate.frames else ""
    deals = (past, *reversed(past.earlier)) if past else ()
    return Standing(
        named,
        scenes.org_kind(candidate.partners),
        frozenset(ago for ago, deal in enumerate(deals) if candidate.partners == deal.money),
        frozenset(ago for ago, deal in enumerate(deals) if candidate.partners == deal.answer),
        tuple(sorted({side for partners, side in firm if named.isdisjoint(partners)})),
        (wording.role, "giver", where, frame, candidate.evidence.builds),
        (wording.role, "taker", where, frame),
        candidate.slots,
        candidate.evidence.into,
        mention.char_start if mention else -1,
        scenes.sentence_of(mention.char_start) if mention else -1,
        scenes.coordinated(mention)[0].char_start if mention else -1,
        mention is not None and scenes.is_subject(mention),
    )


def firmly_sided(cast: Sequence[Candidate]) -> list[tuple[tuple[str, ...], str]]:
    """Return the partners that a governing frame puts firmly on a side, and the side."""
    return [(one.partners, one.evidence.top[3:]) for one in cast if one.evidence.top in ("topM", "topR")]


def pair_features(giver: Standing, taker: Standing) -> Iterator[str]:
    """Yield what speaks for or against these two dealing in these roles, written out."""
    yield from names((kind_pair(giver, taker), giver.giving, taker.taking, told_of_both(giver, taker)))


def kind_pair(giver: Standing, taker: Standing) -> Saying:
    """Return what the kinds of a giver and a receiver say."""
    return wording.kinds, giver.kind, taker.kind


def _same(deals: frozenset[int], how: str) -> str:
    """Return what is said of two who had these deals with each other, numbered from the last one."""
    return f"same deal{how}" if 0 in deals else f"deal before{how}" if deals else ""


def told_of_both(giver: Standing, taker: Standing) -> Saying:
    """Return what the article says of these two in these roles."""
    same = _same(giver.was_money & taker.was_answer, "") or _same(giver.was_answer & taker.was_money, " turned")
    if giver.at < 0:
        return wording.one_alone, same, "giver", taker.despite
    if taker.at < 0:
        return wording.one_alone, same, "taker", giver.despite
    relation = ""
    if giver.sentence == taker.sentence:
        relation = "sentence"
        if giver.phrase == taker.phrase:
            relation = "joined to each other as subjects" if giver.subject else "joined to each other"
    order = "before" if giver.at < taker.at else "after"
    return wording.two_together, same, taker.into, order, relation, giver.slots, taker.slots
