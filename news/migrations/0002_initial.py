import core.search.expressions
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from news.migrations import _first_rows
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('news', '0001_initial'),
        ('organization', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to=settings.AUTH_USER_MODEL, verbose_name='tác giả'),
        ),
        migrations.AddField(
            model_name='article',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nhập'),
        ),
        migrations.AddField(
            model_name='article',
            name='holder',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_articles', to=settings.AUTH_USER_MODEL, verbose_name='đang giữ'),
        ),
        migrations.AddField(
            model_name='article',
            name='passed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='ảnh chính'),
        ),
        migrations.AddField(
            model_name='article',
            name='submitted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nộp'),
        ),
        migrations.AddField(
            model_name='article',
            name='supporting_units',
            field=models.ManyToManyField(blank=True, related_name='supported_articles', to='organization.unit', verbose_name='đơn vị phối hợp'),
        ),
        migrations.AddField(
            model_name='article',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='article',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='news.category', verbose_name='chuyên mục'),
        ),
        migrations.AddField(
            model_name='correction',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='news.article', verbose_name='tin bài'),
        ),
        migrations.AddField(
            model_name='correction',
            name='corrected_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='defaultquota',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='default_quotas', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='editorialplan',
            name='period',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='editorial_plan', to='organization.reportingperiod', verbose_name='kỳ báo cáo'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='author',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tác giả'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='category',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='news.category', verbose_name='chuyên mục'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='picture',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.storedfile', verbose_name='ảnh chính'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='historicalhonorarium',
            name='article',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='news.article', verbose_name='tin bài'),
        ),
        migrations.AddField(
            model_name='historicalhonorarium',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalhonorarium',
            name='set_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chấm'),
        ),
        migrations.AddField(
            model_name='historicalplacement',
            name='article',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='news.article', verbose_name='tin bài'),
        ),
        migrations.AddField(
            model_name='historicalplacement',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalplacement',
            name='placed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đặt'),
        ),
        migrations.AddField(
            model_name='honorarium',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='honorarium', to='news.article', verbose_name='tin bài'),
        ),
        migrations.AddField(
            model_name='honorarium',
            name='set_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chấm'),
        ),
        migrations.AddField(
            model_name='placement',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='placement', to='news.article', verbose_name='tin bài'),
        ),
        migrations.AddField(
            model_name='placement',
            name='placed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đặt'),
        ),
        migrations.AddField(
            model_name='planline',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_lines', to=settings.AUTH_USER_MODEL, verbose_name='người viết'),
        ),
        migrations.AddField(
            model_name='planline',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='news.editorialplan', verbose_name='định hướng tháng'),
        ),
        migrations.AddField(
            model_name='planline',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_lines', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='article',
            name='plan_line',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='news.planline', verbose_name='dòng định hướng'),
        ),
        migrations.AddConstraint(
            model_name='preferredword',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('wrong'), name='news_preferredword_once', violation_error_message='Từ này đã có trong bảng.'),
        ),
        migrations.AddConstraint(
            model_name='preferredword',
            constraint=models.CheckConstraint(condition=models.Q(('wrong', models.F('right')), _negated=True), name='news_preferredword_differs', violation_error_message='Hai cách viết giống nhau.'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='news.article', verbose_name='tin bài'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tạo'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='revoked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thu hồi'),
        ),
        migrations.AddField(
            model_name='quickentry',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quick_entries', to='news.article'),
        ),
        migrations.AddField(
            model_name='quickentry',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='quota',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='organization.reportingperiod', verbose_name='kỳ báo cáo'),
        ),
        migrations.AddField(
            model_name='quota',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotas', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='quotachange',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa'),
        ),
        migrations.AddField(
            model_name='quotachange',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quota_changes', to='organization.reportingperiod'),
        ),
        migrations.AddField(
            model_name='tarifflimit',
            name='tariff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='limits', to='news.tariff', verbose_name='biểu mức'),
        ),
        migrations.AddField(
            model_name='honorarium',
            name='limit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='news.tarifflimit', verbose_name='thể loại'),
        ),
        migrations.AddField(
            model_name='historicalhonorarium',
            name='limit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='news.tarifflimit', verbose_name='thể loại'),
        ),
        migrations.AddField(
            model_name='upstreamsending',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='news.article', verbose_name='tin bài'),
        ),
        migrations.AddField(
            model_name='upstreamsending',
            name='outcome_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi'),
        ),
        migrations.AddField(
            model_name='upstreamsending',
            name='sent_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người gửi'),
        ),
        migrations.AddConstraint(
            model_name='defaultquota',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unit', None), models.Q(('block', ''), _negated=True)), models.Q(('unit__isnull', False), ('block', '')), _connector='OR'), name='news_defaultquota_unit_or_block', violation_error_message='Xin chọn hoặc một đơn vị, hoặc một khối.'),
        ),
        migrations.AddConstraint(
            model_name='defaultquota',
            constraint=models.UniqueConstraint(fields=('unit', 'kind'), name='news_defaultquota_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='defaultquota',
            constraint=models.UniqueConstraint(condition=models.Q(('block', ''), _negated=True), fields=('block', 'kind'), name='news_defaultquota_block_once'),
        ),
        migrations.AddConstraint(
            model_name='editorialplan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='news_plan_state_known'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place', 'lead'), ('position', 1)), models.Q(('place', 'pin'), ('position__range', (1, 4))), _connector='OR'), name='news_placement_one_lead_few_pins'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('placed_at'))), name='news_placement_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('place', 'position'), name='news_placement_place_once'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['category', '-published_at', '-id'], include=('is_for_portal', 'expires_at'), name='news_article_category_new'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], include=('is_for_portal', 'expires_at'), name='news_article_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['expires_at'], name='news_article_expiring'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'in_review')), fields=['submitted_at'], name='news_article_waiting'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('counted_at__isnull', False)), fields=['counted_at'], include=('unit', 'kind', 'state', 'published_at', 'withdrawn_at', 'first_returned_at', 'plan_line'), name='news_article_counted'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['withdrawn_at'], name='news_article_withdrawn'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('counted_at', None), ('counted_at__gt', models.F('first_submitted_at')), _connector='OR'), fields=['first_submitted_at'], name='news_article_uncounted'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_words'], name='news_article_words', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search_vector'], name='news_article_vector'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(core.search.expressions.InTitle('search_vector'), fastupdate=False, name='news_article_title_vector'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'withdrawn', 'discarded'])), name='news_article_state_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='news_article_published_has_time'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at', None), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='news_article_expires_after_publishing'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'in_review'), models.Q(('is_priority', False), ('review_due_on', None)), _connector='OR'), name='news_article_planned_in_review'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('source_address', ''), _negated=True), fields=('source_address',), name='news_article_imported_once'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='news_previewlink_lasts'),
        ),
        migrations.AddConstraint(
            model_name='quickentry',
            constraint=models.UniqueConstraint(fields=('person', 'token'), name='news_quickentry_once'),
        ),
        migrations.AddConstraint(
            model_name='quota',
            constraint=models.UniqueConstraint(fields=('period', 'unit', 'kind'), name='news_quota_once'),
        ),
        migrations.AddConstraint(
            model_name='quota',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['brief', 'feature', 'notice'])), name='news_quota_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='quota',
            constraint=models.CheckConstraint(condition=models.Q(('required__lte', 999)), name='news_quota_not_absurd'),
        ),
        migrations.AddConstraint(
            model_name='quota',
            constraint=models.CheckConstraint(condition=models.Q(('is_exempt', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='news_quota_exempt_for_a_reason', violation_error_message='Xin ghi lý do miễn chỉ tiêu.'),
        ),
        migrations.AddConstraint(
            model_name='tarifflimit',
            constraint=models.UniqueConstraint(fields=('tariff', 'genre'), name='news_tarifflimit_genre_once', violation_error_message='Thể loại này đã có trong biểu mức.'),
        ),
        migrations.AddConstraint(
            model_name='tarifflimit',
            constraint=models.CheckConstraint(condition=models.Q(('highest_coefficient__gt', 0)), name='news_tarifflimit_positive'),
        ),
        migrations.AddConstraint(
            model_name='honorarium',
            constraint=models.CheckConstraint(condition=models.Q(('coefficient__gt', 0)), name='news_honorarium_positive'),
        ),
        migrations.AddIndex(
            model_name='upstreamsending',
            index=models.Index(fields=['sent_at'], name='news_upstream_sent'),
        ),
        migrations.AddConstraint(
            model_name='upstreamsending',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'waiting')), fields=('article',), name='news_upstream_one_waiting'),
        ),
        migrations.AddConstraint(
            model_name='upstreamsending',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['waiting', 'accepted', 'returned'])), name='news_upstream_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='upstreamsending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'waiting'), ('outcome_at', None), ('outcome_by', None)), models.Q(models.Q(('outcome', 'waiting'), _negated=True), ('outcome_at__isnull', False), ('outcome_by__isnull', False)), _connector='OR'), name='news_upstream_outcome_whole'),
        ),
        migrations.AddConstraint(
            model_name='upstreamsending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='news_upstream_return_has_reason'),
        ),
        *_first_rows.OPERATIONS,
    ]
