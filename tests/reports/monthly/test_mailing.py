"""The link to the report, once on the day that the ward chose."""

from datetime import date

import pytest

from organization.models import Notice, Ward
from reports.monthly.mailing import mail_report_link
from tests.support.cast import Cast
from tests.support.reports import at, make_period

pytestmark = pytest.mark.django_db


def test_the_link_is_told_once_on_the_day(cast: Cast) -> None:
    make_period(2016, 6)
    assert mail_report_link(at(date(2016, 7, 5))) is None, "no day chosen"
    Ward.objects.update_or_create(pk=1, defaults={"report_mail_day": 5})
    assert mail_report_link(at(date(2016, 7, 4))) is None
    told = mail_report_link(at(date(2016, 7, 5)))
    assert told is not None
    notice = Notice.objects.get(person=cast.leader, event__startswith="report-link:")
    assert notice.awaits_mail
    assert notice.url == "/quan-tri/bao-cao/2016-06/"
    assert mail_report_link(at(date(2016, 7, 5), 10)) is None, "twice the same day"
    assert not Notice.objects.filter(
        person=cast.contributor, event__startswith="report-link:"
    ).exists()
