"""Forms are rendered by Jinja2 as the templates of Django would."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from pytest_django.asserts import assertHTMLEqual

from wardportal.system.form_renderer import FormRenderer

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


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"text": '"><script>', "long": "a\nb", "number": "x", "one": "1", "some": ["1", "2"]},
    ],
)
def test_every_widget_is_that_of_django(data: Any) -> None:
    ours = EveryWidget(data, renderer=FormRenderer())
    django = EveryWidget(data, renderer=TemplatesSetting())
    assertHTMLEqual(ours.as_div(), django.as_div())
    assert "maxlength" not in str(ours["text"])


def test_other_templates_are_those_of_the_project() -> None:
    drawn = FormRenderer().render("core/widgets/picture_focus.html", {"widget": {"attrs": {}}})
    assert drawn == TemplatesSetting().render(
        "core/widgets/picture_focus.html", {"widget": {"attrs": {}}}
    )
