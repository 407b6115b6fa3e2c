"""Which originals the plan refers to."""

from yunghap.plan.models import Document, Evidence


def refers_to(sha256: str) -> bool:
    """Whether a document or evidence of the plan is this original; registered with `documents`."""
    return (
        Document.objects.filter(sha256=sha256).exists()
        or Evidence.objects.filter(file_sha256=sha256).exists()
    )
