"""Addresses of cases."""

from django.urls import path

from . import apply, cases, committees, records, register, similar, work

app_name = "casework"

urlpatterns = [
    path("apply/", apply.procedures, name="procedures"),
    path("apply/<str:kind>/", apply.procedure, name="procedure"),
    path("apply/<str:kind>/begin/", apply.begin, name="begin"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:id>/", cases.case, name="case"),
    path("cases/<str:id>/form/<str:section>/", apply.form, name="form"),
    path("cases/<str:id>/check/", apply.check, name="check"),
    path("cases/<str:id>/discard/", apply.discard, name="discard"),
    path("cases/<str:id>/messages/", cases.message, name="message"),
    path("cases/<str:id>/papers/", cases.add, name="add_paper"),
    path("cases/<str:id>/papers/<str:paper>/", cases.paper, name="paper"),
    path("cases/<str:id>/papers/<str:paper>/remove/", apply.remove, name="remove_paper"),
    path("cases/<str:id>/withdraw/", cases.withdraw, name="withdraw"),
    path("cases/<str:id>/similar/", similar.similar, name="similar"),
    path("cases/<str:id>/ask/", cases.ask, name="ask"),
    path("cases/<str:id>/work/<int:number>/", work.work, name="work"),
    path("cases/<str:id>/work/<int:number>/take/", work.take, name="take"),
    path("cases/<str:id>/deadlines/<int:number>/", cases.deadline, name="deadline"),
    path("cases/<str:id>/letters/<str:letter>.<str:form>", cases.letter, name="letter"),
    path("records/", records.records, name="records"),
    path("records/template.<str:form>", records.template, name="records_template"),
    path("records/take/", records.take, name="records_take"),
    path("records/<str:id>/undo/", records.undo, name="records_undo"),
    path("work/", work.inbox, name="inbox"),
    path("decisions/", register.register, name="register"),
    path("decisions.<str:form>", register.open_data, name="open_data"),
    path("decisions/feed/", register.feed, name="feed"),
    path("decisions/<str:number>/", register.decision, name="decision"),
    path("decisions/<str:number>/certificate.json", register.certificate, name="certificate"),
    path("verify/", register.verify, name="verify"),
    path("verify/keys.json", register.keys, name="keys"),
    path("verify/status.json", register.status, name="status"),
    path("consultations/<str:id>/", cases.answer, name="answer"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<str:id>/", committees.committee, name="committee"),
    path("committees/<str:id>/seats/", committees.seat, name="seat"),
    path("committees/<str:id>/meetings/", committees.plan, name="plan_meeting"),
    path("meetings/<str:id>/", committees.meeting, name="meeting"),
    path("meetings/<str:id>/agenda/", committees.add, name="add_item"),
    path("meetings/<str:id>/steps/<slug:step>/", committees.step, name="meeting_step"),
    path("agenda/<str:id>/interest/", committees.declare, name="declare"),
    path("agenda/<str:id>/vote/", committees.vote, name="vote"),
    path("agenda/<str:id>/outcome/", committees.settle, name="settle"),
    path("agenda/<str:id>/remove/", committees.remove, name="remove_item"),
]
