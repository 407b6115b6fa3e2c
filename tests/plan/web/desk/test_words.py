import json

import pytest

from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.learning import site_vocabulary
from yunghap.plan.domain.vocabulary import merge, read_vocabulary, shipped_vocabulary
from yunghap.plan.models import VocabularyAlias, VocabularyUnit

pytestmark = pytest.mark.django_db
LINES = ("2027년도 추진계획", "○ 융합 실증 너울 보급('27, 40너울, 새산업부)")


@pytest.mark.parametrize("language", ["", "/en"])
def test_officer_adds_words_that_documents_are_read_with(desk, language):
    here = f"{language}/desk/words/"
    assert here in desk.compiler.get(f"{language}/desk/editions/").content.decode()
    assert not extract_plan(LINES, vocabulary=site_vocabulary(2027)).quantities
    unit = {"spelling": "너울", "unit": "", "dimension": "count"}
    name = {"kind": "MINISTRY", "alias": "새산업부", "name": "산업부"}
    for what, data in (("unit", unit), ("name", name)):
        assert desk.compiler.get(f"{here}{what}/").status_code == 200
        assert desk.compiler.post(f"{here}{what}/", {}).status_code == 422
        assert desk.compiler.post(f"{here}{what}/", data).status_code == 302
        assert desk.officer.get(f"{here}{what}/").status_code == 404
    assert desk.compiler.post(f"{here}unit/", {**unit, "spelling": "3호"}).status_code == 422
    assert desk.compiler.get(f"{here}verb/").status_code == 404
    page = desk.compiler.get(here).content.decode()
    assert "너울" in page
    assert "새산업부" in page
    (read,) = extract_plan(LINES, vocabulary=site_vocabulary(2027)).quantities
    assert (read.value, read.unit, read.ministry) == (40, "너울", ("산업부",))
    file = json.loads(desk.compiler.get(f"{here}vocabulary.json").content)
    assert merge(shipped_vocabulary(2027), read_vocabulary(file)) == site_vocabulary(2027)


def test_word_is_used_no_more_and_stays_on_record(desk):
    desk.compiler.post("/desk/words/unit/", {"spelling": "너울", "unit": "건", "dimension": "count"})
    desk.compiler.post("/desk/words/name/", {"kind": "PROGRAMME", "alias": "가나", "name": "가나다"})
    for word in (VocabularyUnit.objects.get(), VocabularyAlias.objects.get()):
        assert desk.officer.post(f"/desk/words/{word.pk}/retire/").status_code == 404
        assert desk.compiler.post(f"/desk/words/{word.pk}/retire/").status_code == 302
        assert desk.compiler.post(f"/desk/words/{word.pk}/retire/").status_code == 409
        word.refresh_from_db()
        assert word.retired_at is not None
    assert "너울" not in desk.compiler.get("/desk/words/").content.decode()
    assert desk.compiler.post("/desk/words/none/retire/").status_code == 404


def test_name_that_begins_with_a_digit_is_no_number_any_more(desk):
    line = "○ 365안심센터 운영('27, 40개소)"

    def read():
        return extract_plan((LINES[0], line), vocabulary=site_vocabulary(2027))

    assert read().not_understood
    here = "/desk/words/digit-name/"
    assert here in desk.compiler.get("/desk/words/").content.decode()
    assert desk.compiler.get(here).status_code == 200
    for refused in ("", "안심센터", "40개소", "10억원", "2027년", "'27"):
        assert desk.compiler.post(here, {"spelling": refused}).status_code == 422
    for name in ("365안심센터", "4차산업혁명위원회", "1365"):
        assert desk.compiler.post(here, {"spelling": name}).status_code == 302
    assert "365안심센터" in desk.compiler.get("/desk/words/").content.decode()
    assert not read().not_understood
    (quantity,) = read().quantities
    assert (quantity.text, quantity.programme) == ("40개소", "365안심센터 운영")
    file = json.loads(desk.compiler.get("/desk/words/vocabulary.json").content)
    assert merge(shipped_vocabulary(2027), read_vocabulary(file)) == site_vocabulary(2027)
    word = VocabularyAlias.objects.get(alias="365안심센터")
    assert desk.compiler.post(f"/desk/words/{word.pk}/retire/").status_code == 302
    assert read().not_understood
