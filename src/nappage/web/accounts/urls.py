"""The addresses of one's own account."""

from __future__ import annotations

from django.urls import path

from nappage.web.accounts.views import account, choose_clinic, confirm, here, pin

urlpatterns = [
    path("clinic/", choose_clinic, name="choose-clinic"),
    path("account/", account, name="account"),
    path("account/pin/", pin, name="pin"),
    path("account/confirm/", confirm, name="confirm"),
    path("account/here/", here, name="here"),
]
