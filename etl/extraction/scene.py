"""The scene of a quantity: its sentence, who is named around it, and which deal words stand where.

Belongs here: what surrounds a quantity, and the features that the weights speak of. Stays out: any decision.
Features are short strings such as `invest:L1` (a word of investing shortly before the value); they are the same in
every language, since only lexicons know words.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import ahocorasick_rs

from etl.extraction.frames import Evocation, SentenceFrames, Syntax
from etl.extraction.lexicon import Lexicon, alternation
from etl.extraction.mentions import Mention, folded
from etl.extraction.quantities import Quantity
from etl.extraction.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Trigger:
    """A deal word: the classes of the lexicon that hold it, and where it stands."""

    classes: tuple[str, ...]
    char_start: int
    char_end: int


class TriggerReader:
    """Finds the deal words of one language by one automaton."""

    def __init__(self, lexicon: Lexicon) -> None:
        classes: dict[str, list[str]] = {}
        for name, words in lexicon["triggers"].items():
            for word in words:
                classes.setdefault(folded(word), []).append(name)
        words = sorted(classes)
        self._classes = [tuple(sorted(classes[word])) for word in words]
        self._automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def read(self, low: str) -> list[Trigger]:
        """Return the triggers of an already folded text, in order."""
        return [
            Trigger(self._classes[index], start, end)
            for index, start, end in self._automaton.find_matches_as_indexes(low)
            if not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())
        ]


class RolePatterns:
    """What stands right before or after a mention, in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        roles = lexicon["roles"]
        self.preposition = re.compile(rf"(?<!\w)({alternation(roles['prepositions'])})\s?(?:\w{{1,4}}['\s])?$")
        self.subject = re.compile(rf"(?:,[^,.]{{0,60}},)?\s?(?:\w+\s)?(?:{alternation(roles['subject_verbs'])})(?!\w)")
        self.announce = re.compile(rf"(?<!\w)(?:{alternation(lexicon['dates']['announce_words'])})(?!\w)")
        self.backed = re.compile(rf"(?:{alternation(roles['backed'])})(?!\w)")
        self.joined = re.compile(rf"\s?(?:{alternation(roles['coordinators'])})\s?(?:\w{{1,4}}['\s])?", re.IGNORECASE)


_AIMED = 16
_BESIDE = 32
_CLAUSE = 60
_TITLE = 9
_TOPICS = 3
_FAR = 20_000
_TITLE_SENTENCES = 3


def _near(distance: int) -> str:
    return "0" if distance <= 12 else "1" if distance <= 35 else "2" if distance <= 90 else "3"


