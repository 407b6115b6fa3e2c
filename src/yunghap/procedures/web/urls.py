"""Addresses of procedures' pages."""

from datetime import date

from django.urls import path, register_converter
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import deadlines, holidays, versions

app_name = "procedures"


class DayConverter:
    """A day in an address: `2026-09-28`."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")
form = require_http_methods(["GET", "POST"])

urlpatterns = [
    path("deadlines/", require_safe(deadlines.calculator), name="deadline"),
    path("desk/holidays/", require_safe(holidays.holidays), name="holidays"),
    path("desk/holidays/declare/", form(holidays.declare), name="declare_holiday"),
    path("desk/holidays/<day:day>/withdraw/", form(holidays.withdraw), name="withdraw_holiday"),
    path("desk/procedures/", require_safe(versions.versions), name="versions"),
    path("desk/procedures/<str:id>/", require_safe(versions.version), name="version"),
    path("desk/procedures/<str:id>/diagram.bpmn", require_safe(versions.diagram), name="diagram"),
    path("desk/procedures/<str:id>/edit/", form(versions.edit), name="edit_version"),
    path("desk/procedures/<str:id>/check/", require_POST(versions.check), name="check_version"),
    path("desk/procedures/<str:id>/<slug:step>/", form(versions.step), name="step_version"),
]
