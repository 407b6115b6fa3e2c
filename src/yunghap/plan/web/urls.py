"""Addresses of the plan's pages."""

from django.urls import include, path

from . import downloads, public

app_name = "plan"

urlpatterns = [
    path("desk/", include("yunghap.plan.web.desk.urls")),
    path("plan/", public.latest, name="latest"),
    path("plans/", public.editions, name="editions"),
    path("plans/<slug:edition>/", public.glance, name="glance"),
    path("plans/<slug:edition>/directions/", public.directions, name="directions"),
    path("plans/<slug:edition>/tasks/<str:code>/", public.task, name="task"),
    path("plans/<slug:edition>/ministries/", public.ministries, name="ministries"),
    path("plans/<slug:edition>/ministries/<str:name>/", public.ministry, name="ministry"),
    path("plans/<slug:edition>/programmes/", public.programmes, name="programmes"),
    path("plans/<slug:edition>/programmes/<str:id>/", public.programme, name="programme"),
    path("plans/<slug:edition>/money/", public.money, name="money"),
    path("plans/<slug:edition>/indicators/", public.indicators, name="indicators"),
    path("plans/<slug:edition>/indicators/<str:id>/", public.indicator, name="indicator"),
    path("plans/<slug:edition>/findings/", public.findings, name="findings"),
    path("plans/<slug:edition>/changes/", public.changes, name="changes"),
    path("plans/<slug:edition>/numbers/", public.facts, name="facts"),
    path("plans/<slug:edition>/numbers/<str:id>/", public.fact, name="fact"),
    path("plans/<slug:edition>/downloads/", downloads.downloads, name="downloads"),
    path("plans/<slug:edition>/downloads/<str:code>/", downloads.download, name="download"),
]
