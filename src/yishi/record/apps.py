from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.db.backends.signals import connection_created
from django.urls import register_converter

from . import versions
from .numbers import RowConverter


class RecordConfig(AppConfig):
    name = "yishi.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process knows every room's events, also a worker that never comes to import a room for itself; and it
        notices what it writes of rows that are kept."""
        connection_created.connect(versions.watch)
        register_converter(RowConverter, "row")
        for room in apps.get_app_configs():
            if room.name.startswith("yishi.") and find_spec(f"{room.name}.events"):
                import_module(f"{room.name}.events")
