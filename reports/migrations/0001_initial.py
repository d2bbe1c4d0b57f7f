import core.date_fields
import core.dates
import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0007_audio_files'),
        ('meetings', '0007_form_of_address'),
        ('organization', '0007_report_mail_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssessmentRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('self_due_on', core.date_fields.DateField(bounds=core.dates.Bounds(2000, 2100), verbose_name='các đơn vị tự chấm trước hết ngày')),
                ('verify_due_on', core.date_fields.DateField(bounds=core.dates.Bounds(2000, 2100), verbose_name='tổ CNTT thẩm định trước hết ngày')),
                ('period', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agency_round', to='organization.reportingperiod', verbose_name='kỳ báo cáo')),
            ],
            options={
                'verbose_name': 'kỳ chấm điểm',
                'verbose_name_plural': 'các kỳ chấm điểm',
                'ordering': ['-period__starts_on'],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('state', models.CharField(choices=[('draft', 'Chờ đơn vị tự chấm'), ('submitted', 'Chờ thẩm định'), ('verified', 'Đã thẩm định')], default='draft', editable=False, max_length=9, verbose_name='trạng thái')),
                ('self_total', models.DecimalField(decimal_places=1, editable=False, max_digits=4, null=True, verbose_name='điểm tự chấm')),
                ('verified_total', models.DecimalField(decimal_places=1, editable=False, max_digits=4, null=True, verbose_name='điểm thẩm định')),
                ('rating', models.CharField(blank=True, editable=False, max_length=40, verbose_name='xếp loại')),
                ('submitted_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True)),
                ('verified_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False, null=True)),
                ('scorers', models.ManyToManyField(editable=False, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị')),
                ('verified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='reports.assessmentround')),
            ],
            options={
                'verbose_name': 'phiếu chấm điểm',
                'verbose_name_plural': 'phiếu chấm điểm',
                'ordering': ['round', 'unit__position', 'unit__name'],
            },
        ),
        migrations.CreateModel(
            name='CheckRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='tên đợt kiểm tra')),
                ('starts_on', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='từ ngày')),
                ('ends_on', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='đến hết ngày')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'đợt kiểm tra',
                'verbose_name_plural': 'các đợt kiểm tra',
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CriteriaSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='tên bộ tiêu chí')),
                ('legal_basis', models.CharField(blank=True, help_text='Số, ký hiệu, ngày của văn bản ban hành.', max_length=300, verbose_name='căn cứ')),
                ('valid_from', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), error_messages={'unique': 'Đã có bộ tiêu chí áp dụng từ ngày này.'}, help_text='Kỳ kết thúc từ ngày này trở đi được chấm theo bộ này.', unique=True, verbose_name='áp dụng từ ngày')),
                ('is_sample', models.BooleanField(default=False, editable=False, verbose_name='mẫu tham khảo')),
            ],
            options={
                'verbose_name': 'bộ tiêu chí',
                'verbose_name_plural': 'bộ tiêu chí cơ quan điện tử',
                'ordering': ['-valid_from'],
                'constraints': [core.date_fields.BoundsConstraint(condition=models.Q(('valid_from__gte', datetime.date(1990, 1, 1)), ('valid_from__lt', datetime.date(2101, 1, 1))), name='reports_criteriaset_valid_from_bounds')],
            },
        ),
        migrations.CreateModel(
            name='CriteriaGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='tên nhóm')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('criteria_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='reports.criteriaset', verbose_name='bộ tiêu chí')),
            ],
            options={
                'verbose_name': 'nhóm tiêu chí',
                'verbose_name_plural': 'nhóm tiêu chí',
                'ordering': ['criteria_set', 'position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='assessmentround',
            name='criteria_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='reports.criteriaset', verbose_name='bộ tiêu chí'),
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Ví dụ: 1.2', max_length=10, verbose_name='mã')),
                ('text', models.CharField(max_length=500, verbose_name='nội dung')),
                ('points', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='điểm tối đa')),
                ('blocks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('party', 'Khối Đảng'), ('government_office', 'Khối chính quyền (ngành)'), ('mass_organization', 'Mặt trận và đoàn thể'), ('residential_group', 'Tổ dân phố'), ('affiliated_unit', 'Đơn vị hiệp quản')], max_length=20), blank=True, default=list, help_text='Không chọn khối nào: áp dụng cho mọi đơn vị.', size=None, verbose_name='áp dụng cho khối')),
                ('measure', models.CharField(choices=[('system', 'Hệ thống tự tính'), ('hand', 'Chấm theo điểm'), ('yes_no', 'Có hoặc không')], default='hand', max_length=6, verbose_name='cách chấm')),
                ('figure', models.CharField(blank=True, max_length=60, verbose_name='số liệu')),
                ('base_figures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, help_text='Để trống nếu chấm theo chính con số, không theo tỷ lệ.', size=None, verbose_name='tính phần trăm trên tổng của')),
                ('is_lower_better', models.BooleanField(default=False, verbose_name='số càng nhỏ càng tốt')),
                ('when_nothing', models.CharField(choices=[('not_applicable', 'Không áp dụng'), ('full', 'Đủ điểm'), ('zero', 'Không điểm')], default='not_applicable', max_length=14, verbose_name='khi không có gì để tính tỷ lệ')),
                ('needs_evidence', models.BooleanField(default=False, verbose_name='phải có minh chứng')),
                ('may_not_apply', models.BooleanField(default=True, verbose_name='đơn vị được chọn “Không áp dụng”')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='reports.criteriagroup', verbose_name='nhóm')),
            ],
            options={
                'verbose_name': 'tiêu chí',
                'verbose_name_plural': 'tiêu chí cơ quan điện tử',
                'ordering': ['group__criteria_set', 'group__position', 'group', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CheckRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('checked_on', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='ngày kiểm tra')),
                ('checked_by', models.CharField(max_length=200, verbose_name='người kiểm tra')),
                ('result', models.CharField(choices=[('met', 'Đạt'), ('to_mend', 'Cần khắc phục')], default='met', max_length=7, verbose_name='kết quả')),
                ('finding', models.TextField(max_length=5000, verbose_name='nhận xét')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='ảnh')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='reports.checkround', verbose_name='thuộc đợt kiểm tra')),
                ('criterion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.criterion', verbose_name='về tiêu chí')),
            ],
            options={
                'verbose_name': 'lần kiểm tra',
                'verbose_name_plural': 'các lần kiểm tra',
                'ordering': ['-checked_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CriterionThreshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('limit', models.DecimalField(decimal_places=1, help_text='Tỷ lệ phần trăm, hoặc con số.', max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='mức')),
                ('percent', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='được bao nhiêu % số điểm')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thresholds', to='reports.criterion', verbose_name='tiêu chí')),
            ],
            options={
                'verbose_name': 'mức điểm',
                'verbose_name_plural': 'các mức điểm',
                'ordering': ['criterion', '-percent'],
            },
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
            ],
            options={
                'verbose_name': 'bản đã chốt',
                'verbose_name_plural': 'các bản đã chốt',
                'ordering': ['report', 'number'],
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
            },
        ),
        migrations.CreateModel(
            name='HistoricalCheckRecord',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('checked_on', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100), verbose_name='ngày kiểm tra')),
                ('checked_by', models.CharField(max_length=200, verbose_name='người kiểm tra')),
                ('result', models.CharField(choices=[('met', 'Đạt'), ('to_mend', 'Cần khắc phục')], default='met', max_length=7, verbose_name='kết quả')),
                ('finding', models.TextField(max_length=5000, verbose_name='nhận xét')),
                ('created_at', core.date_fields.DateTimeField(bounds=core.dates.Bounds(1900, 2100), editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('criterion', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.criterion', verbose_name='về tiêu chí')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.storedfile', verbose_name='ảnh')),
                ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.checkround', verbose_name='thuộc đợt kiểm tra')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'historical lần kiểm tra',
                'verbose_name_plural': 'historical các lần kiểm tra',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
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
        migrations.AddField(
            model_name='edition',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='reports.monthlyreport'),
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
            name='PlannedCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('planned_on', core.date_fields.DateField(bounds=core.dates.Bounds(1990, 2100))),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to='reports.checkround')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit')),
            ],
            options={
                'verbose_name': 'lượt kiểm tra',
                'verbose_name_plural': 'các lượt kiểm tra',
                'ordering': ['round', 'planned_on', 'unit__position', 'unit__name'],
            },
        ),
        migrations.CreateModel(
            name='RatingLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='xếp loại')),
                ('from_points', models.DecimalField(decimal_places=1, max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='từ điểm')),
                ('criteria_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='reports.criteriaset')),
            ],
            options={
                'verbose_name': 'mức xếp loại',
                'verbose_name_plural': 'các mức xếp loại',
                'ordering': ['criteria_set', '-from_points'],
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
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('self_points', models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ('self_applies', models.BooleanField(default=True)),
                ('self_note', models.TextField(blank=True, max_length=1000, verbose_name='thuyết minh')),
                ('evidence_url', models.URLField(blank=True, max_length=500, verbose_name='liên kết minh chứng')),
                ('verified_points', models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ('verified_applies', models.BooleanField(default=True)),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='lý do chấm khác')),
                ('measured', models.JSONField(default=dict)),
                ('group_name', models.CharField(blank=True, max_length=150)),
                ('code', models.CharField(blank=True, max_length=10)),
                ('text', models.CharField(blank=True, max_length=500)),
                ('max_points', models.PositiveSmallIntegerField(default=0)),
                ('measure', models.CharField(blank=True, choices=[('system', 'Hệ thống tự tính'), ('hand', 'Chấm theo điểm'), ('yes_no', 'Có hoặc không')], max_length=6)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='reports.assessment')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='reports.criterion')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
            ],
            options={
                'verbose_name': 'điểm tiêu chí',
                'verbose_name_plural': 'điểm các tiêu chí',
                'ordering': ['assessment', 'pk'],
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
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('round', 'unit'), name='reports_assessment_once'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'verified'])), name='reports_assessment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('submitted_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('submitted_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_assessment_submitted_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('verified_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('verified_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_assessment_verified_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='checkround',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='reports_check_round_in_order', violation_error_message='Ngày cuối đợt phải từ ngày đầu trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='checkround',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('starts_on__gte', datetime.date(1990, 1, 1)), ('starts_on__lt', datetime.date(2101, 1, 1))), name='reports_checkround_starts_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='checkround',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('ends_on__gte', datetime.date(1990, 1, 1)), ('ends_on__lt', datetime.date(2101, 1, 1))), name='reports_checkround_ends_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='assessmentround',
            constraint=models.CheckConstraint(condition=models.Q(('verify_due_on__gte', models.F('self_due_on'))), name='reports_round_days_in_order', violation_error_message='Hạn thẩm định phải từ hạn tự chấm trở đi.'),
        ),
        migrations.AddConstraint(
            model_name='assessmentround',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('self_due_on__gte', datetime.date(2000, 1, 1)), ('self_due_on__lt', datetime.date(2101, 1, 1))), name='reports_assessmentround_self_due_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='assessmentround',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('verify_due_on__gte', datetime.date(2000, 1, 1)), ('verify_due_on__lt', datetime.date(2101, 1, 1))), name='reports_assessmentround_verify_due_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('points__range', (1, 100))), name='reports_criterion_points'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', 'system'), _negated=True), models.Q(('figure', ''), _negated=True), _connector='OR'), name='reports_criterion_measured', violation_error_message='Xin chọn số liệu mà hệ thống lấy để tính.'),
        ),
        migrations.AddConstraint(
            model_name='checkrecord',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('checked_on__gte', datetime.date(1990, 1, 1)), ('checked_on__lt', datetime.date(2101, 1, 1))), name='reports_checkrecord_checked_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='checkrecord',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_checkrecord_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='criterionthreshold',
            constraint=models.UniqueConstraint(fields=('criterion', 'limit'), name='reports_threshold_once', violation_error_message='Mỗi mức chỉ ghi một lần.'),
        ),
        migrations.AddConstraint(
            model_name='criterionthreshold',
            constraint=models.CheckConstraint(condition=models.Q(('percent__range', (0, 100))), name='reports_threshold_percent'),
        ),
        migrations.AddConstraint(
            model_name='editionfile',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('added_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('added_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_editionfile_added_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='figuresnapshot',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('as_of__gte', datetime.date(1990, 1, 1)), ('as_of__lt', datetime.date(2101, 1, 1))), name='reports_figuresnapshot_as_of_bounds'),
        ),
        migrations.AddConstraint(
            model_name='figuresnapshot',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_figuresnapshot_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalcheckrecord',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('checked_on__gte', datetime.date(1990, 1, 1)), ('checked_on__lt', datetime.date(2101, 1, 1))), name='reports_historicalcheckrecord_checked_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalcheckrecord',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_historicalcheckrecord_created_at_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalmonthlyreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('paragraphs_due_on__gte', datetime.date(2000, 1, 1)), ('paragraphs_due_on__lt', datetime.date(2101, 1, 1))), name='reports_historicalmonthlyreport_paragraphs_due_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='historicalmonthlyreport',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('created_at__gte', datetime.datetime(1899, 12, 31, 16, 53, 30, tzinfo=datetime.timezone.utc)), ('created_at__lt', datetime.datetime(2100, 12, 31, 17, 0, tzinfo=datetime.timezone.utc))), name='reports_historicalmonthlyreport_created_at_bounds'),
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
            model_name='plannedcheck',
            constraint=models.UniqueConstraint(fields=('round', 'unit'), name='reports_planned_check_once'),
        ),
        migrations.AddConstraint(
            model_name='plannedcheck',
            constraint=core.date_fields.BoundsConstraint(condition=models.Q(('planned_on__gte', datetime.date(1990, 1, 1)), ('planned_on__lt', datetime.date(2101, 1, 1))), name='reports_plannedcheck_planned_on_bounds'),
        ),
        migrations.AddConstraint(
            model_name='ratinglevel',
            constraint=models.UniqueConstraint(fields=('criteria_set', 'from_points'), name='reports_rating_level_once', violation_error_message='Mỗi mức chỉ ghi một lần.'),
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
            model_name='score',
            constraint=models.UniqueConstraint(fields=('assessment', 'criterion'), name='reports_score_once'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(('self_points', None), ('self_points__range', (Decimal('0'), Decimal('100'))), _connector='OR'), name='reports_score_self_points'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(('verified_points', None), ('verified_points__range', (Decimal('0'), Decimal('100'))), _connector='OR'), name='reports_score_verified_points'),
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
