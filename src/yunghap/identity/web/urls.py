"""Addresses of the pages."""

from django.urls import path

from . import account, audit, clients, entrance, leaving, members, notifications, organisations, people

app_name = "identity"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.create, name="create_organisation"),
    path("organisations/reorganise/", organisations.reorganise, name="reorganise"),
    path("organisations/<slug:id>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:id>/rename/", organisations.rename, name="rename_organisation"),
    path("organisations/<slug:id>/members/", members.members, name="members"),
    path("organisations/<slug:id>/members/<slug:membership>/", members.member, name="member"),
    path("organisations/<slug:id>/members/<slug:membership>/end/", members.end, name="end_membership"),
    path("organisations/<slug:id>/grants/<slug:grant>/revoke/", members.revoke, name="revoke_role"),
    path("organisations/<slug:id>/invitations/new/", members.invite, name="invite"),
    path(
        "organisations/<slug:id>/invitations/<slug:invitation>/withdraw/",
        members.withdraw,
        name="withdraw_invitation",
    ),
    path("organisations/<slug:id>/deputies/new/", members.deputies, name="appoint_deputy"),
    path("organisations/<slug:id>/deputies/<slug:deputy>/end/", members.end_deputy, name="end_deputy"),
    path("organisations/<slug:id>/clients/", clients.clients, name="clients"),
    path("organisations/<slug:id>/clients/new/", clients.create_client, name="create_client"),
    path("organisations/<slug:id>/clients/<slug:client>/rotate/", clients.rotate, name="rotate_secret"),
    path("organisations/<slug:id>/clients/<slug:client>/revoke/", clients.revoke, name="revoke_client"),
    # Without an organisation in the address: the one that is acted for.
    path("organisation/", members.mine, name="members"),
    path("organisation/clients/", clients.mine, name="clients"),
    path("account/", account.account, name="account"),
    path("account/acting/", account.acting, name="acting"),
    path("account/sessions/<int:id>/end/", account.end_session, name="end_session"),
    path("account/preferences/", account.preferences, name="preferences"),
    path("account/calendar/renew/", account.renew_calendar, name="renew_calendar"),
    path("account/calendar/close/", account.close_calendar, name="close_calendar"),
    path("account/leave/", leaving.leave, name="leave"),
    path("account/access/", account.my_access, name="my_access"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read, name="read"),
    path("notifications/unread/", notifications.unread, name="unread"),
    path("notifications/<slug:id>/follow/", notifications.follow, name="follow"),
    path("calendar/<str:token>.ics", notifications.calendar, name="calendar"),
    path("roles/", people.roles, name="roles"),
    path("people/", people.people, name="people"),
    path("people/<slug:id>/", people.person, name="person"),
    path("people/<slug:id>/suspend/", people.suspend, name="suspend_person"),
    path("people/<slug:id>/second-factor/", people.reset_factor, name="reset_second_factor"),
    path("audit/access/", audit.access, name="access"),
    path("invitations/<str:token>/", entrance.accept_invitation, name="accept_invitation"),
    path("demo/sign-in/<str:token>", entrance.demo_sign_in, name="demo_sign_in"),
]
