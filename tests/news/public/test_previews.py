"""Previews: the portal's own page for those who may read an item, and links for those without an
account.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.signing import Signer
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone
from jinja2.meta import find_referenced_templates

from core.files.storage import store, with_token
from core.models import StoredFile
from core.registries import ArticlePanel, article_panels
from news.editorial.retention import purge_preview_links
from news.editorial.services import change_attachments, save_text
from news.models import Article, PreviewLink
from news.public.previews import DAYS, MAX_LINKS, revoke, share
from news.querysets.previews import key_of, new_key, token_of
from organization.models import Officer, Page, Ward
from tests.core.files.test_views import body as body_of
from tests.news.editorial.test_workflow import in_state
from tests.news.public.test_views import heading
from tests.news.test_access import EVERYBODY, READABLE, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_user, transition
from tests.support.files import PDF, picture, upload

OWN = {"contributor", "colleague"}
REVIEWERS = {"editor", "other_editor", "approver", "other_approver", "head"}
ENDED = "Đường dẫn xem trước này không còn dùng được"
LIVING = {"draft", "in_review", "taken", "scheduled"}


def page_of(article: Article, name: str = "preview", *more: int) -> str:
    return reverse(f"admin:news_article_{name}", args=[article.pk, *more])


def shared(cast: Cast, state: str = "draft", **options: Any) -> PreviewLink:
    """A link made when the item was, which others have brought into ``state`` since."""
    article = in_state(cast, state)
    return share(article, actor=cast.contributor, days=3, now=article.created_at, **options)


def illustrated(cast: Cast) -> tuple[Article, list[StoredFile]]:
    """A draft with a lead picture, a picture in the text and an attachment."""
    kinds = [
        (picture(), "anh.jpg"),
        (picture(size=(30, 30)), "trong-bai.jpg"),
        (PDF, "ke-hoach.pdf"),
    ]
    files = [
        store(upload(data, name), uploader=cast.contributor, kind=StoredFile.Kind.DOCUMENT)
        for data, name in kinds
    ]
    article = make_draft(
        cast.contributor,
        picture=files[0],
        picture_alt="Bờ sông",
        body=f'<p><img src="{files[1].url}" alt="Bờ sông"></p>',
    )
    change_attachments(article, remove=[], add=files[2])
    return article, files


def statuses(client: Client, addresses: list[str]) -> list[int]:
    return [client.get(address).status_code for address in addresses]


def sources(answer: HttpResponse) -> list[str]:
    return re.findall(r'(?:src|href)="(/tep/[^"]*)"', answer.content.decode())


# In the admin


@pytest.mark.usefixtures("short_errors", "empty_pages")
@pytest.mark.parametrize("state", READABLE)
def test_whoever_reads_an_item_may_preview_it(cast: Cast, state: str) -> None:
    article = in_state(cast, state)
    for address in (page_of(article), page_of(article, "preview_frame")):
        found = {role: client_of(cast, role).get(address).status_code for role in EVERYBODY}
        assert found == {role: 200 if role in READABLE[state] else 404 for role in EVERYBODY}, (
            address
        )


@pytest.mark.usefixtures("short_errors")
@pytest.mark.parametrize("state", READABLE)
def test_who_makes_and_revokes_links(cast: Cast, state: str) -> None:
    link = shared(cast, state)
    article = link.article
    for role in EVERYBODY:
        may = role in READABLE[state] & (OWN | REVIEWERS)
        client = client_of(cast, role)
        before = article.preview_links.count()
        answer = client.post(page_of(article, "share_preview"), {"days": "1", "note": ""})
        expected = (302 if state in LIVING else 409) if may else 404
        assert answer.status_code == expected, role
        assert article.preview_links.count() == before + (expected == 302), role
        PreviewLink.objects.filter(pk=link.pk).update(revoked_at=None, revoked_by=None)
        answer = client.post(page_of(article, "revoke_preview", link.pk))
        link.refresh_from_db()
        assert (answer.status_code, link.revoked_at is not None) == (302 if may else 404, may), role
        for name, more in (("share_preview", []), ("revoke_preview", [link.pk])):
            assert client.get(page_of(article, name, *more)).status_code == 405
        panel = (
            "Đường dẫn xem trước"
            in client.get(reverse("admin:news_article_change", args=[article.pk])).content.decode()
        )
        assert panel == (may and state in LIVING), role


def test_strangers_are_sent_to_log_in(cast: Cast, client: Client) -> None:
    link = shared(cast)
    pages = [page_of(link.article, name) for name in ("preview", "preview_frame", "share_preview")]
    for address in [*pages, page_of(link.article, "revoke_preview", link.pk)]:
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))
    assert article_links(link.article) == [link]


def article_links(article: Article) -> list[PreviewLink]:
    return list(article.preview_links.filter(revoked_at=None))


def test_links_of_another_item_are_not_touched(cast: Cast) -> None:
    link, other = shared(cast), make_draft(cast.contributor)
    client = client_of(cast, "contributor")
    assert client.post(page_of(other, "revoke_preview", link.pk)).status_code == 404
    assert client.post(page_of(other, "revoke_preview", 10**30)).status_code == 404
    assert article_links(link.article) == [link]


def test_forms_need_the_token_of_the_session(cast: Cast) -> None:
    link = shared(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor, backend="django.contrib.auth.backends.ModelBackend")
    addresses = [
        page_of(link.article, "share_preview"),
        page_of(link.article, "revoke_preview", link.pk),
    ]
    assert [client.post(address, {"days": "3"}).status_code for address in addresses] == [403, 403]
    assert article_links(link.article) == [link]


def test_the_frame_alone_may_be_framed_and_only_by_us(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    frame, page = client.get(page_of(draft, "preview_frame")), client.get(page_of(draft))
    policy = frame["Content-Security-Policy"]
    public = client.get("/")["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == sorted(
        public.replace("ancestors 'none'", "ancestors 'self'").split("; ")
    )
    assert "frame-ancestors 'self'" in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in frame["Cache-Control"] and "private" in frame["Cache-Control"]
    assert (
        page["X-Frame-Options"],
        "frame-ancestors 'none'" in page["Content-Security-Policy"],
    ) == ("DENY", True)
    assert re.findall(r'<iframe[^>]* src="([^"]*)" width="(\d+)"', page.content.decode()) == [
        (page_of(draft, "preview_frame"), "360"),
        (page_of(draft, "preview_frame"), "1366"),
    ]
    missing = client_of(cast, "clerk").get(page_of(draft, "preview_frame"))
    assert missing["X-Frame-Options"] == "DENY"


def test_the_frame_is_the_portals_own_page(cast: Cast, file_root: Path) -> None:
    article, files = illustrated(cast)
    frame = client_of(cast, "editor").get(page_of(article, "preview_frame"))
    [page] = frame.templates
    source = Path(page.filename).read_text()
    assert page.name == "news/article_preview.html"
    assert list(find_referenced_templates(page.environment.parse(source))) == [
        "news/article_detail.html"
    ]
    assert sources(frame) == [file.url for file in files]
    assert statuses(client_of(cast, "editor"), sources(frame)) == [200] * 3
    transition(transition(article, "submit", cast.contributor), "publish", cast.approver)
    public = Client().get(Article.objects.get().get_absolute_url())
    again = client_of(cast, "editor").get(page_of(article, "preview_frame"))
    inner = [
        answer.content.decode().split("<article", 1)[1].split("</article>")[0]
        for answer in (public, again)
    ]
    # Only a public page has an address to hand on and to print, and readers who answer.
    own = (
        r"(?s)\s*<aside class=\"feedback\".*?</aside>|\s*<p class=\"printed-from\">[^\n]*</p>"
        r"|\s*<button[^>]* data-share .*?</button>|\s*<details class=\"share\".*?</details>"
    )
    assert re.sub(own, "", inner[0]).split() == inner[1].split()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "chưa đăng"),
        ("in_review", "chưa đăng"),
        ("scheduled", "chưa đăng"),
        ("published", "bài đã đăng"),
        ("withdrawn", "bài đã gỡ"),
        ("discarded", "chưa đăng"),
    ],
)
def test_the_strip_says_what_it_is(cast: Cast, state: str, words: str) -> None:
    page = (
        client_of(cast, "contributor")
        .get(page_of(in_state(cast, state), "preview_frame"))
        .content.decode()
    )
    assert f"<strong>Bản xem trước, {words}.</strong>" in page
    assert (
        page.index('<main class="site-main') < page.index("preview-strip") < page.index("<article")
    )
    has_date = state in ("scheduled", "published", "withdrawn")
    assert re.findall(r'date-line">(Ngày đăng|Chưa đăng)', page) == [
        "Ngày đăng" if has_date else "Chưa đăng"
    ]


FORM = {
    "core-fileuse-content_type-object_id-TOTAL_FORMS": "0",
    "core-fileuse-content_type-object_id-INITIAL_FORMS": "0",
    "kind": "brief",
}


def test_previewing_from_the_form_saves_first(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    data = FORM | {"title": "Tên mới", "seen_version": "1", "_preview": "1"}
    answer = client.post(reverse("admin:news_article_change", args=[draft.pk]), data)
    assert (answer.status_code, answer.url) == (302, page_of(draft))
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Tên mới", 2)
    answer = client.post(
        reverse("admin:news_article_add"), FORM | {"title": "Bài mới", "_preview": "1"}
    )
    assert answer.url == page_of(Article.objects.get(title="Bài mới"))


def test_a_stale_text_is_not_saved_by_previewing(cast: Cast, draft: Article) -> None:
    save_text(draft, actor=cast.colleague)
    data = FORM | {"title": "Tên mới", "seen_version": "1", "_preview": "1"}
    answer = client_of(cast, "contributor").post(
        reverse("admin:news_article_change", args=[draft.pk]), data
    )
    assert answer.status_code == 200
    assert 'value="Tên mới"' in answer.content.decode()
    assert Article.objects.get().title == draft.title


def test_readers_have_a_link_and_writers_a_button(cast: Cast, draft: Article) -> None:
    form = (
        client_of(cast, "contributor")
        .get(reverse("admin:news_article_change", args=[draft.pk]))
        .content.decode()
    )
    view = (
        client_of(cast, "leader")
        .get(reverse("admin:news_article_change", args=[draft.pk]))
        .content.decode()
    )
    assert [
        form.count(words)
        for words in ('name="_preview" value="1">Lưu và xem trước<', ">Xem trước</a>")
    ] == [1, 0]
    assert [
        view.count(words) for words in ('name="_preview"', f'href="{page_of(draft)}">Xem trước</a>')
    ] == [0, 1]


# Making links


@pytest.mark.parametrize("days", DAYS)
def test_a_link_is_made(cast: Cast, draft: Article, days: int) -> None:
    at = timezone.now()
    with time_machine.travel(at, tick=False):
        answer = client_of(cast, "editor").post(
            page_of(draft, "share_preview"), {"days": str(days), "note": "  bà\n Hòa "}
        )
    assert (answer.status_code, answer.url) == (302, f"{page_of(draft)}#duong-dan")
    link = draft.preview_links.get()
    assert (link.note, link.created_by, link.created_at) == ("bà Hòa", cast.editor, at)
    assert (link.expires_at, link.revoked_at) == (at + timedelta(days=days), None)
    page = client_of(cast, "contributor").get(page_of(draft)).content.decode()
    assert f'value="http://127.0.0.1:8000/xem-truoc/{link.token}/"' in page
    assert "bà Hòa" in page and cast.editor.full_name in page


def test_the_usual_time_is_three_days(cast: Cast, draft: Article) -> None:
    page = client_of(cast, "editor").get(page_of(draft)).content.decode()
    assert re.findall(r'<option value="(\d+)"( selected)?>', page) == [
        ("1", ""),
        ("3", " selected"),
        ("7", ""),
        ("30", ""),
    ]


@pytest.mark.parametrize(
    "data", [{}, {"days": "2"}, {"days": "x"}, {"days": "\0"}, {"days": "9" * 30}]
)
def test_a_wrong_time_is_refused_and_the_note_kept(
    cast: Cast, draft: Article, data: dict[str, str]
) -> None:
    answer = client_of(cast, "editor").post(
        page_of(draft, "share_preview"), {"note": "ông Bình"} | data
    )
    assert answer.status_code == 409
    assert 'value="ông Bình"' in answer.content.decode()
    assert not draft.preview_links.exists()


@pytest.mark.parametrize("note", ["x" * 121, "a\0b"])
def test_a_wrong_note_is_refused(cast: Cast, draft: Article, note: str) -> None:
    answer = client_of(cast, "editor").post(
        page_of(draft, "share_preview"), {"note": note, "days": "3"}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["note"])
    assert not draft.preview_links.exists()


def test_an_item_has_so_many_active_links_and_no_more(cast: Cast, draft: Article) -> None:
    links = [share(draft, actor=cast.editor, days=3) for _ in range(MAX_LINKS)]
    client, data = client_of(cast, "editor"), {"days": "3", "note": ""}
    answer = client.post(page_of(draft, "share_preview"), data)
    assert (answer.status_code, "20 đường dẫn đang mở" in answer.content.decode()) == (409, True)
    revoke(links[0], actor=cast.editor)
    assert client.post(page_of(draft, "share_preview"), data).status_code == 302


def test_ended_links_are_named_without_their_address(cast: Cast, draft: Article) -> None:
    active, revoked = (
        share(draft, actor=cast.editor, days=3, note=note) for note in ("ông Bình", "bà Hòa")
    )
    expired = share(
        draft, actor=cast.editor, days=1, note="cô Tư", now=timezone.now() - timedelta(days=2)
    )
    revoke(revoked, actor=cast.approver)
    page = client_of(cast, "contributor").get(page_of(draft)).content.decode()
    assert [link.token in page for link in (active, revoked, expired)] == [True, False, False]
    listed = re.findall(r"<li>(bà Hòa|cô Tư) · .*? · (.*?) \d\d/", page)
    assert sorted(listed) == [
        ("bà Hòa", f"{cast.approver.full_name} thu hồi"),
        ("cô Tư", "hết hạn"),
    ]


def test_the_first_to_revoke_stays_named(cast: Cast) -> None:
    link, at = shared(cast), timezone.now()
    revoke(link, actor=cast.editor, now=at)
    revoke(link, actor=cast.approver)
    link.refresh_from_db()
    assert (link.revoked_by, link.revoked_at) == (cast.editor, at)


def test_a_link_lasts(cast: Cast, draft: Article) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        share(draft, actor=cast.editor, days=0)


# Tokens


def test_a_token_is_a_random_key_and_its_signature() -> None:
    keys = {new_key() for _ in range(200)}
    assert len(keys) == 200
    for key in keys:
        assert re.fullmatch(r"[\w-]{22}\.[\w-]{43}", token_of(key), re.ASCII)
        assert key_of(token_of(key)) == key
    key = keys.pop()
    assert key_of(f"{key}.{'A' * 43}") is None
    assert key_of(Signer(salt="another", sep=".").sign(key)) is None
    with override_settings(SECRET_KEY="another" * 8):
        foreign = token_of(key)
    assert key_of(foreign) is None


MALFORMED = [
    "x",
    "%00",
    "%FF%FE",
    "a%00b",
    "0" * 66,
    "x" * 8000,
    "%F0%9F%98%80",
    "..",
    "a%2Fb",
    "-1",
    "９" * 22 + "." + "a" * 43,
]


@pytest.mark.parametrize("token", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_token_is_not_found(
    cast: Cast, draft: Article, client: Client, token: str
) -> None:
    answer = client.get(f"/xem-truoc/{token}/")
    assert answer.status_code == 404
    for address in (
        f"/tep/{'0' * 32}.webp?xem-truoc={token}",
        f"/tep/{'0' * 32}.webp?xem-truoc={token}&xem-truoc=",
    ):
        assert client.get(address).status_code in ((400, 404) if "%00" in token else (404,))


def test_a_forged_token_costs_no_question_about_links(cast: Cast, client: Client) -> None:
    link = shared(cast)
    address = link.get_absolute_url()
    altered = address[:-2] + ("B/" if address.endswith("A/") else "A/")
    for forged in (altered, address.replace(link.key, new_key()), f"/xem-truoc/{link.key}/"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(forged)
        assert (answer.status_code, heading(answer)) == (404, ENDED)
        assert not [query for query in asked if "previewlink" in query["sql"]]


# What a link shows


def test_a_link_shows_the_item_without_an_account(
    cast: Cast, client: Client, file_root: Path
) -> None:
    article, files = illustrated(cast)
    link = share(article, actor=cast.contributor, days=3)
    answer = client.get(link.get_absolute_url())
    page = answer.content.decode()
    assert (answer.status_code, heading(answer)) == (200, article.title)
    assert sources(answer) == [f"{file.url}?xem-truoc={link.token}" for file in files]
    for file, address in zip(files, sources(answer), strict=True):
        shown = client.get(address)
        assert (shown.status_code, len(body_of(shown))) == (200, file.size)
        assert unlisted(shown)
        assert not shown.cookies and not shown.has_header("Vary")
        assert client.get(file.url).status_code == 404
    assert unlisted(answer)
    assert not answer.cookies and not answer.has_header("Vary")
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in page
    assert '<meta name="referrer" content="no-referrer">' in page
    for public in ("canonical", "og:", "DC.", article.get_absolute_url(), "Bản in từ", "<base"):
        assert public not in page, public
    assert (
        answer["X-Frame-Options"],
        "frame-ancestors 'none'" in answer["Content-Security-Policy"],
    ) == ("DENY", True)


def unlisted(answer: HttpResponse) -> bool:
    wanted = {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "no-referrer",
    }
    return {name: answer.get(name) for name in wanted} == wanted


def test_a_link_shows_the_text_as_it_is_now(cast: Cast, client: Client) -> None:
    link = shared(cast)
    link.article.title = "Tên sửa sau khi gửi đường dẫn"
    save_text(link.article, actor=cast.contributor)
    assert heading(client.get(link.get_absolute_url())) == "Tên sửa sau khi gửi đường dẫn"


def test_other_rooms_panels_are_left_out(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = ArticlePanel("_mark.html", lambda article: {"ward": {"initials": "Ô khác"}})
    monkeypatch.setattr(article_panels, "_entries", [panel])
    link = shared(cast)
    assert "Ô khác" not in client.get(link.get_absolute_url()).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_link_is_only_read(cast: Cast, client: Client, method: str) -> None:
    link = shared(cast)
    answer = getattr(client, method)(link.get_absolute_url())
    assert (answer.status_code, unlisted(answer)) == (405, True)


def test_looking_counts_for_nothing(cast: Cast, client: Client) -> None:
    link = shared(cast)
    head, get = client.head(link.get_absolute_url()), client.get(link.get_absolute_url())
    assert (head.status_code, head.content, unlisted(head), get.status_code) == (
        200,
        b"",
        True,
        200,
    )
    before = (link.article.view_count, link.article.version)
    link.article.refresh_from_db()
    assert (link.article.view_count, link.article.version) == before == (0, 1)


def test_tokens_open_their_own_files_only(cast: Cast, client: Client, file_root: Path) -> None:
    (first, own), (second, others) = illustrated(cast), illustrated(cast)
    tokens = [share(article, actor=cast.contributor, days=3).token for article in (first, second)]
    for files, token, expected in (
        (own, tokens[0], 200),
        (others, tokens[1], 200),
        (own, tokens[1], 404),
        (others, tokens[0], 404),
        (own, "", 404),
    ):
        assert (
            statuses(client, [f"{file.url}?xem-truoc={token}" for file in files]) == [expected] * 3
        )


def test_a_picture_that_was_taken_out_is_not_shown_by_a_link(
    cast: Cast, client: Client, file_root: Path
) -> None:
    article, files = illustrated(cast)
    token = share(article, actor=cast.contributor, days=3).token
    article.picture = None
    save_text(article, actor=cast.contributor)
    assert statuses(client, [f"{file.url}?xem-truoc={token}" for file in files]) == [404, 200, 200]


def test_the_token_goes_to_our_files_alone() -> None:
    own = "/tep/" + "a" * 32 + ".webp"
    page = (
        f'<img src="{own}" srcset="{own} 1x, {own} 2x,https://khac.example{own} 3x">'
        f'<a href="{own}#page=2">{own}</a><a href="https://khac.example{own}"></a>'
        f'<a href="https://khac.example/ {own}">'
        '<a href="/tin/x-1/">'
    )
    assert (
        with_token(page, "T")
        == f'<img src="{own}?xem-truoc=T" srcset="{own}?xem-truoc=T 1x, {own}?xem-truoc=T 2x,'
        f'https://khac.example{own} 3x">'
        f'<a href="{own}?xem-truoc=T#page=2">{own}</a><a href="https://khac.example{own}"></a>'
        f'<a href="https://khac.example/ {own}"><a href="/tin/x-1/">'
    )


# How a link ends


@pytest.mark.parametrize("state", [*READABLE, "urgent"])
def test_what_a_link_opens_in_which_state(cast: Cast, client: Client, state: str) -> None:
    link = shared(cast, state)
    answer = client.get(link.get_absolute_url())
    expected = {"published": 302, "urgent": 302, "withdrawn": 410, "discarded": 410}.get(state, 200)
    assert (answer.status_code, unlisted(answer)) == (expected, True)
    if expected == 302:
        assert answer.url == link.article.get_absolute_url()
    elif expected == 410:
        assert heading(answer) == ENDED
        assert link.article.title not in answer.content.decode()


def assert_ended(
    client: Client, link: PreviewLink, files: list[StoredFile], status: int = 410
) -> None:
    answer = client.get(link.get_absolute_url())
    assert (answer.status_code, heading(answer), unlisted(answer)) == (status, ENDED, True)
    page = answer.content.decode()
    assert "hỏi người đã gửi đường dẫn này" in page
    assert link.article.title not in page
    assert not answer.cookies
    assert set(statuses(client, [f"{file.url}?xem-truoc={link.token}" for file in files])) <= {404}


def test_a_revoked_link_and_its_files_are_dead_at_once(
    cast: Cast, client: Client, file_root: Path
) -> None:
    article, files = illustrated(cast)
    link, other = (share(article, actor=cast.contributor, days=3) for _ in range(2))
    address = f"{files[0].url}?xem-truoc={link.token}"
    tag = client.get(address)["ETag"]
    answer = client_of(cast, "editor").post(page_of(article, "revoke_preview", link.pk))
    assert answer.url == f"{page_of(article)}#duong-dan"
    assert_ended(client, link, files)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 200


def test_an_expired_link_and_its_files_are_dead(
    cast: Cast, client: Client, file_root: Path
) -> None:
    article, files = illustrated(cast)
    link = share(article, actor=cast.contributor, days=1)
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert client.get(link.get_absolute_url()).status_code == 200
    with time_machine.travel(link.expires_at, tick=False):
        assert_ended(client, link, files)


def test_a_deleted_link_is_unknown(cast: Cast, client: Client) -> None:
    link = shared(cast)
    PreviewLink.objects.all().delete()
    assert_ended(client, link, [], 404)


def test_a_scheduled_item_is_previewed_until_its_time(cast: Cast, client: Client) -> None:
    link = shared(cast, "scheduled")
    assert client.get(link.get_absolute_url()).status_code == 200
    with time_machine.travel(link.article.published_at, tick=False):
        answer = client.get(link.get_absolute_url())
        assert (answer.status_code, answer.url) == (302, link.article.get_absolute_url())


def test_public_items_are_reached_by_expired_links_but_not_by_revoked_ones(
    cast: Cast, client: Client
) -> None:
    link = shared(cast, "published")
    with time_machine.travel(link.expires_at + timedelta(days=1), tick=False):
        assert client.get(link.get_absolute_url()).status_code == 302
    revoke(link, actor=cast.editor)
    assert_ended(client, link, [])


def test_a_notice_that_is_over_and_an_item_of_no_portal_page_are_not_shown(
    cast: Cast, client: Client
) -> None:
    links = [shared(cast, "published") for _ in range(2)]
    Article.objects.filter(pk=links[0].article_id).update(
        expires_at=timezone.now(), stays_after_expiry=False
    )
    Article.objects.filter(pk=links[1].article_id).update(is_for_portal=False)
    for link in links:
        assert_ended(client, link, [])


@pytest.mark.parametrize(
    ("state", "way_back", "actor"),
    [("withdrawn", "reopen", "approver"), ("discarded", "restore", "contributor")],
)
def test_a_link_stays_dead_when_the_item_is_written_again(
    cast: Cast, client: Client, state: str, way_back: str, actor: str
) -> None:
    link = shared(cast, state)
    transition(link.article, way_back, getattr(cast, actor), note="Viết lại")
    assert_ended(client, link, [])
    new = share(link.article, actor=cast.contributor, days=3)
    assert client.get(new.get_absolute_url()).status_code == 200


def test_links_are_deleted_thirty_days_after_they_expired(cast: Cast, draft: Article) -> None:
    now = timezone.make_aware(datetime(2026, 3, 31, 9))
    ages = [timedelta(days=33), timedelta(days=33, seconds=1), timedelta(days=400)]
    links = [share(draft, actor=cast.editor, days=3, now=now - age) for age in ages]
    revoke(links[0], actor=cast.editor, now=now)
    assert purge_preview_links(now) == "2 đường dẫn xem trước đã hết hạn quá 30 ngày được xóa"
    assert list(draft.preview_links.all()) == [links[0]]
    assert purge_preview_links(now) is None


def test_a_deleted_draft_takes_its_links_along(cast: Cast) -> None:
    link = shared(cast)
    link.article.delete()
    assert not PreviewLink.objects.exists()


# Questions


@pytest.fixture
def warm(db: None) -> None:
    ContentType.objects.get_for_models(Article, Ward, Officer, Page)
    Ward.objects.create(pk=1, name="Phường Bến Sen")


def questions(client: Client, address: str, status: int = 200) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == status
    return len(asked)


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("rows", [1, 15])
def test_pages_ask_the_same_for_one_and_for_many(
    cast: Cast, client: Client, file_root: Path, rows: int
) -> None:
    article, files = illustrated(cast)
    for number in range(rows):
        article.supporting_units.add(UnitFactory())
        file = store(upload(PDF, f"{number}.pdf"), uploader=None, kind=StoredFile.Kind.DOCUMENT)
        change_attachments(article, remove=[], add=file)
        link = share(article, actor=make_user(), days=3, note="x")
        revoke(share(article, actor=make_user(), days=3), actor=make_user())
    assert questions(client, link.get_absolute_url()) == 13
    assert questions(client, f"{files[0].url}?xem-truoc={link.token}") == 3
    revoke(link, actor=cast.editor)
    assert questions(client, link.get_absolute_url(), 410) == 12
    assert questions(client, link.get_absolute_url().replace(link.key, new_key()), 404) == 9
    # In the admin: session, person, roles and the ward are four of them.
    assert questions(client_of(cast, "contributor"), page_of(article)) == 7
    assert questions(client_of(cast, "editor"), page_of(article, "preview_frame")) == 17
