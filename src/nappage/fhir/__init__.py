"""HL7 FHIR R4: what a passport holds as a bundle of resources, and back. Pure: nothing is stored or decided."""
