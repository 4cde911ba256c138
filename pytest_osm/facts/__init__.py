"""Facts about one offline profile: what it reaches, and which mode each entity has there."""
