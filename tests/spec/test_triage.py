"""The triage matrix, transcribed by hand from its sources and the decisions, not from the knowledge files."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from support.reports import elapsed, judged, reported
from support.spec import specified_by

title = "Triage of reported symptoms"
text = """
Each row states one report after one session: how long after its end, how it was treated (blank: unknown), and the level
that follows. Levels: E0 often seen, E1 contact within 48 h, E2 the same day, E3 emergency. "From" names the cell of the
matrix or the decision. All times are elapsed time from the end of the session, where the symptom began unless said.
"""


@pytest.mark.proves("R051", "R052", "R053", "R054", "R120", "R148", "R152", "R153", "R215", "R217", "K-15", "U-13")
@specified_by("""
    | symptom      | modality        | after       | level | from                                          |
    | redness      | non-lytic       | 72 h -1 min | E0    | redness E0: N to 72 h; 000 a few days         |
    | redness      | non-lytic       | 72 h        | E0    | redness E0: N to 72 h                         |
    | redness      | non-lytic       | 72 h +1 min | E1    | redness E1: N 3-7 d                           |
    | redness      | non-lytic       | 7 d         | E1    | redness E1: N 3-7 d                           |
    | redness      | non-lytic       | 7 d +1 min  | E2    | decision 21: no cell, next level              |
    | redness      | lytic           | 7 d -1 min  | E0    | redness E0: L to 7 d                          |
    | redness      | lytic           | 7 d         | E0    | redness E0: L to 7 d                          |
    | redness      | lytic           | 7 d +1 min  | E1    | redness E1: L 7-14 d                          |
    | redness      | lytic           | 14 d        | E1    | redness E1: L 7-14 d                          |
    | redness      | lytic           | 14 d +1 min | E2    | decision 21                                   |
    | redness      | lytic-submental | 7 d         | E0    | redness E0: L to 7 d                          |
    | redness      | collagenase     | 7 d +1 min  | E1    | redness E1: L 7-14 d                          |
    | redness      |                 | 72 h +1 min | E1    | unknown modality: the more urgent of both     |
    | redness      |                 | 7 d +1 min  | E2    | unknown modality: the more urgent of both     |
    | warmth       | non-lytic       | 45 min      | E0    | S4; 000 about an hour                         |
    | warmth       | non-lytic       | 60 min      | E0    | decision 21: the shorter window, 000 an hour  |
    | warmth       | lytic           | 60 min      | E0    | decision 21: the shorter window, 000 an hour  |
    | warmth       | lytic           | 61 min      | E1    | decision 21                                   |
    | warmth       | non-lytic       | 61 min      | E1    | decision 21                                   |
    | warmth       | non-lytic       | 7 d +1 min  | E2    | decision 21                                   |
    | warmth       | lytic           | 14 d        | E1    | redness E1: L to 14 d                         |
    | warmth       | lytic           | 14 d +1 min | E2    | decision 21                                   |
    | swelling     | non-lytic       | 72 h -1 min | E0    | swelling E0: N to 3 d                         |
    | swelling     | non-lytic       | 72 h        | E0    | swelling E0: N to 3 d                         |
    | swelling     | non-lytic       | 72 h +1 min | E1    | swelling E1: beyond                           |
    | swelling     | non-lytic       | 20 wk       | E1    | swelling E1: beyond                           |
    | swelling     | lytic           | 14 d -1 min | E0    | swelling E0: L to 14 d                        |
    | swelling     | lytic           | 14 d        | E0    | swelling E0: L to 14 d                        |
    | swelling     | lytic           | 14 d +1 min | E1    | swelling E1: beyond                           |
    | swelling     | collagenase     | 14 d +1 min | E1    | swelling E1: beyond                           |
    | swelling     | lytic-submental | 28 d -1 min | E0    | swelling E0: submental to 28 d, mild          |
    | swelling     | lytic-submental | 28 d        | E0    | swelling E0: submental to 28 d, mild          |
    | swelling     | lytic-submental | 28 d +1 min | E1    | swelling E1: beyond                           |
    | swelling     |                 | 72 h +1 min | E1    | unknown modality                              |
    | bruise       | non-lytic       | 7 d -1 min  | E0    | decision 21: bruise 7 d                       |
    | bruise       | non-lytic       | 7 d         | E0    | decision 21: bruise 7 d                       |
    | bruise       | non-lytic       | 7 d +1 min  | E1    | decision 21: bruise 7 d                       |
    | bruise       | lytic           | 7 d         | E0    | decision 21: bruise 7 d                       |
    | bruise       | lytic           | 7 d +1 min  | E1    | decision 21: bruise 7 d                       |
    | bruise       | lytic           | 14 d +1 min | E1    | bruise E1: beyond 14 d                        |
    | bruise       | collagenase     | 7 d         | E0    | decision 21: bruise 7 d, no exception         |
    | bruise       | collagenase     | 7 d +1 min  | E1    | decision 21: bruise 7 d, no exception         |
    | bruise       |                 | 7 d +1 min  | E1    | unknown modality                              |
    | pain         | non-lytic       | 48 h -1 min | E0    | decision 21: soreness 48 h                    |
    | soreness     | non-lytic       | 48 h        | E0    | decision 21: soreness 48 h                    |
    | soreness     | non-lytic       | 48 h +1 min | E1    | decision 21: soreness 48 h                    |
    | pain         | non-lytic       | 7 d         | E1    | pain E1: 3-7 d                                |
    | pain         | non-lytic       | 7 d +1 min  | E2    | decision 21: no cell, next level              |
    | pain         | lytic           | 7 d         | E0    | pain E0: L to 7 d                             |
    | pain         | lytic           | 7 d +1 min  | E1    | pain E1: L 7-14 d                             |
    | pain         | lytic           | 14 d        | E1    | pain E1: L 7-14 d                             |
    | pain         | lytic           | 14 d +1 min | E2    | decision 21                                   |
    | pain         |                 | 48 h +1 min | E1    | unknown modality                              |
    | tenderness   | non-lytic       | 72 h        | E0    | 000 a few days, read as three                 |
    | tenderness   | non-lytic       | 72 h +1 min | E1    | decision 21                                   |
    | tenderness   | non-lytic       | 7 d +1 min  | E2    | decision 21                                   |
    | tenderness   | lytic           | 7 d         | E0    | pain E0: L to 7 d                             |
    | tenderness   | lytic           | 7 d +1 min  | E1    | pain E1: L 7-14 d                             |
    | tenderness   | lytic           | 14 d +1 min | E2    | decision 21                                   |
    | burning      | non-lytic       | 60 min      | E0    | 002 not for long, read as an hour             |
    | burning      | lytic           | 61 min      | E1    | decision 21                                   |
    | burning      | lytic           | 7 d         | E1    | decision 21                                   |
    | burning      | lytic           | 7 d +1 min  | E2    | decision 21                                   |
    | itch         | non-lytic       | 3 h -1 min  | E0    | itch E0: hours                                |
    | itch         | non-lytic       | 3 h         | E0    | K-15: at 3 h still often seen                 |
    | itch         | non-lytic       | 3 h +1 min  | E1    | decision 21                                   |
    | itch         | non-lytic       | 30 h        | E1    | K-15: at 30 h contact the clinic              |
    | itch         | lytic           | 3 h         | E0    | itch E0: hours                                |
    | itch         | lytic           | 3 h +1 min  | E1    | decision 21: begun at once, lasting           |
    | itch         | lytic           | 7 d +1 min  | E1    | itch E1: beyond 7 d                           |
    | itch         |                 | 3 h +1 min  | E1    | unknown modality                              |
    | numbness     | lytic           | 8 wk -1 min | E0    | numbness E0: L to 8 wk                        |
    | numbness     | lytic           | 8 wk        | E0    | numbness E0: L to 8 wk                        |
    | numbness     | lytic           | 8 wk +1 min | E1    | numbness E1: beyond 8 wk                      |
    | numbness     | non-lytic       | 1 h         | E1    | decision 21: no cell for N                    |
    | numbness     |                 | 1 h         | E1    | unknown modality                              |
    | facial-weakness | non-lytic    | 1 h         | E3    | decision 21: no cell for N, next level        |
    | facial-weakness |              | 1 h         | E3    | unknown modality: the more urgent of both     |
    | facial-weakness | lytic        | 1 h         | E2    | numbness E2: weak smile                       |
    | swallowing   | lytic           | 72 h        | E1    | swallow E1: mild, L to 3 d                    |
    | swallowing   | lytic           | 72 h +1 min | E2    | swallow E2: beyond 3 d                        |
    | swallowing   | non-lytic       | 1 h         | E2    | decision 21: no cell for N                    |
    | clear fluid  | non-lytic       | 24 h        | E0    | discharge E0: clear to 24 h                   |
    | clear fluid  | non-lytic       | 24 h +1 min | E1    | decision 21                                   |
    | dizziness    | non-lytic       | 15 min      | E0    | faint E0: to 15 min, lying                    |
    | dizziness    | non-lytic       | 16 min      | E1    | decision 21                                   |
    | palpitations | non-lytic       | 4 h         | E0    | xanthine E0: mild to 4 h                      |
    | palpitations | non-lytic       | 4 h +1 min  | E1    | xanthine E1: beyond 4 h                       |
    | tremor       | non-lytic       | 4 h         | E0    | xanthine E0: mild to 4 h                      |
    | tremor       | non-lytic       | 4 h +1 min  | E1    | xanthine E1; thyro E1                         |
