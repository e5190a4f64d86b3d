"""The compact maps answer as a dict would, however often they have sorted themselves anew."""

import random

import numpy as np
import pytest

from etl.sources.compact import Lists, Numbers


@pytest.mark.parametrize("keys", [30, 30_000])
def test_the_last_number_of_a_key_is_found(keys: int) -> None:
    pick = random.Random(keys)
    told = [(pick.randrange(-keys, keys), pick.getrandbits(60)) for _ in range(20_000)]
    expected = dict(told)
    numbers = Numbers(*zip(*told[:5000], strict=True))
    for key, value in told[5000:]:
        numbers.put(key, value)
    assert [numbers.get(key) for key in range(-keys, keys)] == [expected.get(key) for key in range(-keys, keys)]
    assert Numbers().get(1) is None


def test_all_numbers_under_any_of_the_keys_are_found() -> None:
    pick = random.Random(1)
    first, others = ([[pick.choice((0, 9, 2**32 - 1)), pick.randrange(9000)] for _ in range(6000)] for _ in range(2))
    lists = Lists()
    lists.add_many(np.array(first, np.uint64), range(6000))
    for number, keys in enumerate(others, 6000):
        lists.add(np.array(keys, np.uint64), number)
    every = list(enumerate(first + others))
    for wanted in ({2**32 - 1, 7}, {0}, {8999, 5}, {2**31}):
        found = lists.find(np.array(sorted(wanted), np.uint64))
        assert found == {number for number, keys in every if wanted & set(keys)}
