"""Renders the demo's photo-like pictures: shapes with relief, lit, textured, and seen through a simple camera."""
