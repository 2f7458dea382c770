"""The addresses of a session. What is written names its visit, so that no form can reach another one."""

from __future__ import annotations

from django.urls import path

from nappage.web.session import charting, closing, mixture, record_paper, room, views

AT = "<uuid:person>/session/<uuid:visit>/"
urlpatterns = [
    path("<uuid:person>/session/", views.session, name="session"),
    path("<uuid:person>/session/stop/", views.stop_session, name="session-stop"),
    path(AT, views.session_of_visit, name="session-visit"),
    path(f"{AT}start/", views.start_session, name="session-start"),
    path(f"{AT}resume/", views.resume_session, name="session-resume"),
    path(f"{AT}reaction/", views.reaction, name="session-reaction"),
    path(f"{AT}reason/", views.reason, name="session-reason"),
    path(f"{AT}room/", room.room, name="session-room"),
    path(f"{AT}room/measures/", room.measures, name="session-measures"),
    path(f"{AT}room/cream/", room.cream_on, name="session-cream"),
    path(f"{AT}room/cream/<uuid:cream>/off/", room.cream_off, name="session-cream-off"),
    path(f"{AT}passes", charting.passes, name="session-passes"),
    path(f"{AT}passes/<uuid:entry>/correct/", charting.correct, name="session-correct"),
    path(f"{AT}copies/", charting.copy_last_session, name="session-copy"),
    path(f"{AT}copies/<uuid:copy>/confirm/", charting.confirm_copy, name="session-confirm"),
    path(f"{AT}copies/<uuid:copy>/drop/", charting.drop_copy, name="session-drop"),
    path(f"{AT}take-over/", charting.take_over_zone, name="session-take-over"),
    path(f"{AT}mixture/", mixture.mixture, name="session-mixture"),
    path(f"{AT}closing/", closing.closing, name="session-closing"),
    path(f"{AT}closing/volumes/", closing.volumes, name="session-volumes"),
    path(f"{AT}closing/end/", closing.end_session, name="session-end"),
    path(f"{AT}closing/reopen/", closing.reopen, name="session-reopen"),
    path(f"{AT}closing/score/<slug:scale>/", closing.same_day, name="session-score"),
    path(f"{AT}closing/sign/", closing.sign_session, name="session-sign"),
    path(f"{AT}paper/", record_paper.record_paper, name="session-paper"),
    path(f"{AT}addendum/", closing.addendum, name="session-addendum"),
    path(f"{AT}wrong-person/", closing.wrong_person, name="session-wrong-person"),
]
