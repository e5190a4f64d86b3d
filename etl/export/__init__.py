"""A release as files for other tools, with a description that says what every column holds.

Belongs here: writing tables as Parquet, CSV, XLSX or JSON lines, and the data package beside them. Stays out: making
releases (`etl.warehouse`), the answer to one query (`etl.query`).
"""

from etl.export.folder import Exported, ExportError, export
from etl.export.formats import FORMATS

__all__ = ["FORMATS", "ExportError", "Exported", "export"]
