"""The briefing of 24 June 2016, entered in the browser while it happens: from the series to the
tasks.
"""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from meetings.minutes.services import store_part
from meetings.models import Meeting, Opinion, Result, Task
from organization.models import Block, ReportingPeriod, Ward
from tests.browser.conftest import PHONE, Portal
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.meeting_factories import make_meeting, make_series, step
from tests.support.processes import eventually

pytestmark = pytest.mark.browser
TABLET = 820


def new_row(page: Page, part: str) -> Locator:
    return page.locator(f"#{part} [data-new] form")


def saved(page: Page, part: str, number: int) -> None:
    """Wait until so many rows of a part are stored."""
    expect(page.locator(f"#{part} [data-rows] form")).to_have_count(number)
    expect(page.locator(f"#{part} [data-rows] form").last.locator("[data-status]")).to_contain_text(
        "Đã lưu"
    )


def test_the_briefing_of_june_2016(cast: Cast, portal: Portal) -> None:
    Ward.objects.update_or_create(
        pk=1, defaults={"name": "Phường Bến Sen", "agency_name": "Ủy ban nhân dân phường Bến Sen"}
    )
    for month in (6, 7):
        ReportingPeriod.objects.create(
            year=2016, month=month, starts_on=date(2016, month, 1), ends_on=date(2016, month, 28)
        )
    office = UnitFactory(
        name="Văn phòng UBND", short_name="Văn phòng", block=Block.GOVERNMENT_OFFICE
    )
    group = cast.contributor.unit
    series = make_series(
        name="Giao ban Ban chỉ đạo CNTT và Ban biên tập",
        chair=cast.leader,
        chair_name="Nguyễn Thị An",
        chair_title="Phó Bí thư Đảng ủy, Chủ tịch UBND phường",
        secretary=cast.editor,
        secretary_name="Trần Văn Bình",
        place="Phòng họp số 1",
    )
    for name in ("Ông Một", "Bà Hai", "Ông Ba"):
        series.usual_attendees.create(group="Ban biên tập", name=name)

    page = portal.visit(cast.editor, width=TABLET)
    page.goto("/quan-tri/meetings/meeting/add/")
    page.get_by_label("Loại họp").select_option(index=1)
    page.get_by_label("Bắt đầu lúc").fill("2016-06-24T14:00")
    page.get_by_label("Kết thúc lúc").fill("2016-06-24T16:30")
    page.get_by_label("Kỳ đánh giá").select_option(label="tháng 6/2016")
    page.get_by_label("Kỳ triển khai").select_option(label="tháng 7/2016")
    page.get_by_label("Công khai").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_label("Vẫn họp ngày này").check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Không còn việc nào từ các kỳ họp trước.")).to_be_visible()
    page.get_by_role("button", name="Bắt đầu họp").click()
    expect(page.locator(".messagelist")).to_contain_text("biên bản đang mở để ghi")
    page.get_by_role("link", name="Ghi biên bản").click()
    expect(page.locator("h1")).to_contain_text("Biên bản")

    # Attendance: one came by deputy, one was excused.
    people = page.locator("#thanh-phan [data-rows] form")
    expect(people).to_have_count(3)
    people.nth(1).locator("[name=presence]").select_option("deputy")
    people.nth(1).locator("[name=deputy_name]").fill("Bà Tư")
    people.nth(2).locator("[name=presence]").select_option("excused")
    people.nth(2).locator("[name=reason]").fill("Đi học")
    expect(people.nth(2).locator("[data-status]")).to_contain_text("Đã lưu")

    row = new_row(page, "chuong-trinh")
    row.locator("[name=title]").fill("Đánh giá tháng 6, triển khai tháng 7")
    row.locator("[name=presenter]").fill("Thư ký")
    saved(page, "chuong-trinh", 1)
    new_row(page, "ket-qua").locator("[name=text]").fill("Công tác biên tập đi vào nền nếp")
    saved(page, "ket-qua", 1)
    row = new_row(page, "han-che")
    row.locator("[name=text]").fill("Ít tin bài từ tổ dân phố")
    row.locator("summary").click()
    row.get_by_label(group.short_name, exact=True).check()
    saved(page, "han-che", 1)
    for number, speaker in enumerate(("Ông Một", "Bà Tư"), start=1):
        new_row(page, "y-kien").locator("[name=speaker]").fill(speaker)
        saved(page, "y-kien", number)
    expect(page.locator("[data-opinions]")).to_have_text("2")

    # Conclusions, numbered as they are typed. A deadline on a Sunday is asked about.
    row = new_row(page, "ket-luan")
    row.locator("[name=addressee]").fill("các tổ dân phố")
    row.locator("[name=text]").fill("nộp đủ tin, bài tháng 7 đúng hạn")
    row.locator("[name=is_public]").check()
    row.locator("summary").first.click()
    row.locator("[name=lead_units]").get_by_label(group.short_name, exact=True).or_(
        row.locator(f"[name=lead_units][value='{group.pk}']")
    ).first.check()
    row.locator("[name=due_on]").fill("2016-07-10")
    asked = page.locator("#ket-luan [data-row]", has_text="Chủ nhật")
    expect(asked).to_be_visible()
    asked.get_by_label("Vẫn lấy ngày nghỉ này làm hạn").check()
    saved(page, "ket-luan", 1)
    row = new_row(page, "ket-luan")
    row.locator("[name=text]").fill("cập nhật phần mềm văn bản")
    row.locator("[name=recurrence]").select_option("ongoing")
    saved(page, "ket-luan", 2)
    # What is lacking is told as one types; "Xem lại" looks again.
    problems = page.locator(".blockers li")
    for _ in range(2):
        expect(problems).to_have_count(1)
        expect(problems).to_contain_text("Kết luận 2")
        page.get_by_role("link", name="Xem lại").click()
        page.wait_for_load_state()
    row = page.locator("#ket-luan [data-rows] form").nth(1)
    row.locator("summary").first.click()
    row.locator(f"[name=lead_units][value='{office.pk}']").check()
    expect(row.locator("[data-status]")).to_contain_text("Đã lưu")
    expect(page.locator("[data-problems]")).to_contain_text("Đủ để trình")

    meeting = Meeting.objects.get()
    chair = portal.visit(cast.leader, width=TABLET)
    chair.goto(f"/quan-tri/meetings/meeting/{meeting.pk}/change/")
    chair.get_by_role("link", name="Duyệt biên bản").click()
    # The whole is shown; the day off was confirmed. So old a meeting would give no tasks.
    expect(chair.locator("main")).to_contain_text("nộp đủ tin, bài tháng 7 đúng hạn")
    expect(chair.get_by_label("Vẫn lấy ngày nghỉ này làm hạn")).to_have_count(0)
    chair.get_by_label("Chỉ lưu").uncheck()
    chair.get_by_role("button", name="Duyệt biên bản").click()
    expect(chair.locator(".messagelist")).to_contain_text("nhiệm vụ đã giao tới đơn vị")
    tasks = Task.objects.order_by("pk").values_list(
        "lead_unit", "due_on", "recurrence", "conclusion__number"
    )
    assert list(tasks) == [(group.pk, date(2016, 7, 10), "", 1), (office.pk, None, "ongoing", 2)]

    # The paper carries it all; residents see what is public and nothing else.
    with chair.expect_download() as download:
        chair.get_by_role("link", name="Tải Word biên bản").click()
    document = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in (
        "Được mời 03, có mặt 02, vắng 01.",
        "cử Bà Tư dự thay",
        "Đã có 02 ý kiến",
        "nộp đủ tin, bài tháng 7",
    ):
        assert words in text
    resident = portal.visit()
    resident.goto("/hop/")
    resident.get_by_role("link", name="Giao ban Ban chỉ đạo CNTT").first.click()
    expect(resident.locator("main")).to_contain_text("nộp đủ tin, bài tháng 7 đúng hạn")
    for internal in ("Ít tin bài từ tổ dân phố", "cập nhật phần mềm văn bản", "Bà Tư", group.name):
        expect(resident.locator("main")).not_to_contain_text(internal)
    assert portal.complaints == []


