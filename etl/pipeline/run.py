"""`dealhouse run`: the pipeline's assets, materialised once, in this process.

Belongs here: handing a session to Dagster and summing up what came out. Stays out: the steps, and printing.
"""

from dataclasses import dataclass

import dagster as dg

from etl.pipeline.assets import all_assets
from etl.pipeline.session import Session
from etl.warehouse import Release

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did; `unchanged` counts what was known already, `passed_over` files of other kinds by suffix.

    `misreferenced` counts the problems in the reference files, `warnings` the rows that each warning check found.
    """

    read: int
    new: int
    unchanged: int
    copies: int
    turned_away: int
    rejected: int
    passed_over: dict[str, int]
    claims: int
    commitments: int
    corrected: int
    uncorrected: int
    misreferenced: int
    warnings: dict[str, int]
    release: Release


def run(session: Session) -> RunSummary:
    """Materialise every asset. Raises what a step raises: SourceError, ReferenceFileError, AuditError."""
    with dg.DagsterInstance.ephemeral() as instance:
        dg.materialize(all_assets(), instance=instance, resources={"session": session}, run_config=_QUIET)
    if session.ingested is None or session.release is None:
        raise RuntimeError("the run ended without a release and without an error")
    found = session.ingested
    claims, commitments = session.make("fact_claim"), session.make("fact_commitment")
    return RunSummary(
        found.read, found.new, found.unchanged, found.copies, found.turned_away, found.rejected, found.passed_over,
        claims, commitments, session.corrected, session.uncorrected, len(session.reference.problems),
        session.warnings, session.release,
    )  # fmt: skip
