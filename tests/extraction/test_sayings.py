"""Sayings stand for their features: whoever weighs them gets what the features written out would score."""

from datetime import date

import pytest

from benchmarks.prose import OWN
from etl.extraction import Extractor
from etl.extraction.features import Deal, candidates
from etl.extraction.weights import load_weights
from etl.paths import BUNDLED
from etl.reference import load_organisations
from etl.sources.article import Article
from etl.sources.files import read_paths

_FEWEST = 500


def test_candidates_weigh_what_their_features_score() -> None:
    extractor, side = Extractor(load_organisations(BUNDLED / "reference" / "partners.csv")), load_weights()["side"]
    weighed = 0
    for article in read_paths([OWN[0]], date.max):
        assert isinstance(article, Article)
        quantities, scenes = extractor.read(article.text, article.language)
        past: Deal | None = None
        for quantity in quantities if scenes else ():
            assert scenes is not None
            cast = candidates(scenes, quantity, past)
            for one in cast:
                assert one.mention is None or len(set(one.features)) == len(one.features)
                assert side.weigh(one.sayings).tolist() == pytest.approx(side.scores(one.features))
                weighed += 1
            past = Deal(cast[-1].partners, cast[0].partners, scenes.sentence_of(quantity.char_start))
    assert weighed > _FEWEST
