from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yishi.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever asks for their own data gets what this room holds of them."""
        from . import personal as personal
