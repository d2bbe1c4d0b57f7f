"""Facts about the papers of a meeting: numbers, days, signers."""

from __future__ import annotations

from django.db import models

from core.date_fields import DateField
from core.dates import EVENT


class PaperFacts(models.Model):
    """Abstract columns of the papers: facts about them, not text of the minutes.

    Stored by ``meetings.minutes.paper_facts.store_paper_facts`` alone, in any state but cancelled,
    without opening the minutes again. The signers default to those of the ward on the day the
    meeting is created.
    """

    minutes_number = models.CharField(
        "số biên bản",
        max_length=40,
        blank=True,
        help_text="Ghi tay theo sổ văn bản đi, ví dụ 05/BB-UBND.",
    )
    minutes_on = DateField("ngày biên bản", null=True, blank=True, bounds=EVENT)
    notice_number = models.CharField("số thông báo kết luận", max_length=40, blank=True)
    notice_on = DateField("ngày thông báo kết luận", null=True, blank=True, bounds=EVENT)
    notice_authority = models.CharField(
        "thể thức đề ký thông báo",
        max_length=120,
        blank=True,
        help_text="Dòng trên chức vụ người ký, ví dụ TL. Chủ tịch.",
    )
    notice_signer_title = models.CharField("chức vụ người ký thông báo", max_length=160, blank=True)
    notice_signer_name = models.CharField("người ký thông báo", max_length=80, blank=True)
    invitation_number = models.CharField("số giấy mời", max_length=40, blank=True)
    invitation_on = DateField("ngày giấy mời", null=True, blank=True, bounds=EVENT)
    invitation_authority = models.CharField(
        "thể thức đề ký giấy mời",
        max_length=120,
        blank=True,
        help_text="Dòng trên chức vụ người ký, ví dụ TM. Ủy ban nhân dân.",
    )
    invitation_signer_title = models.CharField(
        "chức vụ người ký giấy mời", max_length=160, blank=True
    )
    invitation_signer_name = models.CharField("người ký giấy mời", max_length=80, blank=True)

    class Meta:
        abstract = True


PAPER_FIELDS = tuple(field.name for field in PaperFacts._meta.local_fields)
NUMBER_FIELDS = ("minutes_number", "notice_number", "invitation_number")
SIGNER_FIELDS = tuple(
    f"{paper}_{part}"
    for paper in ("notice", "invitation")
    for part in ("authority", "signer_title", "signer_name")
)