""")
def test_time_alone_gives_this_level(edition: Edition, row: dict[str, str]) -> None:
    assert judged(edition, reported(row["symptom"], row["after"]), row["modality"]).level == row["level"]


@pytest.mark.proves("R055", "H-08")
@specified_by("""
    | modality    | onset      | after        | features         | level | from                               |
    | non-lytic   | 0 h        | 72 h -1 min  |                  | E0    | decision 22: papule to 72 h        |
    | non-lytic   | 0 h        | 72 h         |                  | E0    | decision 22: papule to 72 h        |
    | non-lytic   | 0 h        | 72 h +1 min  |                  | E1    | decision 22: then E1               |
    | non-lytic   | 0 h        | 7 d          |                  | E1    | decision 22                        |
    | non-lytic   | 0 h        | 21 d         | painless, stable | E1    | S4 day 21; decision 22: weeks 1-12 |
    | non-lytic   | 0 h        | 40 wk        |                  | E1    | decision 22: then E1               |
    | lytic       | 0 h        | 7 d          | painless, stable | E0    | decision 22: L to week 4           |
    | lytic       | 0 h        | 7 d +1 min   | painless, stable | E1    | decision 22: weeks 1-12 at least   |
    | lytic       | 0 h        | 28 d         | painless, stable | E1    | decision 22: weeks 1-12 at least   |
    | lytic       | 0 h        | 28 d +1 min  | painless, stable | E1    | decision 22: L E1 from week 4      |
    | lytic       | 0 h        | 12 wk +1 min | painless, stable | E1    | decision 22: L E1 to week 16       |
    | lytic       | 0 h        | 16 wk        | painless, stable | E1    | decision 22: E1 to week 16         |
    | lytic       | 0 h        | 16 wk +1 min | painless, stable | E1    | decision 22: and after             |
    | collagenase | 0 h        | 7 d          |                  | E0    | decision 22: L                     |
    |             | 0 h        | 72 h +1 min  |                  | E1    | unknown modality                   |
    | lytic       | 7 d        | 7 d          |                  | E0    | decision 22: new after day 7, not  |
    | lytic       | 7 d +1 min | 8 d          |                  | E2    | decision 22: new after day 7       |
    | non-lytic   | 7 d +1 min | 8 d          | painless         | E2    | decision 22: new after day 7       |
    | lytic       |            | 7 d          |                  | E0    | onset unknown, cannot be later     |
    | lytic       |            | 7 d +1 min   |                  | E2    | onset unknown: the more urgent     |
    | lytic       | 0 h        | 1 h          | tender           | E2    | decision 22: tender, any time      |
    | lytic       | 0 h        | 1 h          | painful          | E2    | decision 22: tender                |
    | lytic       | 0 h        | 1 h          | pain             | E2    | decision 22: no longer painless    |
    | non-lytic   | 0 h        | 1 h          | red              | E2    | decision 22: red, any time         |
    | non-lytic   | 0 h        | 1 h          | purple           | E2    | lump E2: purple                    |
    | non-lytic   | 0 h        | 1 h          | enlarging        | E2    | decision 22: enlarging, any time   |
    | non-lytic   | 0 h        | 1 h          | growing          | E2    | decision 22: enlarging, any time   |
    | non-lytic   | 0 h        | 1 h          | draining         | E2    | decision 22: draining, any time    |
    | non-lytic   | 0 h        | 1 h          | oozing           | E2    | decision 22: draining, any time    |
    | lytic       | 0 h        | 1 h          | spreading        | E2    | redness E2: spreading, on a lump   |
    | lytic       | 0 h        | 40 wk        | sinus            | E2    | lump E2: sinus                     |
    | lytic       | 0 h        | 7 d          | infection-risk   | E0    | lump E2: weeks 1-12 with risk      |
    | lytic       | 0 h        | 7 d +1 min   | infection-risk   | E2    | lump E2: weeks 1-12 with risk      |
    | lytic       | 0 h        | 12 wk        | infection-risk   | E2    | lump E2: weeks 1-12 with risk      |
    | lytic       | 0 h        | 12 wk +1 min | infection-risk   | E1    | decision 22: L E1 to week 16       |
