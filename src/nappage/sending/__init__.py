"""Taking a message out of the house: by a mail server, an SMS provider, a browser's push service, or into a folder instead."""
