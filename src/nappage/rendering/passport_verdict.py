"""What verifying a passport says in words: intact or not, by whose key, and whether that key is known."""

from __future__ import annotations

from nappage.rendering.sheet import Line, Tone
from nappage.rendering.wording import Speaker
from nappage.sealing.trouble import Trouble
from nappage.sealing.verification import KnownSigner, Verified
from nappage.values.statement import say

_OCTETS = 4


def verdict(found: Verified, known: KnownSigner | None, speak: Speaker) -> tuple[Line, ...]:
    """Return the verdict: first whether it is intact, then who signed, then what to do where there is something to do.

    Nothing here is red: red is for an allergy and for an emergency.
    """
    if found.trouble is not None:
        why = _trouble(found, found.trouble, speak)
        return (Line(speak(say("passport.broken")), Tone.HOLD, (why, speak(say("passport.next-broken")))),)
    return (Line(speak(say("passport.whole")), Tone.DONE), _signer(found, known, speak))


def _trouble(found: Verified, trouble: Trouble, speak: Speaker) -> str:
    missing = ", ".join(map(str, found.missing))
    return speak(say(f"passport.trouble-{trouble.value}", missing=missing))


def _signer(found: Verified, known: KnownSigner | None, speak: Speaker) -> Line:
    mark = speak(say("passport.fingerprint", fingerprint=fingerprint_shown(found.fingerprint)))
    if known is None:
        words = speak(say("passport.signed-unknown", name=found.signer))
        return Line(words, Tone.HOLD, (mark, speak(say("passport.next-unknown"))))
    code = "passport.signed-trusted" if known.trusted_by else "passport.signed-here"
    values = {"clinic": known.trusted_by} if known.trusted_by else {}
    return Line(speak(say(code, name=known.name, **values)), Tone.DONE, (mark,))


def fingerprint_shown(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, as it is read out over a telephone."""
    return " ".join(fingerprint[at : at + _OCTETS] for at in range(0, len(fingerprint), _OCTETS))
