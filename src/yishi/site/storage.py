"""Where pictures lie: each file is there whole or not at all, whatever happens while it is written; and whether there
is room for more."""

import errno
import functools
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from servestatic.storage import CompressedManifestStaticFilesStorage

PARTS = "parts"
"""Folder of files that are being written; what a killed process left there is swept out."""
LEAST_ROOM = 20 * 1024**2
"""Bytes that must be free for the house to call itself ready."""
_TRIAL = b"yishi" * 2000


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Styles, scripts and drawings under names that hold their digest. An address is worked out once a process: a page
    asks for a dozen, and they change with the program alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = functools.lru_cache(maxsize=500)(super().url)

    def url(self, name: str, force: bool = False) -> str:
        return super().url(name, force) if force or settings.DEBUG else self._address(name)


class WholeFiles(FileSystemStorage):
    """Writes beside, and moves into place what is on the disk to its last byte.

    A file cut short by a full disk or a killed process would be taken for the photo itself, and after a loss of power a
    case would speak of a picture that is not there.
    """

    def _save(self, name: str, content: Any) -> str:
        target, parts = Path(self.path(name)), Path(self.path(PARTS))
        for folder in (target.parent, parts):
            folder.mkdir(parents=True, exist_ok=True)
        draft = parts / secrets.token_hex(16)
        try:
            with open(draft, "xb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if self.file_permissions_mode is not None:
                draft.chmod(self.file_permissions_mode)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        return name


def trouble() -> OSError | None:
    """Why nothing more can be written into the data directory; None where all is well."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(_TRIAL)
            file.flush()
    except OSError as error:
        return error
    if shutil.disk_usage(settings.DATA_DIR).free < LEAST_ROOM:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return None
