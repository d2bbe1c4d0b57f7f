import core.date_fields
import core.dates
import datetime
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0007_audio_files'),
        ('news', '0007_honorarium_payee'),
        ('organization', '0006_lines_in_their_period'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pronunciation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written', models.CharField(max_length=40, unique=True, verbose_name='viết')),
                ('spoken', models.CharField(max_length=120, verbose_name='đọc')),
                ('is_foreign', models.BooleanField(default=False, help_text='Không phân biệt chữ hoa, chữ thường.', verbose_name='từ nước ngoài')),
            ],
            options={
                'verbose_name': 'cách đọc',
                'verbose_name_plural': 'cách đọc',
                'ordering': ['written'],
            },
        ),
        migrations.CreateModel(
            name='AirItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('source_key', models.CharField(blank=True, editable=False, max_length=60)),
                ('source_version', models.PositiveIntegerField(default=0, editable=False)),
                ('source_state', models.CharField(choices=[('current', 'Khớp bản đang đăng'), ('corrected', 'Bản đăng đã sửa'), ('withdrawn', 'Bản đăng đã gỡ')], default='current', editable=False, max_length=9, verbose_name='nguồn')),
                ('kind', models.CharField(choices=[('brief', 'Tin'), ('feature', 'Bài'), ('notice', 'Thông báo'), ('document', 'Văn bản'), ('conclusion', 'Kết luận họp'), ('message', 'Lời nhắn'), ('relayed', 'Tiếp âm'), ('opening', 'Lời mở đầu'), ('closing', 'Lời kết')], default='message', max_length=10, verbose_name='loại')),
                ('title', models.CharField(max_length=300, verbose_name='tiêu đề')),
                ('author', models.CharField(blank=True, max_length=120, verbose_name='tác giả')),
                ('written', models.TextField(blank=True, max_length=60000, verbose_name='bản viết')),
                ('reading', models.TextField(blank=True, max_length=100000, verbose_name='lời đọc')),
                ('is_reading_edited', models.BooleanField(default=False, editable=False)),
                ('relayed_seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='thời lượng tiếp âm (giây)')),
                ('air_from', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='phát từ ngày')),
                ('air_until', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='phát đến hết ngày')),
                ('plays_wanted', models.PositiveSmallIntegerField(default=1, verbose_name='số lần phát')),
                ('recording_seconds', models.FloatField(editable=False, null=True)),
                ('recorded_reading', models.TextField(blank=True, editable=False)),
                ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='giọng máy')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recording', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='air_items', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'mục phát thanh',
                'verbose_name_plural': 'mục phát thanh',
                'ordering': ['-air_from', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='AnnouncerAbsence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='từ ngày')),
                ('valid_until', core.date_fields.DateField(blank=True, bounds=core.dates.Bounds(1990, 2100), null=True, verbose_name='đến hết ngày')),
                ('announcer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='phát thanh viên vắng')),
                ('stand_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm thay')),
            ],
            options={
                'verbose_name': 'phát thanh viên vắng',
                'verbose_name_plural': 'phát thanh viên vắng',
                'ordering': ['-valid_from', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Bulletin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('day', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='ngày')),
                ('starts_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='phát lúc')),
                ('minutes', models.PositiveSmallIntegerField(default=15, verbose_name='thời lượng (phút)')),
                ('bulletin_class', models.CharField(choices=[('normal', 'Thông thường'), ('priority', 'Ưu tiên'), ('emergency', 'Khẩn cấp')], default='normal', editable=False, max_length=9, verbose_name='loại')),
                ('state', models.CharField(choices=[('draft', 'Đang soạn'), ('in_review', 'Chờ duyệt'), ('approved', 'Đã duyệt, chờ phát'), ('aired', 'Đã phát'), ('missed', 'Không phát'), ('cancelled', 'Đã hủy')], default='draft', editable=False, max_length=9, verbose_name='trạng thái')),
                ('approved_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True)),
                ('audio_seconds', models.FloatField(editable=False, null=True)),
                ('audio_parts', models.JSONField(default=list, editable=False)),
                ('confirmed_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True)),
                ('missed_reason', models.CharField(blank=True, choices=[('power', 'Mất điện'), ('equipment', 'Hỏng thiết bị'), ('staff', 'Không có người phát'), ('weather', 'Mưa bão, thiên tai'), ('ordered', 'Theo chỉ đạo'), ('other', 'Lý do khác')], editable=False, max_length=9, verbose_name='vì sao không phát')),
                ('alarmed_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True)),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('audio', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bản tin phát thanh',
                'verbose_name_plural': 'bản tin phát thanh',
                'ordering': ['-starts_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BulletinItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('is_aired', models.BooleanField(null=True, verbose_name='đã phát')),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='broadcasts.bulletin', verbose_name='bản tin')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='broadcasts.airitem', verbose_name='mục')),
            ],
            options={
                'verbose_name': 'mục của bản tin',
                'verbose_name_plural': 'mục của bản tin',
                'ordering': ['bulletin', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Emergency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='bắt đầu lúc')),
                ('stopped_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), null=True, verbose_name='dừng lúc')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='news.article')),
                ('banner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.banner')),
                ('bulletin', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='emergency', to='broadcasts.bulletin')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stopped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'thông báo khẩn cấp',
                'verbose_name_plural': 'thông báo khẩn cấp',
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAirItem',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('source_key', models.CharField(blank=True, editable=False, max_length=60)),
                ('source_version', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(choices=[('brief', 'Tin'), ('feature', 'Bài'), ('notice', 'Thông báo'), ('document', 'Văn bản'), ('conclusion', 'Kết luận họp'), ('message', 'Lời nhắn'), ('relayed', 'Tiếp âm'), ('opening', 'Lời mở đầu'), ('closing', 'Lời kết')], default='message', max_length=10, verbose_name='loại')),
                ('title', models.CharField(max_length=300, verbose_name='tiêu đề')),
                ('author', models.CharField(blank=True, max_length=120, verbose_name='tác giả')),
                ('written', models.TextField(blank=True, max_length=60000, verbose_name='bản viết')),
                ('reading', models.TextField(blank=True, max_length=100000, verbose_name='lời đọc')),
                ('is_reading_edited', models.BooleanField(default=False, editable=False)),
                ('relayed_seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='thời lượng tiếp âm (giây)')),
                ('air_from', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='phát từ ngày')),
                ('air_until', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='phát đến hết ngày')),
                ('plays_wanted', models.PositiveSmallIntegerField(default=1, verbose_name='số lần phát')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'historical mục phát thanh',
                'verbose_name_plural': 'historical mục phát thanh',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PlayoutLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='tên trạm')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False)),
                ('revoked_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True, verbose_name='thu hồi lúc')),
                ('active_page', models.CharField(blank=True, editable=False, max_length=32)),
                ('last_seen_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True, verbose_name='thấy lần cuối')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'trang phát của trạm',
                'verbose_name_plural': 'trang phát của trạm',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='PlayoutReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.CharField(max_length=32)),
                ('started_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100))),
                ('ended_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), null=True)),
                ('interruptions', models.PositiveSmallIntegerField(default=0)),
                ('seen_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100))),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='playout_reports', to='broadcasts.bulletin')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='broadcasts.playoutlink')),
            ],
            options={
                'verbose_name': 'báo cáo của trang phát',
                'verbose_name_plural': 'báo cáo của trang phát',
                'ordering': ['started_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RecordingTake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100))),
                ('reading', models.TextField(blank=True)),
                ('is_synthetic', models.BooleanField(default=False)),
                ('idempotency_key', models.CharField(blank=True, max_length=32)),
                ('job_key', models.UUIDField(null=True)),
                ('finished_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), null=True)),
                ('refusal', models.CharField(blank=True, max_length=300)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takes', to='broadcasts.airitem')),
                ('raw', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bản ghi gửi lên',
                'verbose_name_plural': 'bản ghi gửi lên',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='từ ngày')),
                ('valid_until', core.date_fields.DateField(blank=True, bounds=core.dates.Bounds(1990, 2100), null=True, verbose_name='đến hết ngày')),
                ('name', models.CharField(help_text='Ví dụ: Sáng, Chiều.', max_length=40, verbose_name='tên buổi')),
                ('starts_at', models.TimeField(verbose_name='bắt đầu lúc')),
                ('minutes', models.PositiveSmallIntegerField(default=15, verbose_name='thời lượng (phút)')),
                ('weekdays', models.CharField(default='12345', max_length=7, verbose_name='các ngày trong tuần')),
            ],
            options={
                'verbose_name': 'buổi phát',
                'verbose_name_plural': 'buổi phát',
                'ordering': ['starts_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='broadcasts_slot_in_order', violation_error_message='Ngày cuối phải từ ngày đầu trở đi.'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 240)), name='broadcasts_slot_minutes'), core.date_fields.BoundsConstraint(condition=models.Q(('valid_from__gte', datetime.date(1990, 1, 1)), ('valid_from__lt', datetime.date(2101, 1, 1))), name='broadcasts_slot_valid_from_bounds'), core.date_fields.BoundsConstraint(condition=models.Q(('valid_until__gte', datetime.date(1990, 1, 1)), ('valid_until__lt', datetime.date(2101, 1, 1))), name='broadcasts_slot_valid_until_bounds')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalBulletin',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('day', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='ngày')),
                ('starts_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='phát lúc')),
                ('minutes', models.PositiveSmallIntegerField(default=15, verbose_name='thời lượng (phút)')),
                ('bulletin_class', models.CharField(choices=[('normal', 'Thông thường'), ('priority', 'Ưu tiên'), ('emergency', 'Khẩn cấp')], default='normal', editable=False, max_length=9, verbose_name='loại')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('slot', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='broadcasts.slot', verbose_name='buổi phát')),
            ],
            options={
                'verbose_name': 'historical bản tin phát thanh',
                'verbose_name_plural': 'historical bản tin phát thanh',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='slot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bulletins', to='broadcasts.slot', verbose_name='buổi phát'),
        ),
        migrations.CreateModel(
            name='SpeakerCluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='tên cụm')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='nơi đặt')),
                ('speakers', models.PositiveSmallIntegerField(default=1, verbose_name='số loa')),
                ('state', models.CharField(choices=[('working', 'Hoạt động tốt'), ('partly', 'Hỏng một phần'), ('broken', 'Không phát được')], default='working', max_length=8, verbose_name='tình trạng')),
                ('valid_until', core.date_fields.DateField(blank=True, bounds=core.dates.Bounds(1990, 2100), null=True, verbose_name='thôi dùng sau ngày')),
                ('units', models.ManyToManyField(blank=True, related_name='speaker_clusters', to='organization.unit', verbose_name='tổ dân phố nghe được')),
            ],
            options={
                'verbose_name': 'cụm loa',
                'verbose_name_plural': 'cụm loa',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AirLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='bắt đầu lúc')),
                ('ended_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='kết thúc lúc')),
                ('incidents', models.CharField(blank=True, max_length=500, verbose_name='sự cố')),
                ('interruptions', models.PositiveSmallIntegerField(default=0, verbose_name='số lần gián đoạn')),
                ('source', models.CharField(choices=[('typed', 'Ghi tay'), ('playout', 'Trang phát báo về')], default='typed', editable=False, max_length=8, verbose_name='ghi từ')),
                ('operator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người phát')),
                ('bulletin', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='air_log', to='broadcasts.bulletin', verbose_name='bản tin')),
                ('clusters', models.ManyToManyField(blank=True, related_name='air_logs', to='broadcasts.speakercluster', verbose_name='cụm loa đã phát')),
            ],
            options={
                'verbose_name': 'nhật ký phát thanh',
                'verbose_name_plural': 'sổ nhật ký phát thanh',
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SpeakerFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reported_on', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='phát hiện ngày')),
                ('broken', models.PositiveSmallIntegerField(default=1, verbose_name='số loa hỏng')),
                ('description', models.CharField(max_length=300, verbose_name='hỏng gì')),
                ('repaired_on', core.date_fields.DateField(blank=True, bounds=core.dates.Bounds(1990, 2100), null=True, verbose_name='sửa xong ngày')),
                ('repair', models.CharField(blank=True, max_length=300, verbose_name='đã sửa thế nào')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='broadcasts.speakercluster', verbose_name='cụm loa')),
                ('reported_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
            ],
            options={
                'verbose_name': 'sự cố loa',
                'verbose_name_plural': 'sổ sự cố loa',
                'ordering': ['-reported_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StationLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='từ ngày')),
                ('valid_until', core.date_fields.DateField(blank=True, bounds=core.dates.Bounds(1990, 2100), null=True, verbose_name='đến hết ngày')),
                ('bulletin_class', models.CharField(choices=[('normal', 'Thông thường'), ('priority', 'Ưu tiên'), ('emergency', 'Khẩn cấp')], default='normal', max_length=9, verbose_name='loại bản tin')),
                ('sessions_a_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số buổi mỗi ngày')),
                ('minutes_a_session', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số phút mỗi buổi')),
                ('weekdays', models.CharField(default='12345', max_length=7, verbose_name='các ngày được phát')),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
                ('is_sample', models.BooleanField(default=False, verbose_name='mẫu tham khảo')),
            ],
            options={
                'verbose_name': 'giới hạn phát',
                'verbose_name_plural': 'giới hạn phát',
                'ordering': ['-valid_from', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='broadcasts_stationlimit_in_order', violation_error_message='Ngày cuối phải từ ngày đầu trở đi.'), core.date_fields.BoundsConstraint(condition=models.Q(('valid_from__gte', datetime.date(1990, 1, 1)), ('valid_from__lt', datetime.date(2101, 1, 1))), name='broadcasts_stationlimit_valid_from_bounds'), core.date_fields.BoundsConstraint(condition=models.Q(('valid_until__gte', datetime.date(1990, 1, 1)), ('valid_until__lt', datetime.date(2101, 1, 1))), name='broadcasts_stationlimit_valid_until_bounds')],
            },
        ),
        migrations.AddConstraint(
            model_name='airitem',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('source_key',), name='broadcasts_airitem_once_per_source'),
        ),
        migrations.AddConstraint(
            model_name='airitem',
            constraint=models.CheckConstraint(condition=models.Q(('air_until__gte', models.F('air_from'))), name='broadcasts_airitem_in_order', violation_error_message='Ngày phát cuối phải từ ngày phát đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='airitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['brief', 'feature', 'notice', 'document', 'conclusion', 'message', 'relayed', 'opening', 'closing'])), name='broadcasts_airitem_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='airitem',
            constraint=models.CheckConstraint(condition=models.Q(('source_state__in', ['current', 'corrected', 'withdrawn'])), name='broadcasts_airitem_source_known'),
        ),
        migrations.AddConstraint(
            model_name='airitem',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('air_from__gte', datetime.date(1990, 1, 1)), ('air_from__lt', datetime.date(2101, 1, 1))), name='broadcasts_airitem_air_from_bounds'),
        ),
        migrations.AddConstraint(
            model_name='airitem',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('air_until__gte', datetime.date(1990, 1, 1)), ('air_until__lt', datetime.date(2101, 1, 1))), name='broadcasts_airitem_air_until_bounds'),
        ),
        migrations.AddConstraint(
            model_name='airitem',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_airitem_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='announcerabsence',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='broadcasts_announcerabsence_in_order', violation_error_message='Ngày cuối phải từ ngày đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='announcerabsence',
            constraint=models.CheckConstraint(condition=models.Q(('announcer', models.F('stand_in')), _negated=True), name='broadcasts_absence_by_another', violation_error_message='Xin chọn người khác làm thay.'),
        ),
        migrations.AddConstraint(
            model_name='announcerabsence',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('valid_from__gte', datetime.date(1990, 1, 1)), ('valid_from__lt', datetime.date(2101, 1, 1))), name='broadcasts_announcerabsence_valid_from_bounds'),
        ),
        migrations.AddConstraint(
            model_name='announcerabsence',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('valid_until__gte', datetime.date(1990, 1, 1)), ('valid_until__lt', datetime.date(2101, 1, 1))), name='broadcasts_announcerabsence_valid_until_bounds'),
        ),
        migrations.AddConstraint(
            model_name='bulletinitem',
            constraint=models.UniqueConstraint(fields=('bulletin', 'item'), name='broadcasts_bulletinitem_once'),
        ),
        migrations.AddConstraint(
            model_name='emergency',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('started_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('started_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_emergency_started_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='emergency',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('stopped_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('stopped_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_emergency_stopped_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalairitem',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('air_from__gte', datetime.date(1990, 1, 1)), ('air_from__lt', datetime.date(2101, 1, 1))), name='broadcasts_historicalairitem_air_from_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalairitem',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('air_until__gte', datetime.date(1990, 1, 1)), ('air_until__lt', datetime.date(2101, 1, 1))), name='broadcasts_historicalairitem_air_until_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalairitem',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_historicalairitem_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='playoutlink',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_playoutlink_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='playoutlink',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('revoked_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('revoked_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_playoutlink_revoked_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='playoutlink',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('last_seen_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('last_seen_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_playoutlink_last_seen_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='playoutreport',
            constraint=models.UniqueConstraint(fields=('bulletin', 'link'), name='broadcasts_playoutreport_once_a_station'),
        ),
        migrations.AddConstraint(
            model_name='playoutreport',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='broadcasts_playoutreport_in_order'),
        ),
        migrations.AddConstraint(
            model_name='playoutreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('started_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('started_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_playoutreport_started_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='playoutreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('ended_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('ended_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_playoutreport_ended_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='playoutreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('seen_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('seen_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_playoutreport_seen_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='recordingtake',
            constraint=models.UniqueConstraint(condition=models.Q(('idempotency_key', ''), _negated=True), fields=('recorded_by', 'idempotency_key'), name='broadcasts_take_once'),
        ),
        migrations.AddConstraint(
            model_name='recordingtake',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_recordingtake_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='recordingtake',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('finished_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('finished_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_recordingtake_finished_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalbulletin',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('day__gte', datetime.date(1990, 1, 1)), ('day__lt', datetime.date(2101, 1, 1))), name='broadcasts_historicalbulletin_day_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalbulletin',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('starts_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('starts_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_historicalbulletin_starts_at_bounds'),
        ),
        migrations.AddIndex(
            model_name='bulletin',
            index=models.Index(fields=['-starts_at'], name='broadcasts_bulletin_starts'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.UniqueConstraint(condition=models.Q(('slot__isnull', False), models.Q(('state', 'cancelled'), _negated=True)), fields=('day', 'slot'), name='broadcasts_bulletin_once_a_slot', violation_error_message='Buổi phát này đã có bản tin.'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'aired', 'missed', 'cancelled'])), name='broadcasts_bulletin_state_known'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('day__gte', datetime.date(1990, 1, 1)), ('day__lt', datetime.date(2101, 1, 1))), name='broadcasts_bulletin_day_bounds'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('starts_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('starts_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_bulletin_starts_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('approved_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('approved_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_bulletin_approved_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('confirmed_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('confirmed_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_bulletin_confirmed_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('alarmed_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('alarmed_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_bulletin_alarmed_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='speakercluster',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['working', 'partly', 'broken'])), name='broadcasts_cluster_state_known'),
        ),
        migrations.AddConstraint(
            model_name='speakercluster',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('valid_until__gte', datetime.date(1990, 1, 1)), ('valid_until__lt', datetime.date(2101, 1, 1))), name='broadcasts_speakercluster_valid_until_bounds'),
        ),
        migrations.AddConstraint(
            model_name='airlog',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('started_at'))), name='broadcasts_airlog_in_order', violation_error_message='Giờ kết thúc phải sau giờ bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='airlog',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['typed', 'playout'])), name='broadcasts_airlog_source_known'),
        ),
        migrations.AddConstraint(
            model_name='airlog',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('started_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('started_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_airlog_started_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='airlog',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('ended_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('ended_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='broadcasts_airlog_ended_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='speakerfault',
            constraint=models.CheckConstraint(condition=models.Q(('repaired_on', None), ('repaired_on__gte', models.F('reported_on')), _connector='OR'), name='broadcasts_fault_in_order', violation_error_message='Ngày sửa xong phải từ ngày phát hiện trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='speakerfault',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('reported_on__gte', datetime.date(1990, 1, 1)), ('reported_on__lt', datetime.date(2101, 1, 1))), name='broadcasts_speakerfault_reported_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='speakerfault',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('repaired_on__gte', datetime.date(1990, 1, 1)), ('repaired_on__lt', datetime.date(2101, 1, 1))), name='broadcasts_speakerfault_repaired_on_bounds'),
        ),
    ]
