"""A small OpenID Connect provider on loopback: discovery, authorisation code with PKCE, signed id tokens, user info.

It signs in, without asking, whoever `claims` describe, and refuses what a provider must: an unknown client, a redirect
address that is not registered, a wrong secret, a code that is unknown, used or redeemed with another verifier.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from yunghap.core import clock

CLIENT, SECRET = "yunghap", "between-the-two"


class Provider:
    """What the provider knows: who signs in (`claims`), its clients' redirect addresses, its codes and its key.

    `denies` answers a sign-in with access_denied, `breaks` with a server error at the token address.
    """

    def __init__(self) -> None:
        self.address = ""
        self.claims: dict[str, Any] = {}
        self.redirects: set[str] = set()
        self.denies = False
        self.breaks = False
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.key = ec.generate_private_key(ec.SECP256R1())

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: Mapping[str, str]) -> str | None:
        """Where the browser goes on; None where the request is refused on the spot."""
        back = asked.get("redirect_uri", "")
        if asked.get("client_id") != CLIENT or back not in self.redirects:
            return None
        if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
            return None
        if self.denies:
            return f"{back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(asked)
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: Mapping[str, str]) -> dict[str, Any] | None:
        """The answer to a code, once; None where it is refused."""
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        if sent.get("redirect_uri") != asked["redirect_uri"]:
            return None
        now = int(clock.now().timestamp())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        access = secrets.token_urlsafe(16)
        self.tokens[access] = self.claims
        signed = jwt.encode(claims, self.key, algorithm="ES256", headers={"kid": "one"})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def keys(self) -> dict[str, Any]:
        """The public key as a JWK set."""
        key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "ES256"}]}


def _first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

        def answer(self, status: int, body: object = None, **headers: str) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                self.answer(200, provider.configuration())
            elif parts.path == "/keys":
                self.answer(200, provider.keys())
            elif parts.path == "/authorize":
                there = provider.authorize(_first(parts.query))
                self.answer(302, Location=there) if there else self.answer(400)
            elif parts.path == "/userinfo":
                found = provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                self.answer(401) if found is None else self.answer(200, found)
            else:
                self.answer(404)

        def do_POST(self) -> None:
            sent = _first(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if provider.breaks:
                self.answer(500)
                return
            made = provider.token(sent) if urlsplit(self.path).path == "/token" else None
            self.answer(400, {"error": "invalid_grant"}) if made is None else self.answer(200, made)

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers at `address` on loopback until the block ends."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
