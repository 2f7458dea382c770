"""Taking a message out of the house: by mail, SMS or a browser's push service, or into a folder instead."""
