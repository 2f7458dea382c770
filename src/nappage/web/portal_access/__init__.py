"""Portal access on a patient's chart: who has it, giving it, taking it back."""
