"""Business profiles of partners, the public directory in which customers find them, and the leads that come of it."""
