"""Lint messages of an article, the same for form, reading view, transition page and guard.

Errors are what is missing or broken, and keep the item from being published. Warnings are what is
likely to be wrong: they are shown and block nothing, since the person sees the text and the rule
does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from core.richtext.checks import check_body
from core.richtext.sanitizer import is_empty
from core.text import lint
from core.text.lint import LengthBounds, PreferredWording
from core.text.messages import LintMessage, limit_messages
from core.text.vietnamese import plain_text
from news.models import Article, PreferredWord
from news.models.notice_times import parse_times
from news.states import Kind
from news.times.services import contradictions, proposed_times
from organization.identity.facts import lint_facts, public_contacts
from organization.models import Ward

# The order in which the form asks; what is said stands in it too.
FIELDS = (
    "title",
    "lead",
    "body",
    "times",
    "picture_alt",
    "picture_credit",
    "unit",
    "category",
    "is_for_portal",
)

TITLE = LengthBounds(
    "Tiêu đề", 4, 25, "ngắn hơn thì không rõ việc gì, dài hơn thì quá bốn dòng trên điện thoại"
)
LEAD = LengthBounds("Sapo", 1, 60, "sapo là một đến hai câu tóm tắt, hiện cả trong các danh sách")
BODY = {
    Kind.BRIEF: LengthBounds("Nội dung", 50, 600, "một tin kể trọn một việc và đọc trong ba phút"),
    Kind.FEATURE: LengthBounds(
        "Nội dung", 300, 2500, "bài chuyên sâu có nhiều ý, nhưng đọc một mạch trong mười lăm phút"
    ),
    Kind.NOTICE: LengthBounds(
        "Nội dung", 20, 450, "thông báo đủ ai, gì, khi nào, ở đâu và đọc loa không quá ba phút"
    ),
}


def lint_article(article: Article, known: Known | None = None) -> list[LintMessage]:
    """Return every lint message of the text, errors and warnings, in the order of the form.

    ``body`` is sanitised, as it always is in a stored item and in a cleaned form. Asks for the word
    list and the ward, once each, unless they are ``known``: whoever lints many reads them once.
    """
    in_body = list(check_body(article.body))
    found = [
        *missing(article),
        *(one for one in in_body if one.is_error),
        *limit_messages((one for one in in_body if not one.is_error), most=10),
        *_warnings(article, known or Known.read()),
    ]
    return sorted(found, key=lambda one: (FIELDS.index(one.field), not one.is_error))


def blocking_messages(article: Article) -> list[LintMessage]:
    """Return the errors alone; nothing is asked of the database but the category."""
    return [*missing(article), *(one for one in check_body(article.body) if one.is_error)]


def missing(article: Article) -> Iterator[LintMessage]:
    yield from missing_text(article)
    error = partial(LintMessage, is_error=True)
    if not article.lead.strip():
        yield error("lead", "Chưa có sapo.")
    if not article.unit_id:
        yield error("unit", "Chưa chọn đơn vị.")
    if article.category is None:
        yield error("category", "Chưa chọn chuyên mục.")
    elif (article.kind == Kind.NOTICE) != article.category.is_for_notices:
        sentence = "Thể loại thông báo đi với chuyên mục dành cho thông báo, và chỉ thể loại ấy."
        yield error("category", sentence)
    if not (article.is_for_portal or article.is_for_loudspeaker):
        yield error("is_for_portal", "Chưa chọn kênh nào: cổng thông tin hoặc truyền thanh.")
    if (
        _has_picture(article)
        and not article.picture_is_decorative
        and not article.picture_alt.strip()
    ):
        sentence = "Ảnh chính chưa có mô tả; nếu ảnh chỉ để trang trí, xin đánh dấu như vậy."
        yield error("picture_alt", sentence)


def missing_text(article: Article) -> Iterator[LintMessage]:
    if not article.title.strip():
        yield LintMessage("title", "Chưa có tiêu đề.", is_error=True)
    if is_empty(article.body):
        yield LintMessage("body", "Chưa có nội dung.", is_error=True)


def _has_picture(article: Article) -> bool:
    """A picture just chosen in the form has no number yet."""
    return article.picture_id is not None or article.picture is not None


def _warnings(article: Article, known: Known) -> Iterator[LintMessage]:
    body = plain_text(article.body)
    yield from lint.check_title("title", article.title)
    yield from TITLE.lint("title", article.title)
    yield from LEAD.lint("lead", article.lead)
    yield from BODY[Kind(article.kind)].lint("body", body)
    if article.copied_from and article.body == article.copied_from.body:
        yield LintMessage(
            "body",
            f"Nội dung còn giống hệt bài số {article.copied_from_id}, mà bài này chép từ đó.",
        )
    if lint.is_file_name(article.picture_alt):
        sentence = f"“{article.picture_alt}” không tả ảnh; xin viết trong ảnh có gì."
        yield LintMessage("picture_alt", sentence, quote=article.picture_alt)
    texts = _texts(article)
    for field, text in texts.items():
        preferred = limit_messages(lint.check_preferred_words(field, text, known.words))
        yield from preferred
        yield from _not_said(limit_messages(lint.check_spelling(field, text)), preferred)
        yield from lint.check_legacy_encoding(field, text)
        yield from limit_messages(lint.check_doubled_words(field, text))
        yield from limit_messages(lint.check_punctuation(field, text))
        yield from limit_messages(lint.check_days(field, text))
    yield from check_times(article)
    yield from private_data(texts, known.ward)
    yield from lint_facts({name: texts[name] for name in ("title", "lead", "body")}, known.ward)


def _texts(article: Article) -> dict[str, str]:
    return {
        "title": article.title,
        "lead": article.lead,
        "body": plain_text(article.body),
        "picture_alt": article.picture_alt,
        "picture_credit": article.picture_credit,
    }


def personal_sentences(article: Article, ward: Ward | None = None) -> list[str]:
    """Return what is said of what looks like personal data in an item, each sentence once."""
    return list(dict.fromkeys(one.sentence for one in private_data(_texts(article), ward)))


def check_times(article: Article) -> Iterator[LintMessage]:
    """Yield the times that a notice's text names and its table does not have."""
    if article.kind != Kind.NOTICE:
        return
    if article.times:
        yield from contradictions(article)
        return
    found = proposed_times(article)
    if not found:
        return
    labels = "; ".join(one.label for one in parse_times(found))
    sentence = f"Thông báo chưa ghi thời gian; trong bài có: {labels}."
    yield LintMessage("times", sentence, replacement=found, offer="Dùng giờ này")


