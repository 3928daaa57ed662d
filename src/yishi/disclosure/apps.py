from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "yishi.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The pages of places show what this room adds to them."""
        from . import home as home
