"""What a typed allergy touches."""

from __future__ import annotations

import pytest

from nappage.engine.allergen import recognise_allergen
from nappage.engine.edition import Edition
from support.spec import Row, specified_by

title = "Recognising allergies"
text = """
An allergy is recognised by a listed name or by the medicine it names, exactly. It touches allergy keys: those of its
allergen, those that the allergen reaches across to, and the substance itself. A blank cell means that it is not known.
"""


@pytest.mark.proves("R169", "R171", "R172")
@specified_by("""
    | typed                | touches                                                       |
    | penicillin           | beta-lactam, penicillin                                       |
    | Amoxicilina 500 mg   | amoxicillin, beta-lactam, penicillin                          |
    | cefuroxime           | beta-lactam, cefuroxime, cephalosporin                        |
    | ibuprofen            | aspirin, ibuprofen, nsaid                                     |
    | paracetamol          | paracetamol                                                   |
    | omeprazole           | omeprazole                                                    |
    | vitamin B complex    | vitamin-b-complex                                             |
    | lidocaine            | amide-anaesthetic, lidocaine                                  |
    | procaine             | ester-anaesthetic, paba, procaine                             |
    | local anaesthetics   | amide-anaesthetic, ester-anaesthetic, local-anaesthetic, paba |
    | PABA                 | ester-anaesthetic, paba                                       |
    | sulfites             | sulfite                                                       |
    | bee sting            | bee, hymenoptera                                              |
    | wasps                | hymenoptera, wasp                                             |
    | soya                 | legume, soy                                                   |
    | salmon               | fish, salmon                                                  |
    | ragweed              | asteraceae, plant                                             |
    | hair dye             | ester-anaesthetic, paba, ppd                                  |
    | latex                | latex                                                         |
    | aminofilina          | aminophylline, ethylenediamine, xanthine                      |
    | hyaluronidase        | hyaluronidase                                                 |
    | something at school  |                                                               |
""")
def test_a_typed_allergy_touches_its_keys(edition: Edition, row: Row) -> None:
    sensitivity = recognise_allergen(edition, row["typed"])

    assert ", ".join(sorted(sensitivity.keys if sensitivity else ())) == row["touches"]