class Scenes:
    """One article prepared for questions about its quantities."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        triggers: Sequence[Trigger],
        evocations: Sequence[Evocation],
        quantities: Sequence[Quantity],
        kinds: dict[str, str],
        roles: RolePatterns,
        syntax: Syntax,
    ) -> None:
        self._low = folded(text)
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._kinds = kinds
        self._roles = roles
        self._mentions: list[list[Mention]] = [[] for _ in sentences]
        for mention in mentions:
            self._mentions[self.sentence_of(mention.char_start)].append(mention)
        self._triggers: list[list[Trigger]] = [[] for _ in sentences]
        for trigger in triggers:
            self._triggers[self.sentence_of(trigger.char_start)].append(trigger)
        self._evocations: list[list[Evocation]] = [[] for _ in sentences]
        for evocation in evocations:
            self._evocations[self.sentence_of(evocation.start)].append(evocation)
        self._quantities: list[list[Quantity]] = [[] for _ in sentences]
        for quantity in quantities:
            self._quantities[self.sentence_of(quantity.char_start)].append(quantity)
        self._syntax = syntax
        self._frames: dict[int, SentenceFrames] = {}
        self._coordinated: dict[int, list[tuple[int, int]]] = {}
        counts = Counter(partner for mention in mentions for partner in mention.partners)
        self._rank = {partner: rank for rank, (partner, _) in enumerate(counts.most_common())}
        first = {mention.partners: mention for mention in reversed(mentions) if len(mention.partners) == 1}
        self._topics = [first[partner,] for partner, _ in counts.most_common(_TOPICS) if (partner,) in first]

    def sentence_of(self, offset: int) -> int:
        """Return the index of the sentence that holds the character at `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def _frames_of(self, index: int) -> SentenceFrames:
        if index not in self._frames:
            inside = self._mentions[index]
            heads = [start for start, _ in self._groups(index)]
            self._frames[index] = SentenceFrames(self._low, self._syntax, self._evocations[index], inside, heads)
        return self._frames[index]

    def _governors(self, at: int, quantity: Quantity) -> list[tuple[Evocation, str]]:
        others = [(one.char_start, one.char_end) for one in self._quantities[at] if one is not quantity]
        return self._frames_of(at).governors(quantity.char_start, quantity.char_end, others)

    def describe(self, quantity: Quantity) -> list[str]:
        """Return what the words around a quantity say of its kind, scope and status."""
        at = self.sentence_of(quantity.char_start)
        measure = quantity.measure
        features = {f"measure={measure}", f"bound={quantity.bound}", f"{measure}~{quantity.value.adjusted()}"}
        for side, trigger, distance in self._around(at, quantity.char_start, quantity.char_end):
            near = _near(distance)
            for name in trigger.classes:
                features.add(f"{name}:{side}{near}")
                features.add(f"{name}:{side}")
                features.add(f"{measure}&{name}")
        for rank, (evocation, how) in enumerate(self._governors(at, quantity)):
            for frame in evocation.frames:
                features.update(
                    (f"{rank}gov={frame}", f"{rank}gov={frame}.{evocation.form} {how}", f"{rank}gov={frame}&{measure}")
                )
        if at:
            features.update(f"{name}:P" for trigger in self._triggers[at - 1] for name in trigger.classes)
        inside = [m for m in self._mentions[at] if m.how != "pronoun"]
        features.add(f"named={min(3, len({m.partners for m in inside}))}")
        for side, nearest in (
            ("L", next((m for m in reversed(inside) if m.char_end <= quantity.char_start), None)),
            ("R", next((m for m in inside if m.char_start >= quantity.char_end), None)),
        ):
            kind = self._kinds.get(nearest.partners[0], "unlisted") if nearest else "nobody"
            if nearest:
                found = self._roles.preposition.search(self._low, max(0, nearest.char_start - 16), nearest.char_start)
                preposition = found[1].strip() if found else "-"
                features.update((f"prep{side}={preposition}", f"prep{side}={preposition}&org={kind}"))
                gap = nearest.char_start - quantity.char_end
                if side == "R" and gap < _AIMED:
                    company = "state" if kind == "state" else "company"
                    features.update((f"aimed={company}", f"aimed={preposition}", f"{measure}&aimed={company}"))
            features.update((f"org{side}={kind}", f"{measure}&org{side}={kind}"))
        return sorted(features)

    def _around(self, at: int, start: int, end: int) -> Iterator[tuple[str, Trigger, int]]:
        for trigger in self._triggers[at]:
            if trigger.char_end <= start:
                yield "L", trigger, start - trigger.char_end
            elif trigger.char_start >= end:
                yield "R", trigger, trigger.char_start - end
            else:
                yield "I", trigger, 0

    def absence(self, quantity: Quantity) -> list[str]:
        """Return what speaks for a role that nobody fills."""
        at = self.sentence_of(quantity.char_start)
        named = len({mention.partners for mention in self._mentions[at]})
        near = [
            f"nobody&{name}"
            for _, trigger, distance in self._around(at, quantity.char_start, quantity.char_end)
            if distance < _CLAUSE
            for name in trigger.classes
        ]
        size = f"nobody at {quantity.measure}~{quantity.value.adjusted()}"
        frames = self._frames_of(at)
        for evocation, _ in self._governors(at, quantity)[:1]:
            for frame in evocation.frames:
                near.append(f"{frame}.{evocation.form}:nobody")
            slots = {frames.slot(index, evocation) for index in range(len(self._mentions[at]))}
            near.extend(f"nobody despite {slot}" for slot in slots)
        return [f"nobody of {min(3, named)}", f"nobody gets {quantity.measure}", size, *near]

    def org_kind(self, partners: Sequence[str]) -> str:
        """Return the kind of organisation of the first of `partners`, 'nobody' where there is none."""
        return self._kinds.get(partners[0], "unlisted") if partners else "nobody"

    def candidates(self, quantity: Quantity) -> Iterator[tuple[int, Mention, list[str]]]:
        """Yield the mentions that may give or receive: how far away they are, who they are, and their features.

        A character counts 1, a sentence 1 000; the partners that the article names most come last, however far.
        """
        at = self.sentence_of(quantity.char_start)
        nearby = [(back, at - back) for back in range(min(4, at + 1))]
        if at + 1 < len(self._sentences):
            nearby.append((-1, at + 1))
        if at > _TITLE_SENTENCES:
            nearby.append((_TITLE, 0))
        for back, index in nearby:
            inside = self._mentions[index]
            for rank, mention in enumerate(inside):
                if self._roles.backed.match(self._low, mention.char_end):
                    continue
                away = max(mention.char_start - quantity.char_end, quantity.char_start - mention.char_end, 0)
                yield abs(back) * 1000 + min(away, 999), mention, self._role_features(quantity, at, back, inside, rank)
        for rank, mention in enumerate(self._topics):
            kind = self.org_kind(mention.partners)
            others = min(2, len({one.partners for one in self._mentions[at]}))
            yield (
                _FAR,
                mention,
                [f"topic={rank}", f"topic={rank}&named={others}", f"org={kind}", f"org={kind}@topic", "at=topic"],
            )

    def _role_features(self, quantity: Quantity, at: int, back: int, inside: Sequence[Mention], rank: int) -> list[str]:
        mention = inside[rank]
        low = self._low
        kind = self.org_kind(mention.partners)
        place = f"{back}" if back else ("L" if mention.char_end <= quantity.char_start else "R")
        found = self._roles.preposition.search(low, max(0, mention.char_start - 16), mention.char_start)
        preposition = found[1].strip() if found else "-"
        features = [
            f"how={mention.how}",
            f"org={kind}",
            f"org={kind}@{place}",
            f"often={min(3, self._rank.get(mention.partners[0], 9))}",
            f"at={place}",
            f"prep={preposition}@{place}",
        ]
        if rank == 0:
            features.append(f"first@{place}")
        if self._roles.subject.match(low, mention.char_end):
            features.append(f"subject@{place}")
        if low.startswith("'s", mention.char_end):
            features.append(f"genitive@{place}")
        governors = self._governors(at, quantity)
        if back == 0:
            features.extend(self._path_features(quantity, at, inside, mention, place))
            frames = self._frames_of(at)
            for number, (evocation, _) in enumerate(governors):
                slot = frames.slot(rank, evocation)
                features.append(f"{number}slot={slot}")
                features.extend(f"{number}{frame}.{evocation.form}:{slot}" for frame in evocation.frames)
        else:
            for evocation, _ in governors[:1]:
                features.extend(f"{frame}.{evocation.form}:at={place}" for frame in evocation.frames)
        return features

    def _path_features(
        self, quantity: Quantity, at: int, inside: Sequence[Mention], mention: Mention, place: str
    ) -> Iterator[str]:
        """Yield what stands between a mention and the quantity of its sentence, and right beside the mention."""
        left = place == "L"
        start, end = (mention.char_end, quantity.char_start) if left else (quantity.char_end, mention.char_start)
        yield f"near={_near(end - start)}@{place}"
        between = {other.partners for other in inside if start <= other.char_start < end} - {mention.partners}
        yield f"between={min(2, len(between))}@{place}"
        owner = self._owner(at, mention, inside)
        if owner is not None:
            yield f"{'owned' if owner is quantity else 'owned by another'}@{place}"

    def _owner(self, at: int, mention: Mention, inside: Sequence[Mention]) -> Quantity | None:
        """Return the quantity right beside a mention: « 300 milliards avec Oracle », « Oracle (300 milliards) »."""
        preposition = self._frames_of(at).prepositions[inside.index(mention)]
        beside: list[tuple[int, int, Quantity]] = []
        for number, one in enumerate(self._quantities[at]):
            gap = mention.char_start - one.char_end if preposition else one.char_start - mention.char_end
            if 0 <= gap <= _BESIDE:
                beside.append((gap, number, one))
        return min(beside)[2] if beside else None

    def announces(self, index: int) -> bool:
        """Tell whether a sentence speaks of saying, signing or announcing."""
        sentence = self._sentences[index]
        return self._roles.announce.search(self._low, sentence.start, sentence.end) is not None

    @property
    def count(self) -> int:
        """Number of sentences."""
        return len(self._sentences)

    def mentions_of(self, index: int) -> list[Mention]:
        """Return the mentions of a sentence."""
        return self._mentions[index]

    def classes_of(self, index: int) -> set[str]:
        """Return the classes of the deal words of a sentence."""
        return {name for trigger in self._triggers[index] for name in trigger.classes}

    def pair_features(self, index: int, first: Mention, second: Mention, classes: set[str]) -> list[str]:
        """Return what speaks for a deal between two mentions of one sentence, `first` before `second`."""
        between = {
            name
            for trigger in self._triggers[index]
            if first.char_end <= trigger.char_start < second.char_start
            for name in trigger.classes
        }
        inside = self._mentions[index]
        others = sum(1 for one in inside if first.char_end <= one.char_start < second.char_start)
        kinds = sorted((self.org_kind(first.partners), self.org_kind(second.partners)))
        found = self._roles.preposition.search(self._low, max(0, second.char_start - 16), second.char_start)
        preposition = found[1].strip() if found else "-"
        subject = bool(self._roles.subject.match(self._low, first.char_end))
        features = [
            "-".join(kinds),
            f"prep={preposition}",
            f"others={min(3, others)}",
            f"subject={subject}",
            f"near={_near(second.char_start - first.char_end)}",
            f"how={first.how}+{second.how}",
            f"rank={min(3, self._rank.get(first.partners[0], 9))}{min(3, self._rank.get(second.partners[0], 9))}",
        ]
        if second in self.coordinated(first):
            features.append("joined")
            features.extend(f"joined:{name}" for name in classes)
        if self._roles.backed.match(self._low, first.char_end):
            features.append("backed")
        features.extend(f"via={name}" for name in between)
        features.extend(f"in={name}" for name in classes)
        features.extend(f"prep={preposition}&via={name}" for name in between & {"contract", "invest", "buy", "supply"})
        return features

    @property
    def topics(self) -> list[str]:
        """The two partners that the article names most."""
        return [mention.partners[0] for mention in self._topics[:2]]

    def topic_pair_features(self, index: int, rank: int, mention: Mention, classes: set[str]) -> list[str]:
        """Return what speaks for a deal between a mention and a topic that its sentence does not name."""
        found = self._roles.preposition.search(self._low, max(0, mention.char_start - 16), mention.char_start)
        preposition = found[1].strip() if found else "-"
        group = len(self.coordinated(mention)) > 1
        subject = self.sentence_subject(index)
        return [
            f"topic{rank}",
            f"topic{rank}:group={group}&contract={'contract' in classes}",
            f"topic:prep={preposition}",
            f"topic:how={mention.how}",
            f"topic:subject={subject == mention}",
            f"topic:{self.org_kind((self.topics[rank],))}-{self.org_kind(mention.partners)}",
            *(f"topic:in={name}" for name in classes),
            *(f"topic:prep={preposition}&in={name}" for name in classes & {"contract", "invest", "buy", "supply"}),
        ]

    def sentence_subject(self, index: int) -> Mention | None:
        """Return the first mention of a sentence."""
        return self._mentions[index][0] if self._mentions[index] else None

    def coordinated(self, mention: Mention) -> list[Mention]:
        """Return the mentions joined to `mention`, itself included, in text order: by commas and one « et », or by
        commas alone where they open the sentence."""
        inside = self._mentions[self.sentence_of(mention.char_start)]
        start, end = self._groups(self.sentence_of(mention.char_start))[inside.index(mention)]
        return list(inside[start:end])

    def _groups(self, index: int) -> list[tuple[int, int]]:
        """Return for each mention of a sentence where its coordinated group starts and ends."""
        if index not in self._coordinated:
            inside = self._mentions[index]
            low, found = 0, []
            for rank in range(1, len(inside) + 1):
                if rank < len(inside) and self._joined(inside[rank - 1], inside[rank]):
                    continue
                gaps = [self._low[one.char_end : two.char_start] for one, two in pairwise(inside[low:rank])]
                opening = self._low[self._sentences[index].start : inside[low].char_start] if gaps else ""
                whole = any(gap.strip() != "," for gap in gaps) or not opening.strip()
                found.extend([(low, rank)] * (rank - low) if whole else [(one, one + 1) for one in range(low, rank)])
                low = rank
            self._coordinated[index] = found
        return self._coordinated[index]

    def is_subject(self, mention: Mention) -> bool:
        """Tell whether the phrase of a mention opens its sentence."""
        return self.coordinated(mention)[0] is self._mentions[self.sentence_of(mention.char_start)][0]

    def _joined(self, left: Mention, right: Mention) -> bool:
        gap = self._low[left.char_end : right.char_start]
        return len(gap) < 24 and self._roles.joined.fullmatch(gap) is not None
