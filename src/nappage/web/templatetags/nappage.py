"""The parts that screens are put together from: `{% load nappage %}`. Each shows what it is given; none decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nappage.values.fault import Fault
from nappage.web import forms as clinic_forms
from nappage.web.urgency import urgency_chip

register = template.Library()
register.simple_tag(urgency_chip, name="urgency")
# Sources of knowledge/sources.toml that are no document, by their sign: whose word something is.
WHOSE_WORD = {
    "J": gettext_lazy("own judgement"),
    "K": gettext_lazy("general knowledge"),
    "D": gettext_lazy("own arithmetic"),
    "V": gettext_lazy("seen in an excerpt"),
    "N": gettext_lazy("news"),
}

# Drawn on a field of 24 by 24, with the colour of the text around them.
ICONS: Mapping[str, str] = {
    "tick": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "bang": '<path d="M12 5v9"/><path d="M12 18.6v.2"/>',
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
    "note": '<path d="M12 11v7"/><path d="M12 6.2v.2"/>',
    "cross": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "person": '<circle cx="12" cy="8.5" r="3.8"/><path d="M4.5 20c1-4.2 4-6 7.5-6s6.5 1.8 7.5 6"/>',
    "lock": '<rect x="5.5" y="11" width="13" height="9" rx="2"/><path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "next": '<path d="M9 5.5l6.5 6.5L9 18.5"/>',
    "phone": (
        '<path d="M6 4h3l1.5 4.5L8.5 10a10 10 0 0 0 5.5 5.5'
        'l1.5-2L20 15v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z"/>'
    ),
    "print": '<path d="M7 9V4h10v5M7 17H4.5v-8h15v8H17"/><path d="M7 14h10v6H7z"/>',
    "eye": (
        '<path d="M2.5 12S6 5.5 12 5.5s9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>'
    ),
}
# Noted on a form once its faults stand on the page.
SUMMED_UP = "summed_up"
LEVEL_MARKS: Mapping[str, str] = {"alarm": "bang", "hold": "bang", "caution": "bang", "information": "note"}
GATE_MARKS: Mapping[str, str] = {"open": "tick", "closed": "bang", "later": "clock"}
_CLASS_OF_INPUT = {
    "checkbox": "nhsuk-checkboxes__input",
    "select": "nhsuk-select",
    "textarea": "nhsuk-textarea",
    "file": "nhsuk-file-upload",
}


@register.filter
def under(cells: Iterable[object], columns: Iterable[str]) -> list[tuple[str, object]]:
    """Return each cell of a row with the heading of its column: on a telephone it stands beside the cell."""
    return list(zip(columns, cells, strict=True))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a small drawing that screen readers skip."""
    drawn = mark_safe(ICONS[name])
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', drawn)


@register.filter
def initials(name: str | None) -> str:
    """Return the first letters of a name's words, at most three."""
    return "".join(word[0] for word in str(name or "").split()[:3]).upper()


@register.filter
def named(member: str, names: Mapping[str, str] | None) -> str:
    """Return the name of a member by their id in the record; who is none of them is called as the record does."""
    return names.get(member, member) if names else member


@register.simple_tag
def shown_name(name: str) -> SafeString:
    """Return a person's name that the privacy toggle reduces to initials."""
    # A name of another direction keeps to itself: what stands beside it stays where it was.
    words = '<bdi class="name"><span class="name__whole">{}</span><span class="name__initials">{}</span></bdi>'
    return format_html(words, name, " ".join(f"{letter}." for letter in initials(name)))


@register.simple_tag
def sources(cited: Iterable[Any] | None) -> SafeString:
    """Return "(000, 004)" in small grey; a source with an address is a link."""
    items = list(cited or ())
    if not items:
        return mark_safe("")
    shown = format_html_join("; ", "{}", ((_source(item),) for item in items))
    spoken = _("sources")
    return format_html('<span class="sources">(<span class="visually-hidden">{} </span>{})</span>', spoken, shown)


def _source(item: Any) -> SafeString:
    label = as_read(_part(item, "label") or item)
    url = _part(item, "url")
    return format_html('<a href="{}">{}</a>', url, label) if url else format_html("{}", label)


@register.filter
def as_read(label: Any) -> Any:
    """Return a source as it is read: what is no document says whose word it is instead of its sign."""
    sign, _colon, what = str(label).partition(":")
    if sign not in WHOSE_WORD:
        return label
    return f"{WHOSE_WORD[sign]}: {what}" if what else WHOSE_WORD[sign]


def _part(item: Any, name: str) -> Any:
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


@register.simple_block_tag
def card(content: str, title: str = "", aside: str = "", kind: str = "", id: str = "") -> SafeString:
    """Return a surface with a heading of the second level; `aside` stands small beside it."""
    small = format_html(' <small class="card__aside">{}</small>', aside) if aside else ""
    heading = format_html('<h2 class="card__title">{}{}</h2>', title, small) if title else ""
    kinds = format_html(" card--{}", kind) if kind else ""
    named = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="card{}"{}>{}{}</section>', kinds, named, heading, content)


@register.simple_block_tag
def callout(content: str, kind: str, title: str = "") -> SafeString:
    """Return a box that says something before anything else: alarm, hold, information or quiet."""
    heading = format_html('<h2 class="callout__title">{}</h2>', title) if title else ""
    return format_html('<div class="callout callout--{}">{}{}</div>', kind, heading, content)


