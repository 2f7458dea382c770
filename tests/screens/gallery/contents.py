"""What the pages of the gallery show: a fictional clinic and patient at one fixed instant."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from nappage.values.fault import Fault
from nappage.web.forms import AnswerField, DatePartsField, QuantityField, fault_error

ZONE = ZoneInfo("Europe/Madrid")
AT = datetime(2026, 3, 3, 10, 24, tzinfo=ZONE)
CLINIC = {"name": "Madrid clinic", "fictional": True, "emergency_number": "112", "phone": "+34 555 0100"}
MEMBER = {"id": "m1", "name": "Demo injector", "roles": ["injector", "nurse"], "initials": "DI"}
NAVIGATION = [
    {"label": label, "url": f"/{label.lower()}/", "current": label == "Patients", "keys": f"g {key}"}
    for label, key in (("Today", "t"), ("Patients", "p"), ("Lots", "l"), ("Policy", "o"), ("Audit", "a"))
]
STAGES = (
    ("Intake", "done"), ("Screening", "done"), ("Plan", "done"), ("Consent", "done"), ("Preparation", "done"),
    ("Allergy test", "held"), ("Session", "open"), ("After", "later"), ("Measures", "open"), ("Checkpoint", "later"),
)  # fmt: skip
RAIL = [
    {
        "label": label, "state": state, "number": number, "url": "" if state == "later" else f"#{number}",
        "is_here": label == "Session",
    }
    for number, (label, state) in enumerate(STAGES, 1)
]  # fmt: skip
BANNER = {
    "name": "Demo patient 014",
    "born": date(1990, 5, 14),
    "age": 35,
    "sex": "woman",
    "photo_url": "",
    "chips": [
        {"kind": "alarm", "text": "Allergy: penicillin"},
        {"kind": "hold", "text": "Reading due before start"},
        {"kind": "information", "text": "Session 1 of 10, cellulite, body, every two weeks, 10 sessions"},
    ],
    "next": "10:30, room 2",
}
GATES: list[dict[str, Any]] = [
    {"name": "Jurisdiction and indication", "state": "open", "text": "Spain, cellulite: switched on 12 Jan"},
    {"name": "Screening", "state": "open", "text": "asked today 10:12, no rule matched"},
    {"name": "Consent", "state": "open", "text": "signed 19 Feb, version 3"},
    {
        "name": "Allergy test: reading missing", "state": "closed",
        "text": "24 h reached at 10:00. Read both sites now.", "sources": ["004"],
        "url": "#reading", "way": "Record the reading",
    },
    {"name": "Formula F1 within limits", "state": "open", "text": "same as tested; agent A 28.8 mg of 40 mg"},
    {"name": "Lots in date", "state": "open", "text": "A-311, B-552"},
    {"name": "Credential", "state": "open", "text": "valid until 30 Jun"},
    {"name": "Emergency kit", "state": "later", "text": "check due today before 10:30"},
]  # fmt: skip
FINDINGS: list[dict[str, Any]] = [
    {
        "rule": "P26", "level": "alarm", "text": "Known allergy to a planned ingredient: penicillin and agent P.",
        "because": "Recorded 19 Feb by Demo physician. No override.", "sources": ["000", "003"],
    },
    {
        "rule": "P11", "level": "hold", "text": "Pregnancy: the answer is “don't know”.", "unreviewed": True,
        "because": "Opens with a recorded fact: a test result, who saw it and when.",
        "sources": [{"label": "000", "url": "#s000"}, "004"], "url": "#resolve", "act": "Record the fact",
    },
    {
        "rule": "W04", "level": "caution", "text": "Ibuprofen on 26 Feb lies inside the 7 days before the session.",
        "because": "001 says 3 days, 004 says 7; the longer one stands.", "sources": ["001", "004"],
    },
    {"rule": "N02", "level": "information", "text": "Light meal with protein before the visit.", "sources": ["000"]},
]  # fmt: skip
TASKS = [
    {
        "label": "Read the allergy test", "url": "#1", "hint": "Demo patient 014, both sites and control",
        "state": "hold", "status": "due since 10:00",
    },
    {"label": "Check the emergency kit", "url": "#2", "hint": "before the first puncture", "status": "today"},
    {
        "label": "Call back", "url": "#3", "hint": "Demo patient 022, lump at day 21",
        "state": "information", "status": "by Thu 5 Mar",
    },
    {"label": "Consent of Demo patient 031", "state": "done", "status": "signed"},
]  # fmt: skip
TABLE = {
    "caption": "Passes of this session",
    "head": [
        "technique",
        "spacing",
        "depth",
        {"label": "punctures", "figure": True},
        {"label": "volume", "figure": True},
    ],
    "rows": [
        [
            "point by point",
            "15 mm, square",
            "3 mm",
            {"text": "120", "figure": True},
            {"text": "2.40 mL", "figure": True},
        ],
        ["nappage", "5 mm", "2 mm", {"text": "60", "figure": True}, {"text": "1.20 mL", "figure": True}],
    ],
}
FACTS: list[dict[str, Any]] = [
    {
        "label": "Baseline, right thigh", "text": "57.0 cm", "note": "57.2 and 56.8, mean of two",
        "url": "#m", "way": "Measure again",
    },
    {"label": "Change", "text": "-0.4 cm", "note": "within measurement variation", "sources": ["003"]},
    {"label": "Zone", "text": "≈ 270 cm² (± 5 %)", "note": "from hip 38.0 in and thigh 22.5 in"},
]  # fmt: skip
TABS = [{"label": name, "url": "#", "current": name == "Chart"} for name in ("Chart", "Letters", "Photos", "History")]


class IntakeForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name as in the identity document", max_length=140)
    born = DatePartsField(label="Date of birth", help_text="For example 14 5 1990")
    pregnant = AnswerField(label="Could you be pregnant?", help_text="Asked at every visit.")
    medicine = forms.CharField(label="Medicines", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    waist = QuantityField(
        label="Waist", units=[("cm", "cm"), ("[in_i]", "in")], help_text="Stand upright, breathe out."
    )
    depth = QuantityField(label="Depth", units=[("mm", "mm")], required=False)
    reason = forms.ChoiceField(
        label="Reason", choices=[("", "Choose one"), ("size", "The area is small"), ("other", "Other")]
    )
    day = forms.DateField(label="Session on", widget=forms.DateInput(attrs={"type": "date"}))
    layer = forms.ChoiceField(
        label="Target layer", choices=[("skin", "In the skin"), ("fat", "In the fat below")], widget=forms.RadioSelect
    )
    goals = forms.MultipleChoiceField(
        label="Goals", choices=[("smooth", "Smoother skin"), ("girth", "Girth")], widget=forms.CheckboxSelectMultiple
    )
    understood = forms.BooleanField(label="The alternatives were shown and talked about")


class ReasonForm(forms.Form):
    """The coded reason of going on against a warning."""

    code = forms.ChoiceField(label="Reason", choices=[("", "Choose one"), ("agreed", "Agreed with the physician")])
    text = forms.CharField(label="In words", help_text="At least 15 characters; counted in the director's report.")


def faulty_form() -> IntakeForm:
    """Return a form that was sent with much of it wrong."""
    form = IntakeForm(
        {
            "name": "",
            "born_0": "31",
            "born_1": "2",
            "born_2": "1990",
            "waist_0": "0,05",
            "waist_1": "cm",
            "layer": "skin",
        }
    )
    if not form.is_valid():
        remedy = "Type it with a point and no comma, or choose the unit again."
        form.add_error("waist", fault_error(Fault("Waist", "a length such as 57.2 cm", "“0,05” cm", remedy)))
    return form


def everywhere() -> dict[str, Any]:
    """Return the context that every page has."""
    return {"clinic": CLINIC, "member": MEMBER, "navigation": NAVIGATION, "at": AT, "zone": ZONE}


def of_patient() -> dict[str, Any]:
    """Return the context that every page about a patient has."""
    return {"banner": BANNER, "rail": RAIL, "gates": GATES}


def of_parts() -> dict[str, Any]:
    """Return something for each part to show."""
    return {
        "findings": FINDINGS, "tasks": TASKS, "table": TABLE, "facts": FACTS, "tabs": TABS, "form": IntakeForm(),
        "faulty": faulty_form(), "reason": ReasonForm(), "soon": AT + timedelta(minutes=24),
        "late": AT - timedelta(minutes=24), "tomorrow": AT + timedelta(hours=23, minutes=36),
        "reasoned": {"text": "A third area.", "rule": "A02", "sources": ["000"],
                     "reasoned": {"code": "agreed", "text": "flank agreed with the physician", "by": "Demo physician"}},
        "warned": {"text": "A third area in one session.", "rule": "A02", "sources": ["000"]},
    }  # fmt: skip