def times_question(article: Article) -> list[str]:
    """Return the question to whoever hands in a notice without times; none for any other item."""
    if article.kind != Kind.NOTICE or article.times:
        return []
    proposed = [one.sentence for one in check_times(article)]
    ask = "Thông báo chưa ghi khi nào, ở đâu; nếu là việc có ngày giờ, xin ghi trước khi nộp."
    return proposed or [ask]


def private_data(texts: Mapping[str, str], ward: Ward | None = None) -> Iterator[LintMessage]:
    """Yield what looks like personal data in texts by the names of their fields, but for the
    ward's own phone and address and the numbers of its offices.
    """
    is_public = public_contacts("\n".join(texts.values()), ward)
    for field, text in texts.items():
        yield from limit_messages(lint.check_private_data(field, text, is_public=is_public))


@dataclass(frozen=True)
class Known:
    """What is the same for every item: the words that the board prefers, and the ward."""

    words: list[PreferredWording]
    ward: Ward

    @classmethod
    def read(cls) -> Known:
        rows = PreferredWord.objects.values_list("wrong", "right", "note")
        return cls([PreferredWording(*row) for row in rows], Ward.current())


def _not_said(
    spelling: Iterable[LintMessage], preferred: list[LintMessage]
) -> Iterator[LintMessage]:
    """Leave out syllables of words the board has already been reminded of."""
    said = {syllable for one in preferred for syllable in one.quote.lower().split()}
    return (one for one in spelling if not one.quote or one.quote not in said)
