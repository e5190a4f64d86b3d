"""Precision, recall and F1 of what was found against what was annotated.

Belongs here: matching and counting, as pure functions. Stays out: files, and how scores are shown.

Each annotated claim is matched with at most one found claim, the first that fits. Levels: `quantity` (measure, unit,
value within 0.5 %), `claim` (givers and receivers too), `strict` (every attribute too), `pair` (who deals with whom).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from etl.evaluation.facts import ATTRIBUTES, Fact, Found, GoldArticle, Pair
from etl.evaluation.names import Fold

LEVELS = ("quantity", "claim", "strict", "pair")
_TOLERANCE = 0.005
_OPTIONAL = frozenset({"announced", "start", "end", "term_years"})


@dataclass(frozen=True, slots=True)
class Ratio:
    """What was right among what was annotated and among what was found."""

    right: int
    annotated: int
    found: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found; 1 where nothing is annotated."""
        return self.right / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: what (`missed`, `extra`, `parties`, an attribute, `missed pair`, `extra pair`)."""

    article: str
    what: str
    annotated: str
    found: str
    at: int | None = None


@dataclass
class Score:
    """Counts over some articles."""

    articles: int = 0
    annotated: int = 0
    found: int = 0
    negatives: int = 0
    clean: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    pairs_annotated: int = 0
    pairs_found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def ratio(self, level: str) -> Ratio:
        """Return the ratio of one of LEVELS."""
        if level == "pair":
            return Ratio(self.levels[level], self.pairs_annotated, self.pairs_found)
        return Ratio(self.levels[level], self.annotated, self.found)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores over all articles and over those of each language, and every mistake."""

    total: Score
    languages: Mapping[str, Score]
    mistakes: tuple[Mistake, ...]


def evaluate(gold: Iterable[GoldArticle], found: Mapping[str, Found], fold: Fold) -> Evaluation:
    """Score what was found, by article, against the gold; an article of which nothing is known has nothing found."""
    total, languages = Score(), dict[str, Score]()
    mistakes: list[Mistake] = []
    for article in gold:
        own = languages.setdefault(article.language, Score())
        mistakes.extend(_count(article, found.get(article.article, Found()), fold, (total, own)))
    return Evaluation(total, dict(sorted(languages.items())), tuple(mistakes))


def _count(article: GoldArticle, found: Found, fold: Fold, scores: tuple[Score, ...]) -> list[Mistake]:
    """Add one article to `scores`; return its mistakes."""

    def parties(fact: Fact) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(map(fold, fact.givers)), frozenset(map(fold, fact.takers))

    def same_claim(gold: Fact, other: Fact) -> bool:
        return _same_value(gold, other) and parties(gold) == parties(other)

    quantities, _, _ = match(article.claims, found.claims, _same_value)
    both, missed, extra = match(article.claims, found.claims, same_claim)
    wrong = [(gold, other, _wrong(gold, other)) for gold, other in both]
    gold_pairs = _folded(article.pairs, fold) | {
        parties(claim)[0] | parties(claim)[1] for claim in article.claims if len(claim.givers) == len(claim.takers) == 1
    }
    gold_pairs = {pair for pair in gold_pairs if len(pair) == 2}
    found_pairs = {pair for pair in _folded(found.pairs, fold) if len(pair) == 2}
    for score in scores:
        score.articles += 1
        score.annotated += len(article.claims)
        score.found += len(found.claims)
        if not article.claims:
            score.negatives += 1
            score.clean += not found.claims
        score.levels.update(
            quantity=len(quantities),
            claim=len(both),
            strict=sum(not attributes for _, _, attributes in wrong),
            pair=len(gold_pairs & found_pairs),
        )
        score.pairs_annotated += len(gold_pairs)
        score.pairs_found += len(found_pairs)
        for gold, other, attributes in wrong:
            asked = [name for name in ATTRIBUTES if _is_asked(name, gold, other)]
            score.asked.update(asked)
            score.right.update(name for name in asked if name not in attributes)
    told = _mistakes(article.article, missed, extra, wrong)
    return told + _pair_mistakes(article.article, gold_pairs, found_pairs)


def match(
    gold: Iterable[Fact], found: Iterable[Fact], same: Callable[[Fact, Fact], bool]
) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """Match each gold claim with the first found one that is the `same` and not yet taken; return the matches and what
    is left of each side."""
    left = list(found)
    matched, missed = [], []
    for claim in gold:
        index = next((index for index, other in enumerate(left) if same(claim, other)), None)
        if index is None:
            missed.append(claim)
        else:
            matched.append((claim, left.pop(index)))
    return matched, missed, left


def _same_value(gold: Fact, found: Fact) -> bool:
    if (gold.measure, gold.unit.casefold()) != (found.measure, found.unit.casefold()):
        return False
    return abs(gold.value - found.value) <= _TOLERANCE * max(abs(gold.value), 1e-9)


def _is_asked(name: str, gold: Fact, found: Fact) -> bool:
    return name not in _OPTIONAL or getattr(gold, name) is not None or getattr(found, name) is not None


def _wrong(gold: Fact, found: Fact) -> list[str]:
    return [name for name in ATTRIBUTES if getattr(gold, name) != getattr(found, name)]


def _folded(pairs: Iterable[Pair], fold: Fold) -> set[Pair]:
    return {frozenset(map(fold, pair)) for pair in pairs}


def _mistakes(
    article: str, missed: list[Fact], extra: list[Fact], matched: list[tuple[Fact, Fact, list[str]]]
) -> list[Mistake]:
    """List what is wrong with the claims; a right value with wrong parties is one mistake, not two."""
    askew, missed, extra = match(missed, extra, _same_value)
    mistakes = [Mistake(article, "parties", _told(gold), _told(found), found.at) for gold, found in askew]
    mistakes += [Mistake(article, "missed", _told(gold), "", gold.at) for gold in missed]
    mistakes += [Mistake(article, "extra", "", _told(found), found.at) for found in extra]
    for gold, found, attributes in matched:
        for name in attributes:
            here, there = (getattr(one, name) or "-" for one in (gold, found))
            mistakes.append(Mistake(article, name, f"{_told(gold)}: {here}", str(there), found.at))
    return sorted(mistakes, key=lambda mistake: (mistake.at is None, mistake.at or 0))


def _pair_mistakes(article: str, gold: set[Pair], found: set[Pair]) -> list[Mistake]:
    missed = [Mistake(article, "missed pair", " + ".join(pair), "") for pair in sorted(map(sorted, gold - found))]
    return missed + [Mistake(article, "extra pair", "", " + ".join(pair)) for pair in sorted(map(sorted, found - gold))]


def _told(fact: Fact) -> str:
    """Return a claim in one line: OpenAI → Oracle 3e+11 USD."""
    givers, takers = (", ".join(names) or "-" for names in (fact.givers, fact.takers))
    return f"{givers} → {takers} {fact.value:g} {fact.unit}"
