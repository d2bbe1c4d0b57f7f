"""Open data sets: the ward's public tables and the meaning of their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from broadcasts.bulletins.statistics import aired_minutes
from broadcasts.models import Bulletin
from documents.models import DocumentFile, PublicDocument
from news.models import Article, Category, Correction
from news.querysets.articles import SEARCH_COLUMNS
from organization.identity.metadata import absolute_url
from organization.models import Unit
from reports.models import MonthlyReport
from reports.public.open_data import add_confirmed, average_days_of, public_value


@dataclass(frozen=True)
class DataField:
    """One column: machine name, description, and how to read it from a row."""

    name: str
    meaning: str
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class DataSet:
    """One table: ``rows()`` returns its public rows; ``long`` fields are optional in JSON.

    ``prepare(rows)`` gives the rows of a page what their fields read beside them.
    """

    name: str
    title: str
    about: str
    rows: Callable[[], QuerySet[Any]]
    fields: tuple[DataField, ...]
    long: tuple[DataField, ...] = ()
    prepare: Callable[[list[Any]], None] = lambda rows: None


def _moment(at: datetime | None) -> str | None:
    """Return the time in the ward's time zone with its offset, +07:00."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _articles() -> QuerySet[Article]:
    found = (
        Article.objects.published()
        .select_related("category", "unit", "picture")
        .defer(*SEARCH_COLUMNS)
    )
    corrections = Correction.objects.filter(article=OuterRef("pk")).order_by("-corrected_at")
    return found.annotate(corrected_at=Subquery(corrections.values("corrected_at")[:1]))


def _documents() -> QuerySet[PublicDocument]:
    """Return the published documents with their public files, without texts."""
    files = DocumentFile.objects.public().select_related("file").order_by("position", "pk")
    light = files.only("document", "file__key", "file__extension")
    found = PublicDocument.objects.published().for_list().with_changing().select_related("topic")
    return found.prefetch_related(Prefetch("files", light, to_attr="public_files"))


def _bulletins() -> QuerySet[Bulletin]:
    """Return the aired bulletins; their items are read on their pages."""
    return Bulletin.objects.published().select_related("slot", "air_log")


def _minutes_aired(bulletin: Bulletin) -> int | None:
    log = getattr(bulletin, "air_log", None)
    return aired_minutes(log.started_at, log.ended_at) if log else None


def _reports() -> QuerySet[MonthlyReport]:
    return MonthlyReport.objects.published().select_related("period")


def _figure(name: str, meaning: str, code: str) -> DataField:
    return DataField(name, meaning, lambda report: public_value(report, code))


