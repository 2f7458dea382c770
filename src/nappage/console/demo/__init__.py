"""The fictional demo clinic: made through the same actions as everything else, at dates around now."""
