"""First letters in mid-sentence: lowered, unless a name begins there."""

from __future__ import annotations

import re

from core.text.vietnamese import clean_line, nfc

# Quantities and forms of address begin no name, even before a capital ("các Tổ dân phố").
_DETERMINERS = """
    các những mọi mỗi từng tất_cả toàn_thể toàn_bộ một_số một_vài đồng_chí ông bà đa_số đông_đảo
"""
# Nouns and words that begin none before a small letter.
_COMMON_WORDS = """
    một hai ba bốn năm toàn nhiều thành_viên đại_biểu cán_bộ công_chức viên_chức người nhân_viên
    cá_nhân tập_thể đơn_vị cơ_quan địa_phương ngành lãnh_đạo thủ_trưởng đại_diện nhân_dân hộ
    gia_đình cử_tri đảng_viên đoàn_viên hội_viên cộng_tác_viên
"""
# Names of bodies and offices; most of these first syllables begin verbs too ("tổ chức").
_BODIES = re.compile(
    r"(?:tổ (?:dân phố|công tác|hòa giải|bảo vệ|tự quản|công nghệ|thư ký|giúp việc|trưởng)"
    r"|ban (?!hành\b)|công (?:an|đoàn|ty)\b|văn phòng|ủy (?:ban|viên)|hội (?!ý\b|họp\b|nhập\b)"
    r"|đoàn (?!kết\b|viên\b)|chi (?:bộ|hội|đoàn|cục|nhánh)\b|đảng (?!viên\b)|nhà nước|trung tâm"
    r"|trạm |trường (?!hợp\b)|mặt trận|quân (?:sự|đội)|bộ (?:phận|chỉ huy|tư lệnh)|khối "
    r"|thường trực|phòng (?!chống\b|ngừa\b|cháy\b|tránh\b)|sở (?!hữu\b)|viện (?!dẫn\b)|tòa |đội "
    r"|đài |hợp tác xã|chủ (?:tịch|nhiệm)|phó |bí thư|chánh |trưởng |kế toán|giám đốc|tư pháp)"
)
_GROUPS = ("tổ", "ban", "phòng", "đội", "nhóm", "khối")
_WORD = re.compile(r"[^\s,;:.()]+")


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in words.split())


_DETERMINER, _COMMON = _listed(_DETERMINERS), _listed(_COMMON_WORDS)


def lower_first(text: str, *, is_name_likely: bool = False) -> str:
    """Return the text with its first letter lowered for mid-sentence, unless a name begins it.

    Names are abbreviations (UBND), capitals in a row (Hà Nội, Tổ CNTT), and bodies and offices
    (Ban chỉ huy). ``is_name_likely`` is for a text that says who: there only words known to be
    common are lowered.
    """
    text = nfc(text)
    words = _WORD.findall(clean_line(text.partition("\n")[0]))
    if not words or not text[:1].isupper() or words[0] != words[0].capitalize():
        return text
    starts = {" ".join(words[:number]).lower() for number in (1, 2, 3)}
    second = words[1] if len(words) > 1 else ""
    is_lowered = bool(starts & _DETERMINER)
    if not is_lowered and not second[:1].isupper():
        is_lowered = bool(starts & _COMMON) or not (
            is_name_likely or _BODIES.match(f"{' '.join(words[:3]).lower()} ")
        )
    elif not is_lowered and second.isupper() and len(second) > 1:
        # "Gửi UBND", not "Tổ CNTT".
        is_lowered = not is_name_likely and words[0].lower() not in _GROUPS
    return text[:1].lower() + text[1:] if is_lowered else text
