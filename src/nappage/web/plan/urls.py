"""The addresses of the plan."""

from __future__ import annotations

from django.urls import path

from nappage.web.plan.views import follow_on, give, history, plan, sign, write

urlpatterns = [
    path("<uuid:person>/plan/", plan, name="plan"),
    path("<uuid:person>/plan/write/", write, name="plan-write"),
    path("<uuid:person>/plan/reason/", give, name="plan-reason"),
    path("<uuid:person>/plan/sign/", sign, name="plan-sign"),
    path("<uuid:person>/plan/versions/", history, name="plan-versions"),
    path("<uuid:person>/plan/course/", follow_on, name="plan-course"),
]
