"""Making the encrypted file and putting it back."""

import gzip
import io
import json
import os
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyrage
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from yishi.cases import search
from yishi.cases.actions.standing import recount_standing
from yishi.cases.learnt import PLACE_KEPT
from yishi.cases.models import Case
from yishi.record import checking, clock, keyring, proofs, troubles
from yishi.record.grammar import chore
from yishi.record.models import Entry

from ..storage import PARTS
from . import tables

FORMAT = 1
SECRETS = ("secret", "keys")
"""Files and directories in the data directory without which the rest cannot be read."""
RING = "keys/ring.json"
"""The keys of what lies encrypted. Rows stand in the backup in clear, under its own encryption; what they are
encrypted with after they were put back is the new machine's key, and the old ones open the old files."""

MADE_ANEW = (PARTS, PLACE_KEPT)
"""Folders of the storage that a house fills by itself, empty of anything of anybody's."""
NOTHING = "Nothing was put back."

Say = Callable[[str], None]


class Unusable(Exception):
    """The file cannot be made or put back; the message says why and what to do."""


@dataclass
class Made:
    """What a backup holds."""

    rows: int = 0
    files: int = 0
    unreadable: list[str] = field(default_factory=list)
    """Names in the storage that could not be read: everything else is in the backup."""
    head: dict[str, Any] | None = None
    counts: dict[str, int] = field(default_factory=dict)


def make(target: Path, recipients: list[str], say: Say) -> Made:
    """Write everything to `target`, readable with the keys of the `recipients` (age1…) alone."""
    keys = [_recipient(text) for text in recipients]
    draft = target.with_name(target.name + ".part")
    try:
        with open(draft, "xb", opener=_private) as out:
            made = _encrypted(out, keys, say)
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, target)  # fails where the name is taken: no backup replaces another
    except FileExistsError as error:
        raise Unusable(
            f"{error.filename2 or error.filename} is there already; choose another name."
        ) from None
    except Exception as error:
        if not (troubles.is_full(error) or "os error 28" in str(error)):
            raise
        raise Unusable(f"There is no room left in {target.parent}; nothing was written.") from None
    finally:
        draft.unlink(missing_ok=True)
    return made


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise Unusable(f"“{text}” is no age recipient; it begins with age1…") from None


def _encrypted(out: IO[bytes], keys: list[Any], say: Say) -> Made:
    """What `_write` writes goes through a pipe into the encryption, so that nothing lies on the disk in clear."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def encrypt() -> None:
        with open(reading, "rb") as source:
            try:
                pyrage.encrypt_io(source, out, keys)
            except BaseException as trouble:  # noqa: BLE001  handed to the thread that waits
                failed.append(trouble)

    thread = threading.Thread(target=encrypt)
    thread.start()
    try:
        with (
            open(writing, "wb") as pipe,
            gzip.GzipFile(fileobj=pipe, mode="wb", compresslevel=3) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            made = _write(tar, say)
    except BrokenPipeError:
        made = Made()
    finally:
        thread.join()
    if failed:
        raise failed[0]
    return made


def _write(tar: tarfile.TarFile, say: Say) -> Made:
    made = Made()
    with _snapshot():
        newest = proofs.newest_head()
        made.head = proofs.head_as_json(newest) if newest else None
        manifest = {
            "format": FORMAT,
            "made_at": clock.real_now().isoformat(),
            "database": connection.vendor,
            "migrations": _migrations(),
            "head": made.head,
            "columns": {model._meta.label_lower: tables.columns(model) for model in tables.kept()},
        }
        _add(tar, "manifest.json", json.dumps(manifest).encode())
        _add(tar, "secrets/SECRET_KEY", settings.SECRET_KEY.encode())
        for path in _secret_files():
            _add(tar, f"secrets/{path.relative_to(settings.DATA_DIR)}", path.read_bytes())
        if keyring.path() != settings.DATA_DIR / RING:
            keyring.active()
            _add(tar, f"secrets/{RING}", keyring.path().read_bytes())
        for model in tables.kept():
            label = model._meta.label_lower
            made.counts[label] = 0
            for number, (count, lines) in enumerate(tables.portions(model)):
                _add(tar, f"tables/{label}/{number:06d}.jsonl", lines)
                made.counts[label] += count
            if made.counts[label]:
                say(f"{label}: {made.counts[label]}")
    # pictures after the tables: each one a row speaks of is there, and what came since does no harm
    for name in _stored():
        try:
            with default_storage.open(name) as file:
                content = file.read()
        except FileNotFoundError:  # sent off, or swept out, since its folder was listed
            continue
        except OSError as trouble:
            say(f"{name} could not be read: {trouble.strerror}")
            made.unreadable.append(name)
            continue
        _add(tar, f"media/{name}", content)
        made.files += 1
    made.rows = sum(made.counts.values())
    _add(tar, "complete.json", json.dumps({"rows": made.counts, "files": made.files}).encode())
    return made


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment of the whole database, without holding up anybody who writes."""
    kept = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        # a transaction that only reads waits for nobody
        connection.transaction_mode = None  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = kept  # type: ignore[attr-defined]


