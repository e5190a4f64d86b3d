"""Copies: texts that tell the same story in nearly the same words, such as a wire story on fifty sites.

Belongs here: signatures, by rensa, the index over them, and what tells a copy from another story in the same form.
Stays out: exact copies (they have the same identifier), and how the index is held (`compact`).
"""

import re
import tempfile
import weakref
import zlib
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from etl.sources.compact import Lists

ALIKE = 0.6
_WORDS, _SLOTS, _BANDS, _SEED = 3, 64, 16, 20261124
_MIXED = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_NUMBER = 1
_MOST_REPLACED, _FORM = 0.15, 8
_MARK, _OLDER = b"form2", b"form1"
_HEAD = len(_MARK) + _FORM + 4
_TAIL = 4 * _SLOTS
Digest = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Story:
    """A text as it is compared: `form` is a digest of it without its names and numbers, which `names` counts.

    Names are even, numbers odd. Both are empty for a text that was remembered before they were.
    """

    words: Digest
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
    """Groups texts as they come: each joins the group of the likest text before it, or begins one of its own.

    Texts that share a band of their signatures are compared. Signatures lie in a temporary file, so that many take
    little memory.
    """

    def __init__(self) -> None:
        self._index = Lists()
        self._known = tempfile.TemporaryFile(prefix="dealhouse-")  # noqa: SIM115 as long-lived as this
        self._ends = array("Q", [0])
        weakref.finalize(self, self._known.close)

    def remember(self, groups: Sequence[str], signatures: Sequence[bytes]) -> None:
        """Add texts that were grouped before; they are numbered from 0."""
        first = len(self._ends) - 1
        self._keep(groups, signatures)
        tails = [one[-_TAIL:] if one.startswith(_MARK) else _words(one).tobytes() for one in signatures]
        words = np.frombuffer(b"".join(tails), np.uint32).reshape(-1, _SLOTS)
        self._index.add_many(_bands(words), range(first, first + len(words)))

    def group_of(self, number: int) -> str:
        """Return the group of a remembered text."""
        return self._restore(number)[0]

    def group(self, article_id: str, text: str) -> tuple[str, bytes]:
        """Return the group of a text, named by its first member, and the text's signature."""
        mine = _story(text)
        (bands,) = _bands(mine.words[None])
        alike, first = 0.0, article_id
        for number in sorted(self._index.find(bands)):
            group, signature = self._restore(number)
            other = _restored(signature)
            likeness = float(np.mean(mine.words == other.words))
            if likeness >= ALIKE and likeness > alike and not mine.tells_another(other):
                alike, first = likeness, group
        signature = _stored(mine)
        self._index.add(bands, len(self._ends) - 1)
        self._keep([first], [signature])
        return first, signature

    def _keep(self, groups: Sequence[str], signatures: Sequence[bytes]) -> None:
        rows = [group.encode() + b"\0" + signature for group, signature in zip(groups, signatures, strict=True)]
        self._known.seek(self._ends[-1])
        self._known.write(b"".join(rows))
        for row in rows:
            self._ends.append(self._ends[-1] + len(row))

    def _restore(self, number: int) -> tuple[str, bytes]:
        begin, end = self._ends[number : number + 2]
        self._known.seek(begin)
        group, _, signature = self._known.read(end - begin).partition(b"\0")
        return group.decode(), signature


def _bands(words: Digest) -> npt.NDArray[np.uint64]:
    """Return a key of 32 bits for each band of each signature, equal where two have the same numbers in a band."""
    mixed: npt.NDArray[np.uint64] = words.view(np.uint64).reshape(len(words), _BANDS, 2) * _MIXED
    return ((mixed[:, :, 0] ^ (mixed[:, :, 1] >> np.uint64(7))) + np.arange(_BANDS, dtype=np.uint64)) >> np.uint64(32)


def _story(text: str) -> _Story:
    words = _WORD.findall(text.lower())
    signed = RMinHash(_SLOTS, _SEED)
    signed.update([" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))])
    form, names = [], []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            names.append(zlib.crc32(token.encode()) & 0xFFFF | _NUMBER)
        elif token != token.lower():
            names.append(zlib.crc32(token.encode()) & 0xFFFE)
        else:
            form.append(token)
    digest = blake2b(" ".join(form).encode("utf-8", "replace"), digest_size=_FORM).digest()
    return _Story(np.array(signed.digest(), np.uint32), digest, Counter(names))


def _count_names(told: Counter[int]) -> int:
    return sum(count for name, count in told.items() if not name & _NUMBER)


def _stored(story: _Story) -> bytes:
    names = array("H", sorted(story.names.elements())).tobytes()
    return b"".join((_MARK, story.form, len(names).to_bytes(4, "big"), names, story.words.tobytes()))


def _restored(signature: bytes) -> _Story:
    names = array("H")
    if not signature.startswith((_MARK, _OLDER)):
        return _Story(_words(signature), b"", Counter(names))
    names.frombytes(signature[_HEAD : _HEAD + _size(signature)])
    return _Story(_words(signature), signature[len(_MARK) : len(_MARK) + _FORM], Counter(names))


def _words(signature: bytes) -> Digest:
    """Return the MinHash of a signature; older ones hold it as rensa writes it."""
    if signature.startswith(_MARK):
        return np.frombuffer(signature[-_TAIL:], np.uint32)
    words = RMinHash(_SLOTS, _SEED)
    words.__setstate__(signature[_HEAD + _size(signature) :] if signature.startswith(_OLDER) else signature)
    return np.array(words.digest(), np.uint32)


def _size(signature: bytes) -> int:
    return int.from_bytes(signature[_HEAD - 4 : _HEAD], "big")
