"""The files of an edition: each table as CSV and as JSON Lines, with the dictionary (a data package) beside them.

They lie packed in the storage and are given out as they are; the digest is that of what is in them, so that it can be
compared after unpacking by any program. A file is written while it is read from the database, a portion at a time."""

import csv
import gzip
import hashlib
import io
import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.timezone import localtime

from yishi.network.sheets import harmless

from .tables import TABLES, Column, Table

VERSION = 1
"""Of the tables: one more when a column is added; columns are never renamed."""
DICTIONARY = "datapackage.json"
ROOM = "open"
"""The folder of all editions in the storage."""


def new_folder(day: date) -> str:
    """Where the files of an edition will lie. No two writers share one, so that two workers of one night cannot mix
    their files."""
    return f"{day:%Y-%m-%d}-{secrets.token_hex(4)}"


def path_of(folder: str, name: str) -> str:
    """Where the file lies in the storage."""
    return f"{ROOM}/{folder}/{name}.gz"


@dataclass
class Written:
    """One file while it is written: its bytes go in packed, and are counted and digested as they were."""

    name: str
    table: str
    out: gzip.GzipFile
    rows: int = 0
    bytes: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def write(self, text: str) -> None:
        content = text.encode()
        self.hash.update(content)
        self.bytes += len(content)
        self.out.write(content)

    @property
    def told(self) -> dict[str, Any]:
        """What an edition keeps of it."""
        return {"table": self.table, "rows": self.rows, "bytes": self.bytes, "sha256": self.hash.hexdigest()}


def write_all(folder: str, at: datetime) -> dict[str, dict[str, Any]]:
    """Write the files of an edition. Gives by name what an edition keeps of each."""
    files: dict[str, dict[str, Any]] = {}
    for table in TABLES.values():
        files |= _write(table, folder, at)
    with _file(folder, DICTIONARY, "") as out:
        out.write(json.dumps(package(at, files), ensure_ascii=False, indent=1) + "\n")
    return files | {DICTIONARY: out.told}


def _write(table: Table, folder: str, at: datetime) -> dict[str, dict[str, Any]]:
    with ExitStack() as open_files:
        sheet, lines = (
            open_files.enter_context(_file(folder, f"{table.name}.{kind}", table.name))
            for kind in ("csv", "jsonl")
        )
        names = [column.name for column in table.columns]
        rows = _Rows(sheet)
        rows.put(names)
        for row in table.rows(at):
            told = [_told(value) for value in row]
            rows.put([harmless(value) for value in told])
            lines.write(json.dumps(dict(zip(names, told, strict=True)), ensure_ascii=False) + "\n")
            sheet.rows = lines.rows = sheet.rows + 1
        rows.flush()
    return {each.name: each.told for each in (sheet, lines)}


class _Rows:
    """Lines of CSV, given on some hundreds at a time."""

    MANY = 500

    def __init__(self, out: Written) -> None:
        self._out, self._text, self._n = out, io.StringIO(), 0
        self._text.write("\ufeff")  # by this spreadsheet programs know that it is UTF-8
        self._writer = csv.writer(self._text)

    def put(self, row: list[Any]) -> None:
        self._writer.writerow(row)
        self._n += 1
        if self._n % self.MANY == 0:
            self.flush()

    def flush(self) -> None:
        self._out.write(self._text.getvalue())
        self._text.seek(0)
        self._text.truncate()


def _told(value: Any) -> Any:
    """A value as files have it: moments with their offset, days as ISO 8601 writes them."""
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


@contextmanager
def _file(folder: str, name: str, table: str) -> Iterator[Written]:
    """A file that is there whole or not at all."""
    with tempfile.TemporaryFile() as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed:
            written = Written(name, table, packed)
            yield written
        raw.seek(0)
        default_storage.save(path_of(folder, name), File(raw, name))


def package(at: datetime, files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The dictionary for programs, in the form of a data package (Frictionless), in Chinese and English."""
    return {
        "name": "yishi-open-data",
        "version": f"{VERSION}.{localtime(at):%Y%m%d}",
        "created": at.isoformat(timespec="seconds"),
        "resources": [
            {
                "name": f"{each['table']}-{name.rpartition('.')[2]}",
                "path": name,
                "format": name.rpartition(".")[2],
                "encoding": "utf-8",
                "bytes": each["bytes"],
                "hash": f"sha256:{each['sha256']}",
                "rows": each["rows"],
                **_described(TABLES[each["table"]].title, "title"),
                "schema": {"fields": [_field(column) for column in TABLES[each["table"]].columns]},
            }
            for name, each in files.items()
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    return {"name": column.name, "type": str(column.kind), **_described(column.meaning, "description")}


def _described(words: Any, key: str) -> dict[str, str]:
    found = {}
    for language, name in (("zh-hans", key), ("en", f"{key}_en")):
        with translation.override(language):
            found[name] = str(words)
    return found


def manifest(files: dict[str, dict[str, Any]]) -> str:
    """The list of files with their digests, as `sha256sum -c` reads it."""
    return "".join(f"{each['sha256']}  {name}\n" for name, each in sorted(files.items()))


def opened(folder: str, name: str) -> IO[bytes]:
    """The file as it lies there, packed. Raises FileNotFoundError."""
    return default_storage.open(path_of(folder, name))


def rows_of(folder: str, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as an edition has them."""
    with opened(folder, f"{table.name}.jsonl") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def drop(folder: str) -> None:
    """Take the files of an edition away."""
    for name in default_storage.listdir(f"{ROOM}/{folder}")[1]:
        default_storage.delete(f"{ROOM}/{folder}/{name}")
    default_storage.delete(f"{ROOM}/{folder}")


def folders() -> list[str]:
    """Of all editions, and of what was never finished."""
    try:
        return sorted(default_storage.listdir(ROOM)[0])
    except FileNotFoundError:
        return []
