"""Addresses of procedures' pages."""

from datetime import date

from django.urls import path, register_converter
from django.views.decorators.http import require_http_methods, require_safe

from . import deadlines, holidays

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
]
