"""What surrounds the pages: the map of the site, who made it, the steps of lessons, and what a school adds of its own."""
