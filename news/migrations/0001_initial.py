import core.richtext.fields
import core.search.expressions
import django.contrib.postgres.search
import django.core.validators
import django.db.models.functions.text
import django.utils.timezone
import news.querysets.previews
import simple_history.models
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),  # its SQL functions stand in generated columns
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('related_snapshot', models.JSONField(default=dict, editable=False, verbose_name='tệp đính kèm')),
                ('kind', models.CharField(choices=[('brief', 'Tin'), ('feature', 'Bài chuyên sâu'), ('notice', 'Thông báo')], default='brief', max_length=10, verbose_name='thể loại')),
                ('title', models.CharField(max_length=250, verbose_name='tiêu đề')),
                ('lead', models.TextField(blank=True, help_text='Một đến hai câu tóm tắt, đứng đầu bài và trong các danh sách.', max_length=600, verbose_name='sapo')),
                ('body', core.richtext.fields.RichTextField(blank=True, verbose_name='nội dung')),
                ('byline', models.CharField(blank=True, help_text='Tên ghi cuối bài, nếu khác tác giả.', max_length=120, verbose_name='bút danh')),
                ('source_name', models.CharField(blank=True, help_text='Ghi khi dùng lại bài nơi khác.', max_length=160, verbose_name='nguồn')),
                ('source_url', models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='địa chỉ nguồn')),
                ('original_author', models.CharField(blank=True, max_length=120, verbose_name='tác giả gốc')),
                ('picture_alt', models.CharField(blank=True, help_text='Người không nhìn thấy ảnh sẽ nghe câu này.', max_length=250, verbose_name='mô tả ảnh')),
                ('picture_is_decorative', models.BooleanField(default=False, verbose_name='ảnh chỉ để trang trí, không cần mô tả')),
                ('picture_credit', models.CharField(blank=True, max_length=250, verbose_name='chú thích và nguồn ảnh')),
                ('picture_focus', models.CharField(choices=[('top-left', 'Góc trên bên trái'), ('top', 'Phía trên'), ('top-right', 'Góc trên bên phải'), ('left', 'Bên trái'), ('centre', 'Chính giữa'), ('right', 'Bên phải'), ('bottom-left', 'Góc dưới bên trái'), ('bottom', 'Phía dưới'), ('bottom-right', 'Góc dưới bên phải')], default='centre', max_length=12, verbose_name='phần ảnh luôn giữ lại')),
                ('is_for_portal', models.BooleanField(default=True, verbose_name='đăng trên cổng thông tin')),
                ('is_for_loudspeaker', models.BooleanField(default=False, verbose_name='dùng cho truyền thanh')),
                ('state', models.CharField(choices=[('draft', 'Bản nháp'), ('in_review', 'Chờ duyệt'), ('published', 'Đã đăng'), ('withdrawn', 'Đã gỡ'), ('discarded', 'Đã bỏ')], default='draft', editable=False, max_length=12, verbose_name='trạng thái')),
                ('taken_at', models.DateTimeField(editable=False, null=True, verbose_name='nhận lúc')),
                ('passed_at', models.DateTimeField(editable=False, null=True, verbose_name='thông qua lúc')),
                ('is_for_head', models.BooleanField(default=False, editable=False, verbose_name='xin ý kiến trưởng ban')),
                ('review_due_on', models.DateField(editable=False, null=True, verbose_name='hạn duyệt')),
                ('is_priority', models.BooleanField(default=False, editable=False, verbose_name='ưu tiên duyệt')),
                ('first_submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='nộp lần đầu lúc')),
                ('counted_at', models.DateTimeField(editable=False, null=True, verbose_name='tính nộp lúc')),
                ('first_returned_at', models.DateTimeField(editable=False, null=True, verbose_name='trả lại lần đầu lúc')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='nộp lúc')),
                ('received_from', models.CharField(blank=True, editable=False, max_length=120, verbose_name='nhận từ')),
                ('received_via', models.CharField(blank=True, choices=[('', 'Không'), ('zalo', 'Zalo'), ('mail', 'Thư điện tử'), ('paper', 'Bản giấy'), ('phone', 'Điện thoại')], editable=False, max_length=10, verbose_name='nhận qua')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='ngày đăng')),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='hết hạn lúc')),
                ('mark', models.CharField(blank=True, choices=[('', 'Không'), ('urgent', 'Đăng khẩn'), ('corrected', 'Đã đính chính')], editable=False, max_length=10, verbose_name='chờ xác nhận')),
                ('withdrawal', models.CharField(blank=True, choices=[('', 'Không'), ('notice', 'Trang báo bài đã gỡ, có lời giải thích'), ('gone', 'Trang báo nội dung không còn (410)'), ('moved', 'Chuyển sang địa chỉ khác')], editable=False, max_length=10, verbose_name='khi gỡ')),
                ('withdrawal_note', models.TextField(blank=True, editable=False, verbose_name='lời cho người đọc')),
                ('withdrawal_url', models.CharField(blank=True, editable=False, max_length=200, verbose_name='địa chỉ mới')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='gỡ lúc')),
                ('discarded_at', models.DateTimeField(editable=False, null=True, verbose_name='bỏ lúc')),
                ('view_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='lượt xem')),
                ('source_address', models.CharField(blank=True, editable=False, max_length=500, verbose_name='địa chỉ cũ')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='tạo lúc')),
                ('search_words', models.GeneratedField(db_persist=True, expression=core.search.expressions.FoldWords(django.db.models.functions.text.Concat('title', models.Value(' '), 'lead', models.Value(' '), 'byline', models.Value(' '), core.search.expressions.WithoutTags('body'), models.Value(' '), output_field=models.TextField())), output_field=models.TextField())),
                ('title_words', models.GeneratedField(db_persist=True, expression=core.search.expressions.FoldWords('title'), output_field=models.TextField())),
                ('search_vector', models.GeneratedField(db_persist=True, expression=core.search.expressions.SearchVectorOf('title', 'lead', 'byline', 'body'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name': 'tin bài',
                'verbose_name_plural': 'tin bài',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='tên chuyên mục')),
                ('short_name', models.CharField(blank=True, max_length=60, verbose_name='tên trên thanh chuyên mục')),
                ('slug', models.SlugField(help_text='Chữ thường không dấu, nối bằng gạch.', max_length=80, unique=True, verbose_name='địa chỉ')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='giới thiệu ngắn')),
                ('is_for_notices', models.BooleanField(default=False, verbose_name='dành cho thông báo')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'chuyên mục',
                'verbose_name_plural': 'chuyên mục',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='nội dung đính chính')),
                ('corrected_at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'đính chính',
                'verbose_name_plural': 'đính chính',
                'ordering': ['corrected_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DefaultQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.CharField(blank=True, choices=[('party', 'Khối Đảng'), ('government_office', 'Khối chính quyền (ngành)'), ('mass_organization', 'Mặt trận và đoàn thể'), ('residential_group', 'Tổ dân phố'), ('affiliated_unit', 'Đơn vị hiệp quản')], max_length=20, verbose_name='khối')),
                ('kind', models.CharField(choices=[('brief', 'Tin'), ('feature', 'Bài chuyên sâu'), ('notice', 'Thông báo')], max_length=10, verbose_name='thể loại')),
                ('required', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(999)], verbose_name='chỉ tiêu mỗi kỳ')),
            ],
            options={
                'verbose_name': 'chỉ tiêu mặc định',
                'verbose_name_plural': 'chỉ tiêu mặc định',
                'ordering': ['block', 'unit', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='EditorialPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('text', models.TextField(blank=True, max_length=10000, verbose_name='định hướng chung')),
                ('deadline_rule', models.CharField(choices=[('last_day', 'Ngày cuối kỳ'), ('before_end', 'Số ngày làm việc trước ngày cuối kỳ'), ('day_of_month', 'Ngày cố định trong tháng')], max_length=12, verbose_name='cách tính hạn nộp')),
                ('deadline_number', models.PositiveSmallIntegerField(default=0, help_text='Số ngày làm việc, hoặc ngày trong tháng.', validators=[django.core.validators.MaxValueValidator(31)], verbose_name='số')),
                ('due_on', models.DateField(verbose_name='hạn nộp của kỳ')),
                ('state', models.CharField(choices=[('draft', 'Đang soạn'), ('open', 'Đang thực hiện'), ('closed', 'Đã khóa')], default='draft', editable=False, max_length=8, verbose_name='trạng thái')),
            ],
            options={
                'verbose_name': 'định hướng tháng',
                'verbose_name_plural': 'định hướng tháng',
                'ordering': ['-period__starts_on'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalArticle',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='phiên bản')),
                ('related_snapshot', models.JSONField(default=dict, editable=False, verbose_name='tệp đính kèm')),
                ('kind', models.CharField(choices=[('brief', 'Tin'), ('feature', 'Bài chuyên sâu'), ('notice', 'Thông báo')], default='brief', max_length=10, verbose_name='thể loại')),
                ('title', models.CharField(max_length=250, verbose_name='tiêu đề')),
                ('lead', models.TextField(blank=True, help_text='Một đến hai câu tóm tắt, đứng đầu bài và trong các danh sách.', max_length=600, verbose_name='sapo')),
                ('body', core.richtext.fields.RichTextField(blank=True, verbose_name='nội dung')),
                ('byline', models.CharField(blank=True, help_text='Tên ghi cuối bài, nếu khác tác giả.', max_length=120, verbose_name='bút danh')),
                ('source_name', models.CharField(blank=True, help_text='Ghi khi dùng lại bài nơi khác.', max_length=160, verbose_name='nguồn')),
                ('source_url', models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='địa chỉ nguồn')),
                ('original_author', models.CharField(blank=True, max_length=120, verbose_name='tác giả gốc')),
                ('picture_alt', models.CharField(blank=True, help_text='Người không nhìn thấy ảnh sẽ nghe câu này.', max_length=250, verbose_name='mô tả ảnh')),
                ('picture_is_decorative', models.BooleanField(default=False, verbose_name='ảnh chỉ để trang trí, không cần mô tả')),
                ('picture_credit', models.CharField(blank=True, max_length=250, verbose_name='chú thích và nguồn ảnh')),
                ('picture_focus', models.CharField(choices=[('top-left', 'Góc trên bên trái'), ('top', 'Phía trên'), ('top-right', 'Góc trên bên phải'), ('left', 'Bên trái'), ('centre', 'Chính giữa'), ('right', 'Bên phải'), ('bottom-left', 'Góc dưới bên trái'), ('bottom', 'Phía dưới'), ('bottom-right', 'Góc dưới bên phải')], default='centre', max_length=12, verbose_name='phần ảnh luôn giữ lại')),
                ('is_for_portal', models.BooleanField(default=True, verbose_name='đăng trên cổng thông tin')),
                ('is_for_loudspeaker', models.BooleanField(default=False, verbose_name='dùng cho truyền thanh')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical tin bài',
                'verbose_name_plural': 'historical tin bài',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalHonorarium',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('coefficient', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='hệ số')),
                ('unit_value', models.PositiveIntegerField(verbose_name='đơn giá (đồng)')),
                ('published_on', models.DateField(db_index=True, verbose_name='ngày đăng')),
                ('set_at', models.DateTimeField(verbose_name='chấm lúc')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical nhuận bút',
                'verbose_name_plural': 'historical nhuận bút',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPlacement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('place', models.CharField(choices=[('lead', 'Đứng đầu trang'), ('pin', 'Ghim')], max_length=4, verbose_name='chỗ đặt')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='thứ tự')),
                ('ends_at', models.DateTimeField(verbose_name='đến lúc')),
                ('placed_at', models.DateTimeField(verbose_name='đặt lúc')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical tin trên trang chủ',
                'verbose_name_plural': 'historical tin trên trang chủ',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Honorarium',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('coefficient', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='hệ số')),
                ('unit_value', models.PositiveIntegerField(verbose_name='đơn giá (đồng)')),
                ('published_on', models.DateField(db_index=True, verbose_name='ngày đăng')),
                ('set_at', models.DateTimeField(verbose_name='chấm lúc')),
            ],
            options={
                'verbose_name': 'nhuận bút',
                'verbose_name_plural': 'nhuận bút',
                'ordering': ['published_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('lead', 'Đứng đầu trang'), ('pin', 'Ghim')], max_length=4, verbose_name='chỗ đặt')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='thứ tự')),
                ('ends_at', models.DateTimeField(verbose_name='đến lúc')),
                ('placed_at', models.DateTimeField(verbose_name='đặt lúc')),
            ],
            options={
                'verbose_name': 'tin trên trang chủ',
                'verbose_name_plural': 'tin trên trang chủ',
                'ordering': ['place', 'position'],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=300, verbose_name='chủ đề')),
                ('kind', models.CharField(choices=[('brief', 'Tin'), ('feature', 'Bài chuyên sâu'), ('notice', 'Thông báo')], default='brief', max_length=10, verbose_name='thể loại')),
                ('is_for_portal', models.BooleanField(default=True, verbose_name='cổng thông tin')),
                ('is_for_loudspeaker', models.BooleanField(default=False, verbose_name='truyền thanh')),
                ('is_for_upstream', models.BooleanField(default=False, verbose_name='liên thông')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='hạn nộp')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'dòng định hướng',
                'verbose_name_plural': 'dòng định hướng',
                'ordering': ['plan', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PreferredWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrong', models.CharField(help_text='Chữ hoa, chữ thường như nhau; dấu thì khác nhau.', max_length=120, verbose_name='không viết')),
                ('right', models.CharField(max_length=160, verbose_name='viết là')),
                ('note', models.CharField(blank=True, help_text='Hiện cho người viết, sau lời nhắc.', max_length=200, verbose_name='vì sao')),
            ],
            options={
                'verbose_name': 'từ nên dùng',
                'verbose_name_plural': 'từ nên dùng',
                'ordering': ['wrong', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=news.querysets.previews.new_key, editable=False, max_length=22, unique=True)),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='cho ai')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='tạo lúc')),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn lúc')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='thu hồi lúc')),
            ],
            options={
                'verbose_name': 'đường dẫn xem trước',
                'verbose_name_plural': 'đường dẫn xem trước',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='QuickEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField()),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('brief', 'Tin'), ('feature', 'Bài chuyên sâu'), ('notice', 'Thông báo')], max_length=10, verbose_name='thể loại')),
                ('required', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(999)], verbose_name='chỉ tiêu')),
                ('is_exempt', models.BooleanField(default=False, verbose_name='được miễn')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do miễn')),
            ],
            options={
                'verbose_name': 'chỉ tiêu',
                'verbose_name_plural': 'chỉ tiêu',
                'ordering': ['period', 'unit', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='QuotaChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_at', models.DateTimeField(verbose_name='lúc')),
                ('summary', models.TextField(verbose_name='thay đổi')),
            ],
            options={
                'verbose_name': 'lần sửa chỉ tiêu',
                'verbose_name_plural': 'các lần sửa chỉ tiêu',
                'ordering': ['-changed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='QuotaRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, unique=True, verbose_name='xếp loại')),
                ('least_percent', models.PositiveSmallIntegerField(unique=True, validators=[django.core.validators.MaxValueValidator(1000)], verbose_name='từ bao nhiêu phần trăm')),
            ],
            options={
                'verbose_name': 'mức xếp loại',
                'verbose_name_plural': 'mức xếp loại',
                'ordering': ['-least_percent'],
            },
        ),
        migrations.CreateModel(
            name='Tariff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(error_messages={'unique': 'Đã có biểu mức áp dụng từ ngày này.'}, unique=True, verbose_name='áp dụng từ ngày')),
                ('legal_basis', models.CharField(help_text='Ví dụ: Nghị định 18/2014/NĐ-CP; Quyết định số … của UBND thành phố.', max_length=250, verbose_name='căn cứ')),
                ('unit_value', models.PositiveIntegerField(help_text='Đổi giá trị không đổi hệ số đã chấm: mỗi bài giữ đơn giá của ngày chấm.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000000)], verbose_name='giá trị một đơn vị hệ số (đồng)')),
            ],
            options={
                'verbose_name': 'biểu mức nhuận bút',
                'verbose_name_plural': 'biểu mức nhuận bút',
                'ordering': ['-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='TariffLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('genre', models.CharField(help_text='Ví dụ: Tin, Ảnh, Bình luận, Phóng sự, Phỏng vấn.', max_length=80, verbose_name='thể loại')),
                ('highest_coefficient', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(999)], verbose_name='hệ số cao nhất')),
            ],
            options={
                'verbose_name': 'mức theo thể loại',
                'verbose_name_plural': 'mức theo thể loại',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='UpstreamSending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(verbose_name='gửi lúc')),
                ('outcome', models.CharField(choices=[('waiting', 'Chờ kết quả'), ('accepted', 'Được nhận'), ('returned', 'Bị trả lại')], default='waiting', max_length=8, verbose_name='kết quả')),
                ('outcome_at', models.DateTimeField(null=True, verbose_name='có kết quả lúc')),
                ('reason', models.TextField(blank=True, verbose_name='lý do trả lại')),
            ],
            options={
                'verbose_name': 'lần gửi liên thông',
                'verbose_name_plural': 'các lần gửi liên thông',
                'ordering': ['sent_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Anniversary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='tháng')),
                ('day', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='ngày')),
                ('title', models.CharField(max_length=200, verbose_name='ngày kỷ niệm')),
                ('since_year', models.PositiveSmallIntegerField(blank=True, help_text='Để ghi “kỷ niệm 80 năm”; để trống nếu không cần.', null=True, verbose_name='năm đầu tiên')),
            ],
            options={
                'verbose_name': 'ngày kỷ niệm',
                'verbose_name_plural': 'ngày kỷ niệm',
                'ordering': ['month', 'day'],
                'constraints': [models.UniqueConstraint(fields=('month', 'day', 'title'), name='news_anniversary_once')],
            },
        ),
    ]