""")
def test_a_lump_is_judged_by_decision_22(edition: Edition, row: dict[str, str]) -> None:
    report = reported("bump", row["after"], row["features"], row["onset"] or None)
    assert judged(edition, report, row["modality"]).level == row["level"]


@pytest.mark.proves("R154", "R192", "R193", "R194", "R195", "R196", "R197", "H-26")
@specified_by("""
    | symptom           | features                   | level | from                                      |
    | redness           | spreading line             | E2    | redness E2: spreading line                |
    | redness           | growing-2-cm-a-day         | E2    | redness E2: more than 2 cm a day          |
    | redness           | hot                        | E2    | redness E2: hot                           |
    | redness           | tender                     | E2    | redness E2: tender                        |
    | redness           | fever                      | E2    | redness E2: fever                         |
    | redness           | shock                      | E3    | redness E3: shock                         |
    | redness           | black skin                 | E3    | redness E3: black skin                    |
    | warmth            | hot                        | E2    | redness E2: hot                           |
    | warmth            | shock                      | E3    | redness E3: shock                         |
    | swelling          | asymmetric                 | E1    | swelling E1: asymmetric                   |
    | swelling          | rapid                      | E2    | swelling E2: rapid                        |
    | swelling          | hard                       | E2    | swelling E2: hard                         |
    | swelling          | night-pain                 | E2    | swelling E2: night pain                   |
    | swelling          | one-leg                    | E2    | H-24: one leg                             |
    | swelling          | tongue                     | E3    | swelling E3: tongue                       |
    | swelling          | lips                       | E3    | swelling E3: lips                         |
    | swelling          | throat                     | E3    | swelling E3: throat                       |
    | swelling          | voice                      | E3    | swelling E3: voice                        |
    | swelling          | short of breath            | E3    | swelling E3: neck and breath              |
    | lip swelling      |                            | E3    | S4: the second patient                    |
    | trouble breathing |                            | E3    | S4: the second patient                    |
    | bruise            | expanding                  | E2    | bruise E2: expanding haematoma            |
    | bruise            | pallor                     | E3    | bruise E3: with pallor                    |
    | bruise            | faint                      | E3    | bruise E3: with faint                     |
    | pain              | severe                     | E2    | pain E2: severe                           |
    | pain              | out-of-proportion          | E2    | pain E2: out of proportion                |
    | pain              | white skin                 | E3    | pain E3: with blanching                   |
    | pain              | dusky                      | E3    | pain E3: with dusky skin                  |
    | tenderness        | out-of-proportion          | E2    | pain E2: out of proportion                |
    | tenderness        | dusky                      | E3    | pain E3: with dusky skin                  |
    | burning           | severe                     | E2    | pain E2: severe                           |
    | burning           | blanching                  | E3    | pain E3: with blanching                   |
    | itch              | rash                       | E1    | itch E1: rash                             |
    | itch              | vesicles                   | E1    | itch E1: vesicles                         |
    | itch              | widespread                 | E2    | itch E2: widespread hives                 |
    | hives             |                            | E2    | itch E2: hives, no airway                 |
    | hives             | trouble breathing          | E3    | itch E3: hives and breath                 |
    | hives             | faint                      | E3    | itch E3: hives and faint                  |
    | hives             | vomiting                   | E3    | itch E3: hives and vomiting               |
    | itch              | vomiting                   | E3    | itch E3                                   |
    | rash              |                            | E1    | itch E1: rash                             |
    | rash              | all over                   | E2    | itch E2: widespread                       |
    | rash              | vomiting                   | E3    | itch E3                                   |
    | numbness          | spreading                  | E1    | numbness E1: spreading                    |
    | numbness          | weak-smile                 | E2    | numbness E2: weak smile                   |
    | numbness          | drooling                   | E2    | numbness E2: drool                        |
    | numbness          | sudden-face, limb-weakness | E3    | numbness E3: half of the face and a limb  |
    | facial-weakness   |                            | E2    | numbness E2: weak smile                   |
    | facial-weakness   | weak arm                   | E3    | numbness E3                               |
    | weak-limb         |                            | E3    | numbness E3: stroke                       |
    | swallowing        | worse                      | E2    | swallow E2: worse                         |
    | swallowing        | cannot-swallow-saliva      | E3    | swallow E3                                |
    | swallowing        | stridor                    | E3    | swallow E3                                |
    | dark patches      |                            | E1    | skin colour E1: brown; decision 21        |
    | discolouration    |                            | E1    | never closed by itself; decision 21       |
    | blister           |                            | E2    | skin colour E2: blister                   |
    | ulcer             |                            | E2    | skin colour E2: ulcer                     |
    | blister           | black skin                 | E3    | redness E3: black skin                    |
    | ulcer             | black skin                 | E3    | redness E3: black skin                    |
    | black-dots        |                            | E2    | skin colour E2: black dots                |
    | black-skin        |                            | E3    | redness E3: black skin                    |
    | blanching         |                            | E2    | decision 23: else E2                      |
    | blanching         | on-face                    | E3    | decision 23: on the face                  |
    | blanching         | with-pain                  | E3    | decision 23: with pain                    |
    | dusky-skin        |                            | E2    | decision 23: else E2                      |
    | dusky-skin        | face                       | E3    | decision 23: on the face                  |
    | dusky-skin        | pain                       | E3    | decision 23: with pain                    |
    | grey skin         | short of breath            | E3    | blue or grey with dyspnoea E3             |
    | pus               |                            | E1    | discharge E1: any pus                     |
    | clear fluid       | pus                        | E1    | discharge E1: any pus                     |
    | pus               | abscess                    | E2    | discharge E2: abscess                     |
    | clear fluid       | abscess                    | E2    | discharge E2: abscess                     |
    | abscess           |                            | E2    | discharge E2: abscess                     |
    | pus               | sepsis-signs               | E3    | discharge E3: sepsis                      |
    | clear fluid       | septic                     | E3    | discharge E3: sepsis                      |
    | abscess           | sepsis-signs               | E3    | discharge E3: sepsis                      |
    | infection         |                            | E2    | R196: red-flag path, same-day clinician   |
    | infection         | sepsis-signs               | E3    | discharge E3: sepsis                      |
    | scars             |                            | E1    | R197: harm that stays, to be seen         |
    | nausea            |                            | E1    | R193: systemic, never only often seen     |
    | nausea            | vomiting                   | E2    | xanthine E2: vomiting                     |
    | nausea            | faint                      | E3    | itch E3: anaphylaxis                      |
    | vomiting          |                            | E2    | xanthine E2: vomiting                     |
    | vomiting          | trouble breathing          | E3    | itch E3: anaphylaxis                      |
    | dizziness         | recurrent                  | E1    | faint E1: recurrent                       |
    | dizziness         | chest pain                 | E3    | thyro E3: chest pain; the stricter row    |
    | dizziness         | palpitations               | E2    | faint E2: palpitations                    |
    | dizziness         | unconscious                | E3    | faint E3: unconscious over a minute       |
    | dizziness         | no-pulse                   | E3    | faint E3: no pulse                        |
    | unconsciousness   |                            | E3    | faint E3                                  |
    | palpitations      | vomiting                   | E2    | xanthine E2: vomiting                     |
    | palpitations      | seizure                    | E3    | xanthine E3: seizure                      |
    | palpitations      | faint                      | E3    | xanthine E3: syncope                      |
    | tremor            | vomiting                   | E2    | xanthine E2: vomiting                     |
    | tremor            | faint                      | E3    | xanthine E3: syncope                      |
    | tremor            | irregular-heart            | E2    | thyro E2: atrial fibrillation             |
    | tremor            | chest-pain                 | E3    | thyro E3: chest pain                      |
    | numb-mouth        |                            | E2    | perioral numbness E2: call staff          |
    | tinnitus          |                            | E2    | tinnitus E2: call staff                   |
    | metallic taste    |                            | E2    | metal taste E2: call staff                |
    | numb-mouth        | seizure                    | E3    | LAST E3: seizure                          |
    | tinnitus          | arrest                     | E3    | LAST E3: arrest                           |
    | metal-taste       | seizure                    | E3    | LAST E3: seizure                          |
    | seizure           |                            | E3    | LAST E3: seizure                          |
    | chest-pain        |                            | E3    | thyro E3: chest pain; the stricter row    |
    | chest-pain        | short of breath            | E3    | chest pain with breath, general knowledge |
    | chest-pain        | faint                      | E3    | chest pain with faint, general knowledge  |
    | vision loss       |                            | E3    | vision E3, minutes                        |
    | eye-pain          |                            | E3    | eye pain E3                               |
    | ptosis            |                            | E3    | ptosis E3                                 |
    | weight-loss       |                            | E1    | thyro E1                                  |
    | weight-loss       | atrial fibrillation        | E2    | thyro E2                                  |
    | weight-loss       | chest pain                 | E3    | thyro E3                                  |
    | heat-intolerance  |                            | E1    | thyro E1                                  |
    | heat-intolerance  | irregular-heart            | E2    | thyro E2                                  |
    | heat-intolerance  | chest-pain                 | E3    | thyro E3                                  |
    | hair-loss         |                            | E1    | hair E1                                   |
    | anxiety           |                            | E1    | mood E1                                   |
    | low-mood          | suicidal-thoughts          | E2    | mood E2                                   |
    | low-mood          | crisis                     | E3    | mood E3                                   |
    | loss of libido    |                            | E1    | mood and sex E1                           |
    | sexual-change     | suicidal                   | E2    | mood E2                                   |
    | sexual-change     | crisis                     | E3    | mood E3                                   |
    | pregnancy         |                            | E1    | pregnancy E1, same day                    |
    | pregnancy         | bleeding                   | E2    | pregnancy E2: bleeding                    |
    | pregnancy         | belly-pain                 | E2    | pregnancy E2: pain                        |
    | green elbows      |                            | E1    | unmatched symptom, never E0               |
    | green elbows      | hot                        | E1    | unmatched symptom and feature             |
    | green elbows      | trouble breathing          | E3    | red flag, whatever the symptom            |
    | bruise            | tickling                   | E1    | unmatched feature, never E0               |
    | bruise            | draining                   | E1    | feature without a cell, never E0          |
    | bruise            | mild                       | E0    | a calm feature raises nothing             |
