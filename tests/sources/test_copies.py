"""A story that is carried on in nearly the same words is a copy; one that tells of others in the same words is none."""

import random
import re

import pytest
from rensa import RMinHash

from benchmarks.sources import texts
from etl.sources.copies import Copies

STORY = (
    "{giver} signed a cloud contract worth ${worth} billion with {receiver}, the company said on Tuesday in a filing. "
    "The agreement runs through {year} and gives it access to new processors in several states. Analysts had expected "
    "a smaller sum, and the supplier's shares rose when trading opened in New York. Neither company would say where "
    "the machines will stand or who pays for the power that they draw."
)
FIRST = {"giver": "Meta", "receiver": "CoreWeave", "worth": "14.2", "year": "2031"}
WIRE = STORY.format(**FIRST)


def are_one(*stories: str) -> bool:
    copies = Copies()
    return len({copies.group(str(number), text)[0] for number, text in enumerate(stories)}) == 1


@pytest.mark.parametrize(
    "other",
    [
        WIRE,
        WIRE.replace("Analysts had", "Some analysts had"),
        WIRE.replace("several states", "several American states"),
        WIRE + " Reporting by Jo Doe; editing by Max Roe.",
        "NEW YORK (The Wire) - " + WIRE,
        STORY.format(**FIRST | {"worth": "12.4"}),
    ],
)
def test_an_edited_or_corrected_story_is_a_copy(other: str) -> None:
    assert are_one(WIRE, other)


@pytest.mark.parametrize(
    "other",
    [
        {"giver": "Oracle", "receiver": "Nebius", "worth": "9.1"},
        {"receiver": "Nebius"},
        {"worth": "9.1", "year": "2028"},
        {"giver": "Microsoft", "receiver": "Nscale", "worth": "9.1", "year": "2028"},
        {"giver": "xAI", "receiver": "d-Matrix", "worth": "9.1"},
    ],
)
def test_the_same_words_about_others_are_another_story(other: dict[str, str]) -> None:
    assert not are_one(WIRE, STORY.format(**FIRST | other))


def test_copies_with_one_word_in_twenty_changed_are_found() -> None:
    pick, stories = random.Random(1), texts()
    vocabulary = " ".join(stories).split()
    found = []
    for text in stories:
        words = text.split()
        for at in pick.sample(range(len(words)), len(words) // 20):
            words[at] = pick.choice(vocabulary)
        found.append(are_one(text, " ".join(words)))
    assert sum(found) / len(found) >= 0.99


def test_no_two_golden_articles_are_one() -> None:
    copies, stories = Copies(), texts()
    assert len({copies.group(str(number), text)[0] for number, text in enumerate(stories)}) == len(stories)


@pytest.mark.parametrize("head", [b"", b"form1" + bytes(8 + 4)])
def test_what_was_remembered_in_an_older_form_is_still_compared(head: bytes) -> None:
    words = re.findall(r"\w+", WIRE.lower())
    old = RMinHash(64, 20261124)
    old.update([" ".join(words[at : at + 3]) for at in range(len(words) - 2)])
    copies = Copies()
    copies.remember(["before"], [head + old.__getstate__()])
    assert copies.group("now", WIRE)[0] == "before"
