"""Facts of the organization for the search: leaders, units, contact and hours, public pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.registries import Fact, FactSource, SearchKind, reachable_menu_entries
from organization.models import Hotline, Officer, Unit, Ward
from organization.pages.about_pages import ABOUT_PAGES
from organization.pages.search_source import KIND as PAGES

PEOPLE = SearchKind("co-cau", "Lãnh đạo, đơn vị")
CONTACT = SearchKind("lien-he", "Liên hệ, giờ làm việc")
# What residents call what they ask of a person or an office.
_REACH = "số điện thoại, sđt, gọi, liên hệ, liên lạc, thư điện tử, email, gặp, hotline"
_LEADS = "lãnh đạo, phụ trách, người đứng đầu, tên, phụ trách lĩnh vực"


def _people() -> Iterator[Fact]:
    """Yield the units of today with who leads them, then the officers of today: whoever asks for
    the number of an office finds its own before that of a person.
    """
    today = timezone.localdate()
    known = list(Unit.objects.all())
    units = {unit.pk: unit for unit in known if unit.is_valid_within(today, today)}
    officers = list(Officer.objects.published())
    phone = Ward.current().phone
    for unit in units.values():
        heads = [officer for officer in officers if officer.unit_id == unit.pk]
        lines = [f"{head.title}: {head.name}" for head in heads]
        own = _reach(unit.phone, "")
        reach = own or [line for head in heads for line in _reach(head.phone, head.email)]
        merged = [one.name for one in known if one.successor_id == unit.pk and one.pk not in units]
        former = [f"Nhận việc của: {', '.join(merged)}"] if merged else []
        general = [f"Gọi số chung của phường: {phone}"] if phone else []
        yield Fact(
            title=unit.name,
            url=f"{reverse('structure')}#don-vi-{unit.pk}",
            text="\n".join([*(reach or general), *lines, *_unit_duties(unit), *former]),
            words=f"{unit.short_name}, {_REACH}, {_LEADS}, đơn vị, {unit.get_block_display()}",
            unit=unit.pk,
        )
    for officer in officers:
        own_unit = units.get(officer.unit_id) if officer.unit_id else None
        is_named = own_unit and any(
            name in officer.title for name in (own_unit.name, own_unit.short_name)
        )
        of_unit = f", {own_unit.name}" if own_unit and not is_named else ""
        yield Fact(
            title=f"{officer.name}, {officer.title}{of_unit}",
            url=f"{reverse('structure')}#can-bo-{officer.pk}",
            text="\n".join([*_duties(officer), *_reach(officer.phone, officer.email)]),
            words=f"{_REACH}, {_LEADS}, ông, bà, {own_unit.short_name if own_unit else 'phường'}",
            unit=officer.unit_id,
        )


def _duties(officer: Officer) -> list[str]:
    return [f"Phụ trách: {'; '.join(officer.duty_lines)}"] if officer.duty_lines else []


def _unit_duties(unit: Unit) -> list[str]:
    return [f"Việc của đơn vị: {'; '.join(unit.duty_lines)}"] if unit.duties else []


def _reach(phone: str, email: str) -> list[str]:
    found = [f"Điện thoại: {phone}"] if phone else []
    return [*found, f"Thư điện tử: {email}"] if email else found


def _contact() -> Iterator[Fact]:
    """Yield hotlines, phone, address and hours of the ward, and its ways online."""
    ward = Ward.current()
    contact = reverse("contact")
    for hotline in Hotline.objects.select_related("unit"):
        yield Fact(
            f"{hotline.name}: {hotline.number}",
            f"{contact}#so-can-biet",
            f"{hotline.note}\nSố điện thoại: {hotline.number}",
            "khẩn cấp, gọi ai, liên hệ, báo",
        )
    if ward.phone or ward.email:
        yield Fact(
            f"Số điện thoại {ward.agency_name}",
            contact,
            "\n".join([ward.name, *_reach(ward.phone, ward.email)]),
            f"{_REACH}, gọi phường số, trực ban, tổng đài, đường dây nóng",
        )
    if ward.address:
        yield Fact(
            f"Địa chỉ {ward.agency_name}",
            contact,
            ward.address,
            "trụ sở, đường đến, bản đồ, nằm ở phố, số nhà, phường",
        )
    if ward.working_hour_lines:
        yield Fact(
            f"Giờ làm việc của {ward.agency_name}",
            contact,
            "\n".join(ward.working_hour_lines),
            "giờ hành chính, giờ mở cửa, thời gian làm việc, mở cửa, đóng cửa, nghỉ, sáng, chiều,"
            " làm việc thứ bảy, chủ nhật, phường, tiếp nhận hồ sơ",
        )
    if ward.responsible_person:
        title = "Người chịu trách nhiệm chính của cổng thông tin điện tử"
        yield Fact(title, contact, ward.responsible_person, "quản lý trang web, website, nội dung")
    if ward.service_portal_url:
        yield Fact(
            ward.service_portal_label,
            ward.service_portal_url,
            "Nộp và theo dõi hồ sơ, thủ tục hành chính",
            "dịch vụ công trực tuyến, nộp hồ sơ trực tuyến, nộp online, qua mạng, tra cứu hồ sơ",
        )
    if ward.feedback_url:
        yield Fact(
            ward.feedback_label,
            ward.feedback_url,
            "Gửi phản ánh, kiến nghị tới cơ quan có trách nhiệm",
            "góp ý, khiếu nại, báo sự cố, hỏi đáp, gửi ý kiến",
        )


def _pages() -> Iterator[Fact]:
    """Yield the pages made of tables, and those in the menu."""
    for page in ABOUT_PAGES:
        yield Fact(page.title, page.get_absolute_url(), page.about, page.also_called)
    for entry in reachable_menu_entries():
        title = f"{entry.name}: {entry.about}" if entry.about else entry.name
        words = f"{entry.also_called}, trang, xem, danh sách"
        yield Fact(title, entry.get_absolute_url(), words=words)


SOURCES = (
    FactSource("people", PEOPLE, _people, position=91),
    FactSource("contact", CONTACT, _contact, position=92),
    FactSource("pages", PAGES, _pages, position=90),
)
