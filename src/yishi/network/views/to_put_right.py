"""What is to be put right in a file that was brought, as a sheet to work through."""

import csv
import json

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ..sheets import harmless


def problems_sheet(name: str, report: str) -> HttpResponse:
    """The problems of a report (JSON, as an import keeps it), a line each, as a file of this name. What the file
    itself said stands in them, so no cell of it is taken for a formula."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Row"), _("Column"), _("What is wrong")])
    for problem in json.loads(report or "{}").get("problems", []):
        writer.writerow([harmless(cell) for cell in problem])
    return response
