"""The extractor's front door: from a text to its claims and pairs.

Belongs here: the order of the steps, and the decisions taken from the weights. Stays out: words (lexicons), patterns
(quantities, mentions), what surrounds a quantity (scene).
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from etl.extraction.lexicon import LANGUAGES, Lexicon, load_lexicon
from etl.extraction.mentions import Gazetteer, Mention, MentionReader
from etl.extraction.model import Claim, Extraction, Field, Organisation
from etl.extraction.quantities import Quantity, QuantityReader
from etl.extraction.scene import RolePatterns, Scenes, TriggerReader
from etl.extraction.sentences import SentenceSplitter
from etl.extraction.weights import Weights, load_weights

RULES_VERSION = "1"
_LIKELY = 0.5
_JOINED = 0.2
_RIVAL = 3.0
_BOUND_ORDER = ("order", "at_most", "at_least", "about", "exact")


class LanguageReader:
    """All readers of one language, built once."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._sentences = SentenceSplitter(lexicon["text"]["abbreviations"])
        self._quantities = QuantityReader(lexicon)
        self._mentions = MentionReader(lexicon, gazetteer)
        self._triggers = TriggerReader(lexicon)
        self._roles = RolePatterns(lexicon)
        self._kinds = gazetteer.kinds

    def read(self, text: str) -> tuple[tuple[Quantity, ...], Scenes | None]:
        """Return the quantities of `text` and the scenes around them; a text without a quantity needs no scene."""
        quantities = self._quantities.read(text)
        if not quantities:
            return (), None
        sentences = self._sentences.split(text)
        mentions = self._mentions.read(text, sentences)
        return quantities, Scenes(text, sentences, mentions, self._triggers.read(text), self._kinds, self._roles)


@dataclass(frozen=True, slots=True)
class _Role:
    partners: tuple[str, ...]
    mention: Mention | None
    probability: float


def role_features(kind: str, features: Iterable[str]) -> list[str]:
    """Return the features of a candidate alone and together with the kind of commitment."""
    listed = list(features)
    return [*listed, *(f"{kind}|{feature}" for feature in listed), f"kind={kind}"]


