"""The addresses of the policy, its members and its kit."""

from __future__ import annotations

from django.urls import path

from nappage.web.policy.members import kit, member, members
from nappage.web.policy.views import clinic_terms, discard, policy, sign, term_row

urlpatterns = [
    path("", policy, name="policy"),
    path("clinic/", clinic_terms, name="policy-clinic"),
    path("rows/<slug:section>/<int:number>/", term_row, name="policy-row"),
    path("sign/", sign, name="policy-sign"),
    path("discard/", discard, name="policy-discard"),
    path("members/", members, name="members"),
    path("members/<uuid:member>/", member, name="member"),
    path("kit/", kit, name="kit"),
]