def _migrations() -> list[str]:
    ours = {config.label for config in apps.get_app_configs()}
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations() if app in ours
    )


def _secret_files() -> Iterator[Path]:
    for name in SECRETS:
        path = settings.DATA_DIR / name
        yield from (
            (p for p in sorted(path.rglob("*")) if p.is_file())
            if path.is_dir()
            else ([path] if path.is_file() else [])
        )


def _stored(under: str = "") -> Iterator[str]:
    try:
        directories, files = default_storage.listdir(under)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{under}/{name}" if under else name
    for name in sorted(set(directories) - {PARTS}):
        yield from _stored(f"{under}/{name}" if under else name)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


# --- and back ---


def put_back(source: Path, identities: list[Any], say: Say) -> dict[str, Any]:
    """Everything of the file is in the empty database and data directory; the record is checked. All or nothing.

    Raises Unusable where the database or the data directory is not empty, the key does not fit, the file is not whole,
    or there is no room.
    """
    if Entry.objects.exists():
        raise Unusable("This database holds a record already. A backup goes into an empty one only.")
    if any(name.partition("/")[0] not in MADE_ANEW for name in _stored()):
        raise Unusable(
            f"There are pictures in {settings.MEDIA_ROOT} already. A backup goes into an empty data directory only."
        )
    files: list[str] = []
    try:
        manifest = _put_back_all(source, identities, files, say)
    except BaseException as error:
        for name in files:
            default_storage.delete(name)
        if not troubles.is_full(error):
            raise
        raise Unusable(
            f"There is no room left in {settings.DATA_DIR} or for the database; nothing was put back."
        ) from None
    return _checked(manifest)


@chore("a backup is put back as it was; the entries that tell of it come with it")
def _put_back_all(source: Path, identities: list[Any], files: list[str], say: Say) -> dict[str, Any]:
    """Gives the manifest, and in `files` the names of what was put into the storage, as far as it came."""
    found: dict[str, Any] = {"files": {}, "rows": {}, "media": files, "complete": None, "manifest": None}
    _make_room()
    with _decrypted(source, identities) as stream, tarfile.open(fileobj=stream, mode="r|gz") as tar:
        for member in tar:
            file = tar.extractfile(member)
            _take(member.name, file.read() if file else b"", found, say)
    if found["complete"] is None:
        raise Unusable(f"The file is not whole: its end is missing. {NOTHING}")
    if found["complete"]["rows"] != found["rows"] | dict.fromkeys(
        found["complete"]["rows"].keys() - found["rows"], 0
    ):
        raise Unusable(f"The file is not whole: it holds other numbers of rows than it says. {NOTHING}")
    tables.reset_sequences(tables.kept())
    recount_standing()  # putting the cases back has counted them as new ones
    for case in Case.objects.select_related("place", "category").iterator(chunk_size=1000):
        search.index(case)
    _put_back_secrets(found, say)  # before the rows are committed, which are worth little without
    return found["manifest"]


