import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0006_lines_in_their_period'),
    ]

    operations = [
        migrations.AddField(
            model_name='ward',
            name='report_mail_day',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Gửi cho lãnh đạo, ban biên tập liên kết báo cáo kỳ trước. Để trống: không gửi.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)], verbose_name='ngày trong tháng gửi liên kết báo cáo tháng'),
        ),
    ]
