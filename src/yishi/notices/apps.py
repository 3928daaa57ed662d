from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "yishi.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Rooms above name their kinds in `<room>/notices.py`; found by that name, so nothing imports upward.
        autodiscover_modules("notices")