""")
def test_a_symptom_with_its_features_gives_this_level(edition: Edition, row: dict[str, str]) -> None:
    after = "10 min"
    assert judged(edition, reported(row["symptom"], after, row["features"]), "lytic").level == row["level"]


@pytest.mark.proves("R124")
@specified_by("""
    | symptom      | reading  | features    | onset       | after       | level | from                              |
    | fever        | 37.9 Cel |             | 0 h         | 24 h        | E1    | fever E1: below 38, same day      |
    | fever        | 37.9 Cel |             | 0 h         | 24 h +1 min | E2    | decision 21                       |
    | fever        | 37.9 Cel | fever again | 0 h         | 1 h         | E2    | fever E1 is for a single one      |
    | fever        | 37.9 Cel | chills      | 0 h         | 1 h         | E2    | fever E2: chills                  |
    | fever        | 38 Cel   |             | 0 h         | 1 h         | E2    | fever E2: 38 or more              |
    | fever        |          |             | 0 h         | 1 h         | E2    | reading unknown: the more urgent  |
    | fever        | 39 Cel   |             | 0 h         | 1 h         | E2    | fever E2: 38 or more              |
    | fever        | 39 Cel   | rigor       | 0 h         | 1 h         | E3    | fever E3: 39 with rigor           |
    | fever        | 38.9 Cel | rigor       | 0 h         | 1 h         | E2    | fever E2                          |
    | fever        |          | rigor       | 0 h         | 1 h         | E3    | reading unknown: the more urgent  |
    | fever        | 37 Cel   | confusion   | 0 h         | 1 h         | E3    | fever E3: confusion               |
    | fever        | 120 /min |             | 0 h         | 1 h         | E2    | not a temperature: unknown        |
    | palpitations | 120 /min |             | 0 h         | 1 h         | E0    | xanthine E2 is above 120          |
    | palpitations | 121 /min |             | 0 h         | 1 h         | E2    | xanthine E2: above 120            |
    | weight-loss  | 120 /min |             | 0 h         | 5 wk        | E1    | thyro E2 is above 120             |
    | weight-loss  | 121 /min |             | 0 h         | 5 wk        | E2    | thyro E2: above 120               |
    | sweating     | 121 /min |             | 0 h         | 5 wk        | E2    | thyro E2: above 120               |
    | tremor       | 121 /min |             | 0 h         | 1 h         | E2    | xanthine E2: above 120            |
    | pain         | 6 1      |             | 0 h         | 1 h         | E0    | R124: below 7 of 10               |
    | pain         | 7 1      |             | 0 h         | 1 h         | E2    | R124: 7 of 10 is unexpected       |
    | pain         | 38 Cel   |             | 0 h         | 1 h         | E0    | not a score                       |
    | pain         |          |             | 3 d         | 3 d         | E0    | pain E2: new after day 3, not yet |
    | pain         |          |             | 3 d +1 min  | 4 d         | E2    | pain E2: new after day 3          |
    | pain         |          |             |             | 3 d         | E0    | onset unknown, cannot be later    |
    | pain         |          |             |             | 3 d +1 min  | E2    | onset unknown: the more urgent    |
    | tenderness   |          |             | 3 d +1 min  | 4 d         | E2    | pain E2: new after day 3          |
    | itch         |          |             | 72 h -1 min | 5 d         | E1    | itch E0: onset from day 3 only    |
    | itch         |          |             | 72 h        | 5 d         | E0    | itch E0: L onset days 3-7         |
    | itch         |          |             | 6 d         | 7 d         | E0    | itch E0: L onset days 3-7         |
    | itch         |          |             | 6 d         | 7 d +1 min  | E1    | itch E1: beyond 7 d               |
    | itch         |          |             |             | 5 d         | E1    | onset unknown: the more urgent    |
    | swelling     |          | marked      | 0 h         | 14 d        | E0    | swelling E0: submental            |
    | swelling     |          | marked      | 0 h         | 14 d +1 min | E1    | swelling E0 to 28 d only if mild  |
