"""The menu of the admin: the apps' own pages, then the lists of models, as one person may open
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypedDict

from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst

from core.failsafe import guard
from core.registries import AdminMenuEntry, admin_menu
from core.text.vietnamese import sort_key


@dataclass(frozen=True)
class MenuLink:
    """A link of the menu: the page that is open, or one beneath it, is marked.

    ``url_name`` is that of an app's own page.
    """

    label: str
    url: str
    url_name: str = ""


class MenuSection(TypedDict):
    """The lists of one app: what an ``AdminSite`` and its templates read of an entry of
    ``app_list``.
    """

    name: str
    app_label: str
    app_url: str
    models: list[MenuLink]


def menu_links(request: HttpRequest) -> list[MenuLink]:
    """Return the apps' own pages that the user may open, by position."""
    offered = [
        (entry, url)
        for entry in admin_menu
        if (url := guard(f"Mục lục: {entry.label}", partial(_url_for, entry, request), ""))
    ]
    return [
        MenuLink(entry.label, url, entry.url_name)
        for entry, url in sorted(offered, key=lambda one: one[0].position)
    ]


def _url_for(entry: AdminMenuEntry, request: HttpRequest) -> str:
    return entry.url if entry.can_access(request.user) else ""


def menu_sections(
    registry: Mapping[type[Model], ModelAdmin[Any]], request: HttpRequest, app_label: str | None
) -> list[MenuSection]:
    """Return the apps, or one of them, with the lists that the user may open, both by name."""
    found: dict[str, MenuSection] = {}
    for model, model_admin in registry.items():
        app = model._meta.app_label
        if app_label in (None, app) and _may_open(model_admin, request):
            section = found.setdefault(app, _empty_section(app))
            section["models"].append(_link_of(model))
    for section in found.values():
        section["models"].sort(key=lambda link: sort_key(link.label))
    return sorted(found.values(), key=lambda section: sort_key(section["name"]))


def _may_open(model_admin: ModelAdmin[Any], request: HttpRequest) -> bool:
    return model_admin.has_module_permission(request) and (
        model_admin.has_view_or_change_permission(request)
    )


def _empty_section(app: str) -> MenuSection:
    return {
        "name": str(apps.get_app_config(app).verbose_name),
        "app_label": app,
        "app_url": reverse("admin:app_list", args=[app]),
        "models": [],
    }


@cache
def _link_of(model: type[Model]) -> MenuLink:
    options = model._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return MenuLink(capfirst(str(options.verbose_name_plural)), url)


def rendered_menu(request: HttpRequest, links: list[MenuLink], sections: list[MenuSection]) -> Any:
    """Return the menu as HTML, rendered when first shown: a page has it twice, for a wide screen
    and for a phone.
    """
    context = {"request": request, "links": links, "app_list": sections}
    return SimpleLazyObject(lambda: render_to_string("admin/app_list.html", context))
