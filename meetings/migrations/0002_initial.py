import core.search.expressions
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('meetings', '0001_initial'),
        ('news', '0001_initial'),
        ('organization', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='calendarevent',
            name='officer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.officer', verbose_name='lãnh đạo'),
        ),
        migrations.AddField(
            model_name='conclusion',
            name='lead_units',
            field=models.ManyToManyField(blank=True, related_name='led_conclusions', to='organization.unit', verbose_name='đơn vị chủ trì'),
        ),
        migrations.AddField(
            model_name='conclusion',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='conclusion',
            name='supporting_units',
            field=models.ManyToManyField(blank=True, related_name='+', to='organization.unit', verbose_name='đơn vị phối hợp'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người xin'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người trả lời'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='chair',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='chủ trì (tài khoản)'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='plan_period',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.reportingperiod', verbose_name='kỳ triển khai'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='review_period',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.reportingperiod', verbose_name='kỳ đánh giá'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='secretary',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='thư ký (tài khoản)'),
        ),
        migrations.AddField(
            model_name='historicaltask',
            name='assigned_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người giao'),
        ),
        migrations.AddField(
            model_name='historicaltask',
            name='conclusion',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.conclusion', verbose_name='kết luận'),
        ),
        migrations.AddField(
            model_name='historicaltask',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaltask',
            name='lead_unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='đơn vị chủ trì'),
        ),
        migrations.AddField(
            model_name='historicaltask',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='limitation',
            name='units',
            field=models.ManyToManyField(blank=True, related_name='+', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='approved_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt biên bản'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='chair',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='chủ trì (tài khoản)'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='plan_period',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.reportingperiod', verbose_name='kỳ triển khai'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='review_period',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.reportingperiod', verbose_name='kỳ đánh giá'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='secretary',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='thư ký (tài khoản)'),
        ),
        migrations.AddField(
            model_name='limitation',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='limitations', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddField(
            model_name='conclusion',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddField(
            model_name='meetingarticle',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.article', verbose_name='tin'),
        ),
        migrations.AddField(
            model_name='meetingarticle',
            name='meeting',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='news', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddField(
            model_name='meetingseries',
            name='chair',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='chủ trì (tài khoản)'),
        ),
        migrations.AddField(
            model_name='meetingseries',
            name='secretary',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='thư ký (tài khoản)'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.meetingseries', verbose_name='loại họp'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='series',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.meetingseries', verbose_name='loại họp'),
        ),
        migrations.AddField(
            model_name='minutesversion',
            name='approved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt'),
        ),
        migrations.AddField(
            model_name='minutesversion',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes_versions', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddConstraint(
            model_name='receptionday',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='meetings_receptionday_hours', violation_error_message='Giờ kết thúc phải sau giờ bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='receptionday',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='meetings_receptionday_days', violation_error_message='Ngày cuối phải sau ngày đầu.'),
        ),
        migrations.AddConstraint(
            model_name='receptionday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('day_of_month', None), ('frequency', 'weekly'), ('weekday__isnull', False), ('weekday__range', (0, 6))), models.Q(('day_of_month__isnull', False), ('day_of_month__range', (1, 31)), ('frequency', 'monthly'), ('weekday', None)), _connector='OR'), name='meetings_receptionday_regular', violation_error_message='Hằng tuần: xin chọn thứ. Hằng tháng: xin ghi ngày trong tháng.'),
        ),
        migrations.AddField(
            model_name='result',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='meetings.meeting', verbose_name='cuộc họp'),
        ),
        migrations.AddField(
            model_name='task',
            name='assigned_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người giao'),
        ),
        migrations.AddField(
            model_name='task',
            name='conclusion',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='meetings.conclusion', verbose_name='kết luận'),
        ),
        migrations.AddField(
            model_name='task',
            name='lead_unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='organization.unit', verbose_name='đơn vị chủ trì'),
        ),
        migrations.AddField(
            model_name='task',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='task',
            name='supporting_units',
            field=models.ManyToManyField(blank=True, related_name='supported_tasks', to='organization.unit', verbose_name='đơn vị phối hợp'),
        ),
        migrations.AddField(
            model_name='extensionrequest',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extension_requests', to='meetings.task', verbose_name='nhiệm vụ'),
        ),
        migrations.AddField(
            model_name='taskreport',
            name='log',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.transitionlog'),
        ),
        migrations.AddField(
            model_name='taskreport',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='meetings.task', verbose_name='nhiệm vụ'),
        ),
        migrations.AddField(
            model_name='usualattendee',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản'),
        ),
        migrations.AddField(
            model_name='usualattendee',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='usual_attendees', to='meetings.meetingseries', verbose_name='loại họp'),
        ),
        migrations.AddField(
            model_name='usualattendee',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddIndex(
            model_name='calendarevent',
            index=models.Index(fields=['starts_at'], name='meetings_calendarevent_starts'),
        ),
        migrations.AddConstraint(
            model_name='calendarevent',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='meetings_calendarevent_in_order', violation_error_message='Giờ kết thúc phải sau giờ bắt đầu.'),
        ),
        migrations.AddIndex(
            model_name='conclusion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='meetings_conclusion_vector'),
        ),
        migrations.AddIndex(
            model_name='conclusion',
            index=django.contrib.postgres.indexes.GinIndex(core.search.expressions.InTitle('search_vector'), name='meetings_conclusion_in_title'),
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.UniqueConstraint(fields=('number_year', 'number'), name='meetings_conclusion_number_once'),
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('number_year', None)), models.Q(('number__gt', 0), ('number_year__isnull', False)), _connector='OR'), name='meetings_conclusion_numbered_whole'),
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.CheckConstraint(condition=models.Q(('due_on', None), ('recurrence', ''), _connector='OR'), name='meetings_conclusion_one_time', violation_error_message='Việc thường xuyên không có ngày hạn: xin bỏ một trong hai.'),
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['assign', 'require', 'propose'])), name='meetings_conclusion_verb_known'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('presence__in', ['present', 'absent', 'excused', 'deputy'])), name='meetings_attendance_presence_known'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('is_public', True)), fields=['-starts_at', '-id'], name='meetings_meeting_public'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='meetings_meeting_vector'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=django.contrib.postgres.indexes.GinIndex(core.search.expressions.InTitle('search_vector'), name='meetings_meeting_in_title'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='meetings_meeting_in_order', violation_error_message='Giờ kết thúc phải sau giờ bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['scheduled', 'held', 'approved', 'closed', 'cancelled'])), name='meetings_meeting_state_known'),
        ),
        migrations.AddConstraint(
            model_name='minutesversion',
            constraint=models.UniqueConstraint(fields=('meeting', 'number'), name='meetings_minutesversion_once'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('state__in', ['given', 'in_hand', 'finished'])), fields=['due_on', 'id'], name='meetings_task_open'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('first_due_on__isnull', False), ('recurrence', '')), models.Q(('due_on', None), ('first_due_on', None), models.Q(('recurrence', ''), _negated=True)), _connector='OR'), name='meetings_task_due_or_recurring', violation_error_message='Xin ghi hạn, hoặc chọn việc thường xuyên, hằng tuần.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('conclusion__isnull', False), ('source', 'conclusion')), models.Q(('conclusion', None), ('source__in', ['direct', 'document'])), _connector='OR'), name='meetings_task_source'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['given', 'in_hand', 'finished', 'done', 'cancelled'])), name='meetings_task_state_known'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('conclusion', 'lead_unit'), name='meetings_task_once_for_a_unit', nulls_distinct=True),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('task',), name='meetings_extension_one_waits'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('asked_due_on__gt', models.F('due_on'))), name='meetings_extension_later', violation_error_message='Hạn mới phải sau hạn hiện nay.'),
        ),
        migrations.AddConstraint(
            model_name='extensionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('granted_due_on', None), ('state', 'asked')), models.Q(('decided_at__isnull', False), ('granted_due_on__isnull', False), ('state', 'granted')), models.Q(('decided_at__isnull', False), ('granted_due_on', None), ('state', 'refused')), _connector='OR'), name='meetings_extension_answered'),
        ),
    ]
