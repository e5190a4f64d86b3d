"""Where kind, scope and status of a claim were read, and why a quantity was turned down.

Belongs here: the nearest words that speak for a decision. Stays out: the decision itself (`casting`, `attributes`).
"""

from collections.abc import Iterator

from etl.extraction.features import Candidate
from etl.extraction.model import Field
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes

_WORDS = {
    "part": ("part", "rate"),
    "total": ("total", "additional"),
    "reported": ("reported",),
    "completed": ("completed",),
    "cancelled": ("cancelled",),
    "agreed": ("commit", "contract", "planned"),
}
_NO_DEALS = {
    "value": "a valuation or the worth of something",
    "revenue": "revenue, profit or loss",
    "stock": "a move of a share price",
    "market": "the size of a market, or a count of something",
    "backlog": "an order book",
    "price": "a price or a cost",
}


def named(scenes: Scenes, name: str, role: Candidate) -> Iterator[Field]:
    """Yield the field `name` for the mention of a giver or receiver, and for each further one of several that are named
    with it or in its sentence."""
    if role.mention is None:
        return
    inside = scenes.mentions_of(scenes.sentence_of(role.mention.char_start))
    left = set(role.partners)
    for mention in (role.mention, *inside):
        if not left.isdisjoint(mention.partners) and set(mention.partners) <= set(role.partners):
            left.difference_update(mention.partners)
            yield Field(name, mention.char_start, mention.char_end, f"mention:{mention.how}")


def proof(scenes: Scenes, quantity: Quantity, scope: str, status: str) -> Iterator[Field]:
    """Yield the fields of kind, scope and status that some word near the quantity speaks for."""
    at = scenes.sentence_of(quantity.char_start)
    for evocation, _ in scenes.governors(at, quantity)[:1]:
        yield Field("kind", evocation.start, evocation.end, f"frame:{evocation.frames[0]}")
    for name, label in (("scope", scope), ("status", status)):
        classes = set(_WORDS.get(label, ()))
        near = [
            (distance, trigger.char_start, trigger)
            for _, trigger, distance in scenes.around(at, quantity.char_start, quantity.char_end)
            if classes.intersection(trigger.classes)
        ]
        if near:
            trigger = min(near, key=lambda one: one[:2])[2]
            word = sorted(classes.intersection(trigger.classes))[0]
            yield Field(name, trigger.char_start, trigger.char_end, f"word:{word}")


def refusal(scenes: Scenes, quantity: Quantity) -> str:
    """Return in words why a quantity was turned down."""
    at = scenes.sentence_of(quantity.char_start)
    for evocation, _ in scenes.governors(at, quantity)[:1]:
        for frame in evocation.frames:
            if frame in _NO_DEALS:
                return f"likelier {_NO_DEALS[frame]}"
    if not scenes.mentions_of(at):
        return "nobody is named in its sentence, and no deal before it is likely to go on"
    return "likelier no commitment than any"
