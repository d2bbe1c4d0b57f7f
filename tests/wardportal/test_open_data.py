"""Open data: everything public and nothing else, by pages, in the form its description promises."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadcasts.models import AirLog
from broadcasts.states import BulletinState
from core.files.storage import store
from core.models import StoredFile
from news.editorial.forms.correction import correction_data
from organization.models import Unit
from tests.news.public.test_views import publish, withdraw
from tests.support import documents
from tests.support.aired import make_bulletin
from tests.support.broadcasts import make_slot
from tests.support.cast import Cast
from tests.support.documents import make_document
from tests.support.factories import CategoryFactory, make_draft, transition
from tests.support.files import picture, upload
from tests.support.full_months import confirm_month
from tests.support.reports import make_period
from wardportal.open_data.data_sets import DATA_SETS

SITE = "http://127.0.0.1:8000"
NAMES = [data_set.name for data_set in DATA_SETS]
JSON_TYPES = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def local(address: str) -> str:
    assert address.startswith(SITE)
    return address.removeprefix(SITE)


def table(answer: Any) -> list[dict[str, str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def mismatches(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Return where a value is not what the schema says; of the schema language what our description
    uses.
    """
    if reference := schema.get("$ref"):
        schema = document["components"]["schemas"][reference.removeprefix("#/components/schemas/")]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in [JSON_TYPES[name] for name in types]:
        return [f"{value!r} is not {types}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{value!r} is not one of {schema['enum']}"]
    if isinstance(value, list):
        return [fault for item in value for fault in mismatches(item, schema["items"], document)]
    if isinstance(value, dict):
        names = set(schema["properties"])
        found = [f"{name} is missing" for name in set(schema["required"]) - set(value)]
        found += [f"{name} is unknown" for name in set(value) - names]
        for name in names & set(value):
            found += mismatches(value[name], schema["properties"][name], document)
        return found
    return []


def test_an_item_says_all_there_is(cast: Cast, client: Client, file_root: Path) -> None:
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    article = publish(cast, "=1+1", picture=file, picture_alt="Bờ sông", byline="Lan Anh")
    data = correction_data(article, lead="Sapo đã sửa.", is_public="1")
    article = transition(article, "correct", cast.editor, note="Sửa ngày", **data)
    [item] = client.get("/du-lieu/tin-bai.json?day-du=1").json()["items"]
    at = timezone.localtime(article.published_at)
    assert item["published_at"] == f"{at:%Y-%m-%dT%H:%M:%S}+07:00"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", item.pop("corrected_at"))
    assert item == {
        "id": article.pk,
        "title": "=1+1",
        "lead": "Sapo đã sửa.",
        "kind": "brief",
        "category_id": article.category_id,
        "category": article.category.name,
        "expires_at": None,
        "unit_id": article.unit_id,
        "unit": article.unit.name,
        "signed_by": "Lan Anh",
        "published_at": item["published_at"],
        "url": SITE + article.get_absolute_url(),
        "picture_url": SITE + file.url,
        "view_count": 0,
        "body_html": article.body,
    }
    [row] = table(client.get("/du-lieu/tin-bai.csv"))
    assert (row["id"], row["title"], row["url"]) == (str(article.pk), "'=1+1", item["url"])
    assert "body_html" not in client.get("/du-lieu/tin-bai.json").json()["items"][0]


def test_nothing_that_is_not_public(cast: Cast, client: Client) -> None:
    shown = publish(cast, "Đã đăng")
    make_draft(cast.contributor, title="Bản nháp")
    publish(cast, "Chỉ phát thanh", is_for_portal=False, is_for_loudspeaker=True)
    gone = publish(cast, "Đã gỡ")
    assert [item["id"] for item in client.get("/du-lieu/tin-bai.json").json()["items"]] == [
        shown.pk,
        gone.pk,
    ]
    withdraw(cast, gone, "gone")
    assert [item["title"] for item in client.get("/du-lieu/tin-bai.json").json()["items"]] == [
        "Đã đăng"
    ]
    assert [row["title"] for row in table(client.get("/du-lieu/tin-bai.csv"))] == ["Đã đăng"]


def test_a_document_says_where_its_public_files_are(
    cast: Cast, client: Client, file_root: Path
) -> None:
    document = make_document(cast.clerk)
    original = documents.attach(document, cast.clerk)
    covered = documents.attach(document, cast.clerk, name="che.pdf", role="covered")
    make_document(cast.clerk, number="16", subject="Bản nháp")
    documents.publish(document, clerk=cast.clerk, approver=cast.approver)
    [item] = client.get("/du-lieu/van-ban.json").json()["items"]
    shown = {"code": "15/QĐ-UBND", "level": "ward", "issued_on": "2026-01-05"}
    assert {name: item[name] for name in shown} == shown
    assert item["file_urls"] == SITE + covered.file.url
    assert original.file.url not in item["file_urls"]
    [row] = table(client.get("/du-lieu/van-ban.csv"))
    assert (row["code"], row["validity"]) == ("15/QĐ-UBND", "in_effect")


