"""Pages of the kept account library that are closed here: accounts are made by the clinic and have no e-mail address.

They stand before the library's own list, so that its names still resolve and its pages answer as if they were not.
"""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import re_path

from nappage.web.ways import always_open

CLOSED = r"^(?:signup|email|confirm-email|password/reset|password/set|login/code|inactive)/"


@always_open
def closed(request: HttpRequest, **kwargs: str) -> NoReturn:
    """Answer as if there were no such page."""
    raise Http404("closed here")


urlpatterns = [re_path(CLOSED, closed, name="closed")]