@register.inclusion_tag("components/finding.html")
def finding(found: Any) -> dict[str, Any]:
    """Show a finding: text, level (alarm, hold, caution, information), rule, sources, and what to do about it."""
    return {"finding": found, "mark": LEVEL_MARKS.get(str(_part(found, "level")), "note")}


@register.inclusion_tag("components/gate.html")
def gate_line(gate: Any) -> dict[str, Any]:
    """Show a gate: name, state (open, closed, later), text, sources, and the way on. An open gate is a plain tick."""
    return {"gate": gate, "mark": GATE_MARKS.get(str(_part(gate, "state")), "bang")}


@register.inclusion_tag("components/primary.html")
def primary(label: str, **options: Any) -> dict[str, Any]:
    """Show the one action: form or url; with `closed` the reason stands under it, with `way_url`, `way` the way on."""
    return {"label": label, **options}


@register.inclusion_tag("components/timer.html")
def timer(label: str, until: datetime, at: datetime, owner: str = "", url: str = "") -> dict[str, Any]:
    """Show until when something waits; the page counts on by itself, from the server's clock."""
    left = until.astimezone(UTC) - at.astimezone(UTC)
    return {
        "label": label, "until": until, "at": at, "owner": owner, "url": url,
        "is_due": left <= timedelta(0), "left": span_words(_rounded(left)),
        "same_day": until.astimezone(at.tzinfo).date() == at.date(),
    }  # fmt: skip


def _rounded(left: timedelta) -> timedelta:
    """Return what is left rounded up to the minute, so that nothing is told to be sooner than it is."""
    minute = timedelta(minutes=1)
    return -(-left // minute) * minute if left > minute else abs(left)


def span_words(span: timedelta) -> str:
    """Return a time between in the two largest units that it has."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min" if minutes else f"{seconds} s"


@register.simple_tag
def remembered(template_name: str, row: Any) -> SafeString:
    """Return a row drawn by its template, which sees `row` alone; an equal row was drawn once before.

    A row is a value of plain values: everything that it shows is part of what it is remembered by, and so are the
    language and the time zone of who reads.
    """
    return _drawn(template_name, row, get_language() or "", timezone.get_current_timezone_name())


@lru_cache(maxsize=2048)
def _drawn(template_name: str, row: Any, language: str, zone: str) -> SafeString:
    return render_to_string(template_name, {"row": row})


@register.inclusion_tag("components/progress.html")
def progress(label: str, done: int, total: int, waiting: int = 0) -> dict[str, Any]:
    """Show how far something is ("saved 3 of 3"); `waiting` counts what is not saved yet, visibly."""
    return {"label": label, "done": done, "total": total, "waiting": waiting}


@register.inclusion_tag("components/empty.html")
def empty(text: str, todo: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Show that nothing is there, and what to do next."""
    return {"text": text, "todo": todo, "url": url, "label": label}


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    form: forms.BaseForm | None = None, faults: Iterable[Fault | clinic_forms.FieldFault] = ()
) -> dict[str, Any]:
    """Show all faults of a form, or of something that has none, each linked to its field.

    A form brings its summary along; a page that has shown it above has no second one.
    """
    before = form is not None and hasattr(form, SUMMED_UP)
    if form is not None:
        setattr(form, SUMMED_UP, True)
    return {"faults": clinic_forms.linked(None if before else form, faults)}


@register.filter
def faults(field: forms.BoundField) -> list[Fault]:
    """Return the faults of a field of a form."""
    return clinic_forms.field_faults(field) if field.errors else []


@register.filter
def kind_of(field: forms.BoundField) -> str:
    """Return which template shows a field's input."""
    widget = field.field.widget
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (clinic_forms.Tiles, "tiles"), (forms.CheckboxSelectMultiple, "checkboxes"), (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"), (clinic_forms.DateParts, "date_parts"),
        (clinic_forms.QuantityInput, "quantity"), (forms.Textarea, "textarea"), (forms.Select, "select"),
        (forms.FileInput, "file"),
    )  # fmt: skip
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "text")


@register.simple_tag
def widget(field: forms.BoundField) -> SafeString:
    """Return the input of a field with the classes that the style sheet knows."""
    own = str(field.field.widget.attrs.get("class", ""))
    classes = [own, _CLASS_OF_INPUT.get(kind_of(field), "nhsuk-input")]
    if field.errors:
        classes.append(f"{classes[1]}--error")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.simple_tag
def part_of(field: forms.BoundField, index: int, extra: str = "") -> SafeString:
    """Return one input of a field that has several, as the unit beside a number."""
    widget = field.field.widget
    assert isinstance(widget, forms.MultiWidget)
    inner = widget.widgets[index]
    css = "nhsuk-select" if isinstance(inner, forms.Select) else "nhsuk-input"
    error = f" {css}--error" if field.errors else ""
    value: Any = field.value()
    parts: list[Any] = list(value) if isinstance(value, list | tuple) else list(widget.decompress(value) or ())
    attrs = {"id": f"{field.auto_id}_{index}", "class": f"{css}{error} {extra}".strip()}
    if field.errors:
        attrs["aria-invalid"] = "true"
    described = field.aria_describedby
    if described and index == 0:
        attrs["aria-describedby"] = described
    return mark_safe(inner.render(f"{field.html_name}_{index}", parts[index], attrs, field.form.renderer))
