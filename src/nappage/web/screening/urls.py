"""The addresses of screening."""

from __future__ import annotations

from django.urls import path

from nappage.web.screening.views import confirm_decision, decide_finding, screening, settle_unknown

urlpatterns = [
    path("<uuid:person>/screening/", screening, name="screening"),
    path("<uuid:person>/screening/decide/<slug:rule>/", decide_finding, name="decide"),
    path("<uuid:person>/screening/confirm/<uuid:entry>/", confirm_decision, name="confirm-decision"),
    path("<uuid:person>/screening/settle/<slug:question>/", settle_unknown, name="settle"),
]
