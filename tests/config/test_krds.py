"""What the component tags draw: escaped text, right attributes, addresses kept."""

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from yunghap.config.templatetags import krds
from yunghap.config.templatetags.icons import ICONS
from yunghap.documents.charts import Picture


def draw(source: str, address: str = "/plan/", **context: object) -> str:
    request = RequestFactory().get(address)
    with translation.override("en"):
        return Template("{% load krds %}" + source).render(Context({"request": request, **context}))


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As printed")
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    joint = forms.BooleanField(label="Joint", required=False)
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icon_is_hidden_from_screen_readers(name: str) -> None:
    assert 'aria-hidden="true"' in draw("{% icon name %}", name=name)


@pytest.mark.parametrize(
    "source",
    [
        "{% badge text %}",
        "{% button text href=text %}",
        "{% sourced text url=text %}",
        "{% sourced text %}",
        "{% empty_state text text=text href=text action=text %}",
        "{% breadcrumb text text text %}",
        "{% page_title title=text lead=text status=text %}{% endpage_title %}",
        "{% alert title=text %}{{ text }}{% endalert %}",
        "{% accordion title=text %}{{ text }}{% endaccordion %}",
        "{% table caption=text %}<tbody><tr><td>{{ text }}</td></tr></tbody>{% endtable %}",
        "{% chart picture=picture caption=text %}{{ text }}{% endchart %}",
        "{% progress 1 2 label=text text=text %}",
    ],
)
def test_text_is_escaped(source: str) -> None:
    drawn = draw(source, text='<b onclick="x">"', picture=Picture("<svg></svg>", "<svg></svg>"))
    assert "<b " not in drawn
    assert "&lt;b onclick=" in drawn


def test_button_without_address_submits_its_form() -> None:
    drawn = draw("{% button 'Send' name='verb' value='send' %}")
    assert 'type="submit" name="verb" value="send"' in drawn


def test_breadcrumb_ends_with_this_page() -> None:
    drawn = draw("{% breadcrumb 'Plan' '/plan/' 'Money' %}")
    assert '<a href="/plan/">Plan</a>' in drawn
    assert '<span aria-current="page">Money</span>' in drawn


def test_table_takes_the_focus_and_is_named() -> None:
    drawn = draw("{% table caption='Money' variant='compact fixed-first' tall=True %}{% endtable %}")
    assert 'tabindex="0" role="group" aria-label="Money"' in drawn
    assert "table--compact table--fixed-first" in drawn
    assert "table-box--tall" in drawn


def test_rows_of_a_stacked_table_name_their_columns() -> None:
    drawn = draw(
        '{% table caption="Cases" variant="stack" %}'
        '<thead><tr><th scope="col">Case</th><th scope="col" class="num">Days &amp; "hours"</th><th scope="col"></th></tr></thead>'
        '<tbody><tr><th scope="row">A</th><td class="num">3</td><td>x</td></tr><tr><td colspan="3">B</td></tr></tbody>'
        "{% endtable %}"
    )
    assert (
        '<th scope="row">A</th><td data-label="Days &amp; &quot;hours&quot;" class="num">3</td><td>x</td>'
        in drawn
    )
    assert '<tr><td colspan="3">B</td></tr>' in drawn
    assert "data-label" not in draw(
        '{% table caption="Cases" %}<thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody>{% endtable %}'
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-11-28", "28 Nov 2026"),
        ("2026-11-28T10:00:00Z", "28 Nov 2026"),
        ("2026-11", "2026-11"),
        ("2026-13-01", "2026-13-01"),
        ("2026-11-28 and later", "2026-11-28 and later"),
        ("soon", "soon"),
    ],
)
def test_days_told_as_text_are_written_like_other_days(text: str, shown: str) -> None:
    with translation.override("en"):
        assert krds.told_day(text).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("address", "state", "following"),
    [
        ("/plan/?page=3&q=a", "", "?q=a&amp;sort=budget"),
        ("/plan/?sort=budget", 'aria-sort="ascending"', "?sort=-budget"),
        ("/plan/?sort=-budget", 'aria-sort="descending"', "?sort=budget"),
    ],
)
def test_sort_header_turns_the_order_and_starts_at_the_first_page(
    address: str, state: str, following: str
) -> None:
    drawn = draw("{% sort_header 'budget' 'Budget' numeric=True %}", address)
    assert state in drawn
    assert f'href="{following}"' in drawn


def test_pagination_keeps_the_query() -> None:
    page = Paginator(range(100), 10).get_page(5)
    drawn = draw("{% pagination page %}", "/plan/?q=a&page=5", page=page)
    assert 'href="?q=a&amp;page=4" rel="prev"' in drawn
    assert 'aria-current="page"' in drawn
    assert "…" in drawn


def test_pagination_of_one_page_is_nothing() -> None:
    assert not draw("{% pagination page %}", page=Paginator([1], 10).get_page(1)).strip()


def test_query_with_removes_empty_values() -> None:
    assert draw("{% query_with q='' page=2 %}", "/plan/?q=a") == "?page=2"
    assert draw("{% query_with q='' %}", "/plan/?q=a") == "/plan/"


def test_form_ties_label_hint_and_error_to_the_field() -> None:
    drawn = draw("{% form_fields form %}", form=Sample({}))
    assert 'href="#id_name"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "<legend>" in drawn
    assert 'type="hidden" name="key"' in drawn


def test_error_summary_of_a_clean_form_is_nothing() -> None:
    assert not draw("{% error_summary form %}", form=Sample()).strip()


def test_message_with_an_address_can_be_undone() -> None:
    shown = [
        Message(messages.SUCCESS, "Saved", extra_tags="undo:/plan/undo/1/"),
        Message(messages.ERROR, "No"),
    ]
    drawn = draw("{% message_list messages %}", messages=shown)
    assert '<form method="post" action="/plan/undo/1/">' in drawn
    assert 'role="status"' in drawn
    assert 'role="alert"' in drawn


def test_url_if_of_a_page_that_does_not_exist_is_nothing() -> None:
    assert draw("{% url_if 'nothing:here' %}") == ""
    assert draw("{% url_if 'portal:about' %}") == "/en/about/"


def test_search_form_keeps_its_word() -> None:
    assert 'value="a&quot;b"' in draw("{% search_form action='/search/' %}", "/plan/?q=a%22b")


def test_side_navigation_and_tabs_mark_the_current_page() -> None:
    items = [
        {"label": "A", "url": "/a/", "current": True, "count": 0},
        {"label": "B", "url": "/b/", "children": [{"label": "C", "url": "/c/", "current": True}]},
    ]
    side = draw("{% side_nav 'Plan' items %}", items=items)
    assert side.count('aria-current="page"') == 2
    assert '<span class="count">0</span>' in side
    assert draw("{% tabs 'Views' items %}", items=items).count('aria-current="page"') == 1


def test_steps_mark_what_is_done() -> None:
    drawn = draw("{% steps items 2 %}", items=["One", "Two", "Three"])
    assert drawn.count('class="is-done"') == 1
    assert drawn.count('aria-current="step"') == 1


def test_korean_is_marked_on_english_pages_only() -> None:
    assert draw("{{ name|korean }}", name="융합 <1>") == '<span lang="ko">융합 &lt;1&gt;</span>'
    assert draw("{{ name|korean }}", name="<KIAT>") == "&lt;KIAT&gt;"
    with translation.override("ko"):
        assert Template("{% load krds %}{{ name|korean }}").render(Context({"name": "융합"})) == "융합"
