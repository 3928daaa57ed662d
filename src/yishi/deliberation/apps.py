from django.apps import AppConfig


class DeliberationConfig(AppConfig):
    name = "yishi.deliberation"
    label = "deliberation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The worker puts messages into words without reading a page; pages of matters show what is to come."""
        from . import beside as beside
        from . import naming as naming
        from . import notices_afterwards as notices_afterwards
        from . import notices_calendar as notices_calendar
        from . import notices_outcomes as notices_outcomes
        from . import notices_topics as notices_topics
        from . import on_cases as on_cases
        from . import personal as personal
