from django.db import migrations

from core.text.vietnamese import clean_line


def fix_payees(apps, schema_editor):
    """Store for each honorarium the account and unit that its payee has meant until now."""
    Honorarium = apps.get_model('news', 'Honorarium')
    by_key = {}
    for user in apps.get_model('organization', 'User').objects.select_related('unit'):
        by_key.setdefault(_key(_name(user)), []).append(user)
    rows = Honorarium.objects.select_related('article__author__unit', 'article__unit')
    for row in rows.defer('article__body'):
        article, author = row.article, row.article.author
        name = row.payee or (author and _name(author)) or (
            article.received_from or article.byline or article.original_author
        )
        account = _account(_key(name), author, by_key) if name else None
        row.payee_account = account
        row.payee_unit = (account and account.unit) or article.unit
        row.save(update_fields=['payee_account', 'payee_unit'])


def _account(key, author, by_key):
    if author and key == _key(_name(author)):
        return author
    person, _, unit = (part.strip() for part in key.partition(','))
    found = [
        user
        for user in by_key.get(person, ())
        if not unit
        or (user.unit and unit in (_key(user.unit.name), _key(user.unit.short_name)))
    ]
    return found[0] if len(found) == 1 else None


def _name(user):
    return user.full_name or user.username


def _key(name):
    return clean_line(name).casefold()


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0014_honorarium_payee_account'),
    ]

    operations = [
        migrations.RunPython(fix_payees, migrations.RunPython.noop, elidable=True),
    ]
