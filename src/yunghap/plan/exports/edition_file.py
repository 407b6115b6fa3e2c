"""The complete edition as JSON, `yunghap.edition/1`: what is shipped, imported and exported."""

import json

from yunghap.plan.edition_json import to_json
from yunghap.plan.models import Edition
from yunghap.plan.queries.dump import edition_data
from yunghap.plan.queries.values import EditionView


def write_json(view: EditionView) -> bytes:
    """Keys in the order of the format, one object an entry; the same edition gives the same bytes."""
    edition = Edition.objects.select_related("document").get(pk=view.id)
    return (json.dumps(to_json(edition_data(edition)), ensure_ascii=False, indent=1) + "\n").encode()
