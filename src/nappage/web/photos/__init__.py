"""Photos: which are taken and how, what they may be used for, two of them beside each other, masked ratings."""
