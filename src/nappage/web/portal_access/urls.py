"""The addresses of portal access."""

from __future__ import annotations

from django.urls import path

from nappage.web.portal_access.views import portal_access, revoke_access

urlpatterns = [
    path("<uuid:person>/portal/", portal_access, name="portal-access"),
    path("<uuid:person>/portal/<uuid:access>/revoke/", revoke_access, name="revoke-access"),
]
