"""Every column and shown field of the admin has a Vietnamese name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.test import RequestFactory

from organization.models import User


def shown_names(model_admin: Any) -> Iterator[str]:
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True)
    yield from dict.fromkeys((*model_admin.get_list_display(request), *model_admin.readonly_fields))


@pytest.mark.parametrize(
    "model_admin", admin.site._registry.values(), ids=lambda one: one.opts.label
)
def test_no_label_is_made_of_the_name_in_the_code(model_admin: Any, db: None) -> None:
    made = {
        name
        for name in shown_names(model_admin)
        if isinstance(name, str)
        and str(label_for_field(name, model_admin.model, model_admin)).lower()
        == name.strip("_").replace("_", " ").lower()
    }
    assert made == set()
