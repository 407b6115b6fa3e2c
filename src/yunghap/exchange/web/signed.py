"""Signed statements as files, to be verified offline."""

from django.http import Http404, JsonResponse

from yunghap.core.gate import safe_json
from yunghap.ledger.service import statements_for


def statement_file(*, subject: str, statement: str, name: str) -> JsonResponse:
    """The signed document of a statement about `subject` as the file `name`.json; 404 where there is none."""
    for one in statements_for(subject):
        if one.pk == statement:
            document = safe_json(one.document.encode())
            response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
            response["Content-Disposition"] = f'attachment; filename="{name}.json"'
            return response
    raise Http404
