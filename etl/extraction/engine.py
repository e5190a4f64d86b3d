"""The extractor's front door: from a text to its claims and pairs.

Belongs here: the order of the steps, and the decisions taken from the weights. Stays out: words (lexicons), patterns
(quantities, mentions), what surrounds a quantity (scene).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import combinations

from etl.extraction.attributes import scope_features, status_features
from etl.extraction.casting import Cast, Caster, by_probability, dealt
from etl.extraction.certainty import Calibration, evidence, load_calibration
from etl.extraction.clauses import Syntax
from etl.extraction.dates import TimeMention, TimeReader
from etl.extraction.features import Deal
from etl.extraction.frames import FrameReader
from etl.extraction.lexicon import LANGUAGES, Lexicon, folded, load_lexicon
from etl.extraction.mentions import Gazetteer, MentionReader
from etl.extraction.model import Claim, Extraction, Field, Organisation, Refusal
from etl.extraction.pairing import Pair, find_pairs
from etl.extraction.proof import named, proof, refusal
from etl.extraction.quantities import Quantity, QuantityReader
from etl.extraction.scene import RolePatterns, Scenes, TriggerReader
from etl.extraction.sentences import SentenceSplitter
from etl.extraction.timing import Times, Timetable, share
from etl.extraction.weights import Weights, load_weights

RULES_VERSION = "1"
_BOUND_ORDER = ("order", "at_most", "at_least", "about", "exact")


class LanguageReader:
    """All readers of one language, built once."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._sentences = SentenceSplitter(lexicon["text"]["abbreviations"])
        self._quantities = QuantityReader(lexicon)
        self._mentions = MentionReader(lexicon, gazetteer)
        self._triggers = TriggerReader(lexicon)
        self._roles = RolePatterns(lexicon)
        self._times = TimeReader(lexicon["dates"])
        self._frames = FrameReader(lexicon)
        self._syntax = Syntax(lexicon)
        self._kinds = gazetteer.kinds

    def read(self, text: str) -> tuple[tuple[Quantity, ...], Scenes | None]:
        """Return the quantities of `text` and the scenes around them; a text that names nobody has no scene."""
        named = self._mentions.named(text)
        if all(mention.how == "place" for mention in named):
            return (), None
        sentences = self._sentences.split(text)
        mentions = self._mentions.resolved(text, sentences, named)
        quantities = self._quantities.read(text)
        low = folded(text)
        return quantities, Scenes(
            low, sentences, mentions, self._triggers.read(low), self._frames.read(low), quantities, self._kinds,
            self._roles, self._syntax,
        )  # fmt: skip

    def times(self, text: str, published: date | None) -> tuple[TimeMention, ...]:
        """Return the times of `text`."""
        return self._times.read(text, published)


