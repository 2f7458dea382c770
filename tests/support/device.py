"""A device in a test: somebody sits at it, its forms say whose they are, and it stays awake when the clock jumps.

A `Device` stands at the clinic door, a `Phone` at the patient door.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client

from nappage.records.models import Member, PortalAccess, User
from nappage.web.binding import FIELD, HEADER, Binding
from nappage.web.sitting import Sitting
from nappage.web.stay import Stay

_ABOUT_A_PATIENT = re.compile(r"/patients/([0-9a-f]{8}-[0-9a-f-]{27})/")


class SetClock(Protocol):
    """Sets the instant of every request from now on; tablets stay awake across the jump unless told otherwise."""

    def __call__(self, at: datetime, *, awake: bool = True) -> None: ...


class Device(Client):
    """A browser in which a member logged in. What it posts about a patient carries the binding that the form would.

    `bound=False` sends forms as they are given, for a test of the binding itself.
    """

    def __init__(self, member: Member, *, confirmed: bool = True, bound: bool = True) -> None:
        super().__init__()
        self.member = member
        self.bound = bound
        session = logged_in(member.user)
        seat(session, member, settings.NAPPAGE_CLOCK(), confirmed=confirmed)
        session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

    def post(self, path: Any, data: Any = None, *args: Any, **more: Any) -> Any:
        """Send a form, with its binding."""
        found = _ABOUT_A_PATIENT.match(str(path))
        if found and self.bound:
            token = Binding(self.member.id, UUID(found[1])).token()
            if isinstance(data, dict | None) and "content_type" not in more:
                data = {FIELD: token, **(data or {})}
            else:
                more["headers"] = {HEADER: token, **more.get("headers", {})}
        return super().post(path, data, *args, **more)


class Phone(Client):
    """A telephone on which somebody logged in at the patient door. What it posts carries the binding of its form."""

    def __init__(self, access: PortalAccess, *, bound: bool = True) -> None:
        super().__init__()
        self.access = access
        self.bound = bound
        session = logged_in(access.user)
        arrive(session, access, settings.NAPPAGE_CLOCK())
        session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

    def post(self, path: Any, data: Any = None, *args: Any, **more: Any) -> Any:
        """Send a form, with its binding."""
        if self.bound and isinstance(data, dict | None) and "content_type" not in more:
            data = {FIELD: Binding(self.access.id, self.access.person_id).token(), **(data or {})}
        return super().post(path, data, *args, **more)


def logged_in(user: User) -> SessionStore:
    """Return a new session of somebody who has logged in, not kept yet.

    It is what Django's own `force_login` makes, which asks the database twenty times; every test of a screen begins so.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    return session


def arrive(session: Any, access: PortalAccess, at: datetime) -> None:
    """Open a stay in a session as a log-in by code does, about the person of an access."""
    stay = Stay(session, at)
    stay.open()
    stay.choose(access)


def seat(session: Any, member: Member, at: datetime, *, confirmed: bool = True) -> None:
    """Open a sitting in a session as a full log-in does, and seat a member at it."""
    sitting = Sitting(session, at)
    sitting.open()
    sitting.seat(member, proved=confirmed)


def stay_awake(at: datetime) -> None:
    """Let every sitting be as fresh at this instant as at the last one, so that a jump of the clock locks none."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        for door in ("sitting", "stay"):
            state = session.get(door)
            if state:
                moments = {name: at.isoformat() for name in ("opened", "seen", "confirmed") if state.get(name)}
                session[door] = {**state, **moments}
                session.save()
