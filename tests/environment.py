"""Set before Django reads its settings (a plugin of the command line loads before any conftest)."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("YUNGHAP_PROFILE", "test")
os.environ.setdefault("YUNGHAP_DATA_DIR", tempfile.mkdtemp(prefix="yunghap-test-"))
Path(os.environ["YUNGHAP_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)

# The same examples in every run of CI: what passed here passes there.
if os.environ.get("YUNGHAP_REQUIRE_ALL"):
    from hypothesis import HealthCheck, settings

    settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    settings.load_profile("ci")
