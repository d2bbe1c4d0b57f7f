"""The handbooks stay true: what they name stands on the screens, and their pictures are there.

``script/screenshots`` takes the pictures, from the same demonstration ward.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from itertools import chain

import time_machine
from django.test import Client
from django.urls import reverse

from broadcasts.bulletins.proposals import propose
from broadcasts.models import AirItem, Bulletin, PlayoutReport, Slot
from broadcasts.playout.links import create_link
from core.models import FileUse, StoredFile
from core.workflow.engine import perform
from documents.models import OutgoingDocument, PublicDocument, Register, StandingDelegation
from documents.states import Direction, DocumentState
from meetings.models import Meeting, Task
from news.models import Honorarium, UpstreamSending
from organization.models import ErrorReport, ReportingPeriod, User
from organization.models import Page as FixedPage
from reports.models import Assessment, CriteriaSet, MonthlyReport
from tests.support.admin_browser import ADD, change, transition_page
from tests.support.demo_ward import NOON
from tests.support.handbooks import (
    CAMERA,
    CORRECTED,
    DOCUMENTS,
    FOR_HEAD,
    HELD,
    LARGEST,
    PUBLIC,
    RETURNED,
    ROOT,
    SCHEDULED,
    WITHDRAWN,
    find,
    labels,
    person,
    pictures,
)
from tests.support.registers import registered


def screens() -> list[tuple[str, str]]:
    """Return who opens which page: those of the pictures, and what else the handbooks name."""
    report = ErrorReport.objects.open().most_urgent_first()[0]
    returned = find(RETURNED)
    return [
        ("congtacvien3", "/quan-tri/nop-nhanh/"),
        ("congtacvien3", change(find(CAMERA))),
        ("bientap", change(returned)),
        ("congtacvien2", "/quan-tri/"),
        ("congtacvien2", reverse("admin:news_article_preview", args=[returned.pk])),
        ("bientap", "/quan-tri/"),
        ("bientap", reverse("admin:news_article_history", args=[find(CORRECTED).pk])),
        ("duyet1", "/quan-tri/lich-dang/"),
        ("duyet1", "/quan-tri/trang-chu/"),
        ("bientap", f"/quan-tri/bao-sai-sot/{report.pk}/"),
        ("lanhdao", "/quan-tri/thong-bao-khan/"),
        ("bientap", change(find(HELD))),
        ("duyet1", change(find(HELD))),
        ("duyet2", change(find(CORRECTED))),
        *(("duyet1", change(one.article)) for one in Honorarium.objects.all()[:2]),
        ("duyet1", change(find(SCHEDULED))),
        ("lanhdao", change(find(FOR_HEAD))),
        ("bientap", change(find(PUBLIC))),
        ("duyet1", change(find(WITHDRAWN))),
        ("congtacvien2", change(find(RETURNED))),
        ("congtacvien1", "/quan-tri/"),
        ("congtacvien1", ADD),
        ("congtacvien1", "/quan-tri/news/article/tu-word/"),
        ("bientap", "/quan-tri/nhap-ho/"),
        ("bientap", "/quan-tri/ban-giao/"),
        ("bientap", "/quan-tri/news/preferredword/add/"),
        ("bientap", "/quan-tri/bao-sai-sot/"),
        ("bientap", f"/quan-tri/bao-sai-sot/{ErrorReport.objects.answered()[0].pk}/"),
        ("bientap", "/quan-tri/organization/page/"),
        ("bientap", f"/quan-tri/organization/page/{FixedPage.objects.first().pk}/change/"),
        ("bientap", "/quan-tri/organization/officer/"),
        ("bientap", "/quan-tri/organization/officer/add/"),
        ("bientap", "/quan-tri/organization/redirect/"),
        ("bientap", "/quan-tri/organization/redirect/add/"),
        ("duyet1", "/quan-tri/news/article/"),
        ("bientap", "/quan-tri/news/article/"),
        ("bientap", transition_page(find(HELD), "return")),
        ("bientap", transition_page(find(HELD), "set_review_plan")),
        ("duyet2", transition_page(find(HELD), "publish")),
        ("duyet1", transition_page(find(CORRECTED), "withdraw")),
        ("duyet1", transition_page(find(CORRECTED), "correct")),
        ("duyet1", transition_page(find(SCHEDULED), "reschedule")),
        *(
            ("cntt", f"/quan-tri/{page}")
            for page in (
                "",
                "may-chu/",
                "dang-nhap-bi-khoa/",
                "organization/unit/",
                "organization/user/",
                "nhap-bang/don-vi/",
            )
        ),
        ("vanthu", "/quan-tri/van-ban-den/"),
        *the_month(),
        *the_reports(),
        *the_documents(),
        *the_scores(),
        *the_station(),
    ]


def the_scores() -> list[tuple[str, str]]:
    """The score sheets in each state, the criteria, and the checks."""
    unit = person("congtacvien3").unit
    sheets = Assessment.objects.order_by("-round__period__starts_on", "pk")
    set_pk = CriteriaSet.objects.get().pk
    return [
        ("congtacvien3", sheets.get(unit=unit, state="draft").address),
        ("cntt", sheets.filter(state="submitted")[0].address),
        ("cntt", sheets.filter(state="verified")[0].address),
        ("cntt", "/quan-tri/dien-tu/"),
        ("cntt", "/quan-tri/dien-tu/kiem-tra/"),
        ("cntt", "/quan-tri/dien-tu/kiem-tra/moi/"),
        ("cntt", f"/quan-tri/reports/criteriaset/{set_pk}/change/"),
    ]


def the_reports() -> list[tuple[str, str]]:
    """The screens of a running month, of one that is written, and of one with the leader."""
    report = MonthlyReport.objects.order_by("-period__starts_on")[0]
    return [
        ("lanhdao", report.address),
        ("bientap", report.address),
        ("bientap", f"{report.address}tinh-den/"),
    ]


def the_documents() -> list[tuple[str, str]]:
    """The screens of the clerk, and of who publishes."""
    draft = PublicDocument.objects.get(state=DocumentState.DRAFT)
    shown = PublicDocument.objects.published()[0]
    changelist = "/quan-tri/documents/publicdocument/"
    return [
        ("vanthu", "/quan-tri/van-ban/nhieu/"),
        *(("vanthu", f"{changelist}{one.pk}/change/") for one in (draft, shown)),
        ("duyet1", changelist),
        *(
            ("duyet1", f"{changelist}{one.pk}/change/")
            for one in PublicDocument.objects.filter(state=DocumentState.IN_REVIEW)
        ),
    ]


def the_station() -> list[tuple[str, str]]:
    """The screens of the loudspeakers."""
    draft, review = (the_bulletin(state) for state in ("draft", "in_review"))
    aired = Bulletin.objects.published().order_by("starts_at").last()
    approved = Bulletin.objects.filter(state="approved").order_by("starts_at")
    on_air, *_, ready = approved
    item = AirItem.objects.filter(kind="message", places__bulletin=draft, is_synthetic=True)[0]
    AirItem.objects.filter(pk=item.pk).update(listened_by=None)
    link = create_link("Trạm 1", actor=person("phatthanh"), now=NOON)[0]
    PlayoutReport.objects.create(
        bulletin=on_air, link=link, page_id="a" * 32, started_at=NOON, seen_at=NOON
    )
    models = ("slot", "stationlimit", "speakercluster", "announcerabsence", "pronunciation")
    return [
        ("phatthanh", "/quan-tri/"),
        *(("phatthanh", bulletin.address) for bulletin in (draft, aired, ready, on_air)),
        ("duyet1", review.address),
        ("duyet1", "/quan-tri/"),
        ("phatthanh", reverse("admin:air_item_record", args=[item.pk])),
        ("phatthanh", reverse("admin:broadcasts_airitem_change", args=[item.pk])),
        ("phatthanh", "/quan-tri/broadcasts/airitem/add/"),
        ("phatthanh", f"/quan-tri/broadcasts/playoutlink/{link.pk}/change/"),
        ("phatthanh", "/quan-tri/broadcasts/speakerfault/add/"),
        *(("phatthanh", f"/quan-tri/broadcasts/{model}/add/") for model in models),
        ("phatthanh", "/quan-tri/phat-thanh/nhat-ky/"),
        ("phatthanh", "/quan-tri/phat-thanh/doc-thu/"),
        ("lanhdao", "/quan-tri/phat-thanh/khan-cap/"),
        ("phatthanh", "/phat-thanh/"),
        ("phatthanh", aired.get_absolute_url()),
    ]


def the_bulletin(state: str) -> Bulletin:
    """Return a bulletin of tomorrow in a state; draft, or handed in."""
    day = NOON.date() + timedelta(days=1)
    slot = Slot.objects.valid(day).order_by("starts_at")[state == "in_review"]
    bulletin = propose(day, slot, now=NOON)
    if state == "in_review":
        perform(bulletin, "submit", actor=person("phatthanh"), version=bulletin.version)
    return bulletin


def the_open_register() -> list[tuple[str, str]]:
    """The screens of a ward with registers in use, and one document of a delegated type."""
    register = Register.objects.filter(direction=Direction.INCOMING).first()
    kind = StandingDelegation.objects.get().type
    document = registered(
        person("vanthu"), register, arrived_on=NOON.date(), issued_on=None, type=kind
    )
    file = StoredFile.objects.filter(kind=StoredFile.Kind.DOCUMENT).first()
    FileUse.objects.create(file=file, item=document, role=FileUse.Role.ATTACHMENT)
    return [
        ("vanthu", "/quan-tri/van-ban-den/vao-so/"),
        ("vanthu", "/quan-tri/so-van-ban/"),
        ("vanthu", "/quan-tri/documents/register/add/"),
        ("vanthu", document.address),
        ("vanthu", "/quan-tri/van-ban-den/"),
        ("vanthu", "/quan-tri/documents/outgoingdocument/"),
        *(("vanthu", one.address) for one in OutgoingDocument.objects.order_by("-pk")[:3]),
        *(("congtacvien1", one.address) for one in OutgoingDocument.objects.filter(state="draft")),
        *(
            ("vanthu", f"/quan-tri/documents/outgoingdocument/{one.pk}/buoc/sign/")
            for one in OutgoingDocument.objects.filter(state="draft")
        ),
    ]


def the_month() -> list[tuple[str, str]]:
    """The screens of the month and of the briefings."""
    meetings = Meeting.objects.order_by("starts_at")
    period = ReportingPeriod.objects.first()
    tasks = [f"/quan-tri/meetings/task/{task.pk}/change/" for task in Task.objects.order_by("pk")]
    return [
        *(
            ("bientap", f"/quan-tri/{page}/")
            for page in ("dinh-huong", "chi-tieu", "theo-doi", "viec", "thu-bao")
        ),
        ("bientap", f"/quan-tri/dinh-huong/{period.code}/"),
        ("bientap", "/quan-tri/organization/holiday/"),
        ("congtacvien3", f"/quan-tri/dinh-huong/{period.code}/"),
        ("lanhdao", "/quan-tri/"),
        ("congtacvien3", "/quan-tri/"),
        ("bientap", "/quan-tri/meetings/meeting/"),
        *(("bientap", f"/quan-tri/meetings/meeting/{meeting.pk}/change/") for meeting in meetings),
        ("bientap", f"/quan-tri/giao-ban/{meetings.last().pk}/bien-ban/"),
        ("bientap", change(UpstreamSending.objects.get(outcome="waiting").article)),
        *(("congtacvien3", task) for task in tasks[1:2]),
        *(("lanhdao", task) for task in tasks[:2]),
    ]


def test_what_the_handbooks_name_stands_on_the_screens(demo_ward: str) -> None:
    with time_machine.travel(NOON, tick=False):
        words = [read(person(username), address) for username, address in screens()]
        words += [read(person(username), address) for username, address in the_open_register()]
    # Some words come at rare moments only: those are looked up where the screens are made.
    sources = chain((ROOT / "static").rglob("*.js"), (ROOT / "templates").rglob("*.html"))
    seen = " ".join(" ".join([*words, *(path.read_text() for path in sources)]).split())
    assert [label for label in labels() if label not in seen] == []


def read(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_every_picture_is_there_and_described() -> None:
    assert [name for words, name in pictures() if not words.strip()] == []
    files = list((DOCUMENTS / "huong-dan/anh").iterdir())
    assert sorted(name for _, name in pictures()) == sorted(file.name for file in files)
    assert [file for file in files if file.stat().st_size > LARGEST] == []
