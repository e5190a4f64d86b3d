"""The command `dealhouse doctor`.

Belongs here: its arguments and what it prints. Stays out: what is looked at (`doctor`).
"""

from dataclasses import asdict

import typer

from etl.cli_options import AsJson, Folder, place_of
from etl.console import as_json, screen, show


def doctor(warehouse: Folder = None, json: AsJson = False) -> None:
    """Say whether the warehouse is sound, what is wrong with it and what to do; nothing is changed.

    Ends with exit code 1 where something is wrong.

    Example: dealhouse doctor
    """
    from etl.doctor import examine  # noqa: PLC0415

    findings = examine(place_of(warehouse))
    wrong = sum(one.state == "wrong" for one in findings)
    warnings = sum(one.state == "warning" for one in findings)
    if json:
        as_json({"sound": not wrong, "findings": [asdict(one) for one in findings]})
    else:
        marks = {"ok": "ok", "warning": "warning", "wrong": "WRONG"}
        rows = [
            (marks[one.state], one.about, one.found if not one.remedy else f"{one.found}\n→ {one.remedy}")
            for one in findings
        ]
        show(screen(), ("", "", ""), rows)
        counted = [f"{wrong} wrong"] * bool(wrong) + [f"{warnings} warning{'s' * (warnings != 1)}"] * bool(warnings)
        told = f"{', '.join(counted)}: see the arrows for what to do." if counted else "All is sound."
        screen().print(f"\n{told}")
    if wrong:
        raise typer.Exit(1)
