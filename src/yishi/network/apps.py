from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NetworkConfig(AppConfig):
    name = "yishi.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each room says in `saved_lists.py` which lists of its can be saved, and in `brought_in.py` what can be
        brought in; found by that name, so nothing imports upward, and known whatever page is asked for first."""
        autodiscover_modules("saved_lists", "brought_in")
