"""Icons and moments in templates."""

from __future__ import annotations

from datetime import UTC, datetime

from django.template import Context, Template


def test_icons_and_moments() -> None:
    page = Template('{% icon "phone" %}{% moment at %}{% moment at "d/m/Y" %}{% moment none %}')
    at = datetime(2016, 6, 30, 17, 5, 9, 123456, tzinfo=UTC)
    assert page.render(Context({"at": at, "none": None})) == (
        '<svg class="icon" aria-hidden="true"><use href="/static/shared/icons/icons.svg#phone">'
        "</use></svg>"
        '<time datetime="2016-07-01T00:05:09+0700">01/07/2016 | 00:05</time>'
        '<time datetime="2016-07-01T00:05:09+0700">01/07/2016</time>'
    )
