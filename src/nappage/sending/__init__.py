"""Taking a message out of the house: by a mail server, an SMS provider, or into a folder that stands in for both."""
