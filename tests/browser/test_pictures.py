"""Pictures as a phone gets them: small, in the lightest format, and nothing moves when they
arrive.
"""

from __future__ import annotations

from threading import Event

import pytest
from playwright.sync_api import Route, expect

from core.files.storage import store
from core.models import StoredFile
from tests.browser.conftest import PHONE, Portal
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.files import picture, upload

pytestmark = pytest.mark.browser


def test_a_phone_gets_small_pictures_and_nothing_moves_when_they_arrive(
    portal: Portal, cast: Cast
) -> None:
    lead, inside = (
        store(
            upload(picture(size=(1600, 1000), colour=colour)),
            uploader=None,
            kind=StoredFile.Kind.PICTURE,
        )
        for colour in ("teal", "sienna")
    )
    body = f'<figure><img src="{inside.url}" alt="Chuyền đá"></figure><p>Chữ.</p>'
    article = make_draft(
        cast.contributor, actor=None, picture=lead, picture_alt="Bờ sông", body=body
    )
    transition(article, "publish_urgently", cast.approver, note="Gấp")
    article = transition(article, "confirm", cast.other_approver)
    page = portal.visit(width=PHONE, device_scale_factor=2)
    held: list[Route] = []
    may_arrive = Event()
    page.route(
        "**/tep/**", lambda route: route.continue_() if may_arrive.is_set() else held.append(route)
    )
    page.goto(article.get_absolute_url(), wait_until="domcontentloaded")
    page.evaluate("document.fonts.ready.then(() => null)")
    images = [page.get_by_role("img", name=alt) for alt in ("Bờ sông", "Chuyền đá")]
    before = [image.bounding_box() for image in images]
    may_arrive.set()
    for route in held:
        route.continue_()
    for image in images:
        expect(image).not_to_have_js_property("naturalWidth", 0)
    assert [image.bounding_box() for image in images] == before
    page.goto(article.category.get_absolute_url())
    expect(page.locator(".story__picture")).not_to_have_js_property("naturalWidth", 0)
    files = {url.rpartition("/tep/")[2] for url in portal.asked_for if "/tep/" in url}
    assert files == {f"{lead.key}-800.avif", f"{inside.key}-800.avif", f"{lead.key}-400.avif"}
    assert not portal.missing
