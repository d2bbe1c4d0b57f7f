"""The table of access: every address is public, is of one item, or names the roles that open it.

A new address without a row here fails. Addresses of one item are open to its readers: which, say
the tables of the apps (``test_access.py``), and ``test_unreadable.py`` tries each with what may not
be read.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.news.test_access import ONE_EACH, client_of
from tests.support.cast import Cast

PARAMETER = re.compile(r"<(?:\w+:)?\w+>|\(\?P<")
ROLES = [*(role for role in ONE_EACH if role != "other_contributor"), "head"]
ALL = "contributor editor approver head leader clerk announcer it_officer"
# For residents and whoever is not logged in.
PUBLIC = [
    "admin_password_reset",
    "all_news",
    "article",
    "article_by_number",
    "broadcasts",
    "bulletin",
    "bulletin_audio",
    "bulletin_chapters",
    "calendar_file",
    "category",
    "category_rss",
    "contact",
    "corrections",
    "document",
    "document_feed",
    "document_by_number",
    "documents",
    "favicon",
    "file",
    "find_error_report",
    "follow_news",
    "healthz",
    "home",
    "item_audio",
    "login",
    "manifest",
    "meeting",
    "meeting_by_number",
    "meetings",
    "month",
    "open_data",
    "open_data_csv",
    "open_data_json",
    "open_data_openapi",
    "page",
    "password_reset_complete",
    "password_reset_confirm",
    "password_reset_done",
    "playout",
    "playout_audio",
    "playout_m3u",
    "playout_plan",
    "playout_report",
    "podcast",
    "preview",
    "public_report",
    "public_reports",
    "rate",
    "rated",
    "readyz",
    "rendition",
    "report_error",
    "robots",
    "rss",
    "search",
    "security_txt",
    "site_map",
    "sitemap",
    "sitemap_part",
    "structure",
    "working_calendar",
]
# Of one item, or of a part of one: its readers, and of them whoever may take the step.
OF_ITEM = [
    *(f"reports_monthlyreport_{name}" for name in ("change", "delete", "history", "transition")),
    *(f"reports_monthlyreport_{name}" for name in ("drop_copy", "keep", "restore")),
    *("report", "report_behind", "report_section", "report_take_again"),
    *("report_comment", "report_answer"),
    *("report_paragraph", "report_snapshots", "report_snapshot", "report_compare"),
    *("report_create", "report_take", "report_paper", "report_ask_number", "report_signed"),
    *("report_agenda", "report_summary", "report_draft"),
    "news_article_old_word",
    "handbook",
    *("emergency", "emergency_stop"),
    *(
        "air_item_settle",
        "air_item_withdraw",
        "bulletin_places",
        "broadcasts_airitem_filter_delete",
    ),
    *(f"broadcasts_airitem_{name}" for name in ("change", "delete", "history")),
    *(
        f"broadcasts_bulletin_{name}"
        for name in (
            *("change", "delete", "history", "transition"),
            *("drop_copy", "filter_delete", "keep", "restore"),
        )
    ),
    "air_item_record",
    "air_item_recording_state",
    "air_item_voice",
    "air_item_voice_agree",
    "bulletin_join",
    "bulletin_prompter",
    "bulletin_script",
    "bulletin_script_pdf",
    "broadcasts_pronunciation_change",
    "broadcasts_pronunciation_delete",
    "broadcasts_pronunciation_history",
    *(
        f"broadcasts_{model}_{name}"
        for model in (
            "announcerabsence",
            "playoutlink",
            "slot",
            "speakercluster",
            "speakerfault",
            "stationlimit",
        )
        for name in ("change", "delete", "history")
    ),
    *("assessment", "assessment_self", "assessment_transition", "assessment_verify"),
    *("agency_check", "agency_check_round", "agency_days", "agency_open", "agency_period"),
    *("agency_unit", "criteria_set_copy"),
    *(f"reports_criteriaset_{name}" for name in ("change", "delete", "history")),
    *(f"reports_criterion_{name}" for name in ("change", "delete", "history")),
    "answer_error_report",
    "app_list",
    "auth_user_password_change",
    "banner_change",
    "banner_take_down",
    "document_article_add",
    "document_article_remove",
    "document_file_add",
    "document_file_remove",
    "document_page_picture",
    "documents_authority_change",
    "documents_authority_delete",
    "documents_authority_history",
    "documents_documenttopic_change",
    "documents_documenttopic_delete",
    "documents_documenttopic_history",
    "documents_documenttype_change",
    "documents_documenttype_delete",
    "documents_documenttype_history",
    "documents_many_row",
    "documents_publicdocument_change",
    "documents_publicdocument_delete",
    "documents_publicdocument_drop_copy",
    "documents_publicdocument_filter_delete",
    "documents_publicdocument_history",
    "documents_publicdocument_keep",
    "documents_publicdocument_restore",
    "documents_publicdocument_transition",
    "dismiss_error_report",
    "error_report",
    *(
        f"documents_outgoingdocument_{name}"
        for name in (
            *("change", "delete", "history", "transition"),
            *("drop_copy", "filter_delete", "keep", "restore"),
        )
    ),
    "outgoing_file_add",
    "outgoing_file_remove",
    "outgoing_make_public",
    "meeting_number",
    "documents_incomingdocument_change",
    "documents_incomingdocument_delete",
    "documents_incomingdocument_history",
    "documents_decisionphrase_change",
    "documents_decisionphrase_delete",
    "documents_decisionphrase_history",
    "documents_leaderabsence_change",
    "documents_leaderabsence_delete",
    "documents_leaderabsence_history",
    "documents_leadertopic_change",
    "documents_leadertopic_delete",
    "documents_leadertopic_history",
    "documents_standingdelegation_change",
    "documents_standingdelegation_delete",
    "documents_standingdelegation_history",
    "documents_routing_change",
    "documents_routing_delete",
    "documents_routing_drop_copy",
    "documents_routing_filter_delete",
    "documents_routing_history",
    "documents_routing_keep",
    "documents_routing_restore",
    "documents_routing_transition",
    "documents_useractivity_change",
    "documents_useractivity_delete",
    "documents_useractivity_history",
    "home_page_down",
    "home_page_end",
    "home_page_remove",
    "home_page_up",
    "document_book",
    "documents_register_change",
    "documents_register_delete",
    "documents_register_history",
    "incoming_document",
    "incoming_document_edit",
    "incoming_entry_picture",
    "incoming_decision",
    "incoming_page_picture",
    "incoming_slip",
    "incoming_transition",
    "incoming_items",
    "incoming_statistics_period",
    "job",
    "meeting_file",
    "meeting_invitation",
    "meeting_news",
    "meeting_paper",
    "meetings_calendarevent_change",
    "meetings_calendarevent_delete",
    "meetings_calendarevent_history",
    "meetings_meeting_change",
    "meetings_meeting_delete",
    "meetings_meeting_drop_copy",
    "meetings_meeting_filter_delete",
    "meetings_meeting_history",
    "meetings_meeting_keep",
    "meetings_meeting_restore",
    "meetings_meeting_transition",
    "meetings_meetingseries_change",
    "meetings_meetingseries_delete",
    "meetings_meetingseries_history",
    "meetings_receptionday_change",
    "meetings_receptionday_delete",
    "meetings_receptionday_history",
    "meetings_task_change",
    "meetings_task_delete",
    "meetings_task_drop_copy",
    "meetings_task_filter_delete",
    "meetings_task_history",
    "meetings_task_keep",
    "meetings_task_restore",
    "meetings_task_transition",
    "meeting_paper_facts",
    "minutes",
    "minutes_figures",
    "minutes_row",
    "minutes_version",
    "news_anniversary_change",
    "news_anniversary_delete",
    "news_anniversary_history",
    "news_article_bulk",
    "news_article_change",
    "news_article_comment",
    "news_article_comment_answer",
    "news_article_comment_close",
    "news_article_comment_reopen",
    "news_article_copy",
    "news_article_delete",
    "news_article_drop_copy",
    "news_article_filter_delete",
    "news_article_history",
    "news_article_keep",
    "news_article_lint",
    "news_article_preview",
    "news_article_preview_frame",
    "news_article_restore",
    "news_article_revoke_preview",
    "news_article_share_preview",
    "news_article_transition",
    "news_category_change",
    "news_category_delete",
    "news_category_history",
    "news_defaultquota_change",
    "news_defaultquota_delete",
    "news_defaultquota_history",
    "news_preferredword_change",
    "news_preferredword_delete",
    "news_preferredword_history",
    "news_quotarating_change",
    "news_quotarating_delete",
    "news_quotarating_history",
    "honoraria_transition",
    "news_tariff_change",
    "news_tariff_delete",
    "news_tariff_history",
    "notice",
    *(
        f"organization_{model}_{name}"
        for model in ("commontask", "hotline")
        for name in ("change", "delete", "history")
    ),
    "organization_holiday_change",
    "organization_holiday_delete",
    "organization_holiday_history",
    "organization_mail_change",
    "organization_mail_delete",
    "organization_mail_history",
    "organization_officer_change",
    "organization_officer_delete",
    "organization_officer_history",
    "organization_page_change",
    "organization_page_delete",
    "organization_page_history",
    "organization_page_restore",
    "organization_redirect_change",
    "organization_redirect_delete",
    "organization_redirect_history",
    "organization_reportingperiod_change",
    "organization_reportingperiod_delete",
    "organization_reportingperiod_history",
    "organization_missedsearch_change",
    "organization_missedsearch_delete",
    "organization_missedsearch_history",
    "organization_synonymgroup_change",
    "organization_synonymgroup_delete",
    "organization_synonymgroup_history",
    "organization_unit_change",
    "organization_unit_delete",
    "organization_unit_history",
    "organization_user_change",
    "organization_user_delete",
    "organization_user_history",
    "organization_ward_change",
    "organization_ward_delete",
    "organization_ward_history",
    "plan",
    "plan_edit",
    "plan_transition",
    "plan_xlsx",
    "quick_done",
    "quotas_period",
    "reassignment_person",
    "reopen_error_report",
    "retry_job",
    "spreadsheet_columns",
    "spreadsheet_preview",
    "spreadsheet_template",
    "spreadsheet_upload",
    "statistics_items",
    "statistics_period",
]
# By the roles that open them; no role for pages that ask for a query, and those nobody opens.
OPENED_BY = {
    "": (
        "documents_routing_add documents_routing_drop_copy_new"
        " reports_monthlyreport_add reports_monthlyreport_drop_copy_new"
        " autocomplete honoraria honoraria_docx honoraria_pdf honoraria_xlsx"
        " documents_useractivity_add organization_mail_add organization_missedsearch_add"
        " organization_ward_add"
    ),
    "clerk": (
        "documents_many documents_many_read documents_many_upload documents_publicdocument_add"
        " documents_publicdocument_drop_copy_new documents_incomingdocument_add"
        " incoming_entry incoming_entry_code incoming_entry_reading"
    ),
    "contributor clerk": (
        "documents_outgoingdocument_add documents_outgoingdocument_drop_copy_new"
    ),
    "contributor editor approver head leader clerk": (
        "incoming_statistics documents_outgoingdocument_changelist"
        " documents_outgoingdocument_filter_save"
    ),
    "clerk it_officer": (
        "documents_authority_add documents_documenttopic_add documents_documenttype_add"
        " documents_register_add registers_open_usual"
    ),
    "approver head leader": ("documents_publicdocument_publish_many"),
    "editor approver head leader clerk": (
        "reports reports_monthlyreport_changelist"
        " documents_publicdocument_changelist documents_publicdocument_filter_save"
        " documents_incomingdocument_changelist documents_useractivity_changelist document_books"
        " documents_leaderabsence_changelist documents_leadertopic_changelist"
        " documents_standingdelegation_changelist"
    ),
    "editor": (
        "meetings_meeting_add meetings_meeting_drop_copy_new meetings_meetingseries_add on_behalf"
    ),
    "it_officer": (
        "back_up_now confirm_time locked_log_ins make_categories organization_mail_changelist"
        " organization_unit_add server"
        " organization_user_add organization_user_changelist organization_ward_changelist"
    ),
    "editor head": ("news_anniversary_add news_defaultquota_add news_quotarating_add plan_make"),
    "editor it_officer": (
        "agency_check_add agency_check_round_add reports_criteriaset_add reports_criterion_add"
        " news_category_add news_preferredword_add organization_holiday_add"
        " organization_synonymgroup_add"
        " organization_holiday_lines organization_officer_add organization_page_add"
        " organization_commontask_add organization_hotline_add"
        " organization_redirect_add organization_redirect_changelist"
        " organization_reportingperiod_add"
    ),
    "head it_officer": ("news_tariff_add news_tariff_changelist"),
    "editor announcer": "broadcasts_pronunciation_add",
    "editor announcer it_officer": (
        "broadcasts_playoutlink_add broadcasts_playoutlink_changelist"
        " broadcasts_announcerabsence_add broadcasts_slot_add broadcasts_speakercluster_add"
        " broadcasts_speakerfault_add broadcasts_stationlimit_add"
    ),
    "editor approver head leader announcer it_officer": (
        "broadcasts_pronunciation_changelist read_aloud broadcast_logbook"
        " broadcasts_announcerabsence_changelist broadcasts_slot_changelist"
        " broadcasts_speakercluster_changelist broadcasts_speakerfault_changelist"
        " broadcasts_stationlimit_changelist"
        " broadcasts_airitem_changelist broadcasts_airitem_filter_save"
        " broadcasts_bulletin_changelist broadcasts_bulletin_filter_save"
    ),
    "announcer": (
        "broadcasts_airitem_add broadcasts_bulletin_add broadcasts_bulletin_drop_copy_new"
    ),
    "head leader": (
        "emergency_form"
        " banners documents_decisionphrase_add documents_decisionphrase_changelist"
        " documents_standingdelegation_add incoming_decisions"
    ),
    "head leader clerk": ("documents_leaderabsence_add documents_leadertopic_add incoming_bulk"),
    "editor approver head": ("home_page home_page_place"),
    "editor approver head clerk announcer": "error_reports",
    "editor clerk it_officer": ("meetings_calendarevent_add meetings_receptionday_add"),
    "editor head it_officer": ("reassignment"),
    "editor head leader": ("meetings_task_add meetings_task_drop_copy_new"),
    "contributor editor approver head": (
        "news_article_add news_article_add_lint news_article_drop_copy_new news_article_word quick"
    ),
    "editor approver head it_officer": ("news_category_changelist news_preferredword_changelist"),
    "editor approver head leader": (
        "meetings_meetingseries_changelist news_anniversary_changelist"
        " news_defaultquota_changelist news_quotarating_changelist quotas"
    ),
    "contributor editor approver head leader clerk it_officer": ("agency agency_checks"),
    "contributor editor approver head leader": ("calendar plans statistics work"),
    "editor approver head leader it_officer": (
        "organization_holiday_changelist organization_officer_changelist"
        " organization_commontask_changelist organization_hotline_changelist"
        " organization_page_changelist organization_missedsearch_changelist"
        " organization_synonymgroup_changelist organization_reportingperiod_changelist"
        " organization_unit_changelist"
        " reports_criteriaset_changelist reports_criterion_changelist"
    ),
    "contributor editor approver head leader announcer": (
        "news_article_changelist news_article_filter_save"
    ),
    "editor approver head leader clerk it_officer": (
        "documents_authority_changelist documents_documenttopic_changelist"
        " documents_documenttype_changelist documents_register_changelist"
        " meetings_calendarevent_changelist meetings_receptionday_changelist"
    ),
    ALL: (
        "meetings_meeting_changelist meetings_meeting_filter_save"
        " meetings_task_changelist meetings_task_filter_save"
        " documents_routing_changelist documents_routing_filter_save"
    ),
    f"{ALL} superuser": (
        "documents_outgoingdocument_keep_new documents_publicdocument_keep_new file_upload"
        " documents_routing_keep_new handbooks index jsi18n logout mail_choice"
        " reports_monthlyreport_keep_new broadcasts_bulletin_keep_new"
        " meetings_meeting_keep_new meetings_task_keep_new"
        " news_article_keep_new notices_read"
        " password_change"
        " password_change_done"
    ),
}


def addresses() -> list[tuple[str, str]]:
    """Return name and route of every address."""

    def walk(patterns: list[Any], before: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for pattern in patterns:
            route = before + str(pattern.pattern).lstrip("^").rstrip("$")
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                found.append((pattern.name or "", route))
        return found

    return sorted(set(walk(get_resolver().url_patterns, "/")))


def test_every_address_has_one_row() -> None:
    rows = [*PUBLIC, *OF_ITEM, *(name for names in OPENED_BY.values() for name in names.split())]
    names = {name for name, _ in addresses() if name}
    assert names - set(rows) == set(), "give the new address a row in the table of access"
    assert set(rows) - names == set()
    assert len(rows) == len(set(rows))


def test_an_address_without_a_name_leads_to_a_named_one_or_to_nothing() -> None:
    """A number alone, and whatever else stands beneath the admin; the address of
    a public item without its number.
    """
    unnamed = {route for name, route in addresses() if not name}
    others = {route for route in unnamed if not route.endswith("/<path:object_id>/")}
    assert others == {
        *("/tin/<str:slug>/", "/van-ban/<slug:slug>/", "/hop/<str:slug>/"),
        "/quan-tri/(?P<url>.*)",
    }


def test_what_is_of_an_item_takes_its_number() -> None:
    routes = dict(addresses())
    assert [name for name in OF_ITEM if not PARAMETER.search(routes[name])] == []
    plain = [name for names in OPENED_BY.values() for name in names.split()]
    assert [name for name in plain if PARAMETER.search(routes[name])] == []
    assert [name for name in PUBLIC if routes[name].startswith("/quan-tri/")] == [
        *("admin_password_reset", "login", "password_reset_complete"),
        *("password_reset_confirm", "password_reset_done"),
    ]


def code(client: Client, route: str) -> int:
    status = client.get(route).status_code
    return client.post(route, {}).status_code if status == 405 else status


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers", "no_menu")
def test_each_address_opens_to_the_roles_of_its_row(cast: Cast) -> None:
    routes = dict(addresses())
    expected = {
        name: set(roles.split()) for roles, names in OPENED_BY.items() for name in names.split()
    }
    found: dict[str, set[str]] = {name: set() for name in expected}
    for role in ROLES:
        client = client_of(cast, role)
        for name in sorted(expected, key="logout".__eq__):  # that one last
            if code(client, routes[name]) not in (403, 404):
                found[name].add(role)
    assert found == expected
    anonymous = {name: code(Client(), routes[name]) for name in expected}
    assert {name for name, status in anonymous.items() if status not in (302, 403, 404)} == set()
