"""Registers of the demonstration ward: outgoing documents, and incoming ones before the leader.

Fictitious; stored by the services and real transitions, in the last weeks before the day of
loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.workflow.engine import perform
from demo.dates import passed
from documents.incoming.services import register_incoming
from documents.models import (
    DecisionPhrase,
    DocumentType,
    IncomingDocument,
    OutgoingDocument,
    Register,
    Routing,
    StandingDelegation,
)
from documents.numbering import set_first_number
from documents.outgoing.services import store_outgoing
from documents.states import Direction, OutgoingState, Urgency
from organization.calendar.working_days import WorkingCalendar
from organization.models import Unit, User

REGISTERS = (
    ("Sổ văn bản đến", Direction.INCOMING, "", 412),
    ("Sổ văn bản đi", Direction.OUTGOING, "", 168),
    ("Sổ bản sao", Direction.OUTGOING, "SY-UBND", 9),
)
SIGNER, SIGNER_TITLE = "Kiều Thị Minh Tâm", "Chủ tịch"
PHRASES = (
    "Chủ trì, phối hợp tham mưu thực hiện; báo cáo kết quả đúng hạn.",
    "Nghiên cứu, triển khai tới các tổ dân phố.",
    "Dự họp thay, báo cáo lại nội dung chính.",
)


@dataclass(frozen=True)
class Outgoing:
    """An outgoing document: working days before the day of loading, and how far it has come."""

    days: int
    type: str
    notation: str
    subject: str
    unit: str
    recipients: str
    state: str = OutgoingState.ISSUED


@dataclass(frozen=True)
class Incoming:
    """An incoming document, routed to a unit ("" while it waits) within working days ``given``."""

    days: int
    agency: str
    number: str
    notation: str
    subject: str
    unit: str = ""
    given: int = 5
    is_finished: bool = False
    urgency: int = Urgency.NORMAL


OUTGOING = (
    Outgoing(14, "Kế hoạch", "KH-UBND", "Kế hoạch tổng vệ sinh cuối năm", "KTHT", "Các tổ dân phố"),
    Outgoing(
        12, "Báo cáo", "BC-UBND", "Báo cáo kết quả tiếp công dân tháng", "VPUB", "UBND thành phố"
    ),
    Outgoing(
        9,
        "Thông báo",
        "TB-UBND",
        "Thông báo lịch tiêm phòng chó, mèo đợt cuối năm",
        "TYT",
        "Các tổ dân phố; Đài truyền thanh phường",
    ),
    Outgoing(
        7,
        "Công văn",
        "UBND-VX",
        "Về việc trả lời kiến nghị của cử tri về bãi gửi xe",
        "VHXH",
        "Thường trực HĐND phường",
    ),
    Outgoing(
        4, "Quyết định", "QĐ-UBND", "Kiện toàn Tổ công nghệ số cộng đồng", "VHXH", "Các tổ dân phố"
    ),
    Outgoing(
        2,
        "Tờ trình",
        "TTr-UBND",
        "Tờ trình xin kinh phí sửa chữa nhà văn hóa tổ dân phố số 5",
        "KTHT",
        "UBND thành phố",
        OutgoingState.SIGNED,
    ),
    Outgoing(
        1,
        "Kế hoạch",
        "KH-UBND",
        "Kế hoạch tổ chức đón Tết Nguyên đán",
        "VHXH",
        "Các ngành, đoàn thể, tổ dân phố",
        OutgoingState.DRAFT,
    ),
)
INCOMING = (
    Incoming(
        8, "UBND thành phố", "911", "KH-UBND", "Kế hoạch tuần lễ chuyển đổi số", "VHXH", 6, True
    ),
    Incoming(6, "Sở Xây dựng", "1204", "SXD-QLĐT", "Về việc rà soát cây xanh nguy hiểm", "KTHT", 5),
    Incoming(
        5, "Công an thành phố", "377", "TB-CATP", "Thông báo thủ đoạn mạo danh mới", "CAP", 3, True
    ),
    Incoming(3, "Sở Y tế", "2051", "SYT-NVY", "Về việc tăng cường tiêm chủng", "TYT", 7),
    Incoming(
        1,
        "UBND thành phố",
        "936",
        "CĐ-UBND",
        "Công điện ứng phó không khí lạnh tăng cường",
        urgency=Urgency.IMMEDIATE,
    ),
    Incoming(1, "Sở Nội vụ", "1580", "SNV-CCHC", "Về việc báo cáo cải cách hành chính quý"),
    Incoming(0, "UBND thành phố", "941", "GM-UBND", "Giấy mời họp sơ kết công tác phòng cháy"),
)


def load_office(units: dict[str, Unit], people: dict[str, User], *, until: date) -> None:
    """Open the registers and play what stands in them, once."""
    if Register.objects.exists():
        return
    calendar = WorkingCalendar.load()
    earliest = calendar.add(until, -max(one.days for one in (*OUTGOING, *INCOMING)))
    registers = {}
    for position, (name, direction, notation, first) in enumerate(REGISTERS, start=1):
        register = Register.objects.create(
            name=name, direction=direction, notation=notation, position=position
        )
        set_first_number(register, earliest.year, first)
        registers[name] = register
    clerk, leader = people["vanthu"], people["lanhdao"]
    types = {kind.name: kind for kind in DocumentType.objects.all()}
    for one in OUTGOING:
        day = calendar.add(until, -one.days)
        _play_outgoing(one, day, registers["Sổ văn bản đi"], types, units, clerk, leader)
    for incoming in INCOMING:
        day = calendar.add(until, -incoming.days)
        _play_incoming(incoming, day, registers["Sổ văn bản đến"], units, clerk, leader, calendar)
    DecisionPhrase.objects.bulk_create(
        DecisionPhrase(leader=leader, text=text, position=position)
        for position, text in enumerate(PHRASES, start=1)
    )
    StandingDelegation.objects.create(
        type=types["Giấy mời"],
        unit=units["VPUB"],
        days=3,
        granted_by=leader,
        valid_from=until - timedelta(days=60),
    )


def _at(day: date, hour: int) -> datetime:
    return passed(timezone.make_aware(datetime.combine(day, time(hour))))


def _play_outgoing(
    one: Outgoing,
    day: date,
    register: Register,
    types: dict[str, DocumentType],
    units: dict[str, Unit],
    clerk: User,
    leader: User,
) -> None:
    document = OutgoingDocument(
        type=types[one.type],
        notation=one.notation,
        subject=one.subject,
        unit=units[one.unit],
        recipients=f"{one.recipients}; Lưu: VT",
        copies=5,
    )
    store_outgoing(document, actor=clerk, now=_at(day, 8))
    if one.state == OutgoingState.DRAFT:
        return
    signed = {"signer": SIGNER, "signer_title": SIGNER_TITLE, "signed_on": day}
    document = perform(
        document, "sign", actor=leader, version=document.version, data=signed, now=_at(day, 9)
    )
    if one.state == OutgoingState.SIGNED:
        return
    issued = {"register": register.pk, "notation": one.notation, "issued_on": day}
    perform(document, "issue", actor=clerk, version=document.version, data=issued, now=_at(day, 10))


def _play_incoming(
    one: Incoming,
    day: date,
    register: Register,
    units: dict[str, Unit],
    clerk: User,
    leader: User,
    calendar: WorkingCalendar,
) -> None:
    document = register_incoming(
        IncomingDocument(
            register=register,
            agency=one.agency,
            number=one.number,
            notation=one.notation,
            subject=one.subject,
            urgency=one.urgency,
            issued_on=day - timedelta(days=2),
            arrived_on=day,
        ),
        actor=clerk,
        now=_at(day, 8),
    )
    if not one.unit:
        return
    due_on = calendar.add(day, one.given)
    decided = {
        "lead_unit": units[one.unit].pk,
        "days": "khac",
        "due_on": f"{due_on:%d/%m/%Y}",
        "decides_as": "CT",
    }
    perform(
        document,
        "decide",
        actor=leader,
        version=document.version,
        note=PHRASES[0],
        data=decided,
        now=_at(day, 10),
    )
    if not one.is_finished:
        return
    member = units[one.unit].members.filter(is_active=True).first()
    for name, hours in (("receive", 14), ("finish", 16)):
        routing = Routing.objects.get(document=document)
        perform(
            routing,
            name,
            actor=member or clerk,
            version=routing.version,
            note="Đã thực hiện và báo cáo." if name == "finish" else "",
            now=_at(calendar.add(day, 1), hours),
        )
