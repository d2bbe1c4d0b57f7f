"""First letters in mid-sentence: lowered where a common word begins, kept where a name does."""

from __future__ import annotations

import re

from core.text.vietnamese import clean_line, nfc

# Quantities and forms of address begin no name, even before a capital ("các Tổ dân phố").
_DETERMINERS = """
    các những mọi mỗi từng tất_cả toàn_thể toàn_bộ một_số một_vài đồng_chí ông bà đa_số đông_đảo
"""
# These begin none before a small letter ("hai đơn vị", but "Hai Bà Trưng").
_NOUNS = """
    một hai ba bốn năm toàn nhiều thành_viên đại_biểu cán_bộ công_chức viên_chức người nhân_viên
    cá_nhân tập_thể đơn_vị cơ_quan địa_phương ngành lãnh_đạo thủ_trưởng đại_diện nhân_dân hộ
    gia_đình cử_tri đảng_viên đoàn_viên hội_viên cộng_tác_viên văn_bản tin tin_bài bài công_tác việc
    kết_quả nội_dung hồ_sơ
"""
# What a conclusion asks for; in full where the first syllable begins names of bodies too.
_VERBS = """
    báo_cáo ban_hành bảo_đảm bảo_vệ biên_soạn biên_tập bố_trí bổ_sung bồi_dưỡng cải_tiến cập_nhật
    cần chấn_chỉnh chấp_hành chỉ_đạo chịu chọn chủ_động chủ_trì chuẩn_bị chuyển công_bố công_khai
    cung_cấp cử dành duy_trì dự đánh_giá đảm_bảo đăng đăng_ký đẩy_mạnh đề_xuất đề_nghị điều_chỉnh
    đôn_đốc đoàn_kết đối_chiếu đưa đưa_tin động_viên giải_quyết giám_sát giao gửi giữ_gìn góp_ý
    hoàn_thành hoàn_thiện họp hội_ý hướng_dẫn hỗ_trợ huy_động khắc_phục khảo_sát khen_thưởng khẩn
    khẩn_trương kiểm_điểm kiểm_tra làm lấy lập liên_hệ lưu lưu_ý mở mời nắm nâng_cao nêu nghiêm_túc
    nghiên_cứu nhắc nhắc_nhở nộp nộp_đủ ở phát_động phát_hiện phát_huy phân_công phê_bình phối_hợp
    phòng_chống phòng_ngừa phổ_biến phụ_trách quan_tâm quán_triệt quản_lý quy_định rà_soát rút_kinh
    sắp_xếp sớm sử_dụng sửa_chữa tập_hợp tập_huấn tập_trung tăng_cường tham_gia tham_mưu thay_thế
    thẩm_định theo_dõi thông_báo thống_kê thống_nhất thu thu_thập thực_hiện thường_xuyên tiến_hành
    tiếp_nhận tiếp_tục tiếp_thu tìm tổ_chức tổng_hợp tổng_kết trả_lời trang_bị triển_khai trình
    trực truyền_thông tuyên_truyền từ ưu_tiên vận_động viết vận_hành xây_dựng xem_xét xử_lý yêu_cầu
"""
_WORD = re.compile(r"[^\s,;:.()]+")


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in words.split())


_DETERMINER, _NOUN, _VERB = map(_listed, (_DETERMINERS, _NOUNS, _VERBS))


def lower_first(text: str, *, is_action: bool = False) -> str:
    """Return the text with its first letter lowered for mid-sentence if a common word begins it.

    Any other word may be a name and stays, as do abbreviations (UBND) and words before a capital
    (Hà Nội, Tổ CNTT). ``is_action``: the text says what is to be done, so that verbs are common
    too, before capitals as well ("gửi UBND phường").
    """
    text = nfc(text)
    words = _WORD.findall(clean_line(text.partition("\n")[0]))
    if not words or words[0] != words[0].capitalize():
        return text
    starts = {" ".join(words[:number]).lower() for number in (1, 2)}
    second = words[1] if len(words) > 1 else ""
    is_common = bool(starts & _DETERMINER)
    if not second[:1].isupper():
        is_common = is_common or bool(starts & _NOUN)
    if is_action and not (second[:1].isupper() and not second.isupper()):
        is_common = is_common or bool(starts & _VERB)
    return text[:1].lower() + text[1:] if is_common else text
