"""What templates may ask: the parts that every screen is put together from."""
