"""The hidden fields that forms carry; known to every template without loading."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nappage.records.keys import new_key
from nappage.web.binding import FIELD, Binding
from nappage.web.confirmation_form import ConfirmationForm

register = template.Library()


@register.simple_tag(takes_context=True)
def bound_form(context: Context, person: UUID, visit: UUID | None = None) -> SafeString:
    """Return the hidden field that binds a form to a patient and to the member who opened it."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, bound_token(context, person, visit))


@register.simple_tag(takes_context=True)
def bound_token(context: Context, person: UUID, visit: UUID | None = None) -> str:
    """Return the binding as text, for a script that sends it in the header X-Bound."""
    request = context.get("request")
    who = getattr(request, "member", None) or getattr(request, "access", None)
    return Binding(who.id, person, visit).token() if who else ""


@register.inclusion_tag("accounts/_confirmation_field.html", takes_context=True)
def confirmation_field(context: Context) -> dict[str, Any]:
    """Show the field for PIN or password in a form that signs, unless that was said minutes ago."""
    sitting = getattr(context.get("request"), "sitting", None)
    return {"form": None if sitting is None or sitting.confirmed else ConfirmationForm()}


@register.simple_tag
def new_id() -> str:
    """Return a new key for a form whose act is recorded once, however often the form is sent."""
    return str(new_key())
