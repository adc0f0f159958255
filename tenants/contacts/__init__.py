"""Who to turn to: offices with opening hours, people, and the page that lists them."""
