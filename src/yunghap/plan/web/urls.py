"""Addresses of the plan's pages."""

from django.urls import include, path
from django.views.decorators.http import require_safe

from . import downloads, lists, public

app_name = "plan"

urlpatterns = [
    path("desk/", include("yunghap.plan.web.desk.urls")),
    path("plan/", require_safe(public.latest), name="latest"),
    path("plans/", require_safe(public.editions), name="editions"),
    path("plans/<slug:edition>/", require_safe(public.glance), name="glance"),
    path("plans/<slug:edition>/directions/", require_safe(public.directions), name="directions"),
    path("plans/<slug:edition>/tasks/<str:code>/", require_safe(public.task), name="task"),
    path("plans/<slug:edition>/ministries/", require_safe(public.ministries), name="ministries"),
    path("plans/<slug:edition>/ministries/<str:name>/", require_safe(public.ministry), name="ministry"),
    path("plans/<slug:edition>/programmes/", require_safe(lists.programmes), name="programmes"),
    path("plans/<slug:edition>/programmes/<str:id>/", require_safe(lists.programme), name="programme"),
    path("plans/<slug:edition>/money/", require_safe(public.money), name="money"),
    path("plans/<slug:edition>/indicators/", require_safe(lists.indicators), name="indicators"),
    path("plans/<slug:edition>/indicators/<str:id>/", require_safe(lists.indicator), name="indicator"),
    path("plans/<slug:edition>/findings/", require_safe(lists.findings), name="findings"),
    path("plans/<slug:edition>/changes/", require_safe(lists.changes), name="changes"),
    path("plans/<slug:edition>/changes.csv", require_safe(lists.changes_csv), name="changes_csv"),
    path("plans/<slug:edition>/numbers/", require_safe(lists.facts), name="facts"),
    path("plans/<slug:edition>/numbers/<str:id>/", require_safe(lists.fact), name="fact"),
    path("plans/<slug:edition>/downloads/", require_safe(downloads.downloads), name="downloads"),
    path("plans/<slug:edition>/downloads/<str:code>/", require_safe(downloads.download), name="download"),
]
