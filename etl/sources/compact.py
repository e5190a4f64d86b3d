"""Maps that hold numbers in sorted arrays, for what is remembered of every article: a tenth of what a dict would take.

Belongs here: the arrays. Stays out: what the numbers mean, and where they come from.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

_FEWEST, _PART = 4096, 8
_TOGETHER = 8192
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class Numbers:
    """One number of 64 bits for each key of 64 bits, the last that was put there."""

    def __init__(self, keys: Iterable[int] = (), values: Iterable[int] = ()) -> None:
        """Take over keys and their values, in the order in which they would be put."""
        self._keys, self._values = np.empty(0, np.int64), np.empty(0, np.int64)
        self._fresh: dict[int, int] = {}
        first = np.fromiter(keys, np.int64)
        self._settle(first, np.fromiter(values, np.int64, len(first)))

    def __contains__(self, key: int) -> bool:
        return self.get(key) is not None

    def get(self, key: int) -> int | None:
        """Return the number of a key, None where it has none."""
        if key in self._fresh:
            return self._fresh[key]
        at = int(self._keys.searchsorted(key))
        return int(self._values[at]) if at < len(self._keys) and self._keys[at] == key else None

    def put(self, key: int, value: int) -> None:
        """Set the number of a key."""
        self._fresh[key] = value
        if len(self._fresh) >= max(_FEWEST, len(self._keys) // _PART):
            self._settle(np.fromiter(self._fresh, np.int64), np.fromiter(self._fresh.values(), np.int64))
            self._fresh.clear()

    def _settle(self, keys: npt.NDArray[np.int64], values: npt.NDArray[np.int64]) -> None:
        keys, values = np.concatenate([self._keys, keys]), np.concatenate([self._values, values])
        order = keys.argsort(kind="stable")
        keys = keys[order]
        is_last = np.append(keys[1:] != keys[:-1], True)[: len(keys)]
        self._keys, self._values = keys[is_last], values[order[is_last]]


class Lists:
    """Numbers of 32 bits under keys of 32 bits, any number of them under one."""

    def __init__(self) -> None:
        self._runs: list[npt.NDArray[np.uint64]] = []
        self._fresh: dict[int, list[int]] = {}
        self._count = 0

    def find(self, keys: npt.NDArray[np.uint64]) -> set[int]:
        """Return the numbers that stand under any of some keys."""
        found = {number for key in keys.tolist() for number in self._fresh.get(key, ())}
        for run in self._runs:
            low = keys << _HALF
            starts, ends = run.searchsorted(low), run.searchsorted(low | _LOW, side="right")
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                found.update((run[start:end] & _LOW).tolist())
        return found

    def add(self, keys: npt.NDArray[np.uint64], number: int) -> None:
        """Put one number under some keys."""
        for key in keys.tolist():
            self._fresh.setdefault(key, []).append(number)
        self._count += len(keys)
        if self._count >= _TOGETHER:
            pairs = [key << 32 | number for key, numbers in self._fresh.items() for number in numbers]
            self._settle(np.array(pairs, np.uint64))
            self._fresh.clear()
            self._count = 0

    def add_many(self, keys: npt.NDArray[np.uint64], numbers: Sequence[int]) -> None:
        """Put each number under the keys of its row."""
        self._settle((keys << _HALF | np.fromiter(numbers, np.uint64)[:, None]).ravel())

    def _settle(self, run: npt.NDArray[np.uint64]) -> None:
        """Sort numbers in; runs are joined so that each is more than twice as long as the next."""
        run.sort()
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.concatenate([self._runs.pop(), run])
            run.sort(kind="stable")
        self._runs.append(run)
