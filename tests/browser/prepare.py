"""Run as a program before the server starts: the demo data, and a one-time sign-in for each demo person.

Prints {"local part of the e-mail address": "path of the sign-in"} as JSON.
"""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first

    from yunghap.config.commands import demo  # noqa: PLC0415
    from yunghap.identity import service as identity  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    sign_ins = demo.prepare()
    addresses = identity.User.objects.filter(is_demo=True).values_list("name", "email")
    local = {name: email.partition("@")[0] for name, email in addresses}
    json.dump({local[one.name]: one.url_path for one in sign_ins}, sys.stdout)


if __name__ == "__main__":
    main()
