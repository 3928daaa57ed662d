"""How much a matter presses."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Urgency(models.TextChoices):
    EMERGENCY = "emergency", pgettext_lazy("urgency", "emergency")
    UTILITIES = "utilities", pgettext_lazy("urgency", "water, power, gas, heat")
    GENERAL = "general", pgettext_lazy("urgency", "general")
    COMPLEX = "complex", pgettext_lazy("urgency", "complex")
