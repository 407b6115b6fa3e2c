"""What search does by itself."""

from datetime import timedelta

from yunghap.core.jobs import job

from .domain.feed import refresh


@job(every=timedelta(seconds=20), longest=timedelta(hours=2))
def refresh_indexes() -> None:
    """Bring into the indexes what has changed."""
    refresh()