""")
def test_readings_and_onsets_give_this_level(edition: Edition, row: dict[str, str]) -> None:
    report = reported(row["symptom"], row["after"], row["features"], row["onset"] or None, row["reading"])
    modality = "lytic-submental" if row["symptom"] == "swelling" else "lytic"
    assert judged(edition, report, modality).level == row["level"]


@pytest.mark.proves("H-26")
@specified_by("""
    | symptom      | after | features  | context                     | level | from                                   |
    | redness      | 1 h   |           | diabetes                    | E1    | escalation: diabetes                   |
    | redness      | 1 h   |           | immunosuppressed            | E1    | escalation: immunosuppressed           |
    | redness      | 1 h   |           | anticoagulant               | E1    | escalation: anticoagulant              |
    | redness      | 1 h   |           | unknown-product             | E1    | escalation: unknown product            |
    | redness      | 1 h   |           | unlicensed-injector         | E1    | escalation: unlicensed injector        |
    | redness      | 1 h   |           | previous-necrosis           | E1    | escalation: previous necrosis          |
    | redness      | 1 h   |           | age-over-70                 | E1    | escalation: older than 70              |
    | redness      | 1 h   | on-face   |                             | E1    | escalation: face                       |
    | redness      | 1 h   | eyelid    |                             | E1    | escalation: eyelid                     |
    | redness      | 1 h   | no-photo  |                             | E1    | escalation: no photo possible          |
    | redness      | 1 h   |           | diabetes, age-over-70       | E1    | raised once, however many              |
    | redness      | 1 h   | no-photo  | diabetes, previous-necrosis | E1    | raised once, however many              |
    | redness      | 73 h  |           | diabetes                    | E2    | escalation of E1                       |
    | redness      | 1 h   | hot       | diabetes                    | E3    | escalation of E2                       |
    | redness      | 1 h   | shock     | diabetes                    | E3    | an emergency stays one                 |
    | bruise       | 1 h   |           | anticoagulant               | E2    | bruise E2: anticoagulant, counted once |
    | bruise       | 1 h   |           | anticoagulant, diabetes     | E3    | bruise E2, escalated by diabetes       |
    | bruise       | 1 h   | expanding | anticoagulant               | E3    | bruise E2: expanding, escalated        |
    | bump         | 20 d  |           | unlicensed-injector         | E2    | lump E1 escalated; weeks 1-12 and risk |
    | redness      | 1 h   | fever     |                             | E2    | decision 23: fever does not escalate   |
    | green elbows | 1 h   |           | diabetes                    | E2    | unmatched symptom, escalated           |
    | bruise       | 1 h   | tickling  | diabetes                    | E2    | unmatched feature, escalated           |
    | redness      | 1 h   |           |                             | E0    | nothing escalates                      |
""")
def test_a_circumstance_raises_by_one(edition: Edition, row: dict[str, str]) -> None:
    report = reported(row["symptom"], row["after"], row["features"])
    assert judged(edition, report, context=row["context"]).level == row["level"]


def test_an_age_of_the_table_is_elapsed_time() -> None:
    assert elapsed("7 d +1 min") == elapsed("168 h") + elapsed("1 min")