class Extractor:
    """Reads claims out of articles, in the languages of `lexicons`, by default the packaged ones."""

    def __init__(
        self,
        organisations: Sequence[Organisation],
        weights: Weights | None = None,
        lexicons: Sequence[Lexicon] = (),
        calibration: Calibration | None = None,
    ) -> None:
        lexicons = lexicons or [load_lexicon(language) for language in LANGUAGES]
        self._organisations = tuple(organisations)
        self._lexicons = {lexicon.language: lexicon for lexicon in lexicons}
        self._readers: dict[str, LanguageReader] = {}
        self._weights = weights or load_weights()
        self._calibration = calibration or load_calibration()
        digests = [*(lexicon.digest for lexicon in lexicons), self._weights.digest, self._calibration.digest]
        known = repr([organisations, digests])
        self.version = f"{RULES_VERSION}-{hashlib.sha256(known.encode()).hexdigest()[:12]}"

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._organisations)

    @cached_property
    def _caster(self) -> Caster:
        return Caster(self._weights)

    def _reader(self, language: str) -> LanguageReader:
        """Return the readers of a language, built when it is first met: a run may find nothing to read."""
        if language not in self._readers:
            self._readers[language] = LanguageReader(self._lexicons[language], self._gazetteer)
        return self._readers[language]

    def read(self, text: str, language: str) -> tuple[tuple[Quantity, ...], Scenes | None]:
        """Return what the weights judge: the quantities of a text and their scenes. Raises KeyError for a language
        without a lexicon."""
        return self._reader(language).read(text)

    def extract(self, text: str, published: date | None = None, language: str = "fr") -> Extraction:
        """Return the claims and pairs of one article."""
        quantities, scenes = self.read(text, language)
        if scenes is None:
            return Extraction((), ())
        same: dict[tuple[str, str, str], list[tuple[Quantity, Cast | None]]] = {}
        past: Deal | None = None
        for quantity in quantities:
            cast = self._caster.choose(scenes, quantity, past)
            past = dealt(scenes, quantity, cast, past) if cast else past
            same.setdefault((quantity.measure, str(quantity.value), quantity.unit), []).append((quantity, cast))
        timetable = Timetable(scenes, self._reader(language).times(text, published), published)
        read = [found for group in same.values() if (found := self._claim(text, scenes, quantities, group, timetable))]
        read.sort(key=lambda found: found[0].char_start)
        places = [scenes.sentence_of(claim.char_start) for claim, _ in read]
        times = share(scenes, [claim for claim, _ in read], places, [own for _, own in read])
        claims = [_timed(claim, own) for (claim, _), own in zip(read, times, strict=True)]
        pairs = find_pairs(scenes, self._weights) | _implied_pairs(claims)
        told = {(claim.measure, str(claim.value), claim.unit) for claim in claims}
        refused = tuple(
            Refusal(one.measure, one.value, one.unit, text[one.char_start : one.char_end], one.char_start, one.char_end,
                    refusal(scenes, one))
            for key, group in same.items() if key not in told for one, _ in group
        )  # fmt: skip
        return Extraction(tuple(claims), tuple(sorted(pairs)), refused)

    def _claim(
        self,
        text: str,
        scenes: Scenes,
        quantities: Sequence[Quantity],
        group: Sequence[tuple[Quantity, Cast | None]],
        timetable: Timetable,
    ) -> tuple[Claim, Times] | None:
        """Return the claim that one value makes and its times; told several times, the surest telling decides."""
        told = by_probability([(quantity, cast) for quantity, cast in group if cast])
        if not told:
            return None
        surest, cast = told[0]
        first = min((quantity for quantity, _ in told), key=lambda quantity: quantity.char_start)
        hedged = min((quantity for quantity, _ in told), key=lambda quantity: _BOUND_ORDER.index(quantity.bound))
        fields = [Field("value", first.char_start, first.char_end, f"quantity:{first.measure}")]
        if hedged.bound_end > hedged.bound_start:
            fields.append(Field("bound", hedged.bound_start, hedged.bound_end, f"hedge:{hedged.bound}"))
        for name, role in (("from", cast.giver), ("to", cast.taker)):
            fields.extend(named(scenes, name, role))
        status = self._weights["status"].best(status_features(scenes, surest, cast.kind))
        scope = self._weights["scope"].best(scope_features(scenes, surest, cast.kind, quantities))
        fields.extend(proof(scenes, surest, scope, status))
        parties = frozenset((*cast.giver.partners, *cast.taker.partners))
        times = timetable.of(surest, cast.kind, status, parties)
        for quantity, _ in told[1:]:
            times = times.filled(timetable.of(quantity, cast.kind, status, parties))
        told_of = evidence(scenes, told)
        claim = Claim(
            from_partners=cast.giver.partners,
            to_partners=cast.taker.partners,
            kind=cast.kind,
            measure=first.measure,
            value=first.value,
            unit=first.unit,
            bound=hedged.bound,
            scope=scope,
            status=status,
            announced=None,
            start_from=None,
            start_to=None,
            end_from=None,
            end_to=None,
            term_years=None,
            quote=text[first.char_start : first.char_end],
            char_start=first.char_start,
            char_end=first.char_end,
            fields=tuple(fields),
            certainty=self._calibration.certainty(told_of),
            evidence=tuple(told_of.items()),
        )
        return claim, times


def _timed(claim: Claim, times: Times) -> Claim:
    """Return the claim with its times and where they were read."""
    fields = [
        Field(name, mention.char_start, mention.char_end, f"time:{mention.rule}")
        for name in ("announced", "start", "end", "term")
        if (mention := getattr(times, name))
    ]
    return replace(
        claim,
        announced=times.announced.low if times.announced else None,
        start_from=times.start.low if times.start else None,
        start_to=times.start.high if times.start else None,
        end_from=times.end.low if times.end else None,
        end_to=times.end.high if times.end else None,
        term_years=times.term.years if times.term else None,
        fields=(*claim.fields, *fields),
    )


def _implied_pairs(claims: Sequence[Claim]) -> set[Pair]:
    """Every giver with every receiver, and the partners of a joint programme with each other."""
    pairs: set[Pair] = set()
    for claim in claims:
        for giver in claim.from_partners:
            pairs.update((min(giver, taker), max(giver, taker)) for taker in claim.to_partners if taker != giver)
        if claim.kind == "buildout":
            pairs.update((min(a, b), max(a, b)) for a, b in combinations(claim.from_partners, 2))
    return pairs
