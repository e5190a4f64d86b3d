"""Copies: texts that tell the same story in nearly the same words, such as a wire story on fifty sites.

Belongs here: signatures and the index over them, by rensa. Stays out: exact copies (they have the same identifier).
"""

import re

from rensa import RMinHash, RMinHashLSH

ALIKE = 0.6
_WORDS, _SLOTS, _BANDS, _SEED = 3, 64, 16, 20261124
_WORD = re.compile(r"\w+")


class Copies:
    """Groups texts as they come: each joins the group of the likest text before it, or begins one of its own."""

    def __init__(self) -> None:
        self._index = RMinHashLSH(threshold=ALIKE, num_perm=_SLOTS, num_bands=_BANDS)
        self._known: list[tuple[str, bytes]] = []

    def remember(self, group: str, signature: bytes) -> None:
        """Add a text that was grouped before."""
        self._add(group, signature, _restored(signature))

    def group(self, article_id: str, text: str) -> tuple[str, bytes]:
        """Return the group of a text, named by its first member, and the text's signature."""
        words = _WORD.findall(text.lower())
        mine = RMinHash(_SLOTS, _SEED)
        mine.update([" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))])
        found = [(mine.jaccard(_restored(self._known[key][1])), -key) for key in self._index.query(mine)]
        alike, first = max(found, default=(0.0, 0))
        group = self._known[-first][0] if alike >= ALIKE else article_id
        signature = mine.__getstate__()
        self._add(group, signature, mine)
        return group, signature

    def _add(self, group: str, signature: bytes, restored: RMinHash) -> None:
        self._index.insert(len(self._known), restored)
        self._known.append((group, signature))


def _restored(signature: bytes) -> RMinHash:
    restored = RMinHash(_SLOTS, _SEED)
    restored.__setstate__(signature)
    return restored
