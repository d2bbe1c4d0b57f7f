"""A leaver's drafts go to a colleague, held reviews go back; four eyes and what is published stay
as they were.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.workflow.engine import TransitionRefused
from news.models import Article
from news.permissions import had_a_hand_in, may_edit_text
from news.reassignment.services import SelectedVersion, reassign, receivers_for
from organization.models import Notice, User
from organization.roles import Role
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_user, transition

PEOPLE = reverse("admin:reassignment")


def page_of(person: User) -> str:
    return reverse("admin:reassignment_person", args=[person.pk])


def give(
    client: Client,
    person: User,
    receiver: User | None,
    drafts: list[Article],
    reviews: list[Article] = (),
) -> Any:
    data: dict[str, Any] = {f"version-{a.pk}": a.version for a in [*drafts, *reviews]}
    data |= {"nhap": [a.pk for a in drafts], "giu": [a.pk for a in reviews]}
    return client.post(page_of(person), data | {"nguoi-nhan": receiver.pk if receiver else ""})


def test_who_reaches_the_pages(cast: Cast, draft: Article, client: Client) -> None:
    allowed = {"editor", "other_editor", "head", "it_officer"}
    for address in (PEOPLE, page_of(cast.contributor)):
        found = {
            role for role in EVERYBODY if client_of(cast, role).get(address).status_code == 200
        }
        assert found == allowed
        assert client.get(address).url.startswith(reverse("admin:login"))
    before = draft.version
    for role in set(EVERYBODY) - allowed:
        assert (
            give(client_of(cast, role), cast.contributor, cast.colleague, [draft]).status_code
            == 404
        )
    draft.refresh_from_db()
    assert (draft.version, draft.author) == (before, cast.contributor)


def test_closed_accounts_stand_first(cast: Cast) -> None:
    make_draft(cast.other_contributor)
    make_draft(cast.inactive, actor=cast.editor)
    make_draft(None, actor=cast.editor, unit=cast.contributor.unit)
    page = client_of(cast, "editor").get(PEOPLE)
    found = [(one.person, one.drafts, one.reviews) for one in page.context["held_articles"]]
    assert found[0] == (cast.inactive, 1, 0)
    assert {one[0] for one in found[1:]} == {cast.other_contributor, cast.editor}
    assert "Tài khoản đã đóng" in page.content.decode()


def test_drafts_and_reviews_change_hands(cast: Cast, draft: Article, published: Article) -> None:
    draft = make_draft(cast.contributor, title="Nháp dở")
    returned = transition(
        transition(make_draft(cast.contributor), "submit", cast.contributor),
        "return",
        cast.editor,
        note="Sửa",
    )
    held = transition(
        transition(make_draft(cast.other_contributor), "submit", cast.other_contributor),
        "take",
        cast.editor,
    )
    client = client_of(cast, "other_editor")
    answer = give(client, cast.contributor, cast.colleague, [draft, returned])
    page = client.get(answer.url).content.decode()
    assert f"Đã bàn giao 2 bản nháp cho {cast.colleague}:<ul><li>“Nháp dở”</li>" in page
    for article in (draft, returned):
        article.refresh_from_db()
        assert (article.author, article.state) == (cast.colleague, "draft")
        row = article.history.latest()
        assert row.history_change_reason == f"Bàn giao từ {cast.contributor} cho {cast.colleague}"
        assert row.history_user == cast.other_editor
    published.refresh_from_db()
    assert published.author == cast.contributor
    assert Notice.objects.filter(person=cast.colleague, text__contains="2 bản nháp").count() == 1
    assert (
        Notice.objects.filter(person=cast.contributor, text__contains=str(cast.colleague)).count()
        == 1
    )
    # The holder left the board: an editor may give the review back.
    cast.editor.is_active = False
    cast.editor.save()
    give(client, cast.editor, None, [], [held])
    held.refresh_from_db()
    assert (held.holder, held.state) == (None, "in_review")


def test_an_active_holder_keeps_the_review(cast: Cast, in_review: Article) -> None:
    held = transition(in_review, "take", cast.editor)
    client = client_of(cast, "other_editor")
    page = client.get(give(client, cast.editor, None, [], [held]).url).content.decode()
    assert "đang giữ bài này." in page
    # An IT officer does not decide on reviews at all.
    cast.editor.is_active = False
    cast.editor.save()
    give(client_of(cast, "it_officer"), cast.editor, None, [], [held])
    held.refresh_from_db()
    assert held.holder == cast.editor


def test_what_changed_meanwhile_stays(cast: Cast, draft: Article) -> None:
    old = SelectedVersion(draft.pk, draft.version)
    handed_in = transition(draft, "submit", cast.contributor)
    client = client_of(cast, "editor")
    draft.version = old.version
    page = client.get(give(client, cast.contributor, cast.colleague, [draft]).url).content.decode()
    assert "1 bài chưa bàn giao" in page
    handed_in.refresh_from_db()
    assert handed_in.author == cast.contributor
    assert not Notice.objects.filter(person=cast.colleague).exists()


@pytest.mark.parametrize("choice", ["", "x", "999999"])
def test_a_receiver_is_asked_for_and_ticks_stay(cast: Cast, draft: Article, choice: str) -> None:
    other = make_draft(cast.contributor, title="Không giao")
    data = {"nhap": [draft.pk], f"version-{draft.pk}": draft.version, "nguoi-nhan": choice}
    answer = client_of(cast, "editor").post(page_of(cast.contributor), data)
    assert answer.status_code == 409
    assert "Xin chọn người nhận các bản nháp." in answer.content.decode()
    assert {article.pk: ticked for article, ticked in answer.context["drafts"]} == {
        draft.pk: True,
        other.pk: False,
    }
    assert (
        "Xin đánh dấu ít nhất một bài."
        in client_of(cast, "editor").post(page_of(cast.contributor)).content.decode()
    )


def test_drafts_stay_in_the_unit(cast: Cast, draft: Article) -> None:
    assert receivers_for(cast.contributor) == [cast.colleague]
    answer = give(client_of(cast, "editor"), cast.contributor, cast.other_contributor, [draft])
    assert answer.status_code == 409
    # A unit that was merged: its successor's people; a unit without anybody: the editors.
    unit = cast.other_contributor.unit
    unit.successor = cast.contributor.unit
    unit.save()
    assert set(receivers_for(cast.other_contributor)) == {cast.contributor, cast.colleague}
    alone = make_user(Role.CONTRIBUTOR, unit=UnitFactory())
    assert set(receivers_for(alone)) == {cast.editor, cast.other_editor}


def test_nothing_is_ticked_beforehand(cast: Cast, in_review: Article) -> None:
    held = transition(in_review, "take", cast.editor)
    cast.editor.is_active = False
    cast.editor.save()
    other = make_draft(cast.colleague)
    client = client_of(cast, "other_editor")
    for person, name in ((other.author, "nhap"), (held.holder, "giu")):
        page = client.get(page_of(person)).content.decode()
        assert f'name="{name}" value=' in page
        assert " checked" not in page


def test_a_draft_of_another_unit_may_go_back_to_its_people(cast: Cast, draft: Article) -> None:
    foreign = make_draft(cast.contributor, unit=cast.other_contributor.unit)
    assert set(receivers_for(cast.contributor)) == {cast.colleague, cast.other_contributor}
    client = client_of(cast, "editor")
    answer = give(client, cast.contributor, cast.other_contributor, [draft, foreign])
    page = client.get(answer.url).content.decode()
    assert "không thuộc đơn vị của bài" in page
    draft.refresh_from_db()
    foreign.refresh_from_db()
    assert (draft.author, foreign.author) == (cast.contributor, cast.other_contributor)


def test_what_was_public_keeps_its_author(cast: Cast, withdrawn: Article) -> None:
    reopened = transition(withdrawn, "reopen", cast.approver, note="Sửa")
    assert reopened.state == "draft"
    client = client_of(cast, "editor")
    assert not client.get(PEOPLE).context["held_articles"]
    assert reopened.title not in client.get(page_of(cast.contributor)).content.decode()
    give(client, cast.contributor, cast.colleague, [reopened])
    reopened.refresh_from_db()
    assert reopened.author == cast.contributor


def test_the_it_officer_sees_titles_but_no_way_into_them(cast: Cast, draft: Article) -> None:
    page = client_of(cast, "it_officer").get(page_of(cast.contributor)).content.decode()
    assert draft.title in page
    assert "Xem bài" not in page
    assert draft.lead not in page


def test_who_handed_a_draft_over_still_had_a_hand_in_it(cast: Cast) -> None:
    """Entered by the secretary, written by one who is an approver by now: never handed in by them,
    yet theirs.
    """
    draft = make_draft(cast.approver, actor=cast.editor, unit=cast.contributor.unit)
    ticked = [SelectedVersion(draft.pk, draft.version)]
    reassign(
        cast.approver, drafts=ticked, receiver=cast.contributor, reviews=[], actor=cast.other_editor
    )
    draft.refresh_from_db()
    assert had_a_hand_in(draft) == {cast.approver.pk, cast.editor.pk, cast.contributor.pk}
    assert may_edit_text(draft, cast.contributor)
    waiting = transition(draft, "submit", cast.contributor)
    with pytest.raises(TransitionRefused, match="cần một người duyệt khác"):
        transition(waiting, "publish", cast.approver)
    transition(waiting, "publish", cast.other_approver)


def test_a_submitter_stays_one(cast: Cast, in_review: Article) -> None:
    returned = transition(in_review, "return", cast.editor, note="Sửa")
    ticked = [SelectedVersion(returned.pk, returned.version)]
    reassign(
        cast.contributor, drafts=ticked, receiver=cast.colleague, reviews=[], actor=cast.editor
    )
    assert cast.contributor.pk in had_a_hand_in(Article.objects.get(pk=returned.pk))


def test_closing_an_account_leads_to_what_is_left(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "it_officer")

    def close(person: User) -> str:
        address = reverse("admin:organization_user_change", args=[person.pk])
        data = {"username": person.username, "full_name": person.full_name, "email": person.email}
        data |= {
            "unit": person.unit_id or "",
            "groups": [group.pk for group in person.groups.all()],
        }
        return client.post(address, data, follow=True).content.decode()

    page = close(cast.contributor)
    assert f'{cast.contributor} còn 1 bản nháp. <a href="{page_of(cast.contributor)}">' in page
    assert not User.objects.get(pk=cast.contributor.pk).is_active
    assert "Bàn giao cho người khác" not in close(cast.colleague)


@pytest.mark.parametrize(
    "address", ["/quan-tri/ban-giao/0/", "/quan-tri/ban-giao/99999999999999999999999/"]
)
def test_nobody_there(cast: Cast, address: str) -> None:
    assert client_of(cast, "editor").get(address).status_code == 404


def test_odd_posts_change_nothing(cast: Cast, draft: Article) -> None:
    data = {"nhap": ["x", "9" * 40, "-1"], "giu": ["%"], "nguoi-nhan": cast.colleague.pk}
    assert client_of(cast, "editor").post(page_of(cast.contributor), data).status_code == 409
    foreign = make_draft(cast.other_contributor)
    give(client_of(cast, "editor"), cast.contributor, cast.colleague, [foreign])
    foreign.refresh_from_db()
    assert foreign.author == cast.other_contributor


@pytest.mark.parametrize("rows", [1, 12])
def test_questions_of_the_pages(cast: Cast, rows: int) -> None:
    for _ in range(rows):
        make_draft(cast.contributor)
        make_draft(make_user(unit=UnitFactory()))
        transition(
            transition(make_draft(cast.colleague), "submit", cast.colleague), "take", cast.editor
        )
    client = client_of(cast, "other_editor")
    counts = []
    for address in (PEOPLE, page_of(cast.contributor), page_of(cast.editor)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts == [8, 8, 10]


def test_unsubmitted_drafts_go_with_a_person_to_another_unit(cast: Cast) -> None:
    """What was handed in counts for the unit of then."""
    person, former, unit = cast.contributor, cast.contributor.unit, UnitFactory()
    mine, colleagues = make_draft(person), make_draft(cast.colleague, unit=former)
    handed_in = transition(make_draft(person), "submit", person)
    page = reverse("admin:organization_user_change", args=[person.pk])
    officer = client_of(cast, "it_officer")
    form = officer.get(page).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields if name != "password"}
    data |= {"unit": unit.pk, "is_active": "on"}
    told = officer.post(page, data, follow=True).content.decode()
    assert f"1 bản nháp của {person} chuyển theo sang {unit}." in told
    notice = Notice.objects.get(person=person, event__startswith="unit:")
    assert notice.text == f"Quý vị nay thuộc {unit}; 1 bản nháp của quý vị chuyển theo."
    for article, expected in ((mine, unit), (colleagues, former), (handed_in, former)):
        article.refresh_from_db()
        assert article.unit == expected
