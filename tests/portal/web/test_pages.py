import pytest
from django.conf import settings
from django.test import Client

PUBLIC = ["/", "/about/", "/help/", "/accessibility/", "/display/", "/components/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC, *(f"/en{path}" for path in PUBLIC)])
def test_public_page_opens_without_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'lang="{"en" if path.startswith("/en/") else "ko"}"' in answer.content.decode()


@pytest.mark.django_db
def test_policy_allows_no_inline_script_or_style(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.django_db
def test_display_is_remembered_and_leads_back(client: Client) -> None:
    answer = client.post("/display/", {"display": "clear", "back": "/help/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/help/"
    assert 'data-display="clear"' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_display_never_leads_to_another_site(client: Client, back: str) -> None:
    assert client.post("/display/", {"display": "clear", "back": back})["Location"] == "/display/"


@pytest.mark.django_db
def test_unknown_display_is_not_kept(client: Client) -> None:
    assert "display" not in client.post("/display/", {"display": "x"}).cookies
    client.cookies["display"] = '"><script>'
    assert 'data-display="standard"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_components_are_not_shown_in_production(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PROFILE", "production")
    assert client.get("/components/").status_code == 404
