"""What holds for every test: the environment, where a test belongs, and what may be skipped.

A plugin of the command line, because it must load before Django reads its settings and before any conftest.
"""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("YUNGHAP_PROFILE", "test")
os.environ.setdefault("YUNGHAP_DATA_DIR", tempfile.mkdtemp(prefix="yunghap-test-"))
Path(os.environ["YUNGHAP_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)
REQUIRE_ALL = bool(os.environ.get("YUNGHAP_REQUIRE_ALL"))

# No verdict hangs on how busy the machine is. On CI the same examples in every run: what passed here passes there.
settings.register_profile("yunghap", deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("ci", settings.get_profile("yunghap"), derandomize=True)
settings.load_profile("ci" if REQUIRE_ALL else "yunghap")

# Who asks for none of these cannot reach a database: pytest-django blocks it.
DATABASE_FIXTURES = {"django_db_setup", "database_server"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what touches a database: those tests run on PostgreSQL too, and may reach every database we have."""
    marker = item.get_closest_marker("django_db")
    wanted = set(getattr(item, "fixturenames", ()))
    if marker or wanted & {"db", "transactional_db"}:
        given = dict(marker.kwargs) if marker else {"transaction": "transactional_db" in wanted}
        item.add_marker(pytest.mark.django_db(**{"databases": "__all__"} | given), append=False)
    if marker or DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.store)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """In CI nothing is skipped, but what names the one database it is for: its turn comes on the other one."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if "SQLite" not in reason and "PostgreSQL" not in reason:
            report.outcome = "failed"
            report.longrepr = f"{report.nodeid} may not be skipped here. {reason}"
    return report
