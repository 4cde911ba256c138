"""What pytest does with models once the checks are on."""
