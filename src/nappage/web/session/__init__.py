"""The session of a visit: time-out, room, charting by zone and pass, closing, correcting."""
