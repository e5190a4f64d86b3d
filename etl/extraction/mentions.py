"""Mentions of organisations: by name, by description, by an unlisted name, by « le groupe » or a pronoun.

Belongs here: who is named where. Stays out: what they do to each other.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import ahocorasick_rs

from etl.extraction.coreference import Coreference
from etl.extraction.lands import LandReader
from etl.extraction.lexicon import Lexicon, alternation, folded
from etl.extraction.model import Mention, Organisation
from etl.extraction.sentences import Sentence

_WORD = "A-ZÀ-ÖØ-Þ"
_NAME = re.compile(rf"(?<![\w@#/.-])[{_WORD}][\w&’'.-]*(?:[ \u00a0](?:[{_WORD}][\w&.-]*|&)){{0,4}}")
_TICKER = re.compile(r"\s?\((?:[A-Z]{1,6}\.[A-Z]{1,3}|(?:NASDAQ|NYSE|Nasdaq|TSX|ASX|LSE|Euronext)\b|[A-Z]{3,5}\))")
_WORDS = re.compile(r"[^ \u00a0]+")
_TAIL = re.compile(r"(?:['’]s|[.,'’-])+$")
_ENDS = re.compile(r"[\w&]{3,}\.$|\)$")
_AMOUNT = re.compile(r"[A-Z]{1,3}\d[\d.,]*$")
_HYPHENED = re.compile(r"\w-[a-z]")
_GENITIVES = ("'s", "’s")
_SHORT = 4
_OFTEN_SHORT = frozenset({"laboratory", "neocloud", "data-centre operator", "chip maker"})


class Gazetteer:
    """Finds listed organisations in a text by one automaton; immutable once built."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.kinds: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self.states: dict[str, str] = {}
        lands: list[str] = []
        entries: dict[str, tuple[str, frozenset[str], bool]] = {}
        for organisation in organisations:
            self.kinds[organisation.name] = organisation.kind
            self.countries[organisation.name] = organisation.country or ""
            governs = any(organisation.name in phrase for phrase in organisation.descriptions)
            if organisation.kind == "state" and (governs or not organisation.group):
                lands.append(organisation.name)
                if not organisation.group:
                    self.states.setdefault(organisation.country or organisation.name, organisation.name)
            for alias in (organisation.name, *organisation.aliases):
                key = folded(alias)
                written = entries[key][1] | {alias} if key in entries else frozenset({alias})
                entries.setdefault(key, (organisation.name, written, False))
            for phrase in organisation.descriptions:
                entries.setdefault(folded(phrase), (organisation.name, frozenset({phrase}), True))
        self.lands = frozenset(lands)
        self.names = {key: partner for key, (partner, _, described) in entries.items() if not described}
        self._entries = [entries[key] for key in sorted(entries)]
        self._automaton = ahocorasick_rs.AhoCorasick(
            sorted(entries) or ["\0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def find(self, text: str) -> list[Mention]:
        """Return the mentions of listed organisations, in text order."""
        mentions: list[Mention] = []
        low = folded(text)
        for index, start, end in self._automaton.find_matches_as_indexes(low):
            if (start and low[start - 1].isalnum()) or (end < len(low) and low[end].isalnum()):
                continue
            if not self._entries:
                continue
            paired = bool(mentions) and mentions[-1].char_end == start - 1
            if low[start - 1 : start] == "-" and low[start - 2 : start - 1].isalpha() and not paired:
                continue
            partner, written, description = self._entries[index]
            if description:
                mentions.append(Mention((partner,), start, end, "description"))
            elif text[start:end] in written or _is_name(text[start:end]):
                mentions.append(Mention((partner,), start, end, "name"))
            else:
                mentions.extend(self._shorter(text, low, start, end))
        return mentions

    def _shorter(self, text: str, low: str, start: int, end: int) -> Iterator[Mention]:
        """Yield the longest name at the start of words that are not all written as one: "the Adani group"."""
        while (end := low.rfind(" ", start, end)) > start:
            partner = self.names.get(low[start:end])
            if partner and _is_name(text[start:end]):
                yield Mention((partner,), start, end, "name")
                return


def _is_name(surface: str) -> bool:
    """Tell whether a phrase is written as a name: each of its longer words has a capital or a figure; a short one is
    all in capitals."""
    if len(surface) <= _SHORT and not surface.isupper():
        return False
    words = [word for word in surface.split() if len(word) > _SHORT] or [surface]
    return all(not word[0].islower() for word in (surface, *words))


class MentionReader:
    """Adds to the gazetteer's mentions what one language says without a listed name."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        organisations = lexicon["organisations"]
        nouns, articles = alternation(organisations["nouns"]), alternation(organisations["articles"])
        deal_verbs = alternation(organisations["deal_verbs"])
        self._suffix = re.compile(rf"[ \u00a0](?:{alternation(organisations['suffixes'])})$")
        syntax = lexicon["syntax"]
        ties = [word for words in syntax["prepositions"].values() for word in words]
        stop = alternation((*ties, *syntax["relatives"], *syntax["subordinators"], *lexicon["dates"]["announce_words"]))
        word = rf"(?!(?:{stop})(?!\w))[\w'’-]+\s"
        owned, tied = alternation(organisations["relational_nouns"]), alternation(syntax["prepositions"]["of"])
        self._noun_before = re.compile(
            rf"(?<!\w)(?:(?:{nouns})\s(?:{word}){{0,2}}|(?:{owned})\s(?:{word}){{0,2}}(?:{tied})(?:\s|(?<=')))$",
            re.IGNORECASE,
        )
        plain = rf"(?!(?:{stop})(?!\w))[a-zà-ÿ0-9][\w'’-]*\s"
        self._noun_after = re.compile(
            rf",\s(?:(?P<article>(?i:{articles}))(?:\s|(?<=['’]))(?:{word}){{0,4}}?|(?:{plain}){{0,4}}?)(?:{nouns})(?![\w]|['’]s)"
        )
        self._qualified = re.compile(rf"\s(?:{alternation(syntax['partitives'])})(?!\w)|\s\w['’](?=\w)")
        self._nouns = frozenset(organisations["nouns"])
        self._generic = frozenset((*organisations["suffixes"], *organisations["prefixes"]))
        self._relative = re.compile(rf",\s(?:{alternation(syntax['relatives'])})\s")
        self._definite = frozenset(organisations["definite_articles"])
        self._demonyms = frozenset(lexicon["coreference"]["demonyms"])
        self._deal_verb = re.compile(rf"\s(?:{deal_verbs})(?!\w)")
        self._lands = LandReader(lexicon)
        made = (*lexicon["triggers"]["build"], *lexicon["triggers"].get("cloud", ()), *lexicon["units"]["chips"])
        self._made = re.compile(rf"\s(?i:{alternation(made)})(?!\w)")
        self._prefix = re.compile(rf"(?:{alternation(organisations['prefixes'])})[ \u00a0]\w")
        self._short = self._short_forms(organisations["suffixes"])
        joint = alternation(word for word in lexicon["roles"]["coordinators"] if word == "," or word[-1].isalpha())
        self._listed = re.compile(rf"\s?(?:{joint})\s?(?:\w{{1,4}}['’\s])?")
        self._not_names = frozenset(organisations["not_names"])
        self._coreference = Coreference(lexicon, gazetteer.kinds, gazetteer.countries, gazetteer.states)

    def named(self, text: str) -> list[Mention]:
        """Return who is named or described in a text, in text order, without overlaps; a country where something only
        happens is a "place"."""
        named: list[Mention] = []
        for mention in self._gazetteer.find(text):
            last = named[-1] if named and named[-1].how == "place" else None
            listed = last is not None and self._listed.fullmatch(text, last.char_end, mention.char_start) is not None
            place = self._is_place(text, mention, listed)
            named.append(replace(mention, how="place") if place else mention)
        named.extend(self._unlisted(text, named))
        named.sort(key=lambda mention: mention.char_start)
        return named

    def resolved(self, text: str, sentences: Sequence[Sentence], named: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return those named and what stands for them, in text order; an anaphor without an antecedent is left out."""
        resolved = self._coreference.resolve(text, folded(text), sentences, named)
        return tuple(one for one in resolved if one.how not in {"noun", "capital"} or not self._is_place(text, one))

    def _short_forms(self, suffixes: Sequence[str]) -> dict[str, str]:
        """Return the listed organisations by what is left of their names without « Power », "Inc" and the like, where
        it means one of them only."""
        found: dict[str, set[str]] = {}
        tail = re.compile(rf"(?: (?:{alternation(folded(suffix) for suffix in suffixes)}))+$")
        for name, partner in self._gazetteer.names.items():
            short = tail.sub("", name)
            if short != name and len(short) >= _SHORT:
                found.setdefault(short, set()).add(partner)
        taken = self._gazetteer.names
        return {short: min(partners) for short, partners in found.items() if len(partners) == 1 and short not in taken}

    def _is_place(self, text: str, mention: Mention, listed: bool = False) -> bool:
        """Tell whether a state is only where something happens, as one is that is `listed` after such a place."""
        if mention.partners[0] not in self._gazetteer.lands or mention.how == "description":
            return False
        return listed or self._lands.is_place(text, mention)

    def _unlisted(self, text: str, named: Sequence[Mention]) -> list[Mention]:
        taken = bytearray(len(text) + 1)
        for mention in named:
            taken[mention.char_start : mention.char_end] = b"\1" * (mention.char_end - mention.char_start)
        spans: list[tuple[str, int, int]] = []
        for found in _NAME.finditer(text):
            if found.group() in self._not_names:
                continue
            span = self._trimmed(text, found.start(), found.end())
            if span and taken.find(1, *span) < 0:
                spans.append((text[span[0] : span[1]], *span))
        counts = Counter(name for name, _, _ in spans)
        known = {name for name, start, end in spans if self._is_organisation(text, name, start, end, counts[name])}
        known.update(name for name, start, end in spans if " " not in name and self._in_a_list(text, named, start, end))
        partners = self._called(text, named)
        partners.update({name: self._short.get(folded(name)) or self._bare_name(name) for name in known})
        for name in known:
            first = name.split()[0]
            if first != name and len(first) > _SHORT:
                partners.setdefault(first, partners[name])
        return [Mention((partners[name],), start, end, "unlisted") for name, start, end in spans if name in partners]

    def _called(self, text: str, named: Sequence[Mention]) -> dict[str, str]:
        """Return the first words that stand for listed organisations once a text has named them in full."""
        called: dict[str, str] = {}
        for mention in named:
            name = text[mention.char_start : mention.char_end]
            first = name.split()[0]
            full = folded(name).startswith(folded(mention.partners[0])[:_SHORT])
            if mention.how == "name" and first != name and full and self._is_distinct(first):
                called[first] = mention.partners[0]
        return called

    def _is_distinct(self, word: str) -> bool:
        low = folded(word)
        if len(word) <= _SHORT or not word[0].isupper():
            return False
        common = word in self._not_names or low in self._demonyms or low in self._nouns or word in self._generic
        return not common and low not in self._gazetteer.names

    def _in_a_list(self, text: str, named: Sequence[Mention], start: int, end: int) -> bool:
        """Tell whether a name stands in a list of listed organisations: between two, or last after two."""
        at = bisect_left(named, start, key=lambda one: one.char_start)
        before, after = named[max(0, at - 2) : at], named[at : at + 1]
        if not before or not self._listed.fullmatch(text, before[-1].char_end, start):
            return False
        if any(one.partners[0] in self._gazetteer.lands for one in (*before, *after)):
            return False
        if end - start <= 2 or folded(text[start:end]) in self._demonyms:
            return False
        if after and self._listed.fullmatch(text, end, after[0].char_start):
            return True
        return len(before) > 1 and self._listed.fullmatch(text, before[0].char_end, before[1].char_start) is not None

    def _trimmed(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        words = [found.span() for found in _WORDS.finditer(text, start, end)]
        stop = next((place for place, (low, high) in enumerate(words) if _ENDS.search(text, low, high)), len(words))
        words = words[: stop + 1]
        words = [
            (
                low,
                high
                if text[high - 1].isalnum() and text[high - 1] != "s"
                else low + len(_TAIL.sub("", text[low:high])),
            )
            for low, high in words
        ]
        while words and (text[words[0][0] : words[0][1]] in self._not_names or words[0][1] - words[0][0] < 2):
            words.pop(0)
        while words and text[words[-1][0] : words[-1][1]] in self._not_names | {"&"}:
            if text[words[-1][0] : words[-1][1]] == "AI":
                break
            words.pop()
        return (words[0][0], words[-1][1]) if words else None

    def _is_organisation(self, text: str, name: str, start: int, end: int, count: int) -> bool:
        if len(name) < 3 or name.isdigit():
            return False
        before, after = text[max(0, start - 40) : start].rpartition("\n")[2], text[end : end + 70]
        words = name.split()
        if _AMOUNT.match(name) or name.lower() in self._nouns or name.lower() in self._demonyms:
            return False
        if self._suffix.search(name):
            owner = words[0].endswith(_GENITIVES) or words[0].lower() in self._demonyms or _HYPHENED.search(words[0])
            return words[-1] != "AI" or not (owner or self._made.match(after))
        if self._prefix.match(name) or _TICKER.match(after):
            return True
        short = self._gazetteer.kinds.get(self._short.get(folded(name), "")) in _OFTEN_SHORT
        if short and (self._relative.match(after) or self._lands.deals(folded(after))):
            return True
        if self._noun_before.search(before) and len(words) <= 3:
            return True
        if len(words) <= 3 and self._is_apposed(after):
            return True
        return bool(len(name.split()) == 1 and count > 1 and self._deal_verb.match(after))

    def _is_apposed(self, after: str) -> bool:
        """Tell whether a noun for an organisation is in apposition to a name: « X, opérateur de … », "X, a maker of";
        « , le groupe » alone goes on with somebody named before."""
        found = self._noun_after.match(after)
        if not found:
            return False
        vague = (found["article"] or "").lower() in self._definite
        return not vague or self._qualified.match(after, found.end()) is not None

    @staticmethod
    def _bare_name(name: str) -> str:
        return re.sub(r"[ ,](?:Inc|Corp|Ltd|LLC|plc|AG|SA|SAS|SE|NV|Corporation)\.?$", "", name)
