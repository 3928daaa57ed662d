from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class RecordConfig(AppConfig):
    name = "yishi.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process knows every room's events, also a worker that never comes to import a room for itself."""
        for room in apps.get_app_configs():
            if room.name.startswith("yishi.") and find_spec(f"{room.name}.events"):
                import_module(f"{room.name}.events")