DATA_SETS = (
    DataSet(
        "tin-bai",
        "Tin bài",
        "Mọi tin, bài, thông báo đang đăng trên cổng thông tin.",
        _articles,
        (
            DataField("id", "Số của tin bài, không đổi khi tiêu đề đổi", lambda a: a.pk),
            DataField("title", "Tiêu đề", lambda a: a.title),
            DataField("lead", "Đoạn tóm tắt đầu bài", lambda a: a.lead),
            DataField(
                "kind",
                "Thể loại: brief là tin, feature là bài chuyên sâu, notice là thông báo",
                lambda a: a.kind,
            ),
            DataField("category_id", "Số của chuyên mục", lambda a: a.category_id),
            DataField(
                "category", "Tên chuyên mục", lambda a: a.category.name if a.category else None
            ),
            DataField(
                "expires_at",
                "Hết hạn lúc; sau đó nội dung chỉ còn để tra cứu",
                lambda a: _moment(a.expires_at),
            ),
            DataField("unit_id", "Số của đơn vị", lambda a: a.unit_id),
            DataField("unit", "Tên đơn vị có tin bài", lambda a: a.unit.name if a.unit else None),
            DataField(
                "signed_by",
                "Bút danh, tác giả gốc hoặc đơn vị ký tên",
                lambda a: a.signed_by or None,
            ),
            DataField(
                "published_at",
                "Lúc đăng, giờ Việt Nam, theo ISO 8601",
                lambda a: _moment(a.published_at),
            ),
            DataField("url", "Địa chỉ trang", lambda a: absolute_url(a.get_absolute_url())),
            DataField(
                "picture_url",
                "Địa chỉ ảnh chính",
                lambda a: absolute_url(a.picture.url) if a.picture else None,
            ),
            DataField("view_count", "Số lượt xem", lambda a: a.view_count),
            DataField("corrected_at", "Lúc đính chính gần nhất", lambda a: _moment(a.corrected_at)),
        ),
        (DataField("body_html", "Toàn văn, dạng HTML", lambda a: a.body),),
    ),
    DataSet(
        "chuyen-muc",
        "Chuyên mục",
        "Các chuyên mục của cổng thông tin.",
        Category.objects.all,
        (
            DataField("id", "Số của chuyên mục", lambda c: c.pk),
            DataField("name", "Tên chuyên mục", lambda c: c.name),
            DataField("description", "Giới thiệu ngắn", lambda c: c.description),
            DataField(
                "is_for_notices", "Có phải mục dành cho thông báo không", lambda c: c.is_for_notices
            ),
            DataField("url", "Địa chỉ trang", lambda c: absolute_url(c.get_absolute_url())),
            DataField(
                "feed_url",
                "Địa chỉ nguồn tin RSS",
                lambda c: absolute_url(f"{c.get_absolute_url()}rss.xml"),
            ),
        ),
    ),
    DataSet(
        "don-vi",
        "Đơn vị",
        "Các ngành, đoàn thể, tổ dân phố và đơn vị hiệp quản, cả đơn vị đã thôi hoạt động.",
        Unit.objects.all,
        (
            DataField("id", "Số của đơn vị", lambda u: u.pk),
            DataField("name", "Tên đơn vị", lambda u: u.name),
            DataField("short_name", "Tên gọn", lambda u: u.short_name),
            DataField("block", "Khối", lambda u: u.get_block_display()),
            DataField(
                "valid_from",
                "Hoạt động từ ngày",
                lambda u: u.valid_from and u.valid_from.isoformat(),
            ),
            DataField(
                "valid_until",
                "Hoạt động đến hết ngày",
                lambda u: u.valid_until and u.valid_until.isoformat(),
            ),
            DataField("successor_id", "Số của đơn vị kế tục", lambda u: u.successor_id),
        ),
    ),
    DataSet(
        "van-ban",
        "Văn bản",
        "Văn bản của phường, của Đảng ủy phường và của cấp trên đang đăng trên cổng thông tin.",
        _documents,
        (
            DataField("id", "Số của văn bản trên cổng, không đổi", lambda d: d.pk),
            DataField("type", "Loại văn bản", lambda d: d.type.name if d.type else None),
            DataField("code", "Số và ký hiệu như ghi trên văn bản", lambda d: d.code),
            DataField("number", "Số", lambda d: d.number),
            DataField("notation", "Ký hiệu", lambda d: d.notation),
            DataField(
                "authority",
                "Cơ quan ban hành",
                lambda d: d.authority.name if d.authority else None,
            ),
            DataField(
                "level",
                "Cấp: ward là của phường, party là của Đảng ủy phường, superior là của cấp trên",
                lambda d: d.authority.level if d.authority else None,
            ),
            DataField("subject", "Trích yếu", lambda d: d.subject),
            DataField("issued_on", "Ngày ban hành", lambda d: _day(d.issued_on)),
            DataField("effective_on", "Có hiệu lực từ ngày", lambda d: _day(d.effective_on)),
            DataField("expires_on", "Hết hiệu lực từ ngày", lambda d: _day(d.expires_on)),
            DataField(
                "validity",
                "Hiệu lực hôm nay: in_effect là còn, amended là còn và được sửa đổi, pending là"
                " chưa có, expired là hết, replaced là bị thay thế",
                lambda d: d.current_validity,
            ),
            DataField(
                "replaced_by_id",
                "Số của văn bản thay thế văn bản này; trước ngày hết hiệu lực là văn bản sẽ thay"
                " thế từ ngày ấy",
                lambda d: d.replacement,
            ),
            DataField(
                "amended_by_ids",
                "Số của các văn bản sửa đổi, bổ sung văn bản này, theo ngày ban hành, cách nhau"
                " bằng một dấu cách",
                lambda d: " ".join(map(str, d.amending or ())) or None,
            ),
            DataField("topic", "Lĩnh vực", lambda d: d.topic.name if d.topic else None),
            DataField("signer", "Người ký", lambda d: d.signer),
            DataField(
                "published_at",
                "Lúc đăng, giờ Việt Nam, theo ISO 8601",
                lambda d: _moment(d.published_at),
            ),
            DataField("url", "Địa chỉ trang", lambda d: absolute_url(d.get_absolute_url())),
            DataField(
                "file_urls",
                "Địa chỉ các tệp, cách nhau bằng một dấu cách",
                lambda d: " ".join(absolute_url(file.file.url) for file in d.public_files),
            ),
        ),
    ),
    DataSet(
        "phat-thanh",
        "Bản tin phát thanh",
        "Các bản tin đã phát trên loa của phường; nội dung và bản ghi âm ở trang của từng bản tin.",
        _bulletins,
        (
            DataField("id", "Số của bản tin trên cổng, không đổi", lambda b: b.pk),
            DataField("day", "Ngày phát", lambda b: _day(b.day)),
            DataField(
                "slot",
                "Buổi phát; trống ở bản tin khẩn cấp",
                lambda b: b.slot.name if b.slot else None,
            ),
            DataField(
                "class",
                "Loại: normal là thông thường, priority là ưu tiên, emergency là khẩn cấp",
                lambda b: b.bulletin_class,
            ),
            DataField(
                "starts_at",
                "Giờ phát theo lịch, giờ Việt Nam, theo ISO 8601",
                lambda b: _moment(b.starts_at),
            ),
            DataField("minutes", "Thời lượng của buổi theo lịch, phút", lambda b: b.minutes),
            DataField(
                "minutes_aired",
                "Thời lượng đã phát theo nhật ký, phút; báo cáo tháng cộng số này",
                _minutes_aired,
            ),
            DataField("url", "Địa chỉ trang", lambda b: absolute_url(b.get_absolute_url())),
        ),
    ),
    DataSet(
        "bao-cao",
        "Báo cáo tháng",
        "Số liệu của các báo cáo tháng đã chốt, mỗi tháng một dòng; ô trống là chưa có số liệu.",
        _reports,
        (
            DataField("id", "Số của báo cáo trên cổng, không đổi", lambda r: r.pk),
            DataField("month", "Tháng, dạng 2026-10", lambda r: r.period.code),
            DataField("starts_on", "Tính từ ngày", lambda r: _day(r.period.starts_on)),
            DataField("ends_on", "Đến hết ngày", lambda r: _day(r.period.ends_on)),
            DataField(
                "confirmed_at",
                "Lúc chốt số liệu, giờ Việt Nam, theo ISO 8601",
                lambda r: _moment(r.confirmed_at),
            ),
            _figure("briefs", "Số tin đã đăng", "news.published_brief"),
            _figure("features", "Số bài đã đăng", "news.published_feature"),
            _figure("notices", "Số thông báo đã đăng", "news.published_notice"),
            _figure("views", "Lượt xem tin, bài", "news.views"),
            _figure(
                "documents_issued",
                "Số văn bản đi đã phát hành, theo sổ văn bản đi",
                "documents.issued",
            ),
            _figure(
                "documents_published",
                "Số văn bản đã đăng ở mục Văn bản, cả văn bản của cấp trên",
                "documents.published",
            ),
            _figure("sessions_aired", "Số buổi đã phát trên loa", "broadcasts.aired"),
            _figure("plays", "Số lượt phát trên loa", "broadcasts.plays"),
            _figure("minutes_aired", "Thời lượng đã phát, phút", "broadcasts.minutes"),
            _figure("error_reports", "Số báo sai sót đã nhận", "feedback.received"),
            _figure("error_reports_answered", "Số báo sai sót đã trả lời", "feedback.answered"),
            _figure("answered_in_time", "Trong đó trả lời đúng hạn", "feedback.in_time"),
            DataField(
                "answer_days",
                "Số ngày trung bình đến khi trả lời; trống khi không có báo nào được trả lời",
                average_days_of,
            ),
            DataField("url", "Địa chỉ trang", lambda r: absolute_url(r.get_absolute_url())),
        ),
        prepare=add_confirmed,
    ),
)
BY_NAME = {data_set.name: data_set for data_set in DATA_SETS}
