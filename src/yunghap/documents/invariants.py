"""What must always hold of the originals."""

from collections.abc import Iterator

from yunghap.core.invariants import invariant

from . import store
from .models import File


@invariant("documents.digest", "The bytes of every original are there and hash to its name")
def originals_hash_to_their_name() -> Iterator[str]:
    """Missing, changed or cut-off files."""
    for sha256, size in File.objects.order_by("sha256").values_list("sha256", "size").iterator():
        data = store.get(sha256)
        if data is None:
            yield f"file {sha256} is missing or changed"
        elif len(data) != size:
            yield f"file {sha256} has {len(data)} bytes, its row says {size}"
