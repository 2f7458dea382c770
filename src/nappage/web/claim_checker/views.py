"""The page of the claim checker and its interface for programs. What is sent is read, answered and forgotten."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse

from nappage.engine.claim_recognition import recognise_claims
from nappage.rendering.public_guide import Guide
from nappage.values.fault import Fault, Faulty
from nappage.web.claim_checker.presenter import as_json, checked
from nappage.web.claim_checker.reading import MOST_SIGNS, fault, text_to_check
from nappage.web.public_page import Visitor, public_page

GROUP = "checker"
# Reading a long text takes the server a second: so many from one address of the network, and then a pause.
TRIES = {"claims": "20/m/ip"}
A_MINUTE = "60"


@public_page("GET", "HEAD", "POST")
def claims(visitor: Visitor) -> HttpResponse:
    """Ask for a text, or show what it claims."""
    guide, request = visitor.guide(GROUP), visitor.request
    if request.method != "POST":
        return visitor.show("claim_checker/ask.html", {"most": MOST_SIGNS}, GROUP)
    typed = request.POST.get("text", "")
    if not _may(request):
        return _again(visitor, typed, fault(guide, "many"), HTTPStatus.TOO_MANY_REQUESTS)
    try:
        text = text_to_check(typed, request.FILES.get("page"), guide)
    except Faulty as faulty:
        return _again(visitor, typed, faulty.faults[0], HTTPStatus.UNPROCESSABLE_ENTITY)
    return visitor.show("claim_checker/found.html", checked(guide, text), GROUP)


def _again(visitor: Visitor, typed: str, wrong: Fault, status: HTTPStatus) -> HttpResponse:
    expected = visitor.guide(GROUP).own("expected", expected=wrong.expected, found=wrong.found)
    shown = {"most": MOST_SIGNS, "typed": typed[:MOST_SIGNS], "fault": wrong, "expected": expected}
    return visitor.show("claim_checker/ask.html", shown, GROUP, status)


@public_page("GET", "HEAD", "POST")
def claims_api(visitor: Visitor) -> HttpResponse:
    """Tell how to ask (GET), or return the claims of {"text": "..."} as JSON (POST), the unsafe ones first."""
    guide, request = Guide(visitor.guide(GROUP).edition, "en", GROUP), visitor.request
    if request.method != "POST":
        return JsonResponse(HOW_TO_ASK)
    if not _may(request):
        refused = _refused(fault(guide, "many"), HTTPStatus.TOO_MANY_REQUESTS)
        refused["Retry-After"] = A_MINUTE
        return refused
    try:
        text = text_to_check(_text_in(request), None, guide)
    except Faulty as faulty:
        return _refused(faulty.faults[0], HTTPStatus.UNPROCESSABLE_ENTITY)
    found = recognise_claims(guide.edition, text)
    return JsonResponse({"edition": guide.edition.digest, "language": "en", "claims": as_json(found)})


HOW_TO_ASK: dict[str, Any] = {
    "ask": 'POST {"text": "..."} as application/json',
    "answer": "the claims of the text in English, the unsafe ones first; nothing of the text is kept",
    "most_signs": MOST_SIGNS,
    "tries": "20 a minute from one address of the network; 429 with Retry-After beyond",
    "flags": "unsafe: believing it may injure. misleading: it promises that something lasts. null: neither",
    "stances": "asserted, asked, denied: what the sentence does with the claim",
    "grades": "supported, limited, unsupported, contradicted, marketing, unknown",
    "no_claim_found": "does not mean that the text makes none",
}


def _text_in(request: HttpRequest) -> str:
    wrong = Fault("This request", '{"text": "..."} as JSON', "something else", "Send a text in that form.")
    if request.content_type != "application/json":
        raise Faulty([wrong])
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise Faulty([wrong]) from None
    text = sent.get("text") if isinstance(sent, dict) else None
    if not isinstance(text, str):
        raise Faulty([wrong])
    return text


def _refused(wrong: Fault, status: HTTPStatus) -> JsonResponse:
    parts = {"thing": wrong.thing, "expected": wrong.expected, "found": wrong.found, "remedy": wrong.remedy}
    return JsonResponse({"fault": parts}, status=status)


def _may(request: HttpRequest) -> bool:
    """Return whether one more try from this address of the network is within the limit."""
    return ratelimit.consume(request, app="nappage", action="claims", config=TRIES) is not None