def test_two_secretaries_in_one_row_and_a_broken_line(cast: Cast, portal: Portal) -> None:
    """What is typed while a save is refused stays, a press alone replaces a colleague's text, sent
    twice is once.
    """
    meeting = step(make_meeting(cast.editor, chair=cast.leader), "hold", cast.editor)
    store_part(Opinion(meeting=meeting, speaker="Ông Ba", text="Một"), actor=cast.editor)
    page = portal.visit(cast.editor, width=PHONE)
    page.goto(f"/quan-tri/giao-ban/{meeting.pk}/bien-ban/")
    row = page.locator("#y-kien [data-rows] form")
    other = Opinion.objects.get()
    other.text = "Hai, của đồng nghiệp"
    store_part(other, actor=cast.other_editor, version=1)

    def typed_on(route: Route) -> None:
        answer = route.fetch()
        row.locator("[name=text]").fill("Ba, gõ tiếp trong lúc chờ")
        route.fulfill(response=answer)

    page.route("**/bien-ban/y-kien/*/", typed_on, times=1)
    row.locator("[name=text]").fill("Ba")
    expect(row.locator(".quote")).to_contain_text("Ông Ba: Hai, của đồng nghiệp")
    expect(row.locator("[name=text]")).to_have_value("Ba, gõ tiếp trong lúc chờ")
    row.locator("[name=speaker]").fill("Ông Ba, Tổ 3")
    expect(row.locator("[data-status]")).to_contain_text("Bấm “Lưu dòng”")
    assert Opinion.objects.get().text == "Hai, của đồng nghiệp"
    row.get_by_role("button", name="Lưu dòng").click()
    expect(row.locator("[data-status]")).to_contain_text("Đã lưu")
    expect(row.locator(".quote")).to_have_count(0)
    assert Opinion.objects.get().text == "Ba, gõ tiếp trong lúc chờ"

    # The server stores a new row and its answer is lost: it comes again, and there is one.
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/bien-ban/ket-qua/0/", lose, times=1)
    new_row(page, "ket-qua").locator("[name=text]").fill("Nền nếp")
    saved(page, "ket-qua", 1)
    assert Result.objects.get().text == "Nền nếp"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