class Extractor:
    """Reads claims out of articles; immutable once built."""

    def __init__(self, organisations: Sequence[Organisation], weights: Weights | None = None) -> None:
        gazetteer = Gazetteer(organisations)
        lexicons = [load_lexicon(language) for language in LANGUAGES]
        self._readers = {lexicon.language: LanguageReader(lexicon, gazetteer) for lexicon in lexicons}
        self._weights = weights or load_weights()
        known = repr([organisations, [lexicon.digest for lexicon in lexicons], self._weights.digest])
        self.version = f"{RULES_VERSION}-{hashlib.sha256(known.encode()).hexdigest()[:12]}"

    def read(self, text: str, language: str) -> tuple[tuple[Quantity, ...], Scenes | None]:
        """Return what the weights judge: the quantities of a text and their scenes. Raises KeyError for a language
        without a lexicon."""
        return self._readers[language].read(text)

    def extract(self, text: str, published: date | None = None, language: str = "fr") -> Extraction:
        """Return the claims and pairs of one article."""
        quantities, scenes = self.read(text, language)
        if scenes is None:
            return Extraction((), ())
        same: dict[tuple[str, str, str], list[Quantity]] = {}
        for quantity in quantities:
            same.setdefault((quantity.measure, str(quantity.value), quantity.unit), []).append(quantity)
        claims = [claim for group in same.values() if (claim := self._claim(text, scenes, group))]
        claims.sort(key=lambda claim: claim.char_start)
        return Extraction(tuple(claims), _pairs(claims))

    def _claim(self, text: str, scenes: Scenes, group: Sequence[Quantity]) -> Claim | None:
        judged = []
        for quantity in group:
            features = scenes.describe(quantity)
            scores = self._weights.scores("kind", features)
            best = max((label for label in scores if label != "none"), key=lambda label: scores[label])
            judged.append((scores[best] - scores["none"], best, quantity, features))
        judged.sort(key=lambda item: (-item[0], item[2].char_start))
        margin, best, _, features = judged[0]
        if margin <= 0:
            return None
        told = [item[2] for item in judged if item[0] > margin - 2.0]
        scores = self._weights.scores("kind", features)
        likely = [kind for kind in scores if kind != "none" and scores[kind] > scores[best] - _RIVAL]
        cast = {kind: self._roles(scenes, kind, told) for kind in likely}
        kind = max(likely, key=lambda kind: scores[kind] + cast[kind][2])
        giver, taker, _ = cast[kind]
        if not giver.partners and not taker.partners:
            return None
        first = min(told, key=lambda item: item.char_start)
        bound = min((item.bound for item in told), key=_BOUND_ORDER.index)
        scope = _highest(self._weights.scores("scope", features))
        status = _highest(self._weights.scores("status", features))
        fields = [Field("value", first.char_start, first.char_end, f"quantity:{first.measure}")]
        for item in told:
            if item.bound == bound and item.bound_end > item.bound_start:
                fields.append(Field("bound", item.bound_start, item.bound_end, f"hedge:{bound}"))
                break
        for name, role in (("from", giver), ("to", taker)):
            if role.mention:
                fields.append(
                    Field(name, role.mention.char_start, role.mention.char_end, f"mention:{role.mention.how}")
                )
        return Claim(
            from_partners=giver.partners,
            to_partners=taker.partners,
            kind=kind,
            measure=first.measure,
            value=first.value,
            unit=first.unit,
            bound=bound,
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
        )

    def _roles(self, scenes: Scenes, kind: str, told: Sequence[Quantity]) -> tuple[_Role, _Role, float]:
        """Return giver, taker and the log-likelihood of this casting."""
        best: dict[str, dict[str, tuple[float, Mention]]] = {"from": {}, "to": {}}
        for quantity in told:
            for mention, features in scenes.candidates(quantity):
                crossed = role_features(kind, features)
                for role, table in best.items():
                    probability = self._weights.probability(role, crossed)
                    for partner in mention.partners:
                        if partner not in table or probability > table[partner][0]:
                            table[partner] = (probability, mention)
        leading: dict[str, str | None] = {}
        for role, other in (("from", "to"), ("to", "from")):
            likely = [
                (probability - best[other][partner][0] * 0.5, partner)
                for partner, (probability, _) in best[role].items()
                if probability > _LIKELY and probability >= best[other][partner][0]
            ]
            leading[role] = max(likely)[1] if likely else None
        likelihood = 0.0
        for role, table in best.items():
            lead = leading[role]
            if lead is not None:
                likelihood += math.log(table[lead][0])
            elif table:
                likelihood += math.log(max(1e-6, 1.0 - max(probability for probability, _ in table.values())))
        giver, taker = self._role(scenes, best, "from", leading), self._role(scenes, best, "to", leading)
        return giver, taker, likelihood

    @staticmethod
    def _role(
        scenes: Scenes,
        best: dict[str, dict[str, tuple[float, Mention]]],
        role: str,
        leading: dict[str, str | None],
    ) -> _Role:
        lead = leading[role]
        if lead is None:
            return _Role((), None, 0.0)
        other = "to" if role == "from" else "from"
        probability, mention = best[role][lead]
        partners = [lead]
        for joined in scenes.coordinated(mention):
            for partner in joined.partners:
                mine, theirs = best[role].get(partner), best[other].get(partner)
                if (
                    partner not in partners
                    and partner != leading[other]
                    and mine
                    and mine[0] > _JOINED
                    and (theirs is None or mine[0] > theirs[0])
                ):
                    partners.append(partner)
        return _Role(tuple(partners), mention, probability)


def _highest(scores: dict[str, float]) -> str:
    return max(scores, key=lambda label: scores[label])


def _pairs(claims: Sequence[Claim]) -> tuple[tuple[str, str], ...]:
    """Every giver with every receiver, and the partners of a joint programme with each other."""
    pairs: set[tuple[str, str]] = set()
    for claim in claims:
        for giver in claim.from_partners:
            pairs.update((min(giver, taker), max(giver, taker)) for taker in claim.to_partners if taker != giver)
        if claim.kind == "buildout":
            pairs.update((min(a, b), max(a, b)) for a, b in combinations(claim.from_partners, 2))
    return tuple(sorted(pairs))
