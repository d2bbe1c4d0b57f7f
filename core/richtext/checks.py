"""Accessibility checks of a sanitised body: headings, links, pictures."""

from __future__ import annotations

from collections.abc import Iterator

from core.richtext.tree import Element, Node, nodes_of, parse, text_of
from core.text.lint import is_file_name
from core.text.messages import LintMessage
from core.text.vietnamese import clean_line, fold, syllables

# Link texts that do not name the target, folded.
_EMPTY_WORDS = {
    "tai day",
    "o day",
    "day",
    "vao day",
    "bam vao day",
    "nhan vao day",
    "bam day",
    "link",
    "duong link",
    "duong dan",
    "lien ket",
    "xem them",
    "xem tiep",
    "xem tai day",
    "xem chi tiet",
    "chi tiet",
    "chi tiet tai day",
    "doc tiep",
    "doc them",
    "tai ve",
    "here",
    "click here",
}
# fmt: on
_ADDRESS = ("http://", "https://", "www.")
_MAX_HEADING = 20  # syllables; a longer one is an emphasised paragraph


def check_body(html: str, field: str = "body") -> Iterator[LintMessage]:
    """Yield errors (no description, no URL, a skipped heading level) and warnings."""
    root = parse(html)
    level = 1
    pictures = tables = 0
    for element in root.iterdescendants():
        match element.tag:
            case "h2" | "h3" | "h4":
                depth = int(element.tag[1])
                yield from _check_heading(field, element, depth, level)
                level = depth
            case "a":
                yield from _check_link(field, element)
            case "img":
                pictures += 1
                yield from _check_picture(field, element, pictures)
            case "table":
                tables += 1
                yield from _check_table(field, element, tables)
    yield from _check_bold_paragraphs(field, root)


def _check_heading(field: str, heading: Element, depth: int, level: int) -> Iterator[LintMessage]:
    words = clean_line(text_of(heading))
    if depth > level + 1:
        sentence = f"Đề mục “{words}” ở cấp {depth - 1}, phải là cấp {level}: không bỏ qua cấp nào."
        yield LintMessage(field, sentence, is_error=True, quote=words)
    if not words:
        yield LintMessage(field, "Có một đề mục không có chữ nào.")


def _check_link(field: str, link: Element) -> Iterator[LintMessage]:
    words = clean_line(text_of(link))
    address = link.get("href", "")
    if not address:
        yield LintMessage(field, f"Liên kết “{words}” chưa có địa chỉ.", is_error=True, quote=words)
    elif not words and not any(
        picture.get("alt", "").strip() for picture in link.iterdescendants()
    ):
        yield LintMessage(
            field, f"Liên kết tới {address} không có chữ nào để bấm vào.", is_error=True
        )
    elif words.lower().startswith(_ADDRESS):
        sentence = (
            f"Liên kết “{words}” là một địa chỉ trần; xin viết bằng lời nơi liên kết dẫn tới."
        )
        yield LintMessage(field, sentence, quote=words)
    elif fold(words).strip(" .,:;…»>()[]") in _EMPTY_WORDS:
        sentence = (
            f"Liên kết “{words}” không nói dẫn tới đâu; xin đặt liên kết vào tên trang hoặc tên tài"
            " liệu."
        )
        yield LintMessage(field, sentence, quote=words)


def _check_picture(field: str, picture: Element, number: int) -> Iterator[LintMessage]:
    if "data-decorative" in picture.attrib:
        return
    description = picture.get("alt", "").strip()
    if not description:
        sentence = (
            f"Ảnh thứ {number} trong bài chưa có lời mô tả và chưa được đánh dấu là ảnh trang trí."
        )
        yield LintMessage(field, sentence, is_error=True, picture=number)
    elif is_file_name(description):
        sentence = (
            f"Lời mô tả ảnh thứ {number} trong bài là “{description}”; xin viết trong ảnh có gì."
        )
        yield LintMessage(field, sentence, picture=number)


def _check_table(field: str, table: Element, number: int) -> Iterator[LintMessage]:
    if any(True for _ in table.iter("th")):
        return
    words = clean_line(text_of(table))
    sentence = (
        f"Bảng thứ {number} trong bài không có ô tiêu đề: trong trình soạn thảo, mở “Thuộc tính"
        " bảng” và chọn hàng hoặc cột đầu làm tiêu đề, để máy đọc màn hình đọc được."
    )
    yield LintMessage(field, sentence, quote=words.split(" ")[0] if words else "")


def _check_bold_paragraphs(field: str, root: Element) -> Iterator[LintMessage]:
    """Yield short paragraphs in bold throughout: headings without markup.

    The last one is a signature.
    """
    for block in root[:-1]:
        words = clean_line(text_of(block))
        if (
            block.tag == "p"
            and words
            and syllables(words) <= _MAX_HEADING
            and not words.endswith((".", "!", "?", ";", ",", "…"))
            and all(_is_strong(node) for node in nodes_of(block))
        ):
            sentence = f"Cả đoạn “{words}” in đậm; nếu đó là đề mục, xin chọn kiểu “Đề mục”."
            yield LintMessage(field, sentence, quote=words)


def _is_strong(node: Node) -> bool:
    if isinstance(node, str):
        return not node.strip()
    if node.tag == "strong":
        return True
    return node.tag in {"em", "u", "s"} and all(map(_is_strong, nodes_of(node)))
