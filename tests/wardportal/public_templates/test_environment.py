"""Jinja2 renders public pages and forms as the templates of Django would."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.template import engines
from django.utils.html import escape
from django.utils.safestring import mark_safe
from pytest_django.asserts import assertHTMLEqual

CHOICES = [("", "---"), ("a", "Ăn & uống"), ("Nhóm", [(1, "Một"), (2, '<b>"Hai"</b>')])]


class EveryWidget(forms.Form):
    text = forms.CharField(max_length=20, help_text="Ghi <em>ngắn</em>", required=False)
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "hidden": True}))
    number = forms.IntegerField(min_value=1)
    day = forms.DateField()
    tick = forms.BooleanField()
    one = forms.ChoiceField(choices=CHOICES)
    some = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    file = forms.FileField()


class ByDjango(TemplatesSetting):
    def get_template(self, template_name: str) -> Any:
        return engines["django"].get_template(template_name)


def rendered(source: str, **context: Any) -> str:
    return str(engines["jinja2"].from_string(source).render(context))


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"text": '"><script>', "long": "a\nb", "number": "x", "one": "1", "some": ["1", "2"]},
    ],
)
def test_every_widget_is_that_of_django(data: Any) -> None:
    ours, django = EveryWidget(data), EveryWidget(data, renderer=ByDjango())
    assert ours.renderer.get_template("django/forms/div.html").backend.name == "jinja2"
    assertHTMLEqual(ours.as_div(), django.as_div())
    assert "maxlength" not in str(ours["text"])


@pytest.mark.parametrize("text", ["a", "'a' & \"b\" <i>", "", "“ô”"])
def test_texts_are_escaped_as_by_django(text: str) -> None:
    assert rendered("{{ text }}", text=text) == escape(text)
    assert rendered("{{ text }}", text=mark_safe(text)) == text


def test_what_is_rendered_is_not_escaped_again() -> None:
    part = engines["jinja2"].from_string("<b>{{ text }}</b>").render({"text": "<"})
    assert rendered("{{ part }}", part=part) == "<b>&lt;</b>"
    by_django = engines["django"].from_string("{{ part }}").render({"part": part})
    assert by_django == "<b>&lt;</b>"


def test_what_is_missing_is_empty() -> None:
    assert rendered("{{ none.of.these }}{% if none.of.these %}a{% endif %}") == ""


def test_days_and_moments_are_those_of_the_ward() -> None:
    late = datetime(2016, 6, 30, 17, 5, tzinfo=UTC)
    source = '{{ at|date("d/m/Y H:i") }} {{ day|date("d/m") }} {{ none|date("d/m") }}'
    assert rendered(source, at=late, day=date(2016, 6, 30), none=None) == "01/07/2016 00:05 30/06 "


def test_addresses() -> None:
    assert rendered('{{ url("search") }} {{ url_or_empty("no_such_app") }}.') == "/tim-kiem/ ."


def test_a_block_becomes_one_line() -> None:
    source = "{% filter one_line %} a\n  {{ text }} {% endfilter %}"
    assert rendered(source, text="<b>\n c") == "a &lt;b&gt; c"
