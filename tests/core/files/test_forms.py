"""The form field for stored files, in a form of the article's picture and in a formset of
attachments.
"""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.contrib.contenttypes.forms import generic_inlineformset_factory
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict

from core.files.forms import AttachmentFormSet, StoredFileField, bind_files
from core.files.storage import FORMER, store, sync_uses
from core.models import FileUse, StoredFile
from news.editorial.forms.correction import correction_data
from news.models import Article
from tests.support.factories import make_draft
from tests.support.files import PDF, picture, upload

if TYPE_CHECKING:
    from organization.models import User
    from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

PICTURE, DOCUMENT = StoredFile.Kind.PICTURE, StoredFile.Kind.DOCUMENT


class PictureForm(forms.ModelForm):
    picture = StoredFileField(label="Ảnh chính", kind=PICTURE, required=False)

    class Meta:
        model = Article
        fields = ["title", "picture"]


def stored(uploader: User | None, data: bytes | None = None, name: str = "ảnh.jpg") -> StoredFile:
    return store(upload(data or picture(), name), uploader=uploader, kind=DOCUMENT)


def make_form(
    article: Article, user: User | None, data: str | None = None, file: Any = None
) -> PictureForm:
    # A browser sends a file input nobody used as an empty text.
    query = None if data is None else QueryDict(data if file else f"{data}&picture=")
    article = copy(
        article
    )  # a form leaves its marks on an instance, and each request has one of its own
    form = PictureForm(query, MultiValueDict({"picture": [file]} if file else {}), instance=article)
    bind_files(form, user=user, item=article)
    return form


def hidden_key(form: forms.BaseForm, name: str = "picture") -> str:
    found = re.search(f'<input type="hidden" name="{name}-key" value="(.*?)">', str(form[name]))
    assert found
    return found[1]


def test_an_empty_field(cast: Cast, draft: Article) -> None:
    form = make_form(draft, cast.contributor)
    html = str(form["picture"])
    assert form.is_multipart()
    assert hidden_key(form) == ""
    assert 'type="file" name="picture" accept="image/jpeg,' in html
    assert 'id="id_picture"' in html
    assert 'for="id_picture"' in str(form["picture"].label_tag())
    assert 'aria-describedby="id_picture_helptext"' in html
    assert "checkbox" not in html
    assert "<img" not in html
    assert "style=" not in html
    assert "<script" not in html


def test_the_present_picture_is_shown(cast: Cast, draft: Article) -> None:
    draft.picture = stored(cast.contributor, name="Lễ <b>hội.jpg")
    html = str(make_form(draft, cast.contributor)["picture"])
    assert f'src="{draft.picture.url}" width="60" height="40" alt=""' in html
    assert "Lễ b hội.webp</a>" in html
    assert '<input type="checkbox" name="picture-remove"> Bỏ ảnh này' in html


def test_an_upload_becomes_the_picture(cast: Cast, draft: Article) -> None:
    form = make_form(draft, cast.contributor, "title=A&picture-key=", upload(picture(), "a.png"))
    assert form.is_valid()
    assert set(form.changed_data) == {"title", "picture"}
    article = form.save()
    article.refresh_from_db()
    assert article.picture == StoredFile.objects.get()
    assert article.picture.uploader == cast.contributor


def test_nothing_changed_is_no_change(cast: Cast, draft: Article) -> None:
    assert (
        make_form(draft, cast.contributor, f"title={draft.title}&picture-key=").changed_data == []
    )
    draft.picture = stored(cast.editor)
    draft.save()
    for data in (f"title={draft.title}&picture-key={draft.picture.key}", f"title={draft.title}"):
        form = make_form(draft, cast.clerk, data)
        assert form.changed_data == []
        assert form.is_valid()
        assert form.cleaned_data["picture"] == draft.picture


