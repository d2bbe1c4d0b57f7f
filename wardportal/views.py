"""Home page, password reset, health checks."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.views import PasswordResetView
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.database.compiled_query import compiled_query
from core.failsafe import report
from core.registries import render_home_strips
from core.text.forms import NormalizedTextMixin
from news.curation.services import front
from news.models import Article, Category
from news.models.categories import CategoryQuerySet
from news.querysets.articles import ArticleQuerySet
from organization.accounts import limits
from organization.identity.metadata import Metadata, website_node
from organization.mail.delivery import RESET_MAIL, has_mail_server
from organization.mail.messages import sender_of
from organization.models import User, Ward
from wardportal.system import readiness

NO_MAIL_SERVER = (
    "Cổng chưa nối với máy chủ thư nên chưa gửi được thư đặt lại mật khẩu. Xin nhờ cán bộ công nghệ"
    " thông tin của phường đặt lại giúp."
)
MAX_NEWEST = 5
MIN_NEWEST = 3  # newest items shown, however many are pinned
MAX_IN_STRIP = 3
MAX_NOTICES = 4


@dataclass(frozen=True)
class CategoryStrip:
    """One category on the home page with its newest items."""

    category: Category
    articles: list[Article]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what residents come for (common tasks, notices, the days ahead), then the lead story,
    pinned items, the newest, and a strip per category. An item stands once on the page.
    """
    chosen = front()
    lead = chosen.lead
    newest = chosen.newest
    categories = _visible_categories() if lead or newest else []
    shown = [lead.pk] if lead else []
    now = timezone.now()
    notices = _notice_strips([one for one in categories if one.is_for_notices], shown, now)
    shown += [article.pk for strip in notices for article in strip.articles]
    pins = [article for article in chosen.pins if article.pk not in shown]
    newest = [article for article in newest if article.pk not in shown]
    if lead is None and newest:
        lead = newest.pop(0)
    newest = newest[: max(MAX_NEWEST - len(pins), MIN_NEWEST)]
    shown += [article.pk for article in (lead, *pins, *newest) if article]
    strips = _news_strips([one for one in categories if not one.is_for_notices], shown, now)
    context = {
        "notices": notices,
        "lead": lead,
        "pins": pins,
        "newest": newest,
        "strips": [*notices, *strips],
        "top_strips": render_home_strips(request, on_top=True),
        "home_strips": render_home_strips(request) if shown else [],
        "canonical_url": settings.SITE_URL + "/",
        "metadata": Metadata(dated=_newest_date([lead, *pins, *newest]), nodes=(website_node(),)),
    }
    return render(request, "wardportal/home.html", context)


def _newest_date(articles: list[Article | None]) -> datetime | None:
    dates = [article.published_at for article in articles if article and article.published_at]
    return max(dates, default=None)


@compiled_query
def _visible_categories() -> CategoryQuerySet:
    return Category.objects.visible()


@compiled_query
def _coming(count: int, /, *, category: int, above: list[int], now: datetime) -> ArticleQuerySet:
    published = Article.objects.current(now=now).filter(category=category)
    return published.exclude(pk__any_of=above).coming_first(count, now=now)[:count]


@compiled_query
def _newest(
    categories: tuple[int, ...], count: int, /, *, above: list[int], now: datetime
) -> ArticleQuerySet:
    published = Article.objects.current(now=now).exclude(pk__any_of=above)
    return published.newest_of_each(categories, count)


def _notice_strips(
    categories: list[Category], above: list[int], now: datetime
) -> list[CategoryStrip]:
    """Return the notices of each category but those above, by what comes next."""
    found = [
        (one, _coming(MAX_NOTICES, category=one.pk, above=above, now=now)) for one in categories
    ]
    return [CategoryStrip(category, articles) for category, articles in found if articles]


def _news_strips(
    categories: list[Category], above: list[int], now: datetime
) -> list[CategoryStrip]:
    """Return the newest items of each category but those above, all in one query."""
    if not categories:
        return []
    keys = tuple(category.pk for category in categories)
    articles: dict[int | None, list[Article]] = defaultdict(list)
    for article in _newest(keys, MAX_IN_STRIP, above=above, now=now):
        articles[article.category_id].append(article)
    return [
        CategoryStrip(category, articles[category.pk])
        for category in categories
        if articles[category.pk]
    ]


class SiteResetForm(NormalizedTextMixin, PasswordResetForm):
    """Django's form; its links lead to ``SITE_URL``, never to the host that a request names.

    An imported account has no password yet: this is how its owner sets the first one. One whose
    password was taken away later gets none.
    """

    def get_users(self, email: str) -> Iterator[User]:
        """Return the open accounts of an address."""
        wanted = unicodedata.normalize("NFKC", email).casefold()
        for user in User.objects.filter(email__iexact=email, is_active=True):
            may_reset = user.has_usable_password() or user.last_login is None
            if may_reset and unicodedata.normalize("NFKC", user.email).casefold() == wanted:
                yield user

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Send the mail; a failure is recorded for the IT officer, the person learns nothing."""
        subject = "".join(render_to_string(subject_template_name, context).splitlines())
        body = render_to_string(email_template_name, context)
        try:
            EmailMessage(subject, body, from_email, [to_email]).send()
        except (OSError, ValueError) as error:  # smtplib's are OSErrors
            report(RESET_MAIL, error)

    def save(self, *args: Any, **options: Any) -> None:
        site = urlsplit(settings.SITE_URL)
        options |= {"domain_override": site.netloc, "use_https": site.scheme == "https"}
        super().save(*args, **options)


class PasswordReset(PasswordResetView):
    """Django's password reset, limited for each address and network, with the ward's name.

    Without a mail server nothing is sent: the mail would stand in the server's log.
    """

    form_class = SiteResetForm

    def get_form(self, form_class: Any = None) -> PasswordResetForm:
        """Say before anything is typed whom to ask where no mail can be sent."""
        form = super().get_form(form_class)
        if not has_mail_server():
            phone = Ward.current().phone
            call = f" Điện thoại của phường: {phone}." if phone else ""
            form.fields["email"].help_text = NO_MAIL_SERVER + call
        return form

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        now, network = timezone.now(), limits.network_of(self.request)
        name = limits.hashed_name(f"reset {form.cleaned_data['email']}")
        if until := limits.locked_until(limits.RESET, name, network, now=now, keys=("ip_address",)):
            wait = limits.wait_in_words(until - now)
            form.add_error("email", f"Đã có quá nhiều yêu cầu từ mạng này. Xin thử lại sau {wait}.")
            return self.form_invalid(form)
        if not has_mail_server():
            form.add_error("email", NO_MAIL_SERVER)
            return self.form_invalid(form)
        is_over_limit = limits.locked_until(limits.RESET, name, network, now=now)
        limits.count(limits.RESET, name, network)
        if is_over_limit:  # the same answer: nobody learns whose address it is
            return HttpResponseRedirect(self.get_success_url())
        ward = Ward.current()
        self.from_email = sender_of(ward)
        self.extra_email_context = {"site_name": ward.agency_name}
        return super().form_valid(form)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether pages can be made; 503 with the name of what is missing.

    When they can, a second line tells when the periodic jobs last ended, if they ever ran.
    """
    missing = readiness.missing()
    text = missing or "\n".join(filter(None, ("ok", readiness.periodic_jobs_line())))
    return HttpResponse(text, status=503 if missing else 200, content_type="text/plain")
