"""Photos as pictures: what comes in is taken apart in a process of its own, and only clean pixels come out."""
