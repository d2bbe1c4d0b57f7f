import core.richtext.fields
import core.search.expressions
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import organization.models.periods
import organization.querysets
import simple_history.models
import uuid
from django.conf import settings
from organization.migrations import _default_pages
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailySecret',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('secret', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'khóa trong ngày',
                'verbose_name_plural': 'khóa trong ngày',
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='ngày')),
                ('kind', models.CharField(choices=[('day_off', 'Ngày nghỉ'), ('made_up', 'Ngày làm bù')], default='day_off', max_length=8, verbose_name='loại')),
                ('name', models.CharField(help_text='Ví dụ: Quốc khánh; Làm bù cho thứ Sáu 02/5.', max_length=120, verbose_name='tên')),
            ],
            options={
                'verbose_name': 'ngày nghỉ, ngày làm bù',
                'verbose_name_plural': 'ngày nghỉ, ngày làm bù',
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_address', models.CharField(help_text='Phần sau tên miền, ví dụ /web/guest/tin-tuc hoặc /tin.aspx?id=15. Dán cả địa chỉ cũng được.', max_length=500, unique=True, verbose_name='địa chỉ cũ')),
                ('target', models.CharField(help_text='Địa chỉ trên trang này, bắt đầu bằng /, hoặc địa chỉ đầy đủ ở nơi khác, bắt đầu bằng https://.', max_length=500, verbose_name='dẫn đến')),
                ('asset_number', models.PositiveBigIntegerField(db_index=True, editable=False, null=True, verbose_name='số của bài trên cổng cũ')),
                ('origin', models.CharField(choices=[('by_hand', 'Nhập tay'), ('import', 'Nhập từ cổng cũ'), ('renamed', 'Đổi địa chỉ')], default='by_hand', editable=False, max_length=10, verbose_name='nguồn')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='tạo lúc')),
            ],
            options={
                'verbose_name': 'chuyển hướng',
                'verbose_name_plural': 'chuyển hướng',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='VisitorMark',
            fields=[
                ('mark', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'dấu trong ngày',
                'verbose_name_plural': 'dấu trong ngày',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('is_staff', models.BooleanField(default=True, editable=False)),
                ('full_name', models.CharField(max_length=80, verbose_name='họ và tên')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='chức danh')),
                ('mail_choice', models.CharField(choices=[('each', 'Mỗi việc một thư, gửi ngay'), ('daily', 'Mỗi ngày một thư tổng hợp, lúc 7 giờ sáng'), ('none', 'Không gửi thư, chỉ xem ở bàn làm việc')], default='each', max_length=5, verbose_name='nhận thư báo')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'người dùng',
                'verbose_name_plural': 'người dùng',
                'ordering': ['username'],
            },
            managers=[
                ('objects', organization.querysets.WardUserManager()),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalBanner',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'Khẩn cấp'), (2, 'Cảnh báo'), (3, 'Tin cần biết')], default=2, verbose_name='mức độ')),
                ('text', models.CharField(max_length=240, verbose_name='nội dung')),
                ('url', models.CharField(blank=True, max_length=300, validators=[django.core.validators.RegexValidator('^(https?://[^\\s/]+\\S*|/(?!/)\\S*)$', 'Xin dán địa chỉ bắt đầu bằng https://.')], verbose_name='liên kết')),
                ('starts_at', models.DateTimeField(verbose_name='bắt đầu hiện')),
                ('ends_at', models.DateTimeField(verbose_name='tự gỡ lúc')),
                ('put_up_at', models.DateTimeField(verbose_name='đưa lên lúc')),
                ('taken_down_at', models.DateTimeField(null=True, verbose_name='gỡ lúc')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('put_up_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đưa lên')),
                ('taken_down_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người gỡ')),
            ],
            options={
                'verbose_name': 'historical thông báo khẩn',
                'verbose_name_plural': 'historical thông báo khẩn',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPage',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('title', models.CharField(max_length=120, verbose_name='tên trang')),
                ('slug', models.SlugField(blank=True, error_messages={'unique': 'Đã có trang khác ở địa chỉ này.'}, help_text='Để trống: lấy theo tên trang. Địa chỉ không đổi được nữa sau khi lưu.', max_length=80, verbose_name='địa chỉ')),
                ('body', core.richtext.fields.RichTextField(verbose_name='nội dung')),
                ('is_public', models.BooleanField(default=True, verbose_name='hiện trên cổng')),
                ('is_in_footer', models.BooleanField(default=True, verbose_name='có trong chân trang')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='cập nhật lúc')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical trang thông tin',
                'verbose_name_plural': 'historical trang thông tin',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('digest_on', models.DateField(blank=True, null=True, verbose_name='thư tổng hợp ngày')),
                ('address', models.CharField(blank=True, max_length=254, verbose_name='gửi tới')),
                ('state', models.CharField(choices=[('waiting', 'Chờ gửi'), ('claimed', 'Không rõ đã gửi chưa'), ('sent', 'Đã gửi'), ('failed', 'Không gửi được'), ('needless', 'Không cần gửi nữa')], default='waiting', max_length=8, verbose_name='tình trạng')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='vào hàng chờ')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thử lúc')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='bắt đầu gửi')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='xong lúc')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
            ],
            options={
                'verbose_name': 'thư báo',
                'verbose_name_plural': 'thư báo',
                'ordering': ['-queued_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=120)),
                ('topic', models.CharField(choices=[('returned', 'Bài bị trả lại'), ('published', 'Bài được đăng, hẹn giờ đăng'), ('withdrawn', 'Bài bị gỡ'), ('rewritten', 'Ban biên tập sửa chữ'), ('asked', 'Chờ quý vị cho ý kiến'), ('task', 'Nhiệm vụ'), ('due_soon', 'Sắp đến hạn'), ('due_today', 'Đến hạn hôm nay'), ('overdue', 'Quá hạn'), ('other', 'Việc khác')], default='other', max_length=9, verbose_name='chủ đề')),
                ('text', models.CharField(max_length=500, verbose_name='nội dung')),
                ('url', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('awaits_mail', models.BooleanField(default=False, editable=False)),
                ('mail', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='organization.mail')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'thông báo cho người dùng',
                'verbose_name_plural': 'thông báo cho người dùng',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('title', models.CharField(max_length=120, verbose_name='tên trang')),
                ('slug', models.SlugField(blank=True, error_messages={'unique': 'Đã có trang khác ở địa chỉ này.'}, help_text='Để trống: lấy theo tên trang. Địa chỉ không đổi được nữa sau khi lưu.', max_length=80, unique=True, verbose_name='địa chỉ')),
                ('body', core.richtext.fields.RichTextField(verbose_name='nội dung')),
                ('is_public', models.BooleanField(default=True, verbose_name='hiện trên cổng')),
                ('is_in_footer', models.BooleanField(default=True, verbose_name='có trong chân trang')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='cập nhật lúc')),
                ('title_words', models.GeneratedField(db_persist=True, expression=core.search.expressions.FoldWords('title'), output_field=models.TextField())),
                ('search_vector', models.GeneratedField(db_persist=True, expression=core.search.expressions.SearchVectorOf('title', models.Value(''), models.Value(''), 'body'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name': 'trang thông tin',
                'verbose_name_plural': 'trang thông tin',
                'ordering': ['position', 'title'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='organization_page_vector'), django.contrib.postgres.indexes.GinIndex(core.search.expressions.InTitle('search_vector'), name='organization_page_in_title')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('day', models.DateField(verbose_name='ngày')),
                ('yes', models.PositiveIntegerField(default=0, verbose_name='có')),
                ('no', models.PositiveIntegerField(default=0, verbose_name='không')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'đánh giá trang',
                'verbose_name_plural': 'đánh giá trang',
            },
        ),
        migrations.CreateModel(
            name='ReportingPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='năm')),
                ('month', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='tháng')),
                ('starts_on', models.DateField(verbose_name='từ ngày')),
                ('ends_on', models.DateField(verbose_name='đến hết ngày')),
            ],
            options={
                'verbose_name': 'kỳ báo cáo',
                'verbose_name_plural': 'kỳ báo cáo',
                'ordering': ['-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('year', 'month'), name='organization_period_once', violation_error_message='Tháng này đã có kỳ báo cáo.'), models.CheckConstraint(condition=models.Q(('month__range', (1, 12))), name='organization_period_month'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='organization_period_in_order', violation_error_message='Ngày cuối kỳ phải sau ngày đầu kỳ.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(organization.models.periods._DateRange('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(True, True)), '&&')], name='organization_period_apart', violation_error_message='Kỳ này trùng ngày với một kỳ khác.')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listing', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=60, verbose_name='tên')),
                ('query', models.CharField(max_length=1000)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bộ lọc đã lưu',
                'verbose_name_plural': 'bộ lọc đã lưu',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='tên đơn vị')),
                ('short_name', models.CharField(max_length=60, verbose_name='tên gọn')),
                ('block', models.CharField(choices=[('party', 'Khối Đảng'), ('government_office', 'Khối chính quyền (ngành)'), ('mass_organization', 'Mặt trận và đoàn thể'), ('residential_group', 'Tổ dân phố'), ('affiliated_unit', 'Đơn vị hiệp quản')], max_length=20, verbose_name='khối')),
                ('valid_from', models.DateField(blank=True, help_text='Để trống nếu không rõ.', null=True, verbose_name='từ ngày')),
                ('valid_until', models.DateField(blank=True, help_text='Để trống nếu còn hoạt động.', null=True, verbose_name='đến hết ngày')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='organization.unit', verbose_name='đơn vị kế tục')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'verbose_name_plural': 'đơn vị',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='họ và tên')),
                ('title', models.CharField(max_length=160, verbose_name='chức vụ')),
                ('duties', models.TextField(blank=True, help_text='Mỗi dòng một việc, viết cho người dân đọc.', verbose_name='lĩnh vực phụ trách')),
                ('phone', models.CharField(blank=True, help_text='Không ghi số riêng.', max_length=40, verbose_name='điện thoại cơ quan')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử công vụ')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('valid_from', models.DateField(blank=True, help_text='Để trống nếu không rõ.', null=True, verbose_name='từ ngày')),
                ('valid_until', models.DateField(blank=True, help_text='Để trống nếu đang giữ chức vụ.', null=True, verbose_name='đến hết ngày')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='ảnh chân dung')),
                ('unit', models.ForeignKey(blank=True, help_text='Để trống với lãnh đạo phường; chọn đơn vị với người đứng đầu đơn vị.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'lãnh đạo',
                'verbose_name_plural': 'lãnh đạo',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalOfficer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='họ và tên')),
                ('title', models.CharField(max_length=160, verbose_name='chức vụ')),
                ('duties', models.TextField(blank=True, help_text='Mỗi dòng một việc, viết cho người dân đọc.', verbose_name='lĩnh vực phụ trách')),
                ('phone', models.CharField(blank=True, help_text='Không ghi số riêng.', max_length=40, verbose_name='điện thoại cơ quan')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử công vụ')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('valid_from', models.DateField(blank=True, help_text='Để trống nếu không rõ.', null=True, verbose_name='từ ngày')),
                ('valid_until', models.DateField(blank=True, help_text='Để trống nếu đang giữ chức vụ.', null=True, verbose_name='đến hết ngày')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('photo', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.storedfile', verbose_name='ảnh chân dung')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, help_text='Để trống với lãnh đạo phường; chọn đơn vị với người đứng đầu đơn vị.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'historical lãnh đạo',
                'verbose_name_plural': 'historical lãnh đạo',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='user',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.CreateModel(
            name='Ward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Phường', help_text='Ví dụ: Phường Bến Sen', max_length=80, verbose_name='tên phường')),
                ('agency_name', models.CharField(default='Ủy ban nhân dân phường', max_length=160, verbose_name='tên đầy đủ của cơ quan')),
                ('parent_agency', models.CharField(blank=True, max_length=160, verbose_name='cơ quan cấp trên')),
                ('responsible_person', models.CharField(blank=True, max_length=160, verbose_name='người chịu trách nhiệm chính')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='địa chỉ')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('error_report_days', models.PositiveSmallIntegerField(default=15, help_text='Tính theo ngày lịch, từ ngày nhận. Báo đã nhận giữ hạn cũ.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='số ngày để trả lời một báo sai sót')),
                ('items_counted_by', models.CharField(choices=[('submission', 'Lần nộp đầu tiên'), ('publication', 'Ngày đăng')], default='submission', help_text='Dùng cho mọi kỳ, để không bài nào tính hai lần. Đúng hạn hay muộn luôn theo lần nộp.', max_length=12, verbose_name='tin bài tính vào kỳ theo')),
                ('working_hours', models.TextField(blank=True, help_text='Mỗi dòng một câu. Ví dụ: Thứ Hai đến thứ Sáu: 7h30 - 11h30, 13h30 - 17h00', verbose_name='giờ làm việc')),
                ('service_portal_url', models.CharField(blank=True, max_length=300, validators=[django.core.validators.URLValidator(schemes=['https', 'http'])], verbose_name='địa chỉ cổng dịch vụ công')),
                ('service_portal_label', models.CharField(default='Cổng dịch vụ công', max_length=80, verbose_name='tên cổng dịch vụ công')),
                ('feedback_url', models.CharField(blank=True, max_length=300, validators=[django.core.validators.URLValidator(schemes=['https', 'http'])], verbose_name='địa chỉ kênh phản ánh, kiến nghị')),
                ('feedback_label', models.CharField(default='Phản ánh, kiến nghị', max_length=80, verbose_name='tên kênh phản ánh, kiến nghị')),
                ('emblem', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='biểu trưng')),
            ],
            options={
                'verbose_name': 'thông tin phường',
                'verbose_name_plural': 'thông tin phường',
            },
        ),
        migrations.CreateModel(
            name='Banner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'Khẩn cấp'), (2, 'Cảnh báo'), (3, 'Tin cần biết')], default=2, verbose_name='mức độ')),
                ('text', models.CharField(max_length=240, verbose_name='nội dung')),
                ('url', models.CharField(blank=True, max_length=300, validators=[django.core.validators.RegexValidator('^(https?://[^\\s/]+\\S*|/(?!/)\\S*)$', 'Xin dán địa chỉ bắt đầu bằng https://.')], verbose_name='liên kết')),
                ('starts_at', models.DateTimeField(verbose_name='bắt đầu hiện')),
                ('ends_at', models.DateTimeField(verbose_name='tự gỡ lúc')),
                ('put_up_at', models.DateTimeField(verbose_name='đưa lên lúc')),
                ('taken_down_at', models.DateTimeField(null=True, verbose_name='gỡ lúc')),
                ('put_up_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đưa lên')),
                ('taken_down_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người gỡ')),
            ],
            options={
                'verbose_name': 'thông báo khẩn',
                'verbose_name_plural': 'thông báo khẩn',
                'ordering': ['severity', '-starts_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='organization_banner_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('taken_down_at', None), ('taken_down_by', None)), models.Q(('taken_down_at__isnull', False), ('taken_down_by__isnull', False)), _connector='OR'), name='organization_banner_taken_down_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('code', models.CharField(editable=False, max_length=14, unique=True, verbose_name='mã')),
                ('object_id', models.PositiveBigIntegerField()),
                ('item_title', models.CharField(max_length=250, verbose_name='tiêu đề lúc báo')),
                ('text', models.TextField(max_length=2000, verbose_name='điều sai sót')),
                ('quote', models.CharField(blank=True, max_length=300, verbose_name='chỗ sai trong bài')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='nhận lúc')),
                ('due_on', models.DateField(verbose_name='hạn trả lời')),
                ('state', models.CharField(choices=[('received', 'Chờ trả lời'), ('answered', 'Đã trả lời')], default='received', max_length=10, verbose_name='trạng thái')),
                ('outcome', models.CharField(blank=True, choices=[('corrected', 'Đã sửa'), ('no_error', 'Không sai'), ('unusable', 'Không xử lý được')], max_length=10, verbose_name='kết quả')),
                ('answer', models.TextField(blank=True, verbose_name='trả lời')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='trả lời lúc')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'báo sai sót',
                'verbose_name_plural': 'báo sai sót',
                'ordering': ['-received_at', '-pk'],
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='organization_report_item'), models.Index(condition=models.Q(('state', 'received')), fields=['due_on', 'id'], name='organization_report_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('outcome', ''), ('state', 'received')), models.Q(('answered_at__isnull', False), ('outcome__in', ['corrected', 'no_error', 'unusable']), ('state', 'answered'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='organization_errorreport_answered')],
            },
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at'], name='organization_mail_due'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.UniqueConstraint(fields=('person', 'digest_on'), name='organization_mail_one_digest_a_day'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('awaits_mail', True)), fields=['person'], name='organization_notice_to_mail'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('topic__in', ('due_soon', 'due_today', 'overdue'))), fields=['event'], name='organization_notice_reminder'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'event'), name='organization_notice_once'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(fields=['day'], name='organization_rating_day'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'day'), name='organization_rating_once'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('user', 'listing', 'name'), name='organization_savedfilter_once'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_from', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='organization_unit_dates_in_order', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('pk')), _negated=True), _connector='OR'), name='organization_unit_not_own_successor', violation_error_message='Đơn vị không thể kế tục chính mình.'),
        ),
        migrations.AddConstraint(
            model_name='officer',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_from', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='organization_officer_dates_in_order', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='ward',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='organization_ward_one_row'),
        ),
        *_default_pages.OPERATIONS,
    ]
