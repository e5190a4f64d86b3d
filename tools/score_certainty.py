"""Score the packaged certainties on annotated articles that nothing was learned from.

usage: python -m tools.score_certainty PARTNERS.csv FOLDER[=GOLD.jsonl]…

Prints counts and errors of each set and of all together, and never a word of an article or an annotation.
"""

import argparse
from pathlib import Path

from etl.extraction import Extractor
from etl.extraction.certainty import load_calibration
from etl.reference import load_organisations
from tools.calibration import reliability
from tools.judged import judged
from tools.learn_certainty import line, set_of


def main() -> None:
    """Run the command line of the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("partners", type=Path)
    parser.add_argument("sources", nargs="+", metavar="FOLDER[=GOLD.jsonl]")
    arguments = parser.parse_args()
    organisations = load_organisations(arguments.partners)
    extractor, packaged = Extractor(organisations), load_calibration()
    sets = {
        set_of(source): [
            (packaged.certainty(one.evidence), one.right) for one in judged(extractor, organisations, source)
        ]
        for source in arguments.sources
    }
    every = [one for told in sets.values() for one in told]
    print("set | claims | share right | mean certainty | calibration error | by chance alone | Brier score")
    for name, told in (*sets.items(), ("all", every)):
        print(line(name, told))
    print("claims | mean certainty | share right")
    for one in reliability(every):
        print(f"{one.count} | {one.certainty:.3f} | {one.right:.3f}")


if __name__ == "__main__":
    main()
