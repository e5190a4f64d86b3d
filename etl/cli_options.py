"""What several commands have in common: their options, and the warehouse that these name.

Belongs here: an option that more than one command takes. Stays out: the commands.
"""

from pathlib import Path
from typing import Annotated

import typer

from etl.paths import Warehouse, default_root

BAD_ARGUMENTS = 2
Folder = Annotated[
    Path | None,
    typer.Option("--warehouse", metavar="DIR", help="Folder of the warehouse (default: the project's own)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def place_of(folder: Path | None) -> Warehouse:
    """Return the warehouse that `--warehouse` names, the default one without it."""
    return Warehouse(folder or default_root())
