"""A passport with one of everything, and a bare one: for tests that need no database."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from uuid import UUID

from nappage.fhir.passport import (
    UNTREATED,
    AllergyTold,
    ChangeJudged,
    ConsentGiven,
    EarlierPassport,
    Holder,
    Issuer,
    Named,
    PaperKept,
    Passport,
    Product,
    Professional,
    SessionDone,
    TapeMeasured,
    TestDone,
)
from nappage.values.quantity import Quantity

AT = datetime(2026, 3, 4, 12, 0, tzinfo=timezone(timedelta(hours=1)))


def id(number: int) -> UUID:
    return UUID(int=number, version=4)


WHOLE = Passport(
    id=id(1),
    at=AT,
    holder=Holder(id(2), "Demo patient 014", date(1990, 5, 14), "female"),
    issuer=Issuer(id(3), "Fictional demo clinic", "+34 900 000 000", "112", "ES"),
    fictional=True,
    professionals=(Professional(id(4), "Demo injector", "nurse"),),
    sessions=(
        SessionDone(
            id=id(5),
            start=AT,
            end=AT + timedelta(minutes=28),
            technique=Named("Mesotherapy session: Nappage", "mesotherapy-session"),
            purpose=Named("cellulite", "cellulite"),
            places=(Named("Thigh, right side", "thigh/right"),),
            by=id(4),
            given="120 punctures, 2.4 mL in all",
            products=(
                Product(
                    id(6), Named("A", "A"), AT, "A-101", Quantity.parse("10 mg/mL"), Quantity.parse("1.44 mL"), "Thigh"
                ),
                Product(id(7), Named("L-cream", "L-cream"), AT, dose=Quantity.parse("5 g"), by_cream=True),
                Product(id(8), Named("B", "B"), AT, "B-7", Quantity.parse("2 %"), None, "Thigh, right side"),
            ),
        ),
        SessionDone(id(9), AT, None, Named("Mesotherapy session"), Named("not recorded")),
    ),
    allergies=(
        AllergyTold(id(10), "lidocaine", AT, "high"),
        AllergyTold(id(11), "A 10 mg/mL + B", AT, from_test=True),
    ),
    tests=(TestDone(id(12), "A 10 mg/mL + B", AT, "no reaction seen at the reading", ("mix, 5 mm by 5 mm",)),),
    tape=(
        TapeMeasured(id(13), Named("Thigh, middle, right side", "thigh/right"), AT, Quantity.parse("57.2 cm"), id(4)),
        TapeMeasured(
            id(19), Named("Upper arm, untreated", f"arm/right{UNTREATED}"), AT, Quantity.parse("28.4 cm")
        ),
    ),
    changes=(
        ChangeJudged(
            id(14), Named("Thigh, middle", "thigh/right"), AT, Quantity.parse("-0.4 cm"),
            "within measurement variation", Quantity.parse("1.6 cm"), Quantity.parse("0.1 cm"),
        ),
    ),
    consents=(ConsentGiven(id(15), AT, "fictional-1", id(16)), ConsentGiven(id(17), AT, "2", is_withdrawn=True)),
    papers=(PaperKept(id(16), "Consent", AT, "application/pdf", "ab" * 32),),
    earlier=(EarlierPassport(id(18), "Passport signed by Lyon", AT, "eyJ.abc.def"),),
)  # fmt: skip
BARE = Passport(id(1), AT, Holder(id(2), "Demo patient 014", date(1990, 5, 14)), Issuer(id(3), "Madrid"))
