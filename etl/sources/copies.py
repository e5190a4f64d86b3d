"""Copies: texts that tell the same story in nearly the same words, such as a wire story on fifty sites.

Belongs here: signatures and the index over them, by rensa, and what tells a copy from another story in the same form.
Stays out: exact copies (they have the same identifier).
"""

import re
import zlib
from array import array
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b

from rensa import RMinHash, RMinHashLSH

ALIKE = 0.6
_WORDS, _SLOTS, _BANDS, _SEED = 3, 64, 16, 20261124
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_NUMBER = 1
_MOST_REPLACED, _FORM = 0.15, 8
_MARK = b"form1"
_HEAD = len(_MARK) + _FORM + 4


@dataclass(frozen=True, slots=True)
class _Story:
    """A text as it is compared: `form` is a digest of it without its names and numbers, which `names` counts.

    Names are even, numbers odd. Both are empty for a text that was remembered before they were.
    """

    words: RMinHash
    form: bytes
    names: Counter[int]

    def tells_another(self, other: "_Story") -> bool:
        """Whether two texts of alike words name others: the same form filled in anew, or too many names replaced."""
        if not (self.form and other.form):
            return False
        here, there = self.names - other.names, other.names - self.names
        replaced = min(here.total(), there.total())
        if self.form == other.form:
            return replaced > 1 or min(_count_names(here), _count_names(there)) > 0
        return replaced > max(2, _MOST_REPLACED * min(self.names.total(), other.names.total()))


class Copies:
    """Groups texts as they come: each joins the group of the likest text before it, or begins one of its own."""

    def __init__(self) -> None:
        self._index = RMinHashLSH(threshold=ALIKE, num_perm=_SLOTS, num_bands=_BANDS)
        self._known: list[tuple[str, bytes]] = []

    def remember(self, group: str, signature: bytes) -> None:
        """Add a text that was grouped before."""
        self._add(group, signature, _words(signature))

    def group(self, article_id: str, text: str) -> tuple[str, bytes]:
        """Return the group of a text, named by its first member, and the text's signature."""
        mine = _story(text)
        alike, first = 0.0, article_id
        for key in sorted(self._index.query(mine.words)):
            group, signature = self._known[key]
            other = _restored(signature)
            likeness = mine.words.jaccard(other.words)
            if likeness >= ALIKE and likeness > alike and not mine.tells_another(other):
                alike, first = likeness, group
        signature = _stored(mine)
        self._add(first, signature, mine.words)
        return first, signature

    def _add(self, group: str, signature: bytes, words: RMinHash) -> None:
        self._index.insert(len(self._known), words)
        self._known.append((group, signature))


def _story(text: str) -> _Story:
    words = _WORD.findall(text.lower())
    signed = RMinHash(_SLOTS, _SEED)
    signed.update([" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))])
    form, names = [], []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            names.append(zlib.crc32(token.encode()) & 0xFFFF | _NUMBER)
        elif token[0].isupper():
            names.append(zlib.crc32(token.encode()) & 0xFFFE)
        else:
            form.append(token)
    digest = blake2b(" ".join(form).encode("utf-8", "replace"), digest_size=_FORM).digest()
    return _Story(signed, digest, Counter(names))


def _count_names(told: Counter[int]) -> int:
    return sum(count for name, count in told.items() if not name & _NUMBER)


def _stored(story: _Story) -> bytes:
    names = array("H", sorted(story.names.elements())).tobytes()
    return b"".join((_MARK, story.form, len(names).to_bytes(4, "big"), names, story.words.__getstate__()))


def _restored(signature: bytes) -> _Story:
    names = array("H")
    if not signature.startswith(_MARK):
        return _Story(_words(signature), b"", Counter(names))
    names.frombytes(signature[_HEAD : _HEAD + _size(signature)])
    return _Story(_words(signature), signature[len(_MARK) : len(_MARK) + _FORM], Counter(names))


def _words(signature: bytes) -> RMinHash:
    words = RMinHash(_SLOTS, _SEED)
    words.__setstate__(signature[_HEAD + _size(signature) :] if signature.startswith(_MARK) else signature)
    return words


def _size(signature: bytes) -> int:
    return int.from_bytes(signature[_HEAD - 4 : _HEAD], "big")
