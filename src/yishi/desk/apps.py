from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yishi.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The worker puts the desk's messages into words, and reads no page of it."""
        from . import notices as notices
