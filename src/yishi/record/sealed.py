"""A text that lies in its table encrypted, and is plain text to whoever reads the row."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from . import keyring


class EncryptedText(models.TextField):
    """Text under a key of the ring. It cannot be searched or sorted by; only whether it is empty can be asked.

    What is looked up (a number) has a column beside it with a keyed hash. The length of a text can be guessed from what
    is stored; its content and whether two are alike cannot.
    """

    description = "Text, encrypted"

    @property
    def purpose(self) -> str:
        """What a text is bound to: it opens as this field of this table and as nothing else."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return keyring.unseal(value, self.purpose) if value else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return keyring.seal(str(value), self.purpose) if value else value

    def for_many(self) -> Callable[[Any], Any]:
        """`get_db_prep_value` for whoever writes thousands (`bulk`)."""
        encrypt = keyring.sealer(self.purpose)
        return lambda value: encrypt(str(value)) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return {"exact": _Empty, "isnull": super().get_lookup("isnull")}.get(lookup_name)


class _Empty(models.lookups.Exact):
    """Whether the text is empty: all that can be asked of it."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("an encrypted text can only be compared with nothing")
        return super().get_prep_lookup()
