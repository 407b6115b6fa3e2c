from pathlib import Path

import pytest

from yunghap.config.api import description

ROOT = Path(__file__).resolve().parents[2]


def test_committed_description_is_the_api():
    committed = (ROOT / "docs" / "reference" / "openapi.json").read_text(encoding="utf-8")
    assert committed == description(), "run: yunghap openapi -o docs/reference/openapi.json"


@pytest.mark.django_db
def test_error_is_a_problem_document(client):
    response = client.get("/api/v1/plan/editions/1999")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:yunghap:problem:not-found"


@pytest.mark.django_db
def test_impossible_value_is_a_problem_document(client):
    response = client.get("/api/v1/plan/editions/2023/facts?limit=0")
    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"] == ["query", "limit"]


@pytest.mark.django_db
def test_nothing_published_is_an_empty_list(client):
    assert client.get("/api/v1/plan/editions").json() == []