def _make_room() -> None:
    """What setting up entered goes; constraints are looked at when all is in."""
    with connection.cursor() as cursor:
        for model in tables.kept():
            if model._base_manager.exists():
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  a table of ours


def _take(name: str, content: bytes, found: dict[str, Any], say: Say) -> None:
    """One member of the archive finds its place."""
    kind, _slash, rest = name.partition("/")
    if name == "manifest.json":
        found["manifest"] = _fitting(json.loads(content))
    elif name == "complete.json":
        found["complete"] = json.loads(content)
    elif kind == "secrets":
        found["files"][rest] = content
    elif kind == "tables":
        label = rest.partition("/")[0]
        model = apps.get_model(label)
        if label not in found["rows"]:
            say(label)
            found["rows"][label] = 0
        fresh = list(tables.rows(model, found["manifest"]["columns"][label], content))
        model._base_manager.bulk_create(fresh, batch_size=1000)
        found["rows"][label] += len(fresh)
    elif kind == "media" and not default_storage.exists(rest):
        found["media"].append(rest)
        default_storage.save(rest, io.BytesIO(content))


def _fitting(manifest: dict[str, Any]) -> dict[str, Any]:
    here = _migrations()
    if manifest["format"] != FORMAT:
        raise Unusable("This backup was made in another format; use the release that made it.")
    if manifest["migrations"] != here:
        newer = sorted(set(manifest["migrations"]) - set(here)) or sorted(
            set(here) - set(manifest["migrations"])
        )
        raise Unusable(
            f"This backup belongs to another release (they differ in {newer[0]}). Use the one that made it."
        )
    return manifest


@contextmanager
def _decrypted(source: Path, identities: list[Any]) -> Iterator[IO[bytes]]:
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def decrypt() -> None:
        try:
            with open(writing, "wb") as pipe, open(source, "rb") as file:
                pyrage.decrypt_io(file, pipe, identities)
        except BrokenPipeError:  # whoever reads has had enough
            pass
        except BaseException as trouble:  # noqa: BLE001  handed to the thread that waits
            failed.append(trouble)

    thread = threading.Thread(target=decrypt)
    thread.start()
    try:
        with open(reading, "rb") as stream:
            yield stream
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        if troubles.is_full(error):
            raise
        thread.join()
        raise _not_readable(failed) from None
    finally:
        thread.join()
    if failed:
        raise _not_readable(failed) from None


def _not_readable(failed: list[BaseException]) -> Unusable:
    if any(isinstance(trouble, pyrage.DecryptError) and "key" in str(trouble).lower() for trouble in failed):
        return Unusable(f"This key does not open the backup, or its beginning is damaged. {NOTHING}")
    return Unusable(f"The file is damaged or not a backup. {NOTHING}")


def _put_back_secrets(found: dict[str, Any], say: Say) -> None:
    for name, content in found["files"].items():
        if name == "SECRET_KEY":
            if os.environ.get("YISHI_SECRET_KEY", "").encode() == content:
                continue
            name = "secret"
            if os.environ.get("YISHI_SECRET_KEY"):
                name = "secret.restored"
                say(
                    f"YISHI_SECRET_KEY differs from the old one; set it to what {name} in the data directory holds."
                )
        if name == RING:
            keyring.take_in(content)  # beside the key the rows were just encrypted with
            continue
        path = (settings.DATA_DIR / name).resolve()
        if not path.is_relative_to(settings.DATA_DIR.resolve()):
            raise Unusable(f"The file is damaged or not a backup. {NOTHING}")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "wb", opener=_private) as file:
            file.write(content)


def _checked(manifest: dict[str, Any]) -> dict[str, Any]:
    result = checking.check().as_json()
    newest = proofs.newest_head()
    same = (proofs.head_as_json(newest) if newest else None) == manifest["head"]
    return {
        "ok": bool(result["ok"]) and same,
        "record": result,
        "head_as_backed_up": same,
        "made_at": manifest["made_at"],
    }
