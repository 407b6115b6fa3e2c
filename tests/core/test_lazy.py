"""Commands that do without Django's set-up."""

import subprocess
import sys


def test_sentences_are_translated_without_settings() -> None:
    code = (
        "import sys\nfrom yunghap.core.lazy import speak\nspeak()\nspeak()\n"
        "from django.utils import translation\n"
        "with translation.override('ko'): print(translation.gettext('it is too large'))\n"
        "assert 'yunghap.config.settings' not in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "크기가 너무 큽니다", ran.stderr
