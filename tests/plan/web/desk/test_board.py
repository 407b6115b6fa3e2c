import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["", "/en"])
def test_desk_shows_officer_the_part_to_begin_and_compiler_the_board(desk, language):
    mine = desk.officer.get(f"{language}/desk/")
    assert mine.status_code == 200
    assert f'value="{desk.edition.pk}"' in mine.content.decode()
    part = desk.part()
    board = desk.compiler.get(f"{language}/desk/").content.decode()
    assert part.pk in board
    assert 'name="organisation"' not in board


def test_desk_does_not_exist_for_people_without_a_role(desk, client):
    assert desk.nobody.get("/desk/").status_code == 404
    assert client.get("/desk/").status_code == 302


def test_desk_without_open_edition_says_what_is_next(desk):
    desk.edition.delete()
    assert "/desk/editions/" in desk.compiler.get("/desk/").content.decode()
    assert desk.officer.get("/desk/").status_code == 200


def test_officer_begins_the_part_of_the_own_ministry_only(desk):
    data = {"edition": desk.edition.pk, "organisation": desk.ministry.pk}
    assert desk.stranger.post("/desk/begin/", data).status_code == 404
    assert desk.officer.post("/desk/begin/", {**data, "edition": "x"}).status_code == 404
    response = desk.officer.post("/desk/begin/", data)
    part = desk.edition.submissions.get()
    assert response.headers["Location"] == f"/desk/submissions/{part.pk}/"
    assert part.pk in desk.officer.get("/desk/").content.decode()
