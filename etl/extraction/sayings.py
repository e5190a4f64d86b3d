"""Sayings: features not yet written out, as a function that names them and the few facts that it names them from.

Belongs here: writing sayings out. Stays out: their weights (`weights`), what there is to say (`features`, `roles`).
The same few thousand sayings come again in every article: their weights are found by the saying itself, and its
features are written out once, or where weights are learned.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator

Saying = tuple[Callable[..., Iterable[str]], *tuple[Hashable, ...]]


def names(sayings: Iterable[Saying]) -> Iterator[str]:
    """Yield the features that some sayings stand for."""
    for name, *facts in sayings:
        yield from name(*facts)
