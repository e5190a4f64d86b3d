"""Coreference: which organisation « le groupe », "the Dutch company", "it", "the two firms" mean in an article.

Belongs here: phrases that name nobody, and their antecedents among the mentions before them. Stays out: names
(`mentions`), all words (lexicons). A wrong antecedent is worse than none: what fits nobody is left out.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from etl.extraction.lexicon import Lexicon, alternation, keyed, plain
from etl.extraction.model import Mention
from etl.extraction.sentences import Sentence

_MEMORY = 14
_REACH = 5
_PER_MENTION, _OFTEN = 0.25, 0.3
_BACK = 4
_TIED = 16
_CLOSE = 2
_NEAR = 300
_NAMED_NEXT = re.compile(r"[\s-](?:[A-ZÀ-ÖØ-Þ][\w&.-]+)")


class _Lands:
    """The states that a text names, in text order, whether they act or not."""

    def __init__(self, named: Sequence[Mention]) -> None:
        self._named = [one.partners[0] for one in named]
        self._ends = [one.char_end for one in named]
        self._counts = Counter(self._named)

    def governed(self, place: int) -> str:
        """Return the state whose government is meant at a place: the one named most, what is named close before
        counting more; '' where none is named."""
        near = self._named[bisect_left(self._ends, place - _NEAR) : bisect_right(self._ends, place)]
        votes = Counter(near)
        return max(votes or self._counts, key=lambda one: votes[one] * _CLOSE + self._counts[one], default="")


class Coreference:
    """Resolves the anaphors of one language; immutable once built."""

    def __init__(
        self, lexicon: Lexicon, kinds: Mapping[str, str], countries: Mapping[str, str], states: Mapping[str, str]
    ) -> None:
        self._kinds, self._countries, self._states = kinds, countries, states
        self._lands = frozenset(states.values())
        words = lexicon["coreference"]
        self._heads: dict[str, tuple[str, ...]] = {
            noun: tuple(kind.split("|")) if kind else () for noun, kind in words["heads"].items()
        }
        self._kinds_of = keyed(self._heads)
        self._demonyms: dict[str, str] = words["demonyms"]
        self._groups: dict[str, int] = words["groups"]
        self._counts = keyed(self._groups)
        self._capitals: dict[str, str] = words["capitals"]
        self._states_of = keyed(self._capitals)
        self._pronouns, self._possessives = frozenset(words["pronouns"]), frozenset(words["possessives"])
        heads, demonyms = alternation(self._heads), alternation(self._demonyms)
        article, word = alternation(words["determiners"]), r"[a-zà-ÿ0-9][\w.'-]*"
        stop = alternation(words["not_modifiers"])
        modifiers = rf"(?:(?!(?:{stop})\b){word}[\s-]){{0,3}}?" if words["modifiers_first"] else ""
        after = "" if words["modifiers_first"] else rf"(?:\s(?P<origin>{demonyms})(?!\w))?"
        lone = rf"|(?P<lone>{demonyms})" if words["lone_demonyms"] else ""
        headed = rf"(?P<head>{heads})(?!\w|'s\s\w+\s(?:of|in)\b){after}{lone}"
        determined = rf"(?:{article})(?:\s|(?<='))(?P<modifiers>{modifiers})(?:{headed})"
        groups = rf"(?P<group>{alternation(self._groups)})"
        pronouns = rf"(?P<pronoun>{alternation((*self._pronouns, *self._possessives))})"
        capitals = rf"(?P<capital>{alternation(self._capitals)})"
        self._anaphor = re.compile(rf"(?<![\w'-])(?:{groups}|{capitals}|{determined}|{pronouns})(?!\w)")
        self._objects = frozenset(lexicon["syntax"].get("dative", ()))  # a language may have none
        prepositions = alternation(lexicon["roles"]["prepositions"])
        self._tied = re.compile(rf"(?<!\w)(?:{prepositions})\s?(?:\w{{1,4}}['\s])?$")

    def resolve(
        self, text: str, low: str, sentences: Sequence[Sentence], named: Sequence[Mention]
    ) -> tuple[Mention, ...]:
        """Return the named mentions of a text and those that its anaphors add, in text order, without overlaps; a place
        is no mention, but a government may be its."""
        lands = _Lands([one for one in named if one.partners[0] in self._lands and one.how in {"name", "place"}])
        named = [one for one in named if one.how != "place"]
        said = Counter(partner for mention in named for partner in mention.partners)
        result: list[Mention] = []
        subjects: list[tuple[str, ...]] = []
        position = 0
        for sentence in sentences:
            inside: list[Mention] = []
            while position < len(named) and named[position].char_start < sentence.end:
                inside.append(named[position])
                position += 1
            found = self._inside(text, low, sentence, inside, result, subjects, said, lands)
            result.extend(found)
            if found:
                subjects.append(found[0].partners)
        return tuple(result)

    def _inside(
        self,
        text: str,
        low: str,
        sentence: Sentence,
        inside: Sequence[Mention],
        earlier: Sequence[Mention],
        subjects: Sequence[tuple[str, ...]],
        said: Counter[str],
        lands: _Lands,
    ) -> list[Mention]:
        merged = list(inside)
        for found in self._anaphor.finditer(low, sentence.start, sentence.end):
            if any(one.char_start < found.end() and found.start() < one.char_end for one in inside):
                continue
            before = [one for one in merged if one.char_end <= found.start()]
            before.sort(key=lambda one: one.char_start)
            memory = [*earlier[-_MEMORY:], *before]
            mention = self._mention(text, low, found, before, memory, subjects, said, lands)
            if mention:
                merged.append(mention)
        return sorted(merged, key=lambda one: one.char_start)

    def _mention(
        self,
        text: str,
        low: str,
        found: re.Match[str],
        before: Sequence[Mention],
        memory: Sequence[Mention],
        subjects: Sequence[tuple[str, ...]],
        said: Counter[str],
        lands: _Lands,
    ) -> Mention | None:
        start, end = found.span()
        if found["group"]:
            partners = self._several(self._counts[plain(found["group"])], memory, said)
            return Mention(partners, start, end, "pair") if partners else None
        if found["capital"]:
            state = self._state(self._states_of[plain(found["capital"])])
            return Mention((state,), start, end, "capital") if state and text[start].isupper() else None
        if found["pronoun"]:
            how = "possessive" if found["pronoun"] in self._possessives else "pronoun"
            partners = self._meant(low, found, before, subjects)
            return Mention(partners, start, end, how) if len(partners) == 1 else None
        if _NAMED_NEXT.match(text, end):
            return None
        groups = found.groupdict()
        origin = groups.get("origin") or groups.get("lone") or ""
        origin = origin or next((word for word in found["modifiers"].split() if word in self._demonyms), "")
        wanted = self._kinds_of.get(plain(found["head"] or ""), ())
        if wanted == ("state",):
            country = self._demonyms.get(origin, "")
            state = self._state(country) if country else lands.governed(start)
            return Mention((state,), start, end, "noun") if state else None
        partners = self._antecedent(wanted, self._demonyms.get(origin, ""), before, memory, subjects, said)
        return Mention(partners, start, end, "noun") if partners else None

    def _meant(
        self, low: str, found: re.Match[str], before: Sequence[Mention], subjects: Sequence[tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Return whom a pronoun means: who its sentence is about so far, else the subject of the sentence before; an
        object (« lui », "with it") is not the subject of its own clause."""
        single = [one for one in before if len(one.partners) == 1 and one.how != "possessive"]
        bare = [one for one in single if not self._is_tied(low, one)]
        word = found["pronoun"]
        if word not in self._possessives and (
            word in self._objects or self._tied.search(low, max(0, found.start() - 16), found.start())
        ):
            doing = (bare or single)[-1].partners if single else ()
            others = [one.partners for one in bare[::-1]] + list(subjects[:-_BACK:-1])
            return next((one for one in others if one != doing), ())
        chosen = bare or single
        return chosen[0].partners if chosen else subjects[-1] if subjects else ()

    def _is_tied(self, low: str, mention: Mention) -> bool:
        """Tell whether a mention stands behind a preposition or owns what follows."""
        return low.startswith(("'s ", "' "), mention.char_end) or self._tied_at(low, mention.char_start)

    def _tied_at(self, low: str, start: int) -> bool:
        return self._tied.search(low, max(0, start - _TIED), start) is not None

    def _state(self, country: str) -> str:
        """Return the state of a country code, or of the name of a state that has none; '' where it is not listed."""
        return self._states.get(country, "")

    def _several(self, count: int, memory: Sequence[Mention], said: Counter[str]) -> tuple[str, ...]:
        """Return the `count` partners that were named lately and are spoken of most, or for 0 the last ones named
        together."""
        named = [one for one in reversed(memory) if one.how not in {"pronoun", "possessive"}]
        if not count:
            return next((one.partners for one in named if len(one.partners) > 1), ())
        fit: dict[str, float] = {}
        for back, mention in enumerate(named):
            for partner in mention.partners:
                fit.setdefault(partner, _OFTEN * min(said[partner], _REACH) - _PER_MENTION * back)
        partners = sorted(fit, key=lambda partner: -fit[partner])[:count]
        return tuple(sorted(partners)) if len(partners) == count else ()

    def _antecedent(
        self,
        kinds: tuple[str, ...],
        country: str,
        before: Sequence[Mention],
        memory: Sequence[Mention],
        subjects: Sequence[tuple[str, ...]],
        said: Counter[str],
    ) -> tuple[str, ...]:
        best: tuple[float, tuple[str, ...]] | None = None
        subject = before[0].partners if before else ()
        for back, mention in enumerate(reversed(memory)):
            partners = mention.partners
            if len(partners) != 1 or mention.how == "possessive" or partners == subject:
                continue
            fit = self._fit(partners[0], kinds, country)
            if fit is None:
                continue
            score = fit - back * _PER_MENTION + _OFTEN * min(said[partners[0]], _REACH)
            if subjects and partners == subjects[-1] and not before:
                score += 1.5
            if best is None or score > best[0]:
                best = (score, partners)
        return best[1] if best else ()

    def _fit(self, partner: str, kinds: tuple[str, ...], country: str) -> float | None:
        """Return how well a partner fits what the phrase says of it, None where it cannot be meant."""
        kind, home = self._kinds.get(partner, ""), self._countries.get(partner, "")
        if country and home and home != country:
            return None
        if kinds and kind and kind not in kinds:
            return None
        if not kinds and kind in {"state", "bank", "venture", "sovereign fund"}:
            return None
        return 2.0 * bool(kinds and kind) + 3.0 * bool(country and home)
