from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yishi.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The record calls a case by its number, whatever page is asked for first."""
        from . import naming as naming
