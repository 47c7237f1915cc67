"""The API under /api/v1: the services that the pages use, for programs. No rule of its own."""
