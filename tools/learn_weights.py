"""Learn `etl/extraction/weights.tsv` from annotated articles.

usage: python -m tools.learn_weights PARTNERS.csv FOLDER[=GOLD.jsonl][*WEIGHT]…

Each FOLDER holds articles; the gold, in the shape that README describes, is its `gold.jsonl` unless another is named.
A weight says how many times an article counts. It takes about five minutes on two cores.
"""

import argparse
from pathlib import Path

from etl.extraction import Extractor
from etl.extraction.weights import Weights
from etl.reference import load_organisations
from tools.examples import pairings
from tools.learning import learn_label
from tools.network import learn_network
from tools.rehearsal import known_names, rehearsed

TARGET = Path(__file__).parent.parent / "etl" / "extraction" / "weights.tsv"


def main() -> None:
    """Run the command line of the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("partners", type=Path)
    parser.add_argument("sources", nargs="+", metavar="FOLDER[=GOLD.jsonl][*WEIGHT]")
    arguments = parser.parse_args()
    organisations = load_organisations(arguments.partners)
    told = rehearsed(organisations, arguments.sources)
    extractor, fold = Extractor(organisations, Weights({})), known_names(organisations)
    paired = [one for source in arguments.sources for one in pairings(extractor, source, fold)]
    found = [
        *learn_network(told),
        *learn_label("scope", [one.scope for one in told if one.scope], [one.weight for one in told if one.scope]),
        *learn_label("status", [one.status for one in told if one.status], [one.weight for one in told if one.status]),
        *learn_label("pair", [(one.features, one.right) for one in paired], [one.weight for one in paired]),
    ]
    TARGET.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(told)} quantities, {len(paired)} pairs, {len(found)} lines")


if __name__ == "__main__":
    main()
