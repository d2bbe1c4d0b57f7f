"""Form rendering: what Django ships for forms by Jinja2, every other template by ``TEMPLATES``.

A form of the admin has hundreds of options, and two templates draw each of them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.template.backends.jinja2 import Jinja2


class FormRenderer(TemplatesSetting):
    """Renderer of ``FORM_RENDERER``."""

    @cached_property
    def _engine(self) -> Jinja2:
        """Return the engine of Django's templates, and of ours that replace one of them."""
        own = Path(settings.BASE_DIR) / "templates/jinja2"
        shipped = Path(forms.__file__).parent / "jinja2"
        return Jinja2({"NAME": "forms", "DIRS": [own, shipped], "APP_DIRS": False, "OPTIONS": {}})

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._engine.env.list_templates())

    def get_template(self, template_name: str) -> Any:
        if template_name in self._names:
            return self._engine.get_template(template_name)
        return super().get_template(template_name)
