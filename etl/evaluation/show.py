"""Scores and mistakes as tables.

Belongs here: rendering an evaluation. Stays out: counting (`scoring`).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

from etl.console import table
from etl.evaluation.facts import ATTRIBUTES
from etl.evaluation.scoring import LEVELS, Evaluation, Mistake, Score


def scores(evaluation: Evaluation) -> Iterator[Table | str]:
    """Yield what to print of the scores, in order."""
    named = {"all": evaluation.total, **evaluation.languages}
    rows = [
        (language, level, f"{ratio.precision:.3f}", f"{ratio.recall:.3f}", f"{ratio.f1:.3f}")
        for language, score in named.items()
        for level in LEVELS
        for ratio in (score.ratio(level),)
    ]
    total = evaluation.total
    yield f"articles {total.articles}, annotated claims {total.annotated}, found {total.found}\n"
    yield table(("Language", "Level", "Precision", "Recall", "F1"), rows)
    attributes = [(name, *(_share(score, name) for score in named.values())) for name in ATTRIBUTES]
    yield table(("Right attributes of matched claims", *named), attributes)
    if total.negatives:
        clean = ", ".join(f"{language} {score.clean}/{score.negatives}" for language, score in named.items())
        yield f"Articles without a claim left clean: {clean}"


def record(evaluation: Evaluation) -> dict[str, Any]:
    """Return the scores for programs: by language, `all` among them, and level."""
    named = {"all": evaluation.total, **evaluation.languages}
    levels = {
        language: {
            level: {"precision": ratio.precision, "recall": ratio.recall, "f1": ratio.f1}
            for level in LEVELS
            for ratio in (score.ratio(level),)
        }
        for language, score in named.items()
    }
    total = evaluation.total
    return {"articles": total.articles, "annotated": total.annotated, "found": total.found, "scores": levels}


def mistakes(found: Sequence[Mistake]) -> Table:
    """Return the list of mistakes; offsets count characters of the article's text."""
    rows = [(one.article, one.at, one.what, one.annotated or "-", one.found or "-") for one in found]
    return table(("Article", "At", "Wrong", "Annotated", "Found"), rows)


def _share(score: Score, name: str) -> str:
    return f"{score.right[name]}/{score.asked[name]}"
