"""The stamp of secret documents: found where it stands as a stamp, and only there."""

import pytest

from core.workflow.classified import (
    ClassifiedText,
    is_classified,
    is_classified_subject,
    is_read_as_stamp,
    reject_classified,
)


@pytest.mark.parametrize(
    "text",
    [
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "Báo cáo\n  TUYỆT   MẬT \nSố 12",
        "<p>Báo cáo</p><p><strong>TỐI MẬT</strong></p>",
        "<table><tbody><tr><td>MẬT</td><td>CỘNG HÒA</td></tr></tbody></table>",
        "<p>UBND PHƯỜNG<br>MẬT<br>Số 12</p>",
        "[ M Ậ T ]",
        "T\u200bỐI MẬT",
        "TUYỆT MẬT",
        "Độ mật: Tối mật",
        "MỨC ĐỘ MẬT: TUYỆT MẬT",
        "Một dòng < hai\nMẬT",
    ],
)
def test_stamps(text: str) -> None:
    assert is_classified(text)
    with pytest.raises(ClassifiedText) as refused:
        reject_classified("Tiêu đề", text)
    assert "Báo cáo" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bí mật nhà nước được bảo vệ theo luật.",
        "TUYÊN TRUYỀN LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Mật ong rừng",
        "mật",
        "<p>Hội thi làm <strong>MẬT</strong> ong</p>",
        "BÍ MẬT",
        "Độ mật: thường",
        "TUYỆT MẬT là mức cao nhất trong ba mức.",
        "MAT",
    ],
)
def test_prose(text: str) -> None:
    assert not is_classified(text)
    reject_classified(text)


@pytest.mark.parametrize(
    "line",
    [
        "TỐI MẬT",
        "TỔI MẬT",
        "TÔI MÂT",
        "T0I MẶT",
        "TốI MẬT",
        "TỐl MẬT",
        "| TỐI MẬT |",
        "T U Y Ê T  M Ậ T",
        "TUYẸT MẬT.",
        "TUVỆT MÂT",
        "Độ mặt: Tôi mật",
    ],
)
def test_stamps_with_mistakes_of_recognition(line: str) -> None:
    assert is_read_as_stamp(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "BÍ MẬT",
        "MẬT ĐỘ DÂN SỐ",
        "Chăm sóc RĂNG HÀM MẶT",
        "ĐƠN TRÌNH BÁO TÔI MẤT GIẤY TỜ",
        "Khám MẶT cho trẻ",
        "BẢO MẬT",
        "TIỀN MẶT",
        "MẶT",
        "tối mặt",
        "Tối mật",
        "Tội mất",
        "Mức độ mất mát",
        "TỐI MẬT là một trong ba mức",
        "Chi bằng tiền mặt tối đa",
    ],
)
def test_words_that_recognition_reads_are_no_stamp(line: str) -> None:
    assert not is_read_as_stamp(line)


@pytest.mark.parametrize("line", ["MẤT", "MÂT", "|MẶT|", "[ M A T ]"])
def test_a_lone_word_is_a_stamp_where_the_caller_knows_its_place(line: str) -> None:
    assert is_read_as_stamp(line, is_alone=True)
    assert not is_read_as_stamp(line)


@pytest.mark.parametrize(
    "subject",
    [
        "RES báo cáo TUYỆT MẬT",
        "BÁO CÁO TUYỆT MẬT",
        "Kế hoạch diễn tập (TỐI MẬT)",
        "Báo cáo MẬT quý I",
        "Báo cáo TÔI MÂT quý I",
        "Báo cáo (TUYET MAT)",
        "MẬT",
        "Độ mật: Tối mật",
    ],
)
def test_subjects_that_name_a_degree(subject: str) -> None:
    assert is_classified_subject(subject)
    with pytest.raises(ClassifiedText):
        reject_classified(subject=subject)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Về việc bảo vệ bí mật nhà nước",
        "TUYÊN TRUYỀN LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Tập huấn LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Quản lý văn bản tuyệt mật, tối mật",
        "MẬT ĐỘ DÂN SỐ",
        "Nuôi ong lấy mật",
    ],
)
def test_subjects_that_name_none(subject: str) -> None:
    assert not is_classified_subject(subject)
