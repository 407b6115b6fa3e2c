import pytest

from yunghap.core.actors import SYSTEM
from yunghap.plan import service as plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]

PAGES = [
    "",
    "directions/",
    "tasks/1.1/",
    "tasks/1/",
    "ministries/",
    "ministries/산업부/",
    "programmes/",
    "programmes/?ministry=해수부&sort=-money",
    "programmes/?task=-&q=디자인",
    "money/",
    "indicators/",
    "indicators/?q=규제",
    "findings/",
    "findings/?show=pass",
    "changes/",
    "numbers/",
    "numbers/?role=budget&page=2",
    "numbers/?line=431",
    "downloads/",
]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_is_public_in_both_languages(client, page, language):
    response = client.get(f"{language}/plans/2023/{page}")
    assert response.status_code == 200
    assert f'lang="{"en" if language else "ko"}"' in response.content.decode()


def test_english_readers_get_names_and_amounts_in_english(client):
    glance = client.get("/en/plans/2023/").content.decode()
    assert "<h1>2023 Industrial Convergence Action Plan</h1>" in glance
    assert "KRW 28.710 billion" in glance
    assert '>3,268.270</a><span class="figures__unit">KRW billion</span>' in glance
    assert "as printed: 32,682.70" in glance
    assert "287.10억원" in client.get("/plans/2023/").content.decode()
    for page in ("", "money/", "ministries/", "programmes/", "ministries/산업부/", "numbers/"):
        assert (
            "Ministry of Trade, Industry and Energy" in client.get(f"/en/plans/2023/{page}").content.decode()
        )
    assert "Ministry of" not in client.get("/plans/2023/ministries/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/plans/1999/",
        "/plans/2023-9/",
        "/plans/2023/tasks/9.9/",
        "/plans/2023/ministries/없는부/",
        "/plans/2023/programmes/nothing/",
        "/plans/2023/indicators/nothing/",
        "/plans/2023/numbers/nothing/",
        "/plans/2023/downloads/docm/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_changes_are_a_table_too(client, shipped):
    assert client.get("/plans/2023/changes.csv").status_code == 404
    example = plan.generate_edition(base=plan.read_shipped_edition(), year=2024, seed=1)
    plan.load_edition(data=example.edition, by=SYSTEM)
    for language, head in (("", "변화"), ("/en", "kind")):
        answer = client.get(f"{language}/plans/2024/changes.csv?from=2023")
        assert answer["Content-Disposition"].startswith('attachment; filename="yunghap-changes-2023-2024-')
        assert answer.content.decode("utf-8-sig").startswith(head)
    page = client.get("/plans/2024/changes/").content.decode()
    assert "/plans/2024/changes.csv?from=2023" in page


def test_address_without_year_leads_to_the_newest_real_edition(client):
    assert client.get("/plan/").headers["Location"] == "/plans/2023/"


def test_money_page_equals_the_printed_tables(client):
    text = client.get("/plans/2023/money/").content.decode()
    for printed in (
        "4,669.34",
        "1,202.24",
        "20,592.46",
        "6,218.66",
        "32,682.70",
        "18,140.62",
        "106.79",
        "34,561.55",
    ):
        assert printed in text
    assert text.count("일치") == 4
    assert "불일치" not in text


def test_every_number_of_a_page_opens_its_source(client):
    text = client.get("/plans/2023/money/").content.decode()
    address = text.split('class="sourced" href="')[1].split('"')[0]
    source = client.get(address)
    assert source.status_code == 200
    assert "sha256" in source.content.decode()


def test_source_without_the_document_shows_no_line(client):
    text = client.get("/plans/2023/numbers/?line=431").content.decode()
    address = text.split('class="sourced" href="')[1].split('"')[0]
    assert "<mark>" not in client.get(address).content.decode()


def test_unpublished_edition_is_hidden(client, shipped):
    type(shipped).objects.filter(pk=shipped.pk).update(status="REVIEW", published_at=None, published_by="")
    assert client.get("/plans/2023/").status_code == 404
    assert "2023" not in client.get("/plans/").content.decode().split("<main")[1].split("</main>")[0]


def test_odd_page_numbers_show_a_page(client):
    assert client.get("/plans/2023/numbers/?page=minus").status_code == 200
    assert client.get("/plans/2023/numbers/?page=99999").status_code == 200
