"""What people do at the dashboard with hands and eyes, named once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from playwright.sync_api import expect

from tests.support.files import picture

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from news.models import Article

ADD = "/quan-tri/news/article/add/"


def change(article: Article) -> str:
    return reverse("admin:news_article_change", args=[article.pk])


def transition_page(article: Article, name: str) -> str:
    return reverse("admin:news_article_transition", args=[article.pk, name])


def text_area(page: Page) -> Locator:
    """The editor's text, once the editor is ready: only then it has a name."""
    return page.get_by_role("textbox", name="Nội dung", exact=True)


def write_at_end(page: Page, text: str) -> None:
    """Type behind the first paragraph; a click into the middle might choose a picture, and typing
    is lost on it.
    """
    text_area(page).locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(text)


def press(page: Page, name: str, *, then: str = "") -> None:
    """Press a button of the page and wait for the sentence that answers."""
    button = page.get_by_role("button", name=name, exact=True)
    if then and page.get_by_text(then).first.is_visible():
        with page.expect_navigation():  # the sentence that is there answered the time before
            button.click()
    else:
        button.click()
    if then:
        expect(page.get_by_text(then).first).to_be_visible()


def photo(name: str = "bo-song.jpg", colour: str = "teal") -> dict[str, Any]:
    return {
        "name": name,
        "mimeType": "image/jpeg",
        "buffer": picture(size=(640, 400), colour=colour),
    }