def minutes_of(cast: Cast, portal: Portal, *, width: int = PHONE) -> tuple[Meeting, Page]:
    meeting = step(make_meeting(cast.editor, chair=cast.leader), "hold", cast.editor)
    page = portal.visit(cast.editor, width=width)
    page.goto(f"/quan-tri/giao-ban/{meeting.pk}/bien-ban/")
    return meeting, page


def test_who_types_on_is_saved_all_the_same(cast: Cast, portal: Portal) -> None:
    """Without a pause of the keys, and the row stays under the fingers when it is no longer new."""
    _, page = minutes_of(cast, portal)
    field = new_row(page, "ket-qua").locator("[name=text]")
    field.click()
    with page.expect_response("**/bien-ban/ket-qua/0/") as sent:
        for number in range(40):
            page.keyboard.type(f"từ {number} ", delay=30)
            if Result.objects.exists():
                break
    assert sent.value.ok
    page.keyboard.type("xong")
    saved(page, "ket-qua", 1)
    expect(page.locator("#ket-qua [data-rows] [name=text]")).to_be_focused()
    expect(new_row(page, "ket-qua").locator("[name=text]")).to_have_value("")
    stored = page.locator("#ket-qua [data-rows] [name=text]").input_value()
    assert stored.endswith("xong")
    assert Result.objects.get().text == stored


