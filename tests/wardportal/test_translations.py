"""Nothing a person sees is left in English: Django's Vietnamese catalogs and ours together say
everything.
"""

import ast
import gettext
import re
from pathlib import Path

import django
import pytest
from django import forms
from django.conf import global_settings, settings
from django.utils import timezone
from django.utils.translation import trans_real

DJANGO = Path(django.__file__).parent
OURS = settings.BASE_DIR / "locale" / "vi" / "LC_MESSAGES"

NEVER_SHOWN = {name for _, name in global_settings.LANGUAGES} | {
    # Django's page for an empty project, and its CSRF page: ours is templates/403_csrf.html.
    "The install worked successfully! Congratulations!",
    "Django Documentation",
    "Topics, references, &amp; how-to’s",
    "Tutorial: A Polling App",
    "Get started with Django",
    "Django Community",
    "Connect, get help, or contribute",
    "Forbidden",
    "CSRF verification failed. Request aborted.",
    "More information is available with DEBUG=True.",
}
NEVER_SHOWN_OPENINGS = (
    "View <a href=",
    "You are seeing this page because <a href=",
    "You are seeing this message because this HTTPS site",
    "You are seeing this message because this site requires a CSRF cookie",
    "If you have configured your browser to disable",
    "If you are using the <meta name=",
)


def entries(path):
    """Return the messages of a .po file: (context, id, plural id) -> text."""
    found, fields, name = {}, {}, None
    for line in [*path.read_text().splitlines(), ""]:
        if match := re.fullmatch(r'(msgctxt|msgid|msgid_plural|msgstr)(?:\[0\])? (".*")', line):
            name = match[1]
            fields[name] = ast.literal_eval(match[2])
        elif line.startswith('"') and name:
            fields[name] += ast.literal_eval(line)
        elif not line.strip():
            if fields.get("msgid"):
                found[fields.get("msgctxt"), fields["msgid"], fields.get("msgid_plural")] = fields[
                    "msgstr"
                ]
            fields, name = {}, None
    return found


def compiled_key(context, message, plural):
    key = f"{context}\x04{message}" if context else message
    return (key, 0) if plural else key


def is_shown(message):
    return message not in NEVER_SHOWN and not message.startswith(NEVER_SHOWN_OPENINGS)


@pytest.mark.parametrize(
    "package", ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes"]
)
def test_every_message_of_pages_and_forms_is_translated(package):
    catalog = trans_real.translation("vi")._catalog
    messages = entries(DJANGO / package / "locale/en/LC_MESSAGES/django.po")
    assert len(messages) > 5
    assert [
        key for key in messages if is_shown(key[1]) and not catalog.get(compiled_key(*key))
    ] == []


def test_every_message_of_the_admins_scripts_is_translated():
    folder = DJANGO / "contrib/admin/locale"
    known = {**entries(folder / "vi/LC_MESSAGES/djangojs.po"), **entries(OURS / "djangojs.po")}
    assert [
        key for key in entries(folder / "en/LC_MESSAGES/djangojs.po") if not known.get(key)
    ] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalog_is_current(domain):
    with (OURS / f"{domain}.mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)._catalog
    written = {compiled_key(*key): text for key, text in entries(OURS / f"{domain}.po").items()}
    assert {key: text for key, text in catalog.items() if key != ""} == written


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_translations_use_only_the_placeholders_of_their_message(domain):
    placeholders = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
    for (_, message, plural), text in entries(OURS / f"{domain}.po").items():
        assert set(placeholders.findall(text)) <= set(
            placeholders.findall(message + (plural or ""))
        ), message


@pytest.mark.parametrize(
    "typed", ["05/06/2026 07:30", "05/06/2026 | 07:30", "07:30 05/06/2026", "2026-06-05T07:30"]
)
def test_a_typed_day_is_read_as_people_here_write_it(typed: str) -> None:
    read = timezone.localtime(forms.DateTimeField().clean(typed))
    assert f"{read:%Y-%m-%d %H:%M}" == "2026-06-05 07:30"
