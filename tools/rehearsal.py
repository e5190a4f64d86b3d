"""Tellings as they will be met: what was dealt before is what held-out weights read, not what the gold says.

Belongs here: reading annotated articles twice. Stays out: what a telling is (`examples`), learning (`network`).
The reading of a quantity leans on the deals read before it. Weights that learned beside the gold's own deals would
trust them too much; these learn beside the deals, right and wrong, that weights read which do not know the article.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from etl.extraction import Extractor, Organisation
from etl.extraction.casting import Caster
from etl.extraction.weights import Weights, parse_weights
from tools.examples import Fold, Telling, tellings
from tools.network import learn_network

FOLDS = 4
WORKERS = 2


def fold_of(article: str, folds: int) -> int:
    """Return the fold of an article, which depends on nothing but its name."""
    return hashlib.sha256(article.encode()).digest()[0] % folds


def known_names(organisations: Sequence[Organisation]) -> Fold:
    """Return what maps each name of an organisation to one."""
    names = {alias.casefold(): one.name.casefold() for one in organisations for alias in (one.name, *one.aliases)}
    return lambda name: names.get(name.casefold(), name.casefold())


def casts_without(told: Sequence[Telling], folds: int, fold: int) -> Weights:
    """Return casts learned from all articles but those of one fold."""
    lines = learn_network([one for one in told if fold_of(one.article, folds) != fold])
    return parse_weights("\n".join(lines), "weights learned")


def held_out_weights(told: Sequence[Telling], folds: int) -> list[Weights]:
    """Return for each fold the casts that are learned from the others."""
    with ProcessPoolExecutor(WORKERS) as pool:
        return list(pool.map(partial(casts_without, told, folds), range(folds)))


def rehearsed(organisations: Sequence[Organisation], sources: Sequence[str]) -> list[Telling]:
    """Return every quantity of the annotated articles as the extractor will meet it."""
    extractor, fold = Extractor(organisations, Weights({})), known_names(organisations)
    plain = [one for source in sources for one in tellings(extractor, source, fold)]
    casters = [Caster(weights) for weights in held_out_weights(plain, FOLDS)]
    return [
        one
        for source in sources
        for one in tellings(extractor, source, fold, lambda article: casters[fold_of(article, FOLDS)])
    ]
