"""Mutation testing of the engine: `make mutation` changes one thing at a time and asks whether a test notices.

Our own few lines, because neither tool fits: mutmut 3 leaves out properties, constants and the defaults of dataclasses
and draws no sample; cosmic-ray runs the whole suite for each mutant, which is hours on two cores.
"""
