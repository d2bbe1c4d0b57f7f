"""Admin URLs of broadcasts beside those of ModelAdmins, beneath ``/quan-tri/``."""

from django.urls import path

from broadcasts import views
from broadcasts.bulletins import views as bulletins
from broadcasts.emergency import views as emergency
from broadcasts.logbook.views import logbook_page
from broadcasts.recording import views as recording
from broadcasts.script import views as script

urlpatterns = [
    path("phat-thanh/nhat-ky/", logbook_page, name="broadcast_logbook"),
    path("phat-thanh/doc-thu/", views.read_aloud_page, name="read_aloud"),
    path("phat-thanh/<int:pk>/muc/", bulletins.change_places, name="bulletin_places"),
    path("phat-thanh/muc/<int:pk>/nguon/", bulletins.settle_item, name="air_item_settle"),
    path("phat-thanh/muc/<int:pk>/go/", bulletins.withdraw_item, name="air_item_withdraw"),
    path("phat-thanh/khan-cap/", emergency.emergency_form, name="emergency_form"),
    path("phat-thanh/khan-cap/<int:pk>/", emergency.emergency_page, name="emergency"),
    path("phat-thanh/khan-cap/<int:pk>/dung/", emergency.stop_page, name="emergency_stop"),
    path("phat-thanh/muc/<int:pk>/ghi-am/", recording.record_item, name="air_item_record"),
    path(
        "phat-thanh/muc/<int:pk>/ghi-am/trang-thai/",
        recording.recording_state,
        name="air_item_recording_state",
    ),
    path("phat-thanh/muc/<int:pk>/giong-may/", recording.read_by_machine, name="air_item_voice"),
    path(
        "phat-thanh/muc/<int:pk>/giong-may/dong-y/",
        recording.agree_to_voice,
        name="air_item_voice_agree",
    ),
    path("phat-thanh/<int:pk>/ghep/", recording.join_now, name="bulletin_join"),
    path("phat-thanh/<int:pk>/kich-ban/", script.script_page, name="bulletin_script"),
    path("phat-thanh/<int:pk>/kich-ban.pdf", script.script_file, name="bulletin_script_pdf"),
    path("phat-thanh/<int:pk>/kich-ban/nhac-chu/", script.prompter, name="bulletin_prompter"),
]
