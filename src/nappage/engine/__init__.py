"""Clinical reasoning: story, policy and edition in, outlook out; no clock, no storage, no chance."""