def test_an_upload_survives_errors_elsewhere(cast: Cast, draft: Article) -> None:
    form = make_form(draft, cast.contributor, "title=&picture-key=", upload(picture(), "a.png"))
    assert list(form.errors) == ["title"]
    file = StoredFile.objects.get()
    assert hidden_key(form) == file.key
    again = make_form(draft, cast.contributor, f"title=&picture-key={hidden_key(form)}")
    assert list(again.errors) == ["title"]
    assert hidden_key(again) == file.key
    last = make_form(draft, cast.contributor, f"title=A&picture-key={hidden_key(again)}")
    assert last.is_valid()
    assert "picture" in last.changed_data
    assert last.save().picture == file
    assert StoredFile.objects.count() == 1


def test_an_upload_survives_a_transaction_rolled_back(cast: Cast, draft: Article) -> None:
    """A refused transition takes back all it wrote before its form is shown again."""
    form = make_form(draft, cast.contributor, "title=&picture-key=", upload(picture(), "a.png"))
    with transaction.atomic():
        assert form.errors
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert hidden_key(form) == StoredFile.objects.get().key


def test_a_refused_upload_is_told_and_keeps_the_present_picture(cast: Cast, draft: Article) -> None:
    draft.picture = stored(cast.contributor)
    key = draft.picture.key
    form = make_form(
        draft, cast.contributor, f"title=A&picture-key={key}", upload(b"<svg></svg>", "a.svg")
    )
    assert "SVG" in form.errors["picture"][0]
    assert hidden_key(form) == key
    assert 'aria-invalid="true"' in str(form["picture"])


def test_the_picture_is_taken_away_by_the_box(cast: Cast, draft: Article) -> None:
    draft.picture = stored(cast.contributor)
    draft.save()
    key = draft.picture.key
    form = make_form(draft, cast.contributor, f"title=&picture-key={key}&picture-remove=on")
    assert list(form.errors) == ["title"]
    assert hidden_key(form) == key
    assert 'name="picture-remove" checked' in str(form["picture"])
    form = make_form(
        draft, cast.contributor, f"title={draft.title}&picture-key={key}&picture-remove=on"
    )
    assert form.is_valid()
    assert form.changed_data == ["picture"]
    assert form.save().picture is None


def test_an_emptied_key_takes_the_picture_away(cast: Cast, draft: Article) -> None:
    draft.picture = stored(cast.contributor)
    form = make_form(draft, cast.contributor, "title=A&picture-key=")
    assert form.is_valid()
    assert form.cleaned_data["picture"] is None
    assert "picture" in form.changed_data


def test_a_new_picture_wins_over_the_box(cast: Cast, draft: Article) -> None:
    draft.picture = stored(cast.contributor)
    data = f"title=A&picture-key={draft.picture.key}&picture-remove=on"
    form = make_form(draft, cast.contributor, data, upload(picture()))
    assert form.is_valid()
    assert form.cleaned_data["picture"] == StoredFile.objects.latest("pk")


def test_only_usable_keys_are_taken(cast: Cast, draft: Article) -> None:
    foreign, document = stored(cast.other_contributor), stored(cast.contributor, PDF, "a.pdf")
    for key, user, words in [
        (foreign.key, cast.contributor, "không được dùng"),
        (foreign.key, None, "không được dùng"),
        ("f" * 32, cast.contributor, "không được dùng"),
        ("../../x", cast.contributor, "không được dùng"),
        ("%00", cast.contributor, "không được dùng"),
        (document.key, cast.contributor, "chỉ dùng ảnh"),
    ]:
        form = make_form(draft, user, f"title=A&picture-key={key}")
        assert words in form.errors["picture"][0]
        assert hidden_key(form) == ""
        assert draft.picture is None
    sync_uses(draft, FORMER, [foreign])
    assert make_form(draft, cast.contributor, f"title=A&picture-key={foreign.key}").is_valid()


