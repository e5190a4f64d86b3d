"""Evidence made small, so that thousands of rows fit into one file; `report.js` unpacks a part when a row of it opens.

Belongs here: what a part is and how it is packed. Stays out: the evidence itself.
"""

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

_TAG = re.compile("(<[^>]*>)")
_ROWS_A_PART = 400
_OFTEN = 20


def packed(fragments: Sequence[str], place: int) -> list[list[int | str]]:
    """Return the fragments from a place on, part by part: the place of the first in it, and the part in Base64.

    A part is deflated JSON: the runs of tags and words that many of its fragments share, and each fragment as a list of
    its own words and of the numbers of such runs.
    """
    starts = range(place, len(fragments), _ROWS_A_PART)
    return [[first, _part(fragments[first : first + _ROWS_A_PART])] for first in starts]


def _part(fragments: Sequence[str]) -> str:
    pieces = [[piece for piece in _TAG.split(one) if piece] for one in fragments]
    count = Counter(piece for one in pieces for piece in one)
    numbers: dict[str, int] = {}
    rows = [
        [numbers.setdefault(run, len(numbers)) if is_shared else run for is_shared, run in _runs(one, count)]
        for one in pieces
    ]
    text = json.dumps([list(numbers), rows], ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _runs(pieces: Iterable[str], count: Counter[str]) -> Iterator[tuple[bool, str]]:
    for is_shared, run in groupby(pieces, key=lambda piece: count[piece] >= _OFTEN):
        yield is_shared, "".join(run)
