"""Check-ins from home: how somebody is after a session, in few taps, with what is urgent first."""
