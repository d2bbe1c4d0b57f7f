"""Small files that browsers and researchers of security look for."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organization.identity.metadata import absolute_url
from organization.models import Ward

_VALID = timedelta(days=180)
ICONS = (192, 512)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a security hole (RFC 9116)."""
    ward = Ward.current()
    expires = timezone.make_aware(datetime.combine(timezone.localdate() + _VALID, time.min))
    lines = [
        f"Contact: mailto:{ward.email}" if ward.email else "",
        f"Contact: {absolute_url(reverse('contact'))}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    text = "\n".join(filter(None, lines)) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return name and icons for a phone's home screen."""
    ward = Ward.current()
    document = {
        "name": f"Cổng thông tin điện tử {ward.name}",
        "short_name": ward.name,
        "lang": "vi",
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#a4161a",
        "icons": [
            {
                "src": static(f"shared/icons/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
            }
            for size in ICONS
        ],
    }
    return JsonResponse(document, content_type="application/manifest+json")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect old browsers, which ask for this name, to the icon."""
    return HttpResponsePermanentRedirect(static("shared/icons/icon-192.png"))
