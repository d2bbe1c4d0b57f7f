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
        ('meetings', '0007_form_of_address'),
        ('organization', '0006_lines_in_their_period'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthlyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số, ký hiệu')),
                ('paragraphs_due_on', core.date_fields.DateField(bounds=core.dates.Bounds(2000, 2100), null=True, verbose_name='các đơn vị gửi đoạn trước hết ngày')),
                ('state', models.CharField(choices=[('draft', 'Đang lập'), ('with_leader', 'Chờ lãnh đạo xem'), ('returned', 'Được trả lại'), ('confirmed', 'Đã chốt số liệu')], default='draft', editable=False, max_length=11, verbose_name='trạng thái')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False)),
                ('sent_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True)),
                ('confirmed_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True)),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='organization.reportingperiod', verbose_name='kỳ báo cáo')),
                ('sent_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'báo cáo tháng',
                'verbose_name_plural': 'báo cáo tháng',
                'ordering': ['-period__starts_on'],
            },
        ),
        migrations.CreateModel(
            name='LineComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(max_length=120)),
                ('label', models.CharField(max_length=200)),
                ('text', models.TextField(max_length=2000, verbose_name='ý kiến')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100))),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='trả lời')),
                ('answered_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='reports.monthlyreport')),
            ],
            options={
                'verbose_name': 'ý kiến về một dòng',
                'verbose_name_plural': 'ý kiến về các dòng',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUnitParagraph',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('text', models.TextField(max_length=5000, verbose_name='nội dung')),
                ('handed_in_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='gửi lúc')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('handed_in_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='đơn vị')),
                ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.monthlyreport')),
            ],
            options={
                'verbose_name': 'historical đoạn của đơn vị',
                'verbose_name_plural': 'historical đoạn của các đơn vị',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReportSection',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('code', models.CharField(choices=[('direction', 'Công tác chỉ đạo, điều hành'), ('agency', 'Cơ quan điện tử'), ('portal', 'Cổng thông tin điện tử'), ('loudspeakers', 'Đài truyền thanh'), ('conclusions', 'Thực hiện kết luận giao ban trước'), ('limitations', 'Tồn tại, hạn chế và nguyên nhân'), ('directions', 'Phương hướng, nhiệm vụ tháng sau'), ('proposals', 'Đề xuất, kiến nghị')], max_length=12)),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='nội dung')),
                ('taken_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.monthlyreport')),
            ],
            options={
                'verbose_name': 'historical phần của báo cáo',
                'verbose_name_plural': 'historical phần của báo cáo',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='lần chốt')),
                ('data', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('on_behalf_of', models.CharField(blank=True, max_length=120)),
                ('confirmed_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='chốt lúc')),
                ('reopened_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), null=True, verbose_name='mở lại lúc')),
                ('reopened_reason', models.TextField(blank=True, verbose_name='lý do mở lại')),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reopened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='reports.monthlyreport')),
            ],
            options={
                'verbose_name': 'bản đã chốt',
                'verbose_name_plural': 'các bản đã chốt',
                'ordering': ['report', 'number'],
            },
        ),
        migrations.CreateModel(
            name='PeriodFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.JSONField(default=dict)),
                ('counted_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100))),
                ('is_frozen', models.BooleanField(default=False)),
                ('period', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='organization.reportingperiod')),
            ],
            options={
                'verbose_name': 'số liệu của kỳ',
                'verbose_name_plural': 'số liệu của các kỳ',
            },
        ),
        migrations.CreateModel(
            name='ReportSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('code', models.CharField(choices=[('direction', 'Công tác chỉ đạo, điều hành'), ('agency', 'Cơ quan điện tử'), ('portal', 'Cổng thông tin điện tử'), ('loudspeakers', 'Đài truyền thanh'), ('conclusions', 'Thực hiện kết luận giao ban trước'), ('limitations', 'Tồn tại, hạn chế và nguyên nhân'), ('directions', 'Phương hướng, nhiệm vụ tháng sau'), ('proposals', 'Đề xuất, kiến nghị')], max_length=12)),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='nội dung')),
                ('taken_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='reports.monthlyreport')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'phần của báo cáo',
                'verbose_name_plural': 'phần của báo cáo',
                'ordering': ['report', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UnitParagraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('text', models.TextField(max_length=5000, verbose_name='nội dung')),
                ('handed_in_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), verbose_name='gửi lúc')),
                ('handed_in_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='reports.monthlyreport')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'đoạn của đơn vị',
                'verbose_name_plural': 'đoạn của các đơn vị',
                'ordering': ['report', 'unit__position', 'unit__name'],
            },
        ),
        migrations.CreateModel(
            name='EditionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('docx', 'Bản Word'), ('pdf', 'Bản PDF'), ('xlsx', 'Bảng số liệu Excel'), ('signed', 'Bản ký')], max_length=6)),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100))),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.edition')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
            ],
            options={
                'verbose_name': 'tệp của báo cáo',
                'verbose_name_plural': 'tệp của báo cáo',
                'ordering': ['edition', 'pk'],
                'constraints': [core.date_fields.BoundsConstraint(condition=models.Q(('added_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('added_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_editionfile_added_at_bounds')],
            },
        ),
        migrations.CreateModel(
            name='FigureSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='số liệu tính đến hết ngày')),
                ('data', models.JSONField()),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100))),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting', verbose_name='cuộc họp')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='organization.reportingperiod')),
            ],
            options={
                'verbose_name': 'số liệu tính đến một ngày',
                'verbose_name_plural': 'số liệu tính đến một ngày',
                'ordering': ['-created_at', '-pk'],
                'constraints': [core.date_fields.BoundsConstraint(condition=models.Q(('as_of__gte', datetime.date(1990, 1, 1)), ('as_of__lt', datetime.date(2101, 1, 1))), name='reports_figuresnapshot_as_of_bounds'), core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_figuresnapshot_created_at_bounds')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMonthlyReport',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số, ký hiệu')),
                ('paragraphs_due_on', core.date_fields.DateField(bounds=core.dates.Bounds(2000, 2100), null=True, verbose_name='các đơn vị gửi đoạn trước hết ngày')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.reportingperiod', verbose_name='kỳ báo cáo')),
            ],
            options={
                'verbose_name': 'historical báo cáo tháng',
                'verbose_name_plural': 'historical báo cáo tháng',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'constraints': [core.date_fields.BoundsConstraint(condition=models.Q(('paragraphs_due_on__gte', datetime.date(2000, 1, 1)), ('paragraphs_due_on__lt', datetime.date(2101, 1, 1))), name='reports_historicalmonthlyreport_paragraphs_due_on_bounds'), core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_historicalmonthlyreport_created_at_bounds')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name='monthlyreport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'with_leader', 'returned', 'confirmed'])), name='reports_report_state_known'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('paragraphs_due_on__gte', datetime.date(2000, 1, 1)), ('paragraphs_due_on__lt', datetime.date(2101, 1, 1))), name='reports_monthlyreport_paragraphs_due_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_monthlyreport_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('sent_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('sent_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_monthlyreport_sent_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('confirmed_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('confirmed_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_monthlyreport_confirmed_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='linecomment',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_linecomment_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='linecomment',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('answered_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('answered_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_linecomment_answered_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalunitparagraph',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('handed_in_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('handed_in_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_historicalunitparagraph_handed_in_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalreportsection',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('taken_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('taken_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_historicalreportsection_taken_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='reports_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('confirmed_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('confirmed_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_edition_confirmed_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('reopened_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('reopened_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_edition_reopened_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='periodfigures',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('counted_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('counted_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_periodfigures_counted_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='reportsection',
            constraint=models.UniqueConstraint(fields=('report', 'code'), name='reports_section_once'),
        ),
        migrations.AddConstraint(
            model_name='reportsection',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('taken_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('taken_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_reportsection_taken_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='unitparagraph',
            constraint=models.UniqueConstraint(fields=('report', 'unit'), name='reports_paragraph_once'),
        ),
        migrations.AddConstraint(
            model_name='unitparagraph',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('handed_in_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('handed_in_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_unitparagraph_handed_in_at_bounds'),
        ),
    ]
