"""Which organisations have a deal with each other, quantified or not.

Belongs here: the pairs that a sentence puts side by side, and the features of each. Stays out: the claims (they imply
their own pairs, see `engine`) and the weights.
"""

from collections.abc import Iterator

from etl.extraction.model import Mention
from etl.extraction.scene import Scenes
from etl.extraction.weights import Weights

Pair = tuple[str, str]
_LIKELY = -0.1
_KEPT = frozenset({
    "invest", "back", "raise", "lead", "buy", "commit", "supply", "access", "rent", "let", "deploy", "lend", "borrow",
    "guarantee", "acquire", "hold", "grant", "aid", "owe", "contract", "win",
})  # fmt: skip
_DEALS = frozenset({"contract", "invest", "buy", "supply"})


def told_pairs(scenes: Scenes) -> Iterator[tuple[Pair, list[str]]]:
    """Yield each pair that a sentence names, or implies with the article's first topic, and what speaks for a deal."""
    for index in range(scenes.count):
        named = [mention for mention in scenes.mentions_of(index) if len(mention.partners) == 1]
        classes = scenes.classes_of(index)
        for position, first in enumerate(named):
            for second in named[position + 1 :]:
                if first.partners != second.partners:
                    yield (
                        _ordered(first.partners[0], second.partners[0]),
                        _features(scenes, index, first, second, classes),
                    )
        for rank, topic in enumerate(one.partners[0] for one in scenes.topics[:2]):
            if all(topic != mention.partners[0] for mention in named):
                for mention in named:
                    features = _topic_features(scenes, index, rank, topic, mention, classes)
                    yield _ordered(topic, mention.partners[0]), features
        for both in (mention for mention in scenes.mentions_of(index) if len(mention.partners) == 2):
            yield _ordered(*both.partners), ["both", *(f"both:{name}" for name in sorted(classes))]


def gathered_pairs(scenes: Scenes) -> dict[Pair, list[str]]:
    """Return each pair with all that the article's sentences say of it, and how many speak of it."""
    told: dict[Pair, set[str]] = {}
    sentences: dict[Pair, int] = {}
    for pair, features in told_pairs(scenes):
        told.setdefault(pair, set()).update(features)
        sentences[pair] = sentences.get(pair, 0) + 1
    return {pair: sorted((*features, f"told={min(4, sentences[pair])}")) for pair, features in told.items()}


def find_pairs(scenes: Scenes, weights: Weights) -> set[Pair]:
    """Return the pairs that are likelier to have a deal than not."""
    decision = weights["pair"]
    found: set[Pair] = set()
    for pair, features in gathered_pairs(scenes).items():
        no, yes = decision.scores(features)
        if yes - no > _LIKELY:
            found.add(pair)
    return found


def _features(scenes: Scenes, index: int, first: Mention, second: Mention, classes: frozenset[str]) -> list[str]:
    """Return what speaks for a deal between two mentions of one sentence, `first` before `second`."""
    between = {
        name
        for trigger in scenes.triggers_of(index)
        if first.char_end <= trigger.char_start < second.char_start
        for name in trigger.classes
    }
    inside = scenes.mentions_of(index)
    others = sum(1 for one in inside if first.char_end <= one.char_start < second.char_start)
    kinds = sorted((scenes.org_kind(first.partners), scenes.org_kind(second.partners)))
    preposition = scenes.preposition(second)
    gap = second.char_start - first.char_end
    features = [
        "-".join(kinds),
        f"prep={preposition}",
        f"others={min(3, others)}",
        f"subject={bool(scenes.roles.subject.match(scenes.low, first.char_end))}",
        f"near={0 if gap <= 12 else 1 if gap <= 35 else 2 if gap <= 90 else 3}",
        f"how={first.how}+{second.how}",
        f"rank={min(3, scenes.rank(first.partners[0]))}{min(3, scenes.rank(second.partners[0]))}",
    ]
    features.extend(_links(scenes, index, first, second))
    if second in scenes.coordinated(first):
        features.append("joined")
        features.extend(f"joined:{name}" for name in sorted(classes))
    if scenes.roles.backed.match(scenes.low, first.char_end):
        features.append("backed")
    features.extend(f"via={name}" for name in sorted(between))
    features.extend(f"in={name}" for name in sorted(classes))
    features.extend(f"prep={preposition}&via={name}" for name in sorted(between & _DEALS))
    return features


def _links(scenes: Scenes, index: int, first: Mention, second: Mention) -> list[str]:
    """Return the frames in which two mentions of a sentence have a slot each."""
    clauses = scenes.clauses(index)
    inside = scenes.mentions_of(index)
    ranks = {place: rank for rank, (low, high) in enumerate(scenes.phrases(index)) for place in range(low, high)}
    one, two = ranks[inside.index(first)], ranks[inside.index(second)]
    if one == two:
        return []
    features: set[str] = set()
    for evocation in scenes.evocations_of(index):
        slots = clauses.slot(one, evocation), clauses.slot(two, evocation)
        if all(slots):
            kept = _KEPT.intersection(evocation.frames)
            features.update(f"linked:{frame}" for frame in kept)
            features.update(f"linked:{frame} {'>'.join(slot.rstrip('?') for slot in slots)}" for frame in kept)
            features.add(f"linked {'>'.join(slots)}")
    return sorted(features) or ["unlinked"]


def _topic_features(
    scenes: Scenes, index: int, rank: int, topic: str, mention: Mention, classes: frozenset[str]
) -> list[str]:
    """Return what speaks for a deal between a mention and a topic that its sentence does not name."""
    preposition = scenes.preposition(mention)
    return [
        f"topic{rank}",
        f"topic{rank}:group={len(scenes.coordinated(mention)) > 1}&contract={'contract' in classes}",
        f"topic:prep={preposition}",
        f"topic:how={mention.how}",
        f"topic:subject={scenes.mentions_of(index)[0] == mention}",
        f"topic:{scenes.org_kind((topic,))}-{scenes.org_kind(mention.partners)}",
        *(f"topic:in={name}" for name in sorted(classes)),
        *(f"topic:prep={preposition}&in={name}" for name in sorted(classes & _DEALS)),
    ]


def _ordered(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)
