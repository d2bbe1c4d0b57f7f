"""Documents of the demonstration: six months of papers, typeset, read and published by real steps.

All fictitious.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile

from core.files import storage
from core.papers.model import Head, Numbered, Paper, Paragraph, Signature, place_and_date
from core.papers.pdf import paper_pdf
from core.workflow.engine import perform
from demo.dates import WARD_TIME, passed
from documents.jobs import store_reading
from documents.library import page_pictures
from documents.library.services import add_file, store_document
from documents.models import Authority, DocumentFile, DocumentTopic, DocumentType, PublicDocument
from documents.models.vocabulary import create_document_types
from documents.reading.numbers import format_number
from documents.reading.reader import read_paper
from documents.states import Level, Validity
from organization.models import User

_PLACE = "Bến Sen"
AUTHORITIES = {
    "ubnd": ("Ủy ban nhân dân phường Bến Sen", "UBND phường", Level.WARD),
    "hdnd": ("Hội đồng nhân dân phường Bến Sen", "HĐND phường", Level.WARD),
    "party": ("Đảng ủy phường Bến Sen", "Đảng ủy", Level.PARTY),
    "city": ("Ủy ban nhân dân thành phố Sông Lam", "UBND thành phố", Level.SUPERIOR),
    "health": ("Sở Y tế thành phố Sông Lam", "Sở Y tế", Level.SUPERIOR),
}
TOPICS = ("Đất đai, đô thị", "Văn hóa, xã hội", "Y tế", "Cải cách hành chính", "Tài chính")


class PartyPaper(Paper):
    """A paper of the party: its own head, without the motto."""

    def data(self) -> dict[str, Any]:
        return super().data() | {"country": "ĐẢNG CỘNG SẢN VIỆT NAM", "motto": ""}


@dataclass(frozen=True)
class DemoDocument:
    """A document issued some days before loading; ``ends`` is draft, in_review or published.

    ``amends`` and ``replaces`` are keys of documents before it.
    """

    days_ago: int
    type: str
    number: str
    notation: str
    subject: str
    points: tuple[str, ...]
    by: str = "ubnd"
    topic: str = ""
    year: bool = False
    validity: str = Validity.IN_EFFECT
    amends: str = ""
    replaces: str = ""
    ends: str = "published"

    @property
    def key(self) -> str:
        return f"{self.number}/{self.notation}"


_LAND, _CULTURE, _HEALTH, _REFORM, _MONEY = TOPICS
DOCUMENTS = (
    DemoDocument(
        175,
        "Quyết định",
        "41",
        "QĐ-UBND",
        "Về việc thành lập Tổ công nghệ số cộng đồng trên địa bàn phường",
        (
            "Thành lập Tổ công nghệ số cộng đồng ở mười tổ dân phố.",
            "Tổ hướng dẫn người dân nộp hồ sơ trực tuyến tại nhà văn hóa vào tối thứ Ba.",
        ),
        topic=_REFORM,
    ),
    DemoDocument(
        168,
        "Kế hoạch",
        "52",
        "KH-UBND",
        "Phòng, chống ngập úng trong mùa mưa",
        ("Khơi thông cống rãnh trước ngày mưa.", "Trực ban suốt ngày đêm khi có cảnh báo."),
        topic=_LAND,
        validity=Validity.EXPIRED,
    ),
    DemoDocument(
        160,
        "Nghị quyết",
        "05",
        "NQ-HĐND",
        "Về nhiệm vụ phát triển kinh tế - xã hội sáu tháng cuối năm",
        ("Thu ngân sách đạt kế hoạch.", "Cải tạo ba ngõ xuống cấp."),
        by="hdnd",
        topic=_MONEY,
    ),
    DemoDocument(
        150,
        "Công văn",
        "112",
        "UBND-VX",
        "Tăng cường vệ sinh môi trường trước mùa mưa bão",
        (
            "Các tổ dân phố tổng vệ sinh vào sáng thứ Bảy.",
            "Thu gom rác cồng kềnh tại điểm tập kết.",
        ),
        topic=_HEALTH,
    ),
    DemoDocument(
        141,
        "Thông báo",
        "63",
        "TB-UBND",
        "Lịch tiếp công dân của Chủ tịch Ủy ban nhân dân phường quý III",
        ("Tiếp công dân vào sáng thứ Năm hằng tuần.", "Đăng ký trước tại bộ phận một cửa."),
        topic=_REFORM,
    ),
    DemoDocument(
        133,
        "Công văn",
        "27",
        "CV/ĐU",
        "Về việc chuẩn bị hội nghị Ban Chấp hành Đảng bộ phường",
        ("Các chi bộ gửi báo cáo trước ngày họp năm ngày.",),
        by="party",
    ),
    DemoDocument(
        158,
        "Quyết định",
        "01",
        "QĐ-UBND",
        "Ban hành Quy chế tạm thời sử dụng nhà văn hóa tổ dân phố",
        ("Nhà văn hóa mở cửa vào giờ hành chính.", "Tổ trưởng tổ dân phố giữ lịch sử dụng."),
        topic=_CULTURE,
        year=True,
    ),
    DemoDocument(
        138,
        "Quyết định",
        "02",
        "QĐ-UBND",
        "Sửa đổi, bổ sung Quy chế tạm thời sử dụng nhà văn hóa tổ dân phố",
        (
            "Nhà văn hóa mở cửa thêm buổi tối, đến 21 giờ.",
            "Lịch sử dụng dán ở cửa trước ngày đầu tuần.",
        ),
        topic=_CULTURE,
        year=True,
        amends="01/QĐ-UBND",
    ),
    DemoDocument(
        120,
        "Quyết định",
        "03",
        "QĐ-UBND",
        "Ban hành Quy chế quản lý, sử dụng nhà văn hóa tổ dân phố",
        ("Nhà văn hóa mở cửa từ 6 giờ đến 21 giờ.", "Không thu tiền hoạt động của cộng đồng."),
        topic=_CULTURE,
        year=True,
        replaces="01/QĐ-UBND",
    ),
    DemoDocument(
        110,
        "Công văn",
        "1284",
        "SYT-NVY",
        "Về việc phòng, chống dịch sốt xuất huyết",
        ("Diệt bọ gậy hằng tuần.", "Báo ca bệnh trong ngày."),
        by="health",
        topic=_HEALTH,
    ),
    DemoDocument(
        101,
        "Kế hoạch",
        "78",
        "KH-UBND",
        "Chuẩn bị năm học mới và bảo đảm an toàn cổng trường",
        ("Phân luồng trước cổng trường giờ đến, giờ về.", "Sơn lại vạch sang đường."),
        topic=_CULTURE,
    ),
    DemoDocument(
        92,
        "Thông báo",
        "85",
        "TB-UBND",
        "Treo cờ Tổ quốc dịp Quốc khánh",
        ("Các hộ treo cờ Tổ quốc từ ngày 30 tháng 8 đến hết ngày 3 tháng 9.",),
        topic=_CULTURE,
    ),
    DemoDocument(
        84,
        "Chỉ thị",
        "11",
        "CT-UBND",
        "Về tăng cường quản lý trật tự xây dựng trên địa bàn thành phố",
        ("Kiểm tra công trình từ khi khởi công.", "Công khai công trình vi phạm."),
        by="city",
        topic=_LAND,
    ),
    DemoDocument(
        75,
        "Báo cáo",
        "96",
        "BC-UBND",
        "Kết quả công tác cải cách hành chính chín tháng đầu năm",
        ("Hồ sơ giải quyết đúng hạn đạt 98,7 phần trăm.", "Hồ sơ nộp trực tuyến tăng."),
        topic=_REFORM,
    ),
    DemoDocument(
        66,
        "Chương trình",
        "06",
        "CTr/ĐU",
        "Chuyển đổi số trong các chi bộ trực thuộc",
        ("Sinh hoạt chi bộ có tài liệu điện tử.", "Đảng viên trẻ giúp người cao tuổi."),
        by="party",
    ),
    DemoDocument(
        57,
        "Quyết định",
        "133",
        "QĐ-UBND",
        "Về việc công khai dự toán ngân sách quý III",
        ("Công bố số liệu thu, chi ngân sách theo biểu kèm theo.",),
        topic=_MONEY,
    ),
    DemoDocument(
        45,
        "Kế hoạch",
        "104",
        "KH-UBND",
        "Tổ chức Ngày hội đại đoàn kết toàn dân tộc",
        ("Tổ dân phố tổ chức phần lễ và phần hội tại nhà văn hóa.", "Biểu dương gia đình văn hóa."),
        topic=_CULTURE,
    ),
    DemoDocument(
        33,
        "Thông báo",
        "140",
        "TB-UBND",
        "Kết luận của Chủ tịch Ủy ban nhân dân phường tại cuộc họp giao ban tháng",
        ("Kiểm tra việc dùng phần mềm văn bản ở từng đơn vị.", "Đăng thông báo trong ngày."),
        topic=_REFORM,
    ),
    DemoDocument(
        21,
        "Nghị quyết",
        "08",
        "NQ-HĐND",
        "Về phân bổ vốn cải tạo ngõ, xóm",
        ("Phân bổ vốn cho ba công trình.", "Giám sát của cộng đồng từ đầu."),
        by="hdnd",
        topic=_MONEY,
    ),
    DemoDocument(
        12,
        "Công văn",
        "231",
        "UBND-KT",
        "Về việc rà soát cây xanh có nguy cơ gãy đổ",
        ("Các tổ gửi danh sách trước ngày 25.", "Ưu tiên cây gần trường học."),
        topic=_LAND,
    ),
    DemoDocument(
        5,
        "Giấy mời",
        "47",
        "GM-UBND",
        "Dự hội nghị đối thoại với người dân về cải tạo bờ sông",
        ("Thời gian: 19 giờ 30 phút.", "Địa điểm: nhà văn hóa tổ dân phố số 7."),
        topic=_LAND,
    ),
    DemoDocument(
        2,
        "Thông báo",
        "151",
        "TB-UBND",
        "Thời gian chi trả trợ cấp xã hội tháng này",
        ("Chi trả tại bộ phận một cửa trong hai ngày.", "Người không đi lại được nhận tại nhà."),
        topic=_CULTURE,
        ends="in_review",
    ),
    DemoDocument(
        1,
        "Kế hoạch",
        "118",
        "KH-UBND",
        "Tổng vệ sinh môi trường cuối năm",
        ("Tổng vệ sinh vào sáng Chủ nhật.", "Hoàn trả vỉa hè sạch, đẹp."),
        topic=_HEALTH,
        ends="draft",
    ),
)
_SIGNERS = {
    "ubnd": Signature("Phó Chủ tịch", "Hoàng Đình Tú", "KT. Chủ tịch"),
    "hdnd": Signature("Chủ tịch", "Lê Quốc Hưng", ""),
    "party": Signature("Phó Bí thư", "Bùi Thị Lan Chi", "T/M Ban Thường vụ"),
    "city": Signature("Phó Chủ tịch", "Nguyễn Thanh Bình", "KT. Chủ tịch"),
    "health": Signature("Phó Giám đốc", "Phan Văn Lực", "KT. Giám đốc"),
}


def load_documents(people: dict[str, User], *, until: date) -> None:
    """Load the documents and their files, once."""
    if PublicDocument.objects.exists():
        return
    create_document_types()
    authorities = {
        key: Authority.objects.get_or_create(
            name=name, defaults={"short_name": short, "level": level}
        )[0]
        for key, (name, short, level) in AUTHORITIES.items()
    }
    topics = {name: DocumentTopic.objects.get_or_create(name=name)[0] for name in TOPICS}
    types = {row.name: row for row in DocumentType.objects.all()}
    stored: dict[str, PublicDocument] = {}
    for one in DOCUMENTS:
        issued_on = until - timedelta(days=one.days_ago)
        signature = _SIGNERS[one.by]
        document = PublicDocument(
            type=types[one.type],
            authority=authorities[one.by],
            topic=topics.get(one.topic),
            number=one.number,
            number_year=issued_on.year if one.year else None,
            notation=one.notation,
            issued_on=issued_on,
            subject=one.subject,
            signer=signature.name,
            signer_title=signature.title,
            validity=one.validity,
            covers_personal_data=True,
        )
        stored[one.key] = document = _play(document, one, people)
        if one.amends:
            stored[one.amends] = _amend(stored[one.amends], document, people)
        if one.replaces:
            stored[one.replaces] = _replace(stored[one.replaces], document, people)


def _amend(old: PublicDocument, new: PublicDocument, people: dict[str, User]) -> PublicDocument:
    amending = [*old.amended_by.oldest_first(), new]
    return _change_validity(old, new, people, validity=Validity.AMENDED, amended_by=amending)


def _replace(old: PublicDocument, new: PublicDocument, people: dict[str, User]) -> PublicDocument:
    amending = list(old.amended_by.oldest_first())
    return _change_validity(
        old, new, people, amended_by=amending, validity=Validity.REPLACED, replaced_by=new.code
    )


def _change_validity(
    old: PublicDocument,
    new: PublicDocument,
    people: dict[str, User],
    *,
    amended_by: list[PublicDocument],
    **facts: str,
) -> PublicDocument:
    """Write down what the new document did to the old one, an hour after it was published."""
    at = new.published_at
    if at is None:
        raise ValueError("a document of the demonstration that nobody published")
    data = {"amended_by": "\n".join(other.code for other in amended_by), **facts}
    changed: PublicDocument = perform(
        old,
        "change_validity",
        actor=people["vanthu"],
        version=old.version,
        data=data,
        now=passed(at + timedelta(hours=1)),
    )
    return changed


def _play(document: PublicDocument, one: DemoDocument, people: dict[str, User]) -> PublicDocument:
    """Store a document with its file, read it, and take its steps at their times."""
    day = document.issued_on
    if day is None:
        raise ValueError("a document of the demonstration without a day")
    clerk, publisher = people["vanthu"], people["duyet1"]
    store_document(document, actor=clerk, now=_at(day, 14))
    name = f"{document.code.replace('/', '-')}.pdf"
    file = add_file(document, ContentFile(paper_pdf(_paper(document, one)), name), actor=clerk)
    _read(file)
    document.refresh_from_db()
    if one.ends != "draft":
        document = perform(
            document, "submit", actor=clerk, version=document.version, now=_at(day, 15)
        )
    if one.ends == "published":
        at = _at(day + timedelta(days=1), 9)
        document = perform(document, "publish", actor=publisher, version=document.version, now=at)
    return document


def _read(file: DocumentFile) -> None:
    store_reading(file, read_paper(storage.path_of(file.file)))
    page_pictures.draw(file)


def _at(day: date, hour: int) -> datetime:
    return passed(datetime.combine(day, time(hour), tzinfo=WARD_TIME))


def _paper(document: PublicDocument, one: DemoDocument) -> Paper:
    authority = document.authority.name if document.authority else ""
    day = document.issued_on
    if day is None:
        raise ValueError("a document of the demonstration without a day")
    is_party = one.by == "party"
    code = format_number(document.number, document.notation, document.number_year)
    place = _PLACE if one.by in ("ubnd", "hdnd", "party") else "Sông Lam"
    make = PartyPaper if is_party else Paper
    return make(
        Head(
            agency=authority,
            number=f"Số {code}" if is_party else f"Số: {code}",
            place_and_date=place_and_date(place, day),
            parent="Đảng bộ thành phố Sông Lam" if is_party else "",
        ),
        document.type.name if document.type else "",
        document.subject,
        [
            Paragraph("Căn cứ Luật Tổ chức chính quyền địa phương và tình hình thực tế;")
            if not is_party
            else Paragraph("Thực hiện chương trình công tác của Ban Chấp hành Đảng bộ phường,"),
            Numbered(one.points),
            Paragraph("Các đơn vị, tổ dân phố phối hợp thực hiện, báo cáo kết quả về Văn phòng."),
        ],
        [_SIGNERS[one.by]],
        ["Như trên", "Lưu: VT"],
    )