def test_a_required_field_asks_for_a_file(cast: Cast) -> None:
    class Form(forms.Form):
        file = StoredFileField(label="Tệp", kind=DOCUMENT)

    form = Form({"file-key": ""})
    assert form.errors == {"file": ["Xin chọn một tệp."]}
    assert "checkbox" not in str(form["file"])
    assert " required" not in str(form["file"])
    form = Form({"file-key": ""}, {"file": upload(PDF, "a.pdf")})
    bind_files(form, user=cast.clerk, item=None)
    assert form.is_valid()
    assert form.cleaned_data["file"].uploader == cast.clerk
    assert "a.pdf</a>" in str(form["file"])
    assert "<img" not in str(form["file"])


def test_a_disabled_field_changes_nothing(cast: Cast, draft: Article) -> None:
    draft.picture = stored(cast.contributor)
    form = make_form(draft, cast.contributor, "title=A&picture-key=&picture-remove=on")
    form.fields["picture"].disabled = True
    assert form.is_valid()
    assert form.cleaned_data["picture"] == draft.picture
    assert hidden_key(form) == draft.picture.key
    assert "picture" not in form.changed_data


def test_a_field_left_out_of_the_data_is_known_as_such(cast: Cast, draft: Article) -> None:
    widget = make_form(draft, cast.contributor).fields["picture"].widget
    assert widget.value_omitted_from_data({}, {}, "picture")
    assert not widget.value_omitted_from_data({"picture-key": ""}, {}, "picture")


def test_a_form_that_names_nobody_shows_the_picture_and_takes_no_key(
    cast: Cast, draft: Article, django_assert_num_queries: Any
) -> None:
    draft.picture = stored(cast.contributor)
    form = PictureForm(instance=draft)
    with django_assert_num_queries(1):
        assert hidden_key(form) == draft.picture.key
        assert draft.picture.name in str(form["picture"])
    form = PictureForm({"title": "A", "picture-key": stored(cast.contributor).key}, instance=draft)
    assert "không được dùng" in form.errors["picture"][0]


def test_cleaning_twice_stores_once(cast: Cast, draft: Article) -> None:
    form = make_form(draft, cast.contributor, "title=A&picture-key=", upload(picture()))
    form.full_clean()
    form.full_clean()
    assert StoredFile.objects.count() == 1


def test_forms_do_not_share_their_people(cast: Cast, draft: Article) -> None:
    one, two = make_form(draft, cast.contributor), make_form(draft, cast.editor)
    assert (one.fields["picture"].user, two.fields["picture"].user) == (
        cast.contributor,
        cast.editor,
    )
    assert PictureForm.base_fields["picture"].user is None


def test_a_refused_transition_keeps_the_picture_it_was_given(
    cast: Cast, published: Article
) -> None:
    """A correction without its reason is rolled back; the picture is there when the page comes
    back.
    """
    published.refresh_from_db()
    client = Client()
    client.force_login(cast.editor)
    data = correction_data(published, is_public="1", version=published.version, note="")
    data["picture"] = upload(picture(), "a.jpg")
    response = client.post(f"/quan-tri/news/article/{published.pk}/buoc/correct/", data)
    assert response.status_code == 409
    assert StoredFile.objects.get().key in response.content.decode()


# Attachments


class AttachmentForm(forms.ModelForm):
    file = StoredFileField(label="Tệp", kind=DOCUMENT)

    class Meta:
        model = FileUse
        fields = ["file", "title"]


def attachments(article: Article) -> list[tuple[str, str]]:
    rows = FileUse.objects.filter(object_id=article.pk, role=FileUse.Role.ATTACHMENT).order_by("pk")
    return [(use.file.name, use.title) for use in rows]


