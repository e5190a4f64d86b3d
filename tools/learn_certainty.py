"""Fit `etl/extraction/certainty.toml` on annotated articles, and write docs/certainty.md.

usage: python -m tools.learn_certainty PARTNERS.csv FOLDER[=GOLD.jsonl][*WEIGHT]…

The arguments are those of `tools.learn_weights`, which comes first. The articles are dealt into five folds; those of
each fold are read with weights learned from the other four, so that every claim judged is one of an article that its
weights do not know. It takes about ten minutes.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from etl.extraction.certainty import Calibration
from etl.reference import load_organisations
from tools.calibration import (
    FOLDS,
    Judged,
    brier,
    calibration_error,
    chance_error,
    fit,
    predicted,
    reliability,
    together,
)
from tools.judged import held_out
from tools.rehearsal import rehearsed

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "etl" / "extraction" / "certainty.toml"
PAGE = ROOT / "docs" / "certainty.md"
TEMPLATE = Path(__file__).with_name("certainty.md")
Told = Sequence[tuple[float, bool]]


def main() -> None:
    """Run the command line of the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("partners", type=Path)
    parser.add_argument("sources", nargs="+", metavar="FOLDER[=GOLD.jsonl][*WEIGHT]")
    arguments = parser.parse_args()
    organisations = load_organisations(arguments.partners)
    judged = held_out(organisations, arguments.sources, rehearsed(organisations, arguments.sources))
    fitted = fit(judged)
    TARGET.write_text("".join(f'"{name}" = {value}\n' for name, value in fitted.coefficients.items()), encoding="utf-8")
    PAGE.write_text(page(judged, fitted), encoding="utf-8")
    print(f"{len(judged)} claims, {len(fitted.coefficients)} coefficients")


def page(judged: Sequence[Judged], fitted: Calibration) -> str:
    """Return docs/certainty.md."""
    told = predicted(judged)
    every = [(certainty, one.right) for certainty, one in told]
    sets = {"all": every}
    for certainty, one in told:
        sets.setdefault(set_of(one.source), []).append((certainty, one.right))
    return TEMPLATE.read_text(encoding="utf-8").format(
        claims=len(judged),
        articles=len({one.article for one in judged}),
        folds=FOLDS,
        reliability="\n".join(f"| {one.count} | {one.certainty:.3f} | {one.right:.3f} |" for one in reliability(every)),
        several=_several(together(told)),
        errors="\n".join(line(name, one) for name, one in sets.items()),
        kept="\n".join(_kept(every)),
        coefficients="\n".join(
            f"| {name} | {value:+.3f} | {sum(name in one.evidence for one in judged)} |"
            for name, value in fitted.coefficients.items()
        ),
    )


def _several(told: Told) -> str:
    """Return one line: how many claims several articles make, their mean certainty, and the share right."""
    mean, right = (sum(one[part] for one in told) / len(told) for part in (0, 1))
    return f"{len(told)} | {mean:.3f} | {right:.3f}"


def set_of(source: str) -> str:
    """Return the name under which the articles of FOLDER[=GOLD.jsonl][*WEIGHT] are reported: of their gold file."""
    folder, _, gold = source.partition("*")[0].partition("=")
    return f"golden/{Path(gold).name.removesuffix('.gold.jsonl')}" if gold else "/".join(Path(folder).parts[-2:])


def line(name: str, told: Told) -> str:
    """Return one line of the table of errors."""
    count = len(told)
    right, mean = (sum(one[part] for one in told) / count for part in (1, 0))
    errors = (calibration_error(reliability(told)), chance_error(told), brier(told))
    return f"| {name} | {count} | {right:.3f} | {mean:.3f} | {' | '.join(f'{error:.3f}' for error in errors)} |"


def _kept(told: Told) -> Iterator[str]:
    every = sum(right for _, right in told)
    for least in (0.0, 0.3, 0.5, 0.7, 0.8, 0.9):
        kept = [right for certainty, right in told if certainty >= least]
        if kept:
            yield f"| {least} | {len(kept)} | {sum(kept) / len(kept):.3f} | {sum(kept) / every:.3f} |"


if __name__ == "__main__":
    main()
