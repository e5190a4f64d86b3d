"""How long a star takes, how much memory, how fast its marts answer, and how right its reconciliation is.

    python -m benchmarks.warehouse make DIR --claims 10000000 --deals 200000 --partners 5000
    python -m benchmarks.warehouse build DIR      from the lake to a published release: seconds and peak memory
    python -m benchmarks.warehouse marts DIR      median time of each mart
    python -m benchmarks.warehouse truth          pairwise F1 and double counts on a generated truth
    python -m benchmarks.warehouse readers DIR    processes that query while releases are published

Belongs here: measuring. Stays out: what is made up (`benchmarks/deals.py`) and how a lake is filled
(`benchmarks/lake.py`).
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.deals import make_world
from benchmarks.lake import SALT, fill
from etl.paths import Warehouse
from etl.pipeline.session import Session
from etl.query import QueryError, run_query
from etl.releases import list_releases, rollback
from etl.warehouse import AuditError

_SQL = Path(__file__).parent / "sql"
_MARTS = [
    "FROM commitments LIMIT 100",
    "SELECT count(*), sum(amount_usd) FROM commitments",
    "FROM claims LIMIT 100",
    "FROM partner_ledger ORDER BY value_usd DESC NULLS LAST LIMIT 100",
    "FROM deals LIMIT 100",
    "FROM deal_timeline WHERE deal_key = 1000",
    "SELECT quarter, kind, sum(mw) FROM capacity_pipeline GROUP BY ALL ORDER BY ALL",
    "FROM circular_flows LIMIT 100",
    "FROM claim_conflicts WHERE commitment_key = 1000",
    "SELECT conflict, count(*) FROM claim_conflicts GROUP BY ALL",
    "FROM evidence WHERE commitment_key = 1000",
    "FROM source_independence LIMIT 100",
    "FROM coverage LIMIT 100",
    "FROM retraction('article-1000')",
    "SELECT count(*), sum(value) FROM commitments_as_of(DATE '2022-06-30')",
    "SELECT count(*), sum(value) FROM commitments_as_of(DATE '2022-06-30', DATE '2021-01-01')",
]


def build(root: Path, memory: str) -> None:
    """Build, audit and publish; print seconds and peak memory."""
    with Session(Warehouse(root)) as session:
        if len(session.lake.unread(session.extractor.version)):
            sys.exit(f"{root}: its lake was made for another version of the extractor; make it again")
        begun = time.perf_counter()
        session.build.limit(memory, threads=2)
        for name in session.models:
            at, spent = time.perf_counter(), time.process_time()
            rows = session.make(name)
            taken, worked = time.perf_counter() - at, time.process_time() - spent
            print(f"  {name:26} {rows:>10} rows {taken:7.2f} s, {worked:7.2f} s of the processors")
        at = time.perf_counter()
        session.settle()
        print(f"  contract {time.perf_counter() - at:.2f} s")
        failed = []
        for result in session.build.audit():
            if result.count:
                print(f"  {result.check.name}: {result.count} rows, {result.rows[:1]}")
            if result.count and result.check.blocking:
                failed.append(result)
        print(f"  audit done at {time.perf_counter() - begun:.2f} s")
        if failed:
            raise AuditError(failed)
        session.publish()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    spent = time.process_time()
    print(f"published after {time.perf_counter() - begun:.1f} s, {spent:.1f} s of the processors, peak {peak:.2f} GB")


def marts(root: Path) -> None:
    """Print the median of five answers of each mart."""
    with duckdb.connect(str(Warehouse(root).database), read_only=True) as connection:
        for sql in _MARTS:
            taken = []
            for _ in range(5):
                at = time.perf_counter()
                connection.execute(sql).fetchall()
                taken.append(time.perf_counter() - at)
            print(f"{statistics.median(taken) * 1000:8.0f} ms  {sql}")


def reconcile(deals: int, claims: int, partners: int, seed: int) -> dict[str, float]:
    """Reconcile a generated truth: pairwise precision, recall and F1, and what is counted twice."""
    world = make_world(deals, claims, partners, seed, claims_an_article=3)
    with tempfile.TemporaryDirectory() as folder:
        warehouse = fill(Path(folder) / "w", world)
        with Session(warehouse) as session:
            session.settle()
            found = session.build.frame("fact_claim").select("claim_key", "commitment_key")
            dollars = session.build.frame("fact_commitment").select("commitment_key", "amount_usd", "is_additive")
    with duckdb.connect() as connection:
        connection.register("tellings", world.tellings.to_arrow())
        connection.register("found", found.to_arrow())
        connection.register("dollars", dollars.to_arrow())
        answer = connection.execute((_SQL / "pairwise.sql").read_text(), {"salt": SALT})
        names = [column[0] for column in answer.description or []]
        (row,) = answer.fetchall()
        return dict(zip(names, row, strict=True))


def readers(root: Path, processes: int, publishes: int) -> None:
    """Publish again and again while other processes, all under way, query without pause; print what they met."""
    warehouse = Warehouse(root)
    numbers = [one.number for one in list_releases(warehouse)][:2]
    if len(numbers) < 2:
        raise SystemExit(f"{root}: two kept releases are needed")
    command = [sys.executable, "-m", "benchmarks.warehouse", "read", str(root)]
    crowd = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    pipes = [(process.stdin, process.stdout) for process in crowd if process.stdin and process.stdout]
    for _, told in pipes:
        told.readline()
    begun = time.perf_counter()
    for turn in range(publishes):
        rollback(warehouse, numbers[turn % 2])
        time.sleep(0.05)
    for orders, _ in pipes:
        orders.write("stop\n")
        orders.flush()
    taken = time.perf_counter() - begun
    answers = [told.readline().strip() for _, told in pipes]
    for process in crowd:
        process.communicate()
    print(f"{publishes} publishes in {taken:.0f} s; queries/errors/wrong of each reader: {'; '.join(answers)}")


def read(root: Path) -> None:
    """Query until told to stop; print when begun, then how often, which releases were met, and what went wrong."""
    import select  # noqa: PLC0415

    known: dict[int, object] = {}
    queries = errors = wrong = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        try:
            (row,) = run_query(Warehouse(root).database, (_SQL / "consistent.sql").read_text()).rows
        except QueryError as error:
            print(error, file=sys.stderr)
            errors += 1
            continue
        queries += 1
        if queries == 1:
            print("begun", flush=True)
        wrong += known.setdefault(row[0], row) != row or row[1] != row[2]
    print(f"{queries}/{errors}/{wrong}, {len(known)} releases")


def main() -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("make", "build", "marts", "truth", "readers", "read"))
    parser.add_argument("root", nargs="?", type=Path)
    parser.add_argument("--claims", type=int, default=40_000)
    parser.add_argument("--deals", type=int, default=2_000)
    parser.add_argument("--partners", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", default="3GB", help="DuckDB's part of the memory limit")
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--publishes", type=int, default=200)
    given = parser.parse_args()
    if given.what == "truth":
        found = reconcile(given.deals, given.claims, given.partners, given.seed)
        print(", ".join(f"{name} {value:.4f}" for name, value in found.items()))
        return
    if given.root is None:
        parser.error("name the warehouse's folder")
    match given.what:
        case "make":
            fill(given.root, make_world(given.deals, given.claims, given.partners, given.seed))
        case "build":
            build(given.root, given.memory)
        case "marts":
            marts(given.root)
        case "readers":
            readers(given.root, given.processes, given.publishes)
        case "read":
            read(given.root)


if __name__ == "__main__":
    main()
