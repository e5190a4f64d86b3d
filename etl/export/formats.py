"""The formats of an export, each a writer of tables.

Belongs here: how rows become bytes. Stays out: which rows (`sql/export`), folders (`folder`), what is said of them
(`description`).
"""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet

from etl.export.tables import Table

Reader = Any  # pyarrow.RecordBatchReader: pyarrow ships no types
WORKBOOK = "dealhouse.xlsx"
_SHEET_ROWS = 1_048_576
_CELL_CHARACTERS = 32_767
_TOLD = 5_000  # rows between two words on progress
_DIGITS = 15  # what a spreadsheet keeps of a number
_FIRST_DAY = date(1900, 3, 1)  # what is earlier, spreadsheets date differently or not at all
_MADE = datetime(2000, 1, 1)


class TooLargeError(ValueError):
    """A table does not fit the format."""


class Writer(Protocol):
    """Writes one table after the other; `cut_cells` counts the texts that the format is too narrow for."""

    cut_cells: int

    def write(self, table: Table, rows: int, reader: Reader) -> Iterator[int]:
        """Write one table; yield how many of its rows are written."""


@dataclass(frozen=True, slots=True)
class Format:
    """How an export is written: the statement of `sql/export` that gives the rows, and what is said of the files.

    `note` tells what a reader must know of the values; `workbook` names the one file of all tables, where there is one.
    """

    name: str
    media_type: str
    note: str
    statement: str
    open: Callable[[Path], AbstractContextManager[Writer]]
    workbook: str | None = None

    def path(self, table: str) -> str:
        """Return the name of the file that holds a table."""
        return self.workbook or f"{table}.{self.name}"


class _FileEach:
    """A file for each table, filled by `fill`."""

    def __init__(self, folder: Path, suffix: str, fill: Callable[[Path, Reader], Iterator[int]]) -> None:
        self.cut_cells = 0
        self._folder, self._suffix, self._fill = folder, suffix, fill

    def write(self, table: Table, rows: int, reader: Reader) -> Iterator[int]:
        """Write one table; yield how many of its rows are written."""
        yield from self._fill(self._folder / f"{table.name}.{self._suffix}", reader)


def _parquet(path: Path, reader: Reader) -> Iterator[int]:
    with pa.parquet.ParquetWriter(path, reader.schema, compression="zstd") as file:
        yield from _each(reader, file.write_batch)


def _csv(path: Path, reader: Reader) -> Iterator[int]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(reader.schema.names)
        yield from _each(reader, lambda batch: writer.writerows(_rows(batch)))


def _jsonl(path: Path, reader: Reader) -> Iterator[int]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield from _each(reader, lambda batch: file.writelines(f"{line}\n" for line in batch.column(0).to_pylist()))


def _rows(batch: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _each(reader: Reader, write: Callable[[Any], None]) -> Iterator[int]:
    done = 0
    for batch in reader:
        write(batch)
        done += batch.num_rows
        yield done


class _Workbook:
    """One workbook with a sheet for each table; no cell can hold a formula."""

    def __init__(self, book: Any) -> None:
        self.cut_cells = 0
        self._book = book
        self._head = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})

    def write(self, table: Table, rows: int, reader: Reader) -> Iterator[int]:
        """Write one table; yield how many of its rows are written."""
        if rows >= _SHEET_ROWS:
            raise TooLargeError(f"{table.name} has {rows:,} rows, and a sheet holds {_SHEET_ROWS - 1:,}")
        sheet = self._book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name, self._head)
        done = 0
        for batch in reader:
            for row in _rows(batch):
                done += 1
                self._row(sheet, done, row)
                if not done % _TOLD:
                    yield done
        yield done

    def _row(self, sheet: Any, number: int, row: Sequence[Any]) -> None:
        for place, value in enumerate(row):
            match value:
                case None:
                    continue
                case bool():
                    sheet.write_boolean(number, place, value)
                case int() | float() | Decimal() if _is_kept(value):
                    sheet.write_number(number, place, value)
                case date() if value >= _FIRST_DAY:
                    sheet.write_datetime(number, place, datetime.combine(value, datetime.min.time()), self._day)
                case list():
                    text = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
                    sheet.write_string(number, place, self._fitting(text))
                case _:
                    sheet.write_string(number, place, self._fitting(str(value)))

    def _fitting(self, text: str) -> str:
        if len(text) <= _CELL_CHARACTERS:
            return text
        self.cut_cells += 1
        mark = f" […] ({len(text):,} characters)"
        return text[: _CELL_CHARACTERS - len(mark)] + mark


def _is_kept(value: float | Decimal) -> bool:
    """Whether a spreadsheet shows every digit of a number; else it is written as text."""
    if isinstance(value, float):
        return True
    return len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS


@contextmanager
def _workbook(folder: Path) -> Iterator[Writer]:
    import xlsxwriter  # noqa: PLC0415
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    options = {"constant_memory": True, "strings_to_urls": False, "tmpdir": str(folder)}
    book = xlsxwriter.Workbook(str(folder / WORKBOOK), options)
    book.set_properties({"created": _MADE})
    yield _Workbook(book)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _files(
    suffix: str, fill: Callable[[Path, Reader], Iterator[int]]
) -> Callable[[Path], AbstractContextManager[Writer]]:
    @contextmanager
    def opened(folder: Path) -> Iterator[Writer]:
        yield _FileEach(folder, suffix, fill)

    return opened


_PARQUET_NOTE = "Columns have the types of the release; integers wider than 64 bits are decimals."
_CSV_NOTE = (
    "Lists are JSON, an absent value is an empty field. Text that a spreadsheet would take for a formula has one "
    "apostrophe before it: where a text begins with apostrophes and then, perhaps after blanks, one of = + - @, "
    "take the first apostrophe away."
)
_JSONL_NOTE = "Decimals are text, so that no digit is lost."
_XLSX_NOTE = (
    "Every table is a sheet. No cell is a formula. Lists are JSON. A number of more than 15 digits is text, since a "
    "spreadsheet keeps no more. A text of more than 32,767 characters is cut, and says so at its end."
)
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    form.name: form
    for form in (
        Format("parquet", "application/vnd.apache.parquet", _PARQUET_NOTE, "rows", _files("parquet", _parquet)),
        Format("csv", "text/csv", _CSV_NOTE, "spelt", _files("csv", _csv)),
        Format("xlsx", _SHEETS, _XLSX_NOTE, "rows", _workbook, WORKBOOK),
        Format("jsonl", "application/jsonl", _JSONL_NOTE, "lines", _files("jsonl", _jsonl)),
    )
}
