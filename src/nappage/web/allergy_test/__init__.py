"""The allergy test: given at two sites, read in mm on two axes, and watched."""
