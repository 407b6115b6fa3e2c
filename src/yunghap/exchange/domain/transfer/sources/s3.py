"""An object in storage that speaks S3: {"endpoint", "region"?, "bucket", "key", "style"?: "path" | "virtual",
"session"?}; secret {"access_key", "secret_key", "session_token"?}, none for a public bucket.

Requests are signed with AWS Signature Version 4 (header form), which every S3-class store takes.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.fetch import Unreachable, stream

from .kinds import Fetched, Place, Source, write_pieces

_EMPTY = hashlib.sha256(b"").hexdigest()


def check(place: Place) -> None:
    """Whether endpoint, bucket and key are named."""
    for name in ("endpoint", "bucket", "key"):
        place.text(name)
    if place.text("style", "path") not in {"path", "virtual"}:
        raise InvalidInput(_("The style of a bucket's address is path or virtual."), field="style")


def fetch(place: Place, into: Path) -> Fetched:
    """Get the object."""
    address = address_of(place)
    with stream(address, headers=signed(address, place), seconds=60) as answer:
        if answer.status != 200:
            raise Unreachable(
                sentence(_("The storage answers with status %(status)s."), status=answer.status)
            )
        write_pieces(answer.pieces, into)
    length = answer.headers.get("content-length")
    if length is not None and length != str(into.stat().st_size):
        raise Unreachable(_("The storage gave less than it had announced."))
    return Fetched(into, ours=True)


def address_of(place: Place) -> str:
    """The object's address, in path style or with the bucket as part of the host's name."""
    endpoint, bucket = place.text("endpoint").rstrip("/"), place.text("bucket")
    key = quote(place.text("key"), safe="/-_.~")
    if place.text("style", "path") == "path":
        return f"{endpoint}/{quote(bucket, safe='')}/{key}"
    scheme, _slashes, host = endpoint.partition("://")
    return f"{scheme}://{bucket}.{host}/{key}"


def signed(
    address: str, place: Place, *, method: str = "GET", at: datetime | None = None
) -> Mapping[str, str]:
    """The headers that sign a request without body; none without keys."""
    if not place.secret.get("access_key"):
        return {"Accept-Encoding": "identity"}
    parts = urlsplit(address)
    moment = (at or clock.now()).strftime("%Y%m%dT%H%M%SZ")
    host = parts.hostname or ""
    if parts.port and parts.port != {"http": 80, "https": 443}[parts.scheme]:
        host += f":{parts.port}"
    sent = {"host": host, "x-amz-content-sha256": _EMPTY, "x-amz-date": moment}
    if place.secret.get("session_token"):
        sent["x-amz-security-token"] = place.secret["session_token"]
    names = ";".join(sorted(sent))
    lines = [f"{name}:{sent[name]}" for name in sorted(sent)]
    canonical = "\n".join([method, parts.path, parts.query, *lines, "", names, _EMPTY])
    scope = f"{moment[:8]}/{place.text('region', 'us-east-1')}/s3/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{place.secret.get('secret_key', '')}".encode()
    for word in scope.split("/"):
        key = _hmac(key, word)
    del sent["host"]  # core.fetch sends it
    return {
        **sent,
        "Accept-Encoding": "identity",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={place.secret['access_key']}/{scope}, "
        f"SignedHeaders={names}, Signature={_hmac(key, to_sign).hex()}",
    }


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


SOURCE = Source(check=check, fetch=fetch)
