from collections.abc import Iterable

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yishi.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The worker puts the desk's messages into words, and reads no page of it; programs do what the desk's forms
        do."""
        from yishi.cases import doings

        from . import notices as notices

        def for_machines() -> Iterable[doings.AtDesk]:
            from .machines import offered  # with all forms of the desk, which few processes need

            return offered()

        doings.register("desk", for_machines)