def test_what_could_not_be_sent_is_there_at_the_next_visit(cast: Cast, portal: Portal) -> None:
    meeting, page = minutes_of(cast, portal)
    store_part(Result(meeting=meeting, text="Một"), actor=cast.editor)
    page.reload()
    page.route("**/bien-ban/*/*/", lambda route: route.abort())
    page.locator("#ket-qua [data-rows] [name=text]").fill("Một, gõ khi mất mạng")
    new_row(page, "y-kien").locator("[name=speaker]").fill("Ông Ba")
    for part in ("ket-qua", "y-kien"):
        said = page.locator(f"#{part} [data-status]", has_text="Chữ còn giữ trong máy này")
        expect(said).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    # Meanwhile a colleague writes in the same meeting.
    store_part(Opinion(meeting=meeting, speaker="Bà Tư", text="Hai"), actor=cast.other_editor)
    page.unroute("**/bien-ban/*/*/")
    page.goto(f"/quan-tri/giao-ban/{meeting.pk}/bien-ban/")
    saved(page, "ket-qua", 1)
    saved(page, "y-kien", 2)
    assert Result.objects.get().text == "Một, gõ khi mất mạng"
    assert list(Opinion.objects.values_list("speaker", flat=True)) == ["Bà Tư", "Ông Ba"]
    eventually(lambda: page.evaluate("Object.keys(localStorage).length") == 0)


def test_rows_are_removed_taken_back_moved_and_pasted(cast: Cast, portal: Portal) -> None:
    _, page = minutes_of(cast, portal)
    for number, text in enumerate(("Một", "Hai", "Ba"), start=1):
        new_row(page, "ket-qua").locator("[name=text]").fill(text)
        saved(page, "ket-qua", number)
    rows = page.locator("#ket-qua [data-rows] form")
    rows.nth(1).get_by_role("button", name="Bỏ dòng").click()
    expect(page.locator(".minutes-undo")).to_contain_text("Đã bỏ dòng “Hai”.")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Lấy lại").press("Enter")
    expect(rows).to_have_count(3)
    expect(rows.nth(1).locator("[data-status]")).to_contain_text("Đã lấy lại")
    rows.nth(1).get_by_role("button", name="Lên").click()
    expect(rows.first.locator("[name=text]")).to_have_value("Hai")
    rows.nth(1).get_by_role("button", name="Xuống").press("Enter")
    expect(rows.last.locator("[name=text]")).to_have_value("Một")
    assert list(Result.objects.values_list("text", flat=True)) == ["Hai", "Ba", "Một"]

    field = new_row(page, "ket-qua").locator("[name=text]")
    field.click()
    field.evaluate(
        """(field) => {
          field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
          field.value = "- Bốn\\n- Năm";
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }"""
    )
    expect(rows).to_have_count(5)
    expect(rows.nth(4).locator("[name=text]")).to_have_value("Năm")
    assert list(Result.objects.values_list("text", flat=True))[3:] == ["Bốn", "Năm"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    page.reload()
    expect(rows.nth(3).locator("[name=text]")).to_have_value("Bốn")


def test_two_people_in_two_fields_of_a_row(cast: Cast, portal: Portal) -> None:
    meeting, page = minutes_of(cast, portal)
    store_part(Opinion(meeting=meeting, speaker="Ông Ba", text="Một"), actor=cast.editor)
    page.reload()
    other = Opinion.objects.get()
    other.speaker = "Ông Ba, Tổ 3"
    store_part(other, actor=cast.other_editor, version=1)
    row = page.locator("#y-kien [data-rows] form")
    row.locator("[name=text]").fill("Một, hai")
    expect(row.locator("[name=speaker]")).to_have_value("Ông Ba, Tổ 3")
    expect(row.locator("[data-status]")).to_contain_text("Đã lưu")
    stored = Opinion.objects.get()
    assert (stored.speaker, stored.text) == ("Ông Ba, Tổ 3", "Một, hai")
    row.locator("[name=text]").fill("Một, hai, ba")
    expect(row.locator("[data-status]")).to_contain_text("Đã lưu")
    expect(row.locator("[name=version]")).to_have_value("4")
