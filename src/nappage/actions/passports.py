"""Passports: signing one and handing it out, and taking one of another clinic in as reported history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.documents import keep_document
from nappage.actions.entries import append
from nappage.actions.moments import day_in_words
from nappage.assessment.carried import PassportIssued, PassportTakenIn
from nappage.assessment.chart import Chart, chart_of
from nappage.assessment.known_signer import known_signer
from nappage.assessment.passport import passport_of
from nappage.engine.story import Allergy
from nappage.fhir.bundle import bundle_of, canonical
from nappage.fhir.papers import JOSE
from nappage.fhir.passport import Passport
from nappage.records.keys import new_key
from nappage.records.models import Document, Entry, Identity, Member
from nappage.sealing.signature import signed
from nappage.sealing.verification import Verified, verified
from nappage.values.answer import Answer
from nappage.values.fault import Fault, Faulty

KIND = "passport"
_SEVERE = {"high": Answer.YES, "low": Answer.NO}


def issue_passport(actor: Actor, person: UUID) -> Document:
    """Return the document of a passport: what stands in the record now, signed with the clinic's key."""
    key = clinic_key(actor.clinic, actor.at)
    permission = "passport.issue" if isinstance(actor.who, Member) else "own.export"
    with acting(actor, permission, person, act="issue passport") as trace:
        content = canonical(bundle_of(passport_of(actor.clinic, person, new_key(), actor.at)))
        id, digest = new_key(), hashlib.sha256(content).hexdigest()
        text = signed(content, key).encode("ascii")
        document = keep_document(actor, person, KIND, JOSE, text, text_digest=digest, entry=id)
        append(actor, person, PassportIssued(document.id, digest), id=id)
        trace.thing = id
        trace.detail = {"document": str(document.id), "digest": digest, "key": key.fingerprint}
    return document


def take_in_passport(actor: Actor, person: UUID, file: bytes) -> Entry:
    """Return the entry of a passport of another clinic, taken into this person's chart as reported history.

    Its allergies are told as allergies, because nobody is to be injected with what another clinic warned of. Faulty if
    it is not intact or about somebody born on another day; Conflict if it stands in the chart already.
    """
    found = verified(file)
    if faults := list(_against(found, person)):
        raise Faulty(faults)
    assert found.passport is not None, "what has no fault has a passport"
    with acting(actor, "passport.take-in", person, act="take in passport") as trace:
        chart = chart_of(person, None, actor.at)
        digest = hashlib.sha256(canonical(bundle_of(found.passport))).hexdigest()
        if any(taken.digest == digest for _line, taken in chart.of(PassportTakenIn)):
            raise Conflict(_("this passport was taken in before"))
        is_known = known_signer(found.fingerprint, actor.clinic) is not None
        taken = PassportTakenIn(
            found.signed, found.signer, found.fingerprint, is_known, found.passport.at, digest
        )  # fmt: skip
        entry = append(actor, person, taken)
        if allergies := tuple(_new_allergies(found.passport, chart)):
            append(actor, person, *allergies)
        trace.thing = entry.id
        trace.detail = {"digest": digest, "key": found.fingerprint, "known": is_known}
    return entry


def _against(found: Verified, person: UUID) -> Iterator[Fault]:
    """Yield why a passport cannot be taken into this person's chart."""
    if found.passport is None:
        yield Fault(
            _("Passport"),
            _("a passport as it was signed"),
            _("something that was changed, or is none"),
            _("Ask for the file again, or scan every code of the paper."),
        )
        return
    born = Identity.objects.values_list("born", flat=True).get(person=person)
    if found.passport.holder.born != born:
        yield Fault(
            _("Birth date in the passport"),
            day_in_words(born),
            day_in_words(found.passport.holder.born),
            _("Open the chart of the person it is about; if the chart is wrong, correct its birth date first."),
        )
    if found.passport.holder.id == person:
        yield Fault(
            _("Passport"),
            _("one of another clinic"),
            _("one that was issued from this very chart"),
            _("Nothing is to be done: all that it says stands here."),
        )


def _new_allergies(passport: Passport, chart: Chart) -> Iterator[Allergy]:
    told = {allergy.to.casefold() for _line, allergy in chart.of(Allergy)}
    for one in passport.allergies:
        if one.to.casefold() not in told:
            told.add(one.to.casefold())
            yield Allergy(one.to, _SEVERE.get(one.criticality, Answer.UNKNOWN))
