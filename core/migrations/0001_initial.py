import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from core.migrations import _search_functions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        *_search_functions.OPERATIONS,
        migrations.CreateModel(
            name='CacheInvalidation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'thay đổi của trang',
                'verbose_name_plural': 'thay đổi của trang',
            },
        ),
        migrations.CreateModel(
            name='FileUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('role', models.CharField(choices=[('lead', 'Ảnh chính'), ('body', 'Trong bài'), ('attachment', 'Tệp đính kèm'), ('former', 'Không còn dùng')], max_length=10)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='tên hiển thị')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'tệp đính kèm',
                'verbose_name_plural': 'tệp đính kèm',
                'ordering': ['role', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('is_editing', models.BooleanField()),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'người đang mở',
                'verbose_name_plural': 'người đang mở',
            },
        ),
        migrations.CreateModel(
            name='ReviewComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('quote', models.TextField(blank=True, verbose_name='trích đoạn')),
                ('before', models.CharField(blank=True, max_length=60)),
                ('after', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField(verbose_name='góp ý')),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('version', models.PositiveIntegerField(verbose_name='phiên bản')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='xong lúc')),
            ],
            options={
                'verbose_name': 'góp ý',
                'verbose_name_plural': 'góp ý',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewCommentReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'Trả lời góp ý'), ('close', 'Đóng góp ý'), ('reopen', 'Mở lại góp ý')], max_length=10)),
                ('text', models.TextField(blank=True, verbose_name='lời')),
                ('created_at', models.DateTimeField(verbose_name='lúc')),
                ('version', models.PositiveIntegerField(verbose_name='phiên bản')),
            ],
            options={
                'verbose_name': 'trả lời góp ý',
                'verbose_name_plural': 'trả lời góp ý',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('picture', 'Ảnh'), ('document', 'Tài liệu')], max_length=10, verbose_name='loại')),
                ('name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('extension', models.CharField(max_length=8)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField(verbose_name='dung lượng (byte)')),
                ('sha256', models.CharField(max_length=64)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('idempotency_key', models.CharField(blank=True, max_length=32)),
            ],
            options={
                'verbose_name': 'tệp',
                'verbose_name_plural': 'tệp',
            },
        ),
        migrations.CreateModel(
            name='TransitionLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('name', models.CharField(max_length=40, verbose_name='bước')),
                ('source', models.CharField(max_length=20, verbose_name='từ')),
                ('target', models.CharField(max_length=20, verbose_name='sang')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('version', models.PositiveIntegerField(verbose_name='phiên bản')),
            ],
            options={
                'verbose_name': 'nhật ký trạng thái',
                'verbose_name_plural': 'nhật ký trạng thái',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ViewCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('day', models.DateField(verbose_name='ngày')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='lượt xem')),
            ],
            options={
                'verbose_name': 'lượt xem trong ngày',
                'verbose_name_plural': 'lượt xem trong ngày',
            },
        ),
        migrations.CreateModel(
            name='AutosavedDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(null=True)),
                ('values', models.JSONField()),
                ('version', models.PositiveIntegerField(null=True)),
                ('page', models.CharField(max_length=32)),
                ('saved_at', models.DateTimeField()),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'bản viết dở',
                'verbose_name_plural': 'bản viết dở',
            },
        ),
    ]
