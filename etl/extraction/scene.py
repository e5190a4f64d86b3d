"""The scene of a quantity: one article prepared for questions about who and what stands around it.

Belongs here: which mentions, frames, deal words and quantities a sentence holds, who is named together, who the article
is about. Stays out: features (`features`, `pairing`), any decision.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import ahocorasick_rs

from etl.extraction.clauses import SentenceClauses, Syntax
from etl.extraction.frames import Evocation
from etl.extraction.lexicon import Lexicon, alternation, folded
from etl.extraction.model import Mention
from etl.extraction.quantities import Quantity
from etl.extraction.sentences import Sentence
from etl.extraction.sides import side_of

_TOPICS = 3
_BESIDE = 32
_MEMORY = 40
_JOINT = 56
_GAPPED = 16
_LISTED = 2
_ROUND = frozenset({"lead", "back"})
_WORD = re.compile(r"\w+['’]?|[^\w\s]")
_BESIDE, _WITHIN = 3, 8
_STEM = 5


class Trigger(NamedTuple):
    """A deal word: the classes of the lexicon that hold it, and where it stands."""

    classes: tuple[str, ...]
    char_start: int
    char_end: int


class Party(NamedTuple):
    """Those of one phrase who may deal, not those who are only named as somebody's backers: each alone and, where
    several are joined, together; with each the mention that names it and its company."""

    rank: int
    start: int
    end: int
    named: tuple[tuple[Mention, tuple[str, ...], str], ...]


def _together(group: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(sorted({name for one in group for name in one.partners}))


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
        dates = lexicon["dates"]
        earlier = (*dates["earlier"], *(name for names in dates["months"] for name in names.split() if len(name) > 3))
        self.earlier = re.compile(rf"(?<!\w)(?:{alternation(earlier)})(?!\w)")
        self.backed = re.compile(rf"(?:{alternation(roles['backed'])})(?!\w)")
        tenses = lexicon["tenses"]
        self.hedged = re.compile(rf"(?<!\w)\w*(?:{alternation(tenses['hedged_endings'])})(?!\w)")
        self.perfect = re.compile(rf"(?<!\w)(?:{alternation(tenses['perfect'])})\s(?:\w+\s)?$")
        self.future = re.compile(rf"(?<!\w)(?:{alternation(tenses['future'])})\s?(?:\w+\s)?$")
        self.past_forms, self.future_forms = tuple(tenses["past_endings"]), tuple(tenses["future_endings"])
        worded = [word for word in roles["coordinators"] if word.strip(" ,/–-")]
        nouns = alternation((*lexicon["organisations"]["nouns"], *lexicon["syntax"]["before_names"]))
        described = rf"(?:[\w'-]+\s){{0,3}}(?:[dl]')?(?:{nouns})\s(?:(?:{alternation(roles['run_by'])})\s?)?"
        suffix = rf"(?:\s(?:{alternation(lexicon['organisations']['suffixes'])}))?\s?(?:\([^()\d]{{1,24}}\)\s?)?"
        self.more = re.compile(rf",?\s(?:{alternation(worded)})(?!\w)")
        self.joined = re.compile(
            rf"{suffix}(?:(?:{alternation(roles['coordinators'])})\s?(?:\w{{1,4}}['\s]|\w+'s\s)?"
            rf"|(?:{alternation(worded)})\s(?:(?:{alternation(roles['prepositions'])})\s?)?{described})",
            re.IGNORECASE,
        )


class Scenes:
    """One article prepared for questions about its quantities."""

    def __init__(
        self,
        low: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        triggers: Sequence[Trigger],
        evocations: Sequence[Evocation],
        quantities: Sequence[Quantity],
        kinds: dict[str, str],
        roles: RolePatterns,
        syntax: Syntax,
    ) -> None:
        self.low = low
        self.roles = roles
        self._sentences = sentences
        self._starts = [0, *(sentence.start for sentence in sentences[1:])]
        self._kinds = kinds
        self._syntax = syntax
        self._mentions: list[list[Mention]] = [[] for _ in sentences]
        for mention in mentions:
            self._mentions[self.sentence_of(mention.char_start)].append(mention)
        self._triggers: list[list[Trigger]] = [[] for _ in sentences]
        for trigger in triggers:
            self._triggers[self.sentence_of(trigger.char_start)].append(trigger)
        self._evocations: list[list[Evocation]] = [[] for _ in sentences]
        figures = bytearray(len(low) + 1)
        for quantity in quantities:
            figures[quantity.char_start : quantity.char_end] = b"\1" * (quantity.char_end - quantity.char_start)
        for evocation in evocations:
            if not figures[evocation.start]:
                self._evocations[self.sentence_of(evocation.start)].append(evocation)
        self._quantities: list[list[Quantity]] = [[] for _ in sentences]
        for quantity in quantities:
            self._quantities[self.sentence_of(quantity.char_start)].append(quantity)
        self.sides: dict[tuple[int, int, int, str], frozenset[str]] = {}
        self._classes: dict[int, frozenset[str]] = {}
        self._clauses: dict[int, SentenceClauses] = {}
        self._governors: dict[tuple[int, int], list[tuple[Evocation, str]]] = {}
        self._groups: dict[int, list[tuple[int, int]]] = {}
        self._parties: dict[int, list[Party]] = {}
        self._coordinated: dict[int, list[Mention]] = {}
        self._prepositions: dict[int, str] = {}
        self._words: dict[int, list[str]] = {}
        counts = Counter(partner for mention in mentions for partner in mention.partners)
        self._rank = {partner: rank for rank, (partner, _) in enumerate(counts.most_common())}
        first = {mention.partners: mention for mention in reversed(mentions) if len(mention.partners) == 1}
        self.topics = [first[partner,] for partner, _ in counts.most_common(_TOPICS) if (partner,) in first]

    @property
    def count(self) -> int:
        """Number of sentences."""
        return len(self._sentences)

    def sentence_of(self, offset: int) -> int:
        """Return the index of the sentence that holds the character at `offset`."""
        return bisect_right(self._starts, offset) - 1

    def block_of(self, index: int) -> int:
        """Return the number of the line that a sentence stands on."""
        return self._sentences[index].block

    def bounds_of(self, index: int) -> tuple[int, int]:
        """Return where a sentence starts and ends."""
        return self._sentences[index].start, self._sentences[index].end

    def mentions_of(self, index: int) -> list[Mention]:
        """Return the mentions of a sentence."""
        return self._mentions[index]

    def triggers_of(self, index: int) -> list[Trigger]:
        """Return the deal words of a sentence."""
        return self._triggers[index]

    def evocations_of(self, index: int) -> list[Evocation]:
        """Return the words of a sentence that evoke frames."""
        return self._evocations[index]

    def quantities_of(self, index: int) -> list[Quantity]:
        """Return the quantities of a sentence."""
        return self._quantities[index]

    def classes_of(self, index: int) -> frozenset[str]:
        """Return the classes of the deal words of a sentence."""
        if index not in self._classes:
            self._classes[index] = frozenset(name for trigger in self._triggers[index] for name in trigger.classes)
        return self._classes[index]

    def org_kind(self, partners: Sequence[str]) -> str:
        """Return the kind of organisation of the first of `partners`, 'nobody' where there is none."""
        return self._kinds.get(partners[0], "unlisted") or "unlisted" if partners else "nobody"

    def rank(self, partner: str) -> int:
        """Return the place of a partner among those that the article names most."""
        return self._rank.get(partner, 9)

    def naming(self, partners: Sequence[str], before: int) -> Mention | None:
        """Return the last mention of somebody of `partners` up to a sentence, else the first one soon after it."""
        wanted = set(partners)
        earlier = range(before, max(-1, before - _MEMORY), -1)
        for index in (*earlier, *range(before + 1, min(self.count, before + _MEMORY))):
            found: list[Mention] = [one for one in self._mentions[index] if not wanted.isdisjoint(one.partners)]
            if found:
                return found[-1] if index <= before else found[0]
        return None

    def announces(self, index: int) -> bool:
        """Tell whether a sentence speaks of saying, signing or announcing."""
        sentence = self._sentences[index]
        return self.roles.announce.search(self.low, sentence.start, sentence.end) is not None

    def bygone(self, index: int) -> bool:
        """Tell whether a sentence speaks of another month or of an earlier time (« l'été dernier », "last year")."""
        return self.roles.earlier.search(self.low, *self.bounds_of(index)) is not None

    def hedged(self, index: int) -> bool:
        """Tell whether a sentence has a verb in the mood of hearsay (« aurait », "would")."""
        return self.roles.hedged.search(self.low, *self.bounds_of(index)) is not None

    def tense(self, evocation: Evocation) -> str:
        """Return noun, perfect, future, past or present, by the form of an evocation and what stands before it."""
        if evocation.form == "noun":
            return "noun"
        start = max(0, evocation.start - 24)
        if self.roles.perfect.search(self.low, start, evocation.start):
            return f"{evocation.form} perfect"
        if self.roles.future.search(self.low, start, evocation.start):
            return f"{evocation.form} future"
        word = self.low[evocation.start : evocation.end].split(" ")[0]
        if word.endswith(self.roles.future_forms):
            return f"{evocation.form} future"
        return f"{evocation.form} {'past' if word.endswith(self.roles.past_forms) else 'present'}"

    def around(self, index: int, start: int, end: int) -> Iterator[tuple[str, Trigger, int]]:
        """Yield the deal words left (L), right (R) and inside (I) of a place, with their distance."""
        for trigger in self._triggers[index]:
            if trigger.char_end <= start:
                yield "L", trigger, start - trigger.char_end
            elif trigger.char_start >= end:
                yield "R", trigger, trigger.char_start - end
            else:
                yield "I", trigger, 0

    def words_around(self, quantity: Quantity) -> list[str]:
        """Return the words around a quantity by their first letters: those right beside it with their side, the longer
        ones of some more without. They say what no lexicon lists."""
        if quantity.char_start not in self._words:
            start, end = self.bounds_of(self.sentence_of(quantity.char_start))
            before = _WORD.findall(self.low, start, quantity.char_start)[-_WITHIN:]
            after = _WORD.findall(self.low, quantity.char_end, end)[:_WITHIN]
            self._words[quantity.char_start] = [
                *(f"{word[: _STEM + 1]} before" for word in before[-_BESIDE:]),
                *(f"{word[: _STEM + 1]} after" for word in after[:_BESIDE]),
                *(f"{word[:_STEM]}…" for word in (*before, *after) if len(word) >= _STEM - 1),
            ]
        return self._words[quantity.char_start]

    def preposition(self, mention: Mention) -> str:
        """Return the word before a mention that ties it to what comes before, '-' for none."""
        start = mention.char_start
        if start not in self._prepositions:
            found = self.roles.preposition.search(self.low, max(0, start - 16), start)
            self._prepositions[start] = found[1].strip() if found else "-"
        return self._prepositions[start]

    def clauses(self, index: int) -> SentenceClauses:
        """Return the clauses of a sentence; the rank of a phrase is the place of its first mention's group."""
        if index not in self._clauses:
            inside = self._mentions[index]
            spans = [
                (inside[low].char_start, inside[high - 1].char_end, inside[low].how == "possessive")
                for low, high in self.phrases(index)
            ]
            bounds = self.bounds_of(index)
            self._clauses[index] = SentenceClauses(self.low, bounds, self._syntax, self._evocations[index], spans)
        return self._clauses[index]

    def governors(self, index: int, quantity: Quantity) -> list[tuple[Evocation, str]]:
        """Return the evocations that govern a quantity of a sentence, the closest first."""
        key = (index, quantity.char_start)
        if key not in self._governors:
            others = [(one.char_start, one.char_end) for one in self._quantities[index] if one is not quantity]
            self._governors[key] = self.clauses(index).governors(quantity.char_start, quantity.char_end, others)
        return self._governors[key]

    def phrases(self, index: int) -> list[tuple[int, int]]:
        """Return the groups of mentions joined in one phrase, as ranges of places in `mentions_of`: joined by commas
        and one « et », or by commas alone where they open the sentence or are three."""
        if index not in self._groups:
            inside, figures = self._mentions[index], self._quantities[index]
            low, found = 0, []
            for rank in range(1, len(inside) + 1):
                if rank < len(inside) and self._joined(inside[rank - 1], inside[rank], figures):
                    continue
                gaps = [self.low[one.char_end : two.char_start] for one, two in pairwise(inside[low:rank])]
                opening = self.low[self._sentences[index].start : inside[low].char_start] if gaps else ""
                closed = any(gap.strip() != "," for gap in gaps) or self.roles.more.match(
                    self.low, inside[rank - 1].char_end
                )
                whole = closed or len(gaps) >= _LISTED or not opening.strip()
                found.extend([(low, rank)] if whole else [(one, one + 1) for one in range(low, rank)])
                low = rank
            self._groups[index] = found if inside else []
        return self._groups[index]

    def parties(self, index: int) -> list[Party]:
        """Return who of a sentence may deal, phrase by phrase."""
        if index not in self._parties:
            self._parties[index] = list(self._dealing(index))
        return self._parties[index]

    def _dealing(self, index: int) -> Iterator[Party]:
        groups = {}
        for rank, (low, high) in enumerate(self.phrases(index)):
            inside = self._mentions[index][low:high]
            groups[rank] = [one for one in inside if not self.roles.backed.match(self.low, one.char_end)]
        spread = self._spread(index, {rank: group for rank, group in groups.items() if group})
        for rank, group in groups.items():
            if not group:
                continue
            together = _together(group)
            named = [
                (one, one.partners, "one of a group" if len(together) > len(one.partners) else "") for one in group
            ]
            if len(group) > 1 and len(together) > 1:
                named.append((group[0], together, "joined"))
            named.extend((group[0], partners, how) for partners, how in spread.get(rank, ()))
            yield Party(rank, group[0].char_start, group[-1].char_end, tuple(named))

    def _spread(self, index: int, groups: dict[int, list[Mention]]) -> dict[int, list[tuple[tuple[str, ...], str]]]:
        """Return those who act together though not named in one phrase, and how, by the first of their phrases: the
        subject of a sentence with its partner (« X bâtit avec Y »), those who lead and join one round."""
        found: dict[int, list[tuple[tuple[str, ...], str]]] = {}
        if len(groups) < 2:
            return found
        clauses = self.clauses(index)
        subject = next((rank for rank in groups if not clauses.phrases[rank].preposition), None)
        if subject is not None:
            for rank, group in groups.items():
                if clauses.phrases[rank].preposition == "with" and rank != subject:
                    together = _together((*groups[subject], *group))
                    if len(together) > max(len(_together(group)), len(_together(groups[subject]))):
                        found.setdefault(subject, []).append((together, "with"))
        leading = [one for one in self._evocations[index] if not _ROUND.isdisjoint(one.frames)]
        if leading:
            raising = [one for one in self._evocations[index] if "raise" in one.frames]
            ranks = [
                rank
                for rank in groups
                if self._sided(index, rank, leading, "M") and not self._sided(index, rank, raising, "R")
            ]
            if len(ranks) > 1:
                together = _together([one for rank in ranks for one in groups[rank]])
                found.setdefault(ranks[0], []).append((together, "round"))
        return found

    def _sided(self, index: int, rank: int, evocations: Sequence[Evocation], side: str) -> bool:
        """Tell whether an evocation puts a phrase on a side of money."""
        slots = [(one, self.clauses(index).slot(rank, one).rstrip("?")) for one in evocations]
        return any(side_of(frame, one.form, slot, "money") == side for one, slot in slots for frame in one.frames)

    def coordinated(self, mention: Mention) -> list[Mention]:
        """Return the mentions joined to `mention`, itself included, in text order."""
        if mention.char_start not in self._coordinated:
            index = self.sentence_of(mention.char_start)
            for low, high in self.phrases(index):
                group = self._mentions[index][low:high]
                self._coordinated.update((one.char_start, group) for one in group)
        return self._coordinated[mention.char_start]

    def is_subject(self, mention: Mention) -> bool:
        """Tell whether the phrase of a mention opens its sentence."""
        return self.coordinated(mention)[0] is self._mentions[self.sentence_of(mention.char_start)][0]

    def owner(self, index: int, rank: int) -> Quantity | None:
        """Return the quantity right beside a phrase: « 300 milliards avec Oracle », « Oracle (300 milliards) »."""
        phrase = self.clauses(index).phrases[rank]
        beside: list[tuple[int, int, Quantity]] = []
        for number, one in enumerate(self._quantities[index]):
            gap = phrase.start - one.char_end if phrase.preposition else one.char_start - phrase.end
            if 0 <= gap <= _BESIDE:
                beside.append((gap, number, one))
        return min(beside)[2] if beside else None

    def _joined(self, left: Mention, right: Mention, before: Sequence[Quantity]) -> bool:
        """Tell whether two mentions are named in one breath; who comes right before a further figure is not joined to
        the one before it: "$10 billion in X, and Y up to $5 billion"."""
        gap = self.low[left.char_end : right.char_start]
        if len(gap) >= _JOINT or self.roles.joined.fullmatch(gap) is None:
            return False
        told = any(one.char_end <= left.char_start for one in before)
        return not (told and any(0 <= one.char_start - right.char_end <= _GAPPED for one in before))
