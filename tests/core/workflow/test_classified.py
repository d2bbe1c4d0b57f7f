"""The stamp of secret documents: found where it stands as a stamp, and only there."""

import pytest

from core.workflow.classified import ClassifiedText, is_classified, reject_classified


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
