"""What stands around every page of the patient door: emergency first, the language, about whom it is."""
