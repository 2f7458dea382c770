"""Every address of both doors: each screen's own list, and the accounts'."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("nappage.web.accounts.closed_urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("nappage.web.accounts.urls")),
    path("", include("nappage.web.lock.urls")),
    path("", include("nappage.web.emergency.urls")),
    path("audit/", include("nappage.web.audit.urls")),
    path("", include("nappage.web.today.urls")),
    path("", include("nappage.web.agenda.urls")),
    path("patients/", include("nappage.web.patients.urls")),
    path("patients/", include("nappage.web.visits.urls")),
    path("patients/", include("nappage.web.portal_access.urls")),
    path("", include("nappage.web.intake.urls")),
    path("patients/", include("nappage.web.screening.urls")),
    path("patients/", include("nappage.web.reasons.urls")),
    path("patients/", include("nappage.web.plan.urls")),
    path("patients/", include("nappage.web.consent.urls")),
    path("patients/", include("nappage.web.documents.urls")),
    path("patients/", include("nappage.web.preparation.urls")),
    path("patients/", include("nappage.web.allergy_test.urls")),
    path("patients/", include("nappage.web.session.urls")),
    path("patients/", include("nappage.web.after.urls")),
    path("", include("nappage.web.photos.urls")),
    path("", include("nappage.web.worklist.urls")),
    path("", include("nappage.web.messages.urls")),
    path("", include("nappage.web.nodules.urls")),
    path("patients/", include("nappage.web.measures.urls")),
    path("patients/", include("nappage.web.checkpoint.urls")),
    path("", include("nappage.web.recall.urls")),
    path("patients/", include("nappage.web.export.urls")),
    path("", include("nappage.web.erasure.urls")),
    path("director/", include("nappage.web.director.urls")),
    path("policy/", include("nappage.web.policy.urls")),
    path("lots/", include("nappage.web.lots.urls")),
    # The patient door.
    path("", include("nappage.web.decision_aid.urls")),
    path("", include("nappage.web.offline.urls")),
    path("", include("nappage.web.claim_checker.urls")),
    path("", include("nappage.web.clinics.urls")),
    path("", include("nappage.web.door.urls")),
    path("my/", include("nappage.web.portal.urls")),
    path("my/", include("nappage.web.own_course.urls")),
    path("my/", include("nappage.web.own_messages.urls")),
]
handler403 = "nappage.web.refusals.forbidden"
handler404 = "nappage.web.refusals.not_found"
