import django.db.models.deletion
from django.db import migrations, models

from documents.reading.numbers import format_number

NOTHING = {"attachments": [], "amended_by": []}


def move_amending(apps, schema_editor):
    """Move the documents that amended another one to their own table, and into the revisions."""
    documents = apps.get_model("documents", "PublicDocument").objects.order_by()
    history = apps.get_model("documents", "HistoricalPublicDocument").objects.order_by()
    amendment = apps.get_model("documents", "Amendment")
    pairs = _amended(documents).values_list("pk", "replaced_by")
    amendment.objects.bulk_create(amendment(document_id=pk, by_id=by) for pk, by in pairs)
    for rows in (documents, history):
        rows.update(related_snapshot=NOTHING)
        for by in set(_amended(rows).values_list("replaced_by_id", flat=True)):
            named = NOTHING | {"amended_by": [[by, _name(documents, by)]]}
            _amended(rows).filter(replaced_by_id=by).update(
                related_snapshot=named, replaced_by=None
            )


def move_back(apps, schema_editor):
    """Put the newest amending document back: before there was room for one."""
    documents = apps.get_model("documents", "PublicDocument").objects.order_by()
    history = apps.get_model("documents", "HistoricalPublicDocument").objects.order_by()
    amendments = apps.get_model("documents", "Amendment").objects.order_by("by__issued_on", "by")
    named = dict(amendments.values_list("document", "by"))
    for pk in documents.filter(validity="amended").values_list("pk", flat=True):
        documents.filter(pk=pk).update(replaced_by=named.get(pk))
    amended = history.filter(validity="amended")
    for pk, snapshot in amended.values_list("pk", "related_snapshot"):
        rows = snapshot.get("amended_by")
        history.filter(pk=pk).update(replaced_by=rows[-1][0] if rows else None)


def _amended(rows):
    return rows.filter(validity="amended", replaced_by__isnull=False)


def _name(documents, pk):
    """Return a document's name as its model has it."""
    row = documents.filter(pk=pk).values_list("number", "notation", "number_year", "subject")
    if not row:
        return str(pk)
    number, notation, year, subject = row[0]
    code = format_number(number, notation, year)
    return " – ".join(filter(None, [code, subject])) or "Văn bản chưa ghi số"


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_submitted_outgoing'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalpublicdocument',
            name='related_snapshot',
            field=models.JSONField(default=dict, editable=False, verbose_name='tệp đính kèm'),
        ),
        migrations.AddField(
            model_name='publicdocument',
            name='related_snapshot',
            field=models.JSONField(default=dict, editable=False, verbose_name='tệp đính kèm'),
        ),
        migrations.AlterField(
            model_name='historicalpublicdocument',
            name='replaced_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.publicdocument', verbose_name='văn bản thay thế'),
        ),
        migrations.AlterField(
            model_name='publicdocument',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='documents.publicdocument', verbose_name='văn bản thay thế'),
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments_made', to='documents.publicdocument', verbose_name='văn bản sửa đổi, bổ sung')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='documents.publicdocument', verbose_name='văn bản được sửa đổi, bổ sung')),
            ],
            options={
                'verbose_name': 'sửa đổi, bổ sung văn bản',
                'verbose_name_plural': 'sửa đổi, bổ sung văn bản',
            },
        ),
        migrations.AddField(
            model_name='publicdocument',
            name='amended_by',
            field=models.ManyToManyField(blank=True, related_name='amends', through='documents.Amendment', through_fields=('document', 'by'), to='documents.publicdocument', verbose_name='văn bản sửa đổi, bổ sung'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(fields=('document', 'by'), name='documents_amendment_once'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('document', models.F('by')), _negated=True), name='documents_amendment_not_by_itself', violation_error_message='Văn bản không tự sửa đổi chính nó.'),
        ),
        migrations.RunPython(move_amending, move_back),
        # Backwards first: tables with constraints still to be checked cannot be altered.
        migrations.RunSQL(migrations.RunSQL.noop, "SET CONSTRAINTS ALL IMMEDIATE"),
    ]
