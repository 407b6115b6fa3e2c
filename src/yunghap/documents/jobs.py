"""Jobs of the documents module."""

from datetime import timedelta

from yunghap.core.jobs import job

from . import service


@job(every=timedelta(days=1))
def sweep_store() -> None:
    """Remove what a kill or a rolled-back act left in the store."""
    service.sweep_strays()
