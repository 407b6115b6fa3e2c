"""Pages of reviews and showcases, as the people concerned walk them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.exchange.domain.test_voices import png
from tests.factories.exchange import make_agreement, make_consumer
from tests.factories.identity import make_member, make_organisation, make_person, signed_in
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Review, Showcase, UseCount
from yunghap.exchange.web.catalogue import reviews
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import User


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def provider(catalogue):
    return signed_in(make_member(catalogue.product.provider, Role.DATA_PROVIDER))


@pytest.fixture
def operator(db):
    return signed_in(make_member(make_organisation(OrganisationKind.AGENCY), Role.AGENCY_OFFICER))


def test_a_review_from_the_form_to_its_end(catalogue, provider, operator, client):
    product = catalogue.product
    organisation, by = make_consumer()
    make_agreement(product, product.offers.get(), organisation, side=Side.CONSUMER)
    reader = signed_in(User.objects.get(pk=by.id))
    page = f"/en/datasets/{product.pk}/"
    assert "Review this data" in reader.get(page).content.decode()
    assert provider.get(f"{page}review/").status_code == 404
    assert reader.post(f"{page}review/", {"stars": "9"}).status_code == 422
    reader.post(f"{page}review/", {"stars": "4", "text": "쓸 만합니다"})
    review = Review.objects.get()
    assert "4.0 / 5 of 1 review" in text_of(client.get(page))
    assert '"reviewCount": 1' in client.get(page).content.decode()
    assert "쓸 만합니다" in reader.get(f"{page}review/").content.decode()
    reader.post(f"{page}review/", {"stars": "5", "text": "좋습니다", "version": "1"})
    assert "Reviews without an answer" in provider.get("/en/showcases/own/").content.decode()
    assert "좋습니다" in provider.get(f"/en/reviews/{review.pk}/answer/").content.decode()
    provider.post(f"/en/reviews/{review.pk}/answer/", {"text": "고맙습니다", "version": "2"})
    assert "고맙습니다" in client.get(page).content.decode()
    assert "Take it off" in operator.get(f"/en/reviews/{review.pk}/hide/").content.decode()
    operator.post(f"/en/reviews/{review.pk}/hide/", {"reason": "광고", "version": "3"})
    assert "좋습니다" not in client.get(page).content.decode()
    assert "광고" in reader.get(page).content.decode()
    assert "광고" in operator.get(page).content.decode()
    operator.post(f"/en/reviews/{review.pk}/restore/", {"version": "4"})
    done = reader.post(f"/en/reviews/{review.pk}/take-back/", {"version": "1"}, follow=True)
    assert "Somebody else has changed this" in done.content.decode()
    reader.post(f"/en/reviews/{review.pk}/take-back/", {"version": "5"})
    assert "Nobody has reviewed this data yet" in client.get(page).content.decode()


def test_who_fetched_open_data_may_review_it(catalogue, client):
    page = f"/en/datasets/{catalogue.ids[0]}/"
    organisation = make_organisation(OrganisationKind.COMPANY)
    reader = signed_in(make_member(organisation, Role.DATA_CONSUMER))
    assert reader.get(f"{page}review/").status_code == 404
    assert client.get(f"{page}download/0/")["Location"] == "https://example.org/a.csv"
    assert reader.get(f"{page}download/0/").status_code == 302
    assert reader.get(f"{page}download/1/").status_code == 404
    assert reader.get(f"{page}download/7/").status_code == 404
    assert UseCount.objects.get().downloads == 2
    assert reader.get(f"{page}review/").status_code == 200


def test_every_review_can_be_read(catalogue, client, monkeypatch):
    monkeypatch.setattr(reviews, "REVIEWS_SHOWN", 1)
    product = catalogue.product
    for words in ("첫째", "둘째"):
        organisation, by = make_consumer()
        make_agreement(product, product.offers.get(), organisation, side=Side.CONSUMER)
        signed_in(User.objects.get(pk=by.id)).post(
            f"/en/datasets/{product.pk}/review/", {"stars": "4", "text": words}
        )
    page = client.get(f"/en/datasets/{product.pk}/").content.decode()
    assert "둘째" in page
    assert "첫째" not in page
    assert "Show every review" in page
    page = client.get(f"/en/datasets/{product.pk}/?every-review").content.decode()
    assert "첫째" in page
    assert "Show every review" not in page


@pytest.mark.parametrize(
    ("address", "scheme"), [("http://[x", ""), ("ftp://a.example/b", "ftp"), ("https://a.example/", "https")]
)
def test_addresses_of_other_catalogues(address, scheme):
    assert reviews._scheme(address) == scheme


def test_a_showcase_from_the_proposal_to_its_end(catalogue, provider, client):
    product = catalogue.product
    reader = signed_in(make_person())
    form = f"/en/showcases/propose/?dataset={product.pk}"
    assert product.pk in reader.get(form).content.decode()
    given = {"title": "고장 예보", "maker": "시민", "text": "지도", "link": "https://example.org/app"}
    assert reader.post(form, {**given, "entries": "nothing"}).status_code == 422
    picture = SimpleUploadedFile("a.png", png(), "image/png")
    done = reader.post(
        form, {**given, "entries": f"https://x.kr/datasets/{product.pk}/", "picture": picture}, follow=True
    )
    assert "Not shown yet" in done.content.decode()
    showcase = Showcase.objects.get()
    address = f"/en/showcases/{showcase.pk}/"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}picture").status_code == 404
    assert "고장 예보" in provider.get("/en/showcases/own/").content.decode()
    use = showcase.uses.get()
    provider.post(f"/en/showcases/uses/{use.pk}/accept/", {"version": "1"})
    for page in (address, "/en/showcases/", f"/en/datasets/{product.pk}/"):
        assert "고장 예보" in client.get(page).content.decode()
    assert b"".join(client.get(f"{address}picture"))[8:12] == b"WEBP"
    refuse = f"/en/showcases/uses/{use.pk}/refuse/"
    assert provider.get(refuse).status_code == 200
    provider.post(refuse, {"reason": "끊긴 주소", "version": "2"})
    assert "끊긴 주소" in reader.get(address).content.decode()
    assert client.get(address).status_code == 404
    assert provider.post(f"{address}withdraw/", {"version": "1"}).status_code == 404
    reader.post(f"{address}withdraw/", {"version": "1"})
    assert reader.get(address).status_code == 404
    assert reader.get("/en/showcases/own/").status_code == 200


def test_programs_read_them(catalogue, provider, client):
    product = catalogue.product
    reader = signed_in(make_person())
    reader.post(
        "/showcases/propose/",
        {"title": "고장 예보", "maker": "시민", "link": "https://example.org/app", "entries": product.pk},
    )
    provider.post(f"/showcases/uses/{Showcase.objects.get().uses.get().pk}/accept/", {"version": "1"})
    found = client.get(f"/api/v1/exchange/datasets/{product.pk}/showcases").json()
    assert [one["title"] for one in found["items"]] == ["고장 예보"]
    assert client.get(f"/api/v1/exchange/datasets/{product.pk}/reviews").json() == {
        "number": 0,
        "stars": None,
        "items": [],
    }
    assert client.get("/api/v1/exchange/datasets/nothing/reviews").status_code == 404
    for form in ("ttl", "jsonld"):
        for address in (f"/datasets/{product.pk}.{form}", f"/datasets/catalogue.{form}"):
            assert "isReferencedBy" in client.get(address).content.decode()
    call = "/api/3/action"
    listed = client.get(f"{call}/ckanext_package_showcase_list?package_id={product.slug}").json()["result"]
    assert [one["title"] for one in listed] == ["고장 예보"]
    assert client.get(f"{call}/ckanext_showcase_list").json()["result"] == listed
    shown = client.get(f"{call}/ckanext_showcase_show?id={listed[0]['id']}").json()["result"]
    assert (shown["url"], shown["num_datasets"]) == ("https://example.org/app", 1)
    data = client.get(f"{call}/ckanext_showcase_package_list?showcase_id={listed[0]['id']}").json()["result"]
    assert [one["id"] for one in data] == [product.pk]
    assert client.get(f"{call}/ckanext_showcase_show?id=x").status_code == 404
