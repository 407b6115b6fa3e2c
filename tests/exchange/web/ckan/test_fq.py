import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.exchange.web.ckan.fq import FilterError, read_filters


@pytest.mark.parametrize(
    ("text", "wanted", "excluded"),
    [
        ("", {}, {}),
        ("*:*", {}, {}),
        ("organization:a", {"organization": ["a"]}, {}),
        ("organization:a AND groups:b", {"organization": ["a"], "groups": ["b"]}, {}),
        ("organization:a +groups:b", {"organization": ["a"], "groups": ["b"]}, {}),
        ("-organization:a", {}, {"organization": ["a"]}),
        ("NOT organization:a", {}, {"organization": ["a"]}),
        ("groups:(a OR b)", {"groups": ["a", "b"]}, {}),
        ("(groups:a OR groups:b)", {"groups": ["a", "b"]}, {}),
        ('res_format:"CSV"', {"res_format": ["CSV"]}, {}),
        (r'organization:"a \"b\" c"', {"organization": ['a "b" c']}, {}),
        ("groups:*", {}, {}),
        ("-groups:(a b)", {}, {"groups": ["a", "b"]}),
    ],
)
def test_read(text, wanted, excluded):
    filters = read_filters(text)
    assert (filters.wanted, filters.excluded) == (wanted, excluded)


def test_ranges():
    filters = read_filters("metadata_modified:[2024-05-01T00:00:00Z TO *] organization:a")
    assert (filters.since, filters.until) == (date(2024, 5, 1), None)
    assert filters.wanted == {"organization": ["a"]}


@pytest.mark.parametrize(
    "text", ["groups:(a", "groups:", "title:[a TO b]", "metadata_modified:[yesterday TO *]", "{!func}x", '"']
)
def test_refused(text):
    with pytest.raises(FilterError):
        read_filters(text)


@given(st.text(alphabet='ab:()[]"*+- ANDORT', max_size=40))
def test_read_or_refused(text):
    with contextlib.suppress(FilterError):
        read_filters(text)
