"""Import the pages of an old portal as published articles, each once."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q

from core.os_errors import reason
from core.sorting import next_position
from core.text.vietnamese import clean_line, slug
from core.workflow.engine import TransitionRefused, perform
from news.editorial.services import save_text
from news.importing.legacy_parser import LegacyPage, UnreadablePage, parse_page
from news.models import Article, Category
from news.states import Kind
from organization.models import Redirect


class Command(BaseCommand):
    missing_args_message = "Xin ghi tên các tệp cần nhập, ví dụ: import_articles cu/*.txt"
    help = "Nhập tin bài từ tệp chữ của cổng cũ. Nhập lại không tạo bản thứ hai."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="TỆP")
        parser.add_argument(
            "--source-base",
            default="",
            metavar="URL",
            help=(
                "địa chỉ cũ = URL này + tên tệp không có phần mở rộng; URL có thể kết thúc bằng"
                " _101_assetEntryId="
            ),
        )
        parser.add_argument(
            "--category-map",
            type=Path,
            metavar="CSV",
            help="hai cột: chuyên mục cũ, chuyên mục mới",
        )
        parser.add_argument("--byline-last", action="store_true", help="dòng cuối là tên tác giả")

    def handle(self, *args: Any, **options: Any) -> None:
        categories = read_category_map(options["category_map"]) if options["category_map"] else {}
        failed = 0
        for path in options["files"]:
            address = old_address(options["source_base"], path)
            try:
                page = parse_page(
                    path.read_text(encoding="utf-8"), byline_last=options["byline_last"]
                )
                article = import_page(page, address=address, categories=categories)
            except UnicodeDecodeError as error:
                failed += self._fail(path, f"byte {error.start}: không phải UTF-8")
            except OSError as error:
                failed += self._fail(path, f"không mở được tệp: {reason(error)}")
            except UnreadablePage as error:
                failed += self._fail(path, str(error))
            except (ValidationError, TransitionRefused) as error:
                failed += self._fail(path, " ".join(getattr(error, "messages", None) or error.args))
            else:
                self.stdout.write(
                    f"{path}: {article.get_absolute_url() if article else 'đã có, bỏ qua'}"
                )
        if failed:
            raise CommandError(f"{failed} tệp không nhập được.")

    def _fail(self, path: Path, reason: str) -> int:
        self.stderr.write(f"{path}: {reason}")
        return 1


def read_category_map(path: Path) -> dict[str, str]:
    """Return old names to new ones.

    Raises CommandError naming the line that has not two columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [
                (number, row) for number, row in enumerate(csv.reader(file), start=1) if any(row)
            ]
    except OSError as error:
        raise CommandError(f"Không đọc được {path}: {reason(error)}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"Không đọc được {path}: không phải chữ UTF-8.") from None
    for number, row in rows:
        if len(row) != 2 or not all(cell.strip() for cell in row):
            raise CommandError(f"{path}, dòng {number}: cần đúng hai cột, chuyên mục cũ và mới.")
    return {clean_line(old): clean_line(new) for _, (old, new) in rows}


def import_page(page: LegacyPage, *, address: str, categories: dict[str, str]) -> Article | None:
    """Store and publish one page as the system; None when it is already here.

    Its identity is the old address, or title and time.
    """
    with transaction.atomic():
        same = Q(title=clean_line(page.title), published_at=page.published_at)
        if address:
            # Two addresses are two items; one that came without its address is the same.
            same = Q(source_address=address) | same & Q(source_address="")
        if known := Article.objects.filter(same).first():
            redirect_old_address(address, known)
            return None
        category = get_or_create_category(
            categories.get(clean_line(page.category), clean_line(page.category))
        )
        article = Article(
            title=page.title,
            lead=page.lead,
            body=page.body_html,
            byline=page.byline,
            category=category,
            kind=Kind.NOTICE if category.is_for_notices else Kind.BRIEF,
            source_address=address,
        )
        article.full_clean(exclude=["author"])
        save_text(article, actor=None, now=page.published_at, reason="Nhập từ cổng cũ")
        data = {"published_at": page.published_at, "view_count": page.view_count}
        redirect_old_address(address, article)
        return perform(article, "import", actor=None, version=article.version, data=data)


def old_address(base: str, path: Path) -> str:
    """Return the address a file's page had on the old portal: a path, or the value of a parameter;
    empty if unknown.
    """
    if not base or base.endswith("="):
        return base and base + path.stem
    return base.rstrip("/") + "/" + path.stem


def redirect_old_address(address: str, article: Article) -> None:
    """Redirect the old address to the article."""
    if address:
        Redirect.objects.add_missing(
            address, article.get_absolute_url(), origin=Redirect.Origin.IMPORT
        )


def get_or_create_category(name: str) -> Category:
    """Return the category of that name, made when there is none: hidden, until a person shows it.
    One that was merged is the one it was merged into.

    Raises ValidationError for a name that is too long or whose address another spelling already
    has.
    """
    found = Category.objects.filter(name__iexact=name).first()
    if found is None:
        found = Category(name=name, slug=slug(name))
        found.position = next_position(Category.objects.all())
        found.is_hidden = True
        try:
            found.full_clean()
        except ValidationError as error:
            raise ValidationError(f"chuyên mục “{name}”: {' '.join(error.messages)}") from None
        found.save()
    return found.merged_into or found