def make_formset(
    article: Article, user: User, data: dict[str, str] | None = None, **uploads: Any
) -> Any:
    base: Any = generic_inlineformset_factory(
        FileUse, form=AttachmentForm, formset=AttachmentFormSet, fk_field="object_id", extra=1
    )
    base.user = user
    prefix = base.get_default_prefix()
    posted = None
    if data is not None:
        kept = FileUse.objects.filter(object_id=article.pk, role=FileUse.Role.ATTACHMENT).order_by(
            "pk"
        )
        posted = {
            f"{prefix}-TOTAL_FORMS": str(len(kept) + 1),
            f"{prefix}-INITIAL_FORMS": str(len(kept)),
        }
        for number, use in enumerate(kept):
            posted |= {
                f"{prefix}-{number}-id": str(use.pk),
                f"{prefix}-{number}-file": "",
                f"{prefix}-{number}-file-key": use.file.key,
            }
        posted |= {f"{prefix}-{name}": value for name, value in data.items()}
    rows = (
        FileUse.objects.filter(role=FileUse.Role.ATTACHMENT).select_related("file").order_by("pk")
    )
    given = {f"{prefix}-{name.replace('_', '-')[3:]}": file for name, file in uploads.items()}
    return base(posted, given or None, instance=article, queryset=rows)


def test_attachments_are_added_named_and_taken_away(cast: Cast, draft: Article) -> None:
    user = cast.contributor
    formset = make_formset(
        draft,
        user,
        {"0-file": "", "0-file-key": "", "0-title": "Toàn văn"},
        in_0_file=upload(PDF, "kế hoạch.pdf"),
    )
    assert formset.is_valid(), formset.errors
    formset.save()
    assert attachments(draft) == [("kế hoạch.pdf", "Toàn văn")]
    formset = make_formset(
        draft, user, {"0-title": "Toàn văn", "1-file": "", "1-file-key": "", "1-title": ""}
    )
    assert not formset.has_changed()
    formset = make_formset(
        draft, user, {"0-title": "Kế hoạch", "1-file": "", "1-file-key": "", "1-title": ""}
    )
    assert formset.is_valid(), formset.errors
    formset.save()
    assert attachments(draft) == [("kế hoạch.pdf", "Kế hoạch")]
    formset = make_formset(
        draft, user, {"0-DELETE": "on", "1-file": "", "1-file-key": "", "1-title": ""}
    )
    assert formset.is_valid(), formset.errors
    formset.save(commit=False)
    assert attachments(draft) == [("kế hoạch.pdf", "Kế hoạch")]
    formset.save()
    assert attachments(draft) == []
    assert FileUse.objects.get().role == FORMER


def test_an_attachment_survives_errors_in_its_row(cast: Cast, draft: Article) -> None:
    formset = make_formset(
        draft,
        cast.contributor,
        {"0-file": "", "0-file-key": "", "0-title": "x" * 300},
        in_0_file=upload(PDF, "a.pdf"),
    )
    assert not formset.is_valid()
    row = formset.forms[0]
    key = StoredFile.objects.get().key
    assert f'name="{row.prefix}-file-key" value="{key}"' in str(row["file"])
    formset = make_formset(
        draft, cast.contributor, {"0-file": "", "0-file-key": key, "0-title": "x"}
    )
    assert formset.is_valid(), formset.errors
    formset.save()
    assert attachments(draft) == [("a.pdf", "x")]


def test_a_title_alone_is_no_attachment(cast: Cast, draft: Article) -> None:
    formset = make_formset(
        draft, cast.contributor, {"0-file": "", "0-file-key": "", "0-title": "Toàn văn"}
    )
    assert formset.errors == [{"file": ["Xin chọn một tệp."]}]


def test_another_persons_file_is_no_attachment(cast: Cast, draft: Article) -> None:
    key = stored(cast.other_contributor).key
    formset = make_formset(
        draft, cast.contributor, {"0-file": "", "0-file-key": key, "0-title": ""}
    )
    assert "không được dùng" in formset.errors[0]["file"][0]


@pytest.mark.usefixtures("known_types")
@pytest.mark.parametrize("count", [1, 3])
def test_rows_cost_no_queries_of_their_own(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    article = make_draft(cast.contributor)
    sync_uses(article, FileUse.Role.ATTACHMENT, [stored(cast.editor) for _ in range(count)])
    with django_assert_num_queries(1):
        html = str(make_formset(article, cast.contributor))
    assert html.count("stored-file__thumb") == count
