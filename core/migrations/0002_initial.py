import django.db.models.deletion
from django.conf import settings
from core.migrations import _append_only_log
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='autosaveddraft',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fileuse',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddField(
            model_name='presence',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddField(
            model_name='presence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewcomment',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewcomment',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewcomment',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddField(
            model_name='reviewcommentreply',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewcommentreply',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='core.reviewcomment'),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='uploader',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fileuse',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='core.storedfile', verbose_name='tệp'),
        ),
        migrations.AddField(
            model_name='transitionlog',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transitionlog',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddField(
            model_name='viewcount',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype'),
        ),
        migrations.AddConstraint(
            model_name='autosaveddraft',
            constraint=models.UniqueConstraint(fields=('user', 'content_type', 'object_id'), name='core_sidecopy_one_each', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'user'), name='core_presence_one_each'),
        ),
        migrations.AddIndex(
            model_name='reviewcomment',
            index=models.Index(fields=['content_type', 'object_id'], name='core_reviewcomment_item'),
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.UniqueConstraint(condition=models.Q(('idempotency_key', ''), _negated=True), fields=('uploader', 'idempotency_key'), name='core_storedfile_idempotency_key'),
        ),
        migrations.AddIndex(
            model_name='fileuse',
            index=models.Index(fields=['content_type', 'object_id'], name='core_fileuse_item'),
        ),
        migrations.AddIndex(
            model_name='transitionlog',
            index=models.Index(fields=['content_type', 'object_id', 'at'], name='core_log_item'),
        ),
        migrations.AddIndex(
            model_name='viewcount',
            index=models.Index(fields=['content_type', 'day'], name='core_viewcount_day'),
        ),
        migrations.AddConstraint(
            model_name='viewcount',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'day'), name='core_viewcount_item_day'),
        ),
        *_append_only_log.OPERATIONS,
    ]
