"""The recall list of the clinic."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nappage.web.recall.presenter import Wanted, recall_page
from nappage.web.screen import Asked, screen

ANY = "any"


@screen("recall.read")
def recall(asked: Asked) -> HttpResponse:
    """Show who is asked back, narrowed to a purpose and a response."""
    said = asked.request.GET
    response = said.get("response", ANY)
    wanted = Wanted(said.get("purpose", ""), None if response == ANY else response)
    in_force = asked.request.in_force
    context = recall_page(asked.member, in_force, asked.at, wanted, said.get("page", "1"))
    chosen = {"purpose": wanted.purpose, "response": response}
    query = f"purpose={wanted.purpose}&response={response}&"
    return render(asked.request, "recall/recall.html", context | {"chosen": chosen, "query": query, "any": ANY})
