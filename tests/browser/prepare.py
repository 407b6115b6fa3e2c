"""Run as a program beside the server: the demo data, and a session for each demo person, printed as JSON.

Prints {"local part of the e-mail address": "session key"}.
"""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from yunghap.core.actors import SYSTEM  # noqa: PLC0415
    from yunghap.identity import service as identity  # noqa: PLC0415
    from yunghap.plan import service as plan  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    identity.create_demo(by=SYSTEM)
    plan.load_shipped_edition(by=SYSTEM)
    sessions = {}
    for person in identity.User.objects.filter(is_demo=True):
        session = SessionStore()
        session[SESSION_KEY] = person.pk
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        sessions[person.email.partition("@")[0]] = session.session_key
    json.dump(sessions, sys.stdout)


if __name__ == "__main__":
    main()
