"""The addresses of the decision aid."""

from __future__ import annotations

from django.urls import path

from nappage.web.decision_aid.views import compare, decide, effects, me, paper, take

urlpatterns = [
    path("decide/", decide, name="decision-aid"),
    path("decide/compare/", compare, name="decide-compare"),
    path("decide/side-effects/", effects, name="decide-effects"),
    path("decide/talk/", me, name="decide-me"),
    path("decide/take-along/", take, name="decide-take"),
    path("decide/take-along.pdf", paper, name="decide-paper"),
]
