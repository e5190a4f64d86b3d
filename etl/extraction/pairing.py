"""Which organisations have a deal with each other, quantified or not.

Belongs here: the pairs that a sentence puts side by side, and the features of each. Stays out: the claims (they imply
their own pairs, see `engine`) and the weights.
"""

from collections.abc import Iterator

from etl.extraction.scene import Scenes
from etl.extraction.weights import Weights

Pair = tuple[str, str]
_LIKELY = 0.4


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
                        scenes.pair_features(index, first, second, classes),
                    )
        for rank, topic in enumerate(scenes.topics):
            if all(topic != mention.partners[0] for mention in named):
                for mention in named:
                    features = scenes.topic_pair_features(index, rank, mention, classes)
                    yield _ordered(topic, mention.partners[0]), features
        for both in (mention for mention in scenes.mentions_of(index) if len(mention.partners) == 2):
            yield _ordered(*both.partners), ["both", *(f"both:{name}" for name in classes)]


def find_pairs(scenes: Scenes, weights: Weights) -> set[Pair]:
    """Return the pairs for which at least one sentence speaks."""
    decision = weights["pair"]
    found: set[Pair] = set()
    for pair, features in told_pairs(scenes):
        if pair not in found:
            no, yes = decision.scores(features)
            if yes - no > _LIKELY:
                found.add(pair)
    return found


def _ordered(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)