@pytest.mark.parametrize(
    ("validity", "is_public", "named"),
    [
        ("replaced", True, "replaced_by_id"),
        ("amended", True, "amended_by_ids"),
        ("in_effect", True, ""),
        ("replaced", False, ""),
        ("amended", False, ""),
    ],
)
def test_a_document_names_what_replaced_or_amended_it_as_its_page_does(
    cast: Cast, client: Client, file_root: Path, validity: str, is_public: bool, named: str
) -> None:
    new = make_document(cast.clerk, number="16")
    if is_public:
        documents.publish(new, clerk=cast.clerk, approver=cast.approver)
    old = documents.publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    replacing = new if validity != "amended" else None
    type(old).objects.filter(pk=old.pk).update(validity=validity, replaced_by=replacing)
    if replacing is None:
        old.amended_by.add(new)
    items = client.get("/du-lieu/van-ban.json").json()["items"]
    [item] = [one for one in items if one["id"] == old.pk]
    columns = ("replaced_by_id", "amended_by_ids")
    shown = {"replaced_by_id": new.pk, "amended_by_ids": str(new.pk)}
    assert [name for name in columns if item[name] == shown[name]] == [named][: bool(named)]
    assert [name for name in columns if item[name] is None] == [c for c in columns if c != named]


def test_bulletins_that_were_aired(client: Client, db: None) -> None:
    slot = make_slot()
    aired = make_bulletin(slot=slot)
    begun = aired.starts_at + timedelta(minutes=2)
    AirLog.objects.update(started_at=begun, ended_at=begun + timedelta(minutes=12))
    make_bulletin(slot=slot, day=date(2026, 11, 25), state=BulletinState.APPROVED)
    [item] = client.get("/du-lieu/phat-thanh.json").json()["items"]
    assert item == {
        "id": aired.pk,
        "day": "2026-11-24",
        "slot": "Sáng",
        "class": "normal",
        "starts_at": "2026-11-24T06:30:00+07:00",
        "minutes": 15,
        "minutes_aired": 12,
        "url": f"{SITE}/phat-thanh/{aired.pk}/",
    }


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_pages_lead_through_everything_once(db: None, client: Client, ending: str) -> None:
    for number in range(5):
        CategoryFactory(name=f"Mục {number}")
    address, seen, pages = f"/du-lieu/chuyen-muc.{ending}?moi-trang=2", [], 0
    while address:
        answer = client.get(address)
        items = answer.json()["items"] if ending == "json" else table(answer)
        seen += [item["name"] for item in items]
        pages += 1
        link = re.fullmatch(r'<([^>]*)>; rel="next"', answer.get("Link", ""))
        address = local(link[1]) if link else ""
        if ending == "json":
            assert answer.json()["next"] == (link and link[1])
    assert (seen, pages) == ([f"Mục {number}" for number in range(5)], 3)


def test_the_next_page_keeps_the_whole_text(cast: Cast, client: Client) -> None:
    publish(cast, "Một")
    publish(cast, "Hai")
    following = client.get("/du-lieu/tin-bai.json?moi-trang=1&day-du=1").json()["next"]
    [item] = client.get(local(following)).json()["items"]
    assert (item["title"], item["body_html"]) == ("Hai", "<p>Hơn 60 người dân tham gia.</p>")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "query",
    [
        "moi-trang=0",
        "moi-trang=501",
        "moi-trang=",
        "moi-trang=x",
        "moi-trang=-1",
        "moi-trang=٣",
        "sau=x",
        "sau=-1",
        "sau=" + "9" * 30,
        "sau=9223372036854775808",
        "sau=1.0",
        "sau=²",
    ],
)
def test_a_parameter_that_means_nothing_is_refused(
    db: None, client: Client, name: str, query: str
) -> None:
    for ending in ("json", "csv"):
        answer = client.get(f"/du-lieu/{name}.{ending}?{query}")
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (400, "*")
        assert answer.json()["error"].startswith(f"Tham số {query.split('=')[0]} phải là số từ ")


def test_whole_texts_come_by_fewer_at_a_time(db: None, client: Client) -> None:
    assert client.get("/du-lieu/tin-bai.json?day-du=1&moi-trang=100").status_code == 200
    assert client.get("/du-lieu/tin-bai.json?day-du=1&moi-trang=101").status_code == 400
    assert (
        client.get("/du-lieu/tin-bai.json?moi-trang=500&sau=9223372036854775807").json()["items"]
        == []
    )
    assert (
        client.get("/du-lieu/khong-co.json").status_code
        == client.get("/du-lieu/khong-co.csv").status_code
        == 404
    )
    assert client.post("/du-lieu/tin-bai.json").status_code == 405


def test_the_description_is_kept(cast: Cast, client: Client, file_root: Path) -> None:
    """Every address the OpenAPI file names answers as it says, and every address there is is
    named.
    """
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    publish(cast, "Có ảnh", picture=file, picture_is_decorative=True)
    Unit.objects.create(name="Không mục", short_name="K", block="party", valid_from="2020-01-01")
    paper = make_document(cast.clerk)
    documents.publish(paper, clerk=cast.clerk, approver=cast.approver)
    make_bulletin(slot=make_slot())
    make_bulletin(slot=None)
    confirm_month(cast, make_period(2026, 10))
    document = client.get("/du-lieu/openapi.json").json()
    assert document["servers"] == [{"url": SITE}]
    assert set(document["paths"]) == {
        f"/du-lieu/{name}.{ending}" for name in NAMES for ending in ("json", "csv")
    }
    for address, path in document["paths"].items():
        responses, answer = path["get"]["responses"], client.get(address)
        [(kind, content)] = responses["200"]["content"].items()
        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, kind)
        assert answer["Access-Control-Allow-Origin"] == "*"
        if kind == "text/csv":
            continue
        assert answer.json()["items"], address
        assert mismatches(answer.json(), content["schema"], document) == [], address
        refused = client.get(address, {"sau": "x"}).json()
        assert (
            mismatches(refused, responses["400"]["content"]["application/json"]["schema"], document)
            == []
        )
        assert mismatches({"items": [{"id": "1"}]}, content["schema"], document)
    whole = client.get("/du-lieu/tin-bai.json?day-du=1").json()
    schema = document["components"]["schemas"]["Article"]
    assert set(whole["items"][0]) == set(schema["properties"])
    names = [
        parameter["name"]
        for parameter in document["paths"]["/du-lieu/tin-bai.json"]["get"]["parameters"]
    ]
    assert names == ["sau", "moi-trang", "day-du"]


def test_people_find_every_table_its_columns_and_the_terms(db: None, client: Client) -> None:
    page = client.get("/du-lieu/").content.decode()
    for data_set in DATA_SETS:
        assert f'href="/du-lieu/{data_set.name}.json"' in page
        assert f'href="/du-lieu/{data_set.name}.csv?moi-trang=500"' in page
        for field in data_set.fields + data_set.long:
            assert f"<code>{field.name}</code></th><td>{field.meaning}" in page
    assert "ghi rõ nguồn “Ủy ban nhân dân phường”" in page
    answer = client.get("/du-lieu/tin-bai.json").json()
    assert urlsplit(answer["license_url"]).fragment == "giay-phep"
    assert 'id="giay-phep"' in page


@pytest.mark.parametrize("rows", [1, 6])
def test_the_questions_asked(cast: Cast, client: Client, file_root: Path, rows: int) -> None:
    for number in range(rows):
        file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
        publish(cast, f"Tin {number}", picture=file, picture_is_decorative=True)
        paper = make_document(cast.clerk, number=str(number + 1))
        documents.publish(paper, clerk=cast.clerk, approver=cast.approver)
        make_bulletin(slot=make_slot(f"Buổi {number}"))
        confirm_month(cast, make_period(2026, number + 1))
    client.get("/khong-co/")  # reads the frame of every page, once for a generation
    for address, count in (
        ("/du-lieu/tin-bai.json?day-du=1", 2),
        ("/du-lieu/tin-bai.csv", 2),
        ("/du-lieu/van-ban.json", 3),
        ("/du-lieu/phat-thanh.json", 2),
        ("/du-lieu/bao-cao.json", 3),
        ("/du-lieu/", 7),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) == count, address
        with CaptureQueriesContext(connection) as asked:
            kept = client.get(address)
        assert (len(asked), kept["Cache-Control"]) == (1, "public, max-age=0, must-revalidate")
        assert client.get(address, headers={"If-None-Match": kept["ETag"]}).status_code == 304


def test_a_long_table_is_offered_to_people_in_files_that_hold_it_whole(
    db: None, client: Client
) -> None:
    Unit.objects.bulk_create(
        Unit(name=f"Tổ {n}", short_name=f"T{n}", block="residential_group") for n in range(501)
    )
    page = client.get("/du-lieu/").content.decode()
    found = re.findall(
        r'href="(/du-lieu/don-vi\.csv[^"]*)">Đơn vị, bảng CSV, dòng (\d+) đến (\d+)<', page
    )
    assert [(first, last) for _, first, last in found] == [("1", "500"), ("501", "501")]
    names = [
        row["name"] for url, _, _ in found for row in table(client.get(url.replace("&amp;", "&")))
    ]
    assert names == [f"Tổ {n}" for n in range(501)]
